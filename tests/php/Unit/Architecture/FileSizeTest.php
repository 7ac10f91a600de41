<?php
/**
 * Files stay small enough to read.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\Architecture;

use PHPUnit\Framework\TestCase;

final class FileSizeTest extends TestCase {

	private const LISTED = 450;
	private const LIMIT  = 600;

	public function test_no_file_is_longer_than_600_lines(): void {
		$long = array();
		foreach ( array( 'includes', 'src', 'tools', 'tests' ) as $folder ) {
			$all = new \RecursiveIteratorIterator( new \RecursiveDirectoryIterator( Sources::root() . '/' . $folder, \FilesystemIterator::SKIP_DOTS ) );
			foreach ( $all as $file ) {
				if ( ! preg_match( '/\.(php|tsx?|mjs|scss)$/', $file->getFilename() ) || str_contains( $file->getPathname(), '/fixtures/' ) ) {
					continue;
				}
				$lines = count( (array) file( $file->getPathname() ) );
				if ( $lines > self::LISTED ) {
					$long[ substr( $file->getPathname(), strlen( Sources::root() ) + 1 ) ] = $lines;
				}
			}
		}
		arsort( $long );
		if ( array() !== $long ) {
			fwrite( STDERR, "\nFiles over " . self::LISTED . " lines:\n" . implode( "\n", array_map( static fn ( string $name, int $lines ): string => "  $lines $name", array_keys( $long ), $long ) ) . "\n" );
		}
		self::assertSame( array(), array_filter( $long, static fn ( int $lines ): bool => $lines > self::LIMIT ) );
	}
}
