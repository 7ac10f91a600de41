<?php
/**
 * The table of numbered sign-in tests says what the sources say.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\Architecture;

use PHPUnit\Framework\TestCase;

/**
 * `node tools/numbered-tests.mjs --write` renews the table.
 */
final class NumberedTestsTableTest extends TestCase {

	private const NUMBERS = array( 'A' => 8, 'B' => 17, 'C' => 6, 'D' => 22, 'E' => 5, 'F' => 26, 'G' => 4, 'H' => 8 ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing

	/** @var array<string, string> Id → cell with the tests. */
	private array $rows = array();

	protected function setUp(): void {
		preg_match_all( '/^\| ([A-H]\d+) \| [^|]+ \| [^|]+ \| (.*) \|$/m', (string) file_get_contents( Sources::root() . '/docs/sign-in-tests.md' ), $found );
		$this->rows = array_combine( $found[1], $found[2] );
	}

	public function test_every_id_has_a_row_with_tests_that_exist(): void {
		$ids = array();
		foreach ( self::NUMBERS as $group => $last ) {
			$ids = array_merge( $ids, array_map( static fn ( int $number ): string => $group . $number, range( 1, $last ) ) );
		}
		self::assertSame( $ids, array_keys( $this->rows ) );
		foreach ( $this->rows as $id => $cell ) {
			self::assertNotSame( '', trim( $cell ), "$id has no test." );
			foreach ( explode( '<br>', $cell ) as $part ) {
				self::assertSame( 1, preg_match( '/^`([\w\/]+Test\.php)`: (.+)$/', trim( $part ), $file ), $part );
				$path = Sources::root() . '/tests/php/' . $file[1];
				self::assertFileExists( $path );
				$source = (string) file_get_contents( $path );
				self::assertGreaterThan( 0, preg_match_all( '/`(test_\w+)`|“([^”]+)”/u', $file[2], $names, PREG_SET_ORDER ), $part );
				foreach ( $names as $name ) {
					self::assertStringContainsString( isset( $name[2] ) ? $name[2] : "function $name[1](", $source, "$id in $file[1]" );
				}
			}
		}
	}

	public function test_every_test_with_an_id_stands_in_its_row(): void {
		$seen = 0;
		$all  = new \RecursiveIteratorIterator( new \RecursiveDirectoryIterator( Sources::root() . '/tests/php', \FilesystemIterator::SKIP_DOTS ) );
		foreach ( $all as $file ) {
			if ( ! $file instanceof \SplFileInfo || ! str_ends_with( $file->getFilename(), 'Test.php' ) ) {
				continue;
			}
			$path   = substr( $file->getPathname(), strlen( Sources::root() . '/tests/php/' ) );
			$source = (string) file_get_contents( $file->getPathname() );
			preg_match_all( '/function (test_SIGN_\w+)\(/', $source, $methods );
			foreach ( $methods[1] as $method ) {
				preg_match_all( '/(?<=_)[A-H]\d+(?=_)/', $method, $ids );
				foreach ( $ids[0] as $id ) {
					++$seen;
					self::assertStringContainsString( "`$method`", $this->rows[ $id ] ?? '', $path );
				}
			}
			preg_match_all( "/'SIGN-([A-H]\d+) ([^'\n]+)'\s*=>/", $source, $sets, PREG_SET_ORDER );
			foreach ( $sets as $set ) {
				++$seen;
				self::assertStringContainsString( '“' . trim( $set[2] ) . '”', $this->rows[ $set[1] ] ?? '', $path );
			}
		}
		self::assertGreaterThan( 250, $seen );
	}
}
