<?php
/**
 * Names that look like markup of WordPress, shown by the blocks.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Directory;

final class ShortcodeTest extends DirectoryTestCase {

	/** DIR-D36 */
	public function test_shortcodes_and_block_comments_in_names_are_printed(): void {
		add_shortcode( 'coopgallery', static fn (): string => 'RAN-SHORTCODE' );
		$slug = $this->organisation( 'Example [coopgallery] <!-- wp:html --><b>x</b>', array( 'summary' => 'Also [coopgallery] here' ) )->slug;
		foreach ( array( '<!-- wp:coop-credentials/co-op-directory /-->', '<!-- wp:coop-credentials/co-op-profile {"slug":"' . $slug . '"} /-->' ) as $block ) {
			$html = (string) apply_filters( 'the_content', $block ); // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals -- as the theme does.
			if ( ! \WP_Block_Type_Registry::get_instance()->is_registered( 'coop-credentials/co-op-directory' ) ) {
				self::markTestSkipped( 'The blocks are not built.' );
			}
			self::assertStringNotContainsString( 'RAN-SHORTCODE', $html );
			self::assertStringNotContainsString( '<b>x</b>', $html );
			self::assertStringContainsString( 'coopgallery', $html );
		}
		remove_shortcode( 'coopgallery' );
	}
}
