<?php
/**
 * German, complete and shown.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Build;

use CoopCredentials\Tests\Integration\Test_Case;

final class GermanTest extends Test_Case {

	private const FOLDER = __DIR__ . '/../../../../languages/';

	protected function tearDown(): void {
		unload_textdomain( 'coop-credentials' );
		parent::tearDown();
	}

	public function test_a_page_speaks_german(): void {
		add_filter( 'locale', static fn (): string => 'de_DE' );
		self::assertTrue( load_textdomain( 'coop-credentials', self::FOLDER . 'coop-credentials-de_DE.mo', 'de_DE' ) );
		$html = do_blocks( '<!-- wp:coop-credentials/co-op-directory /-->' );
		self::assertStringContainsString( 'Suchen', $html );
		self::assertStringNotContainsString( 'Name, place or activity', $html );
	}

	/**
	 * Every text of the template has a translation: none is missing, none empty.
	 */
	public function test_nothing_is_left_in_english(): void {
		$template = self::ids( (string) file_get_contents( self::FOLDER . 'coop-credentials.pot' ) ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- a local file.
		$german   = (string) file_get_contents( self::FOLDER . 'coop-credentials-de_DE.po' ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- a local file.
		self::assertGreaterThan( 1000, count( $template ) );
		self::assertSame( array(), array_values( array_diff( $template, self::ids( $german ) ) ) );
		self::assertSame( 0, preg_match_all( '/^msgstr(\[\d\])? ""\n(?!")/m', $german ), 'Empty translations.' );
	}

	/**
	 * @return list<string> Every msgid with its context.
	 */
	private static function ids( string $catalogue ): array {
		preg_match_all( '/^(?:msgctxt (?:".*"\n)+)?msgid (?:".*"\n)+/m', $catalogue, $found );
		return array_map( static fn ( string $id ): string => (string) preg_replace( '/"\n"/', '', $id ), $found[0] );
	}
}
