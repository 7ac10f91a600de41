<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Blocks;

use CoopCredentials\Tests\Integration\Test_Case;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * An author may write Interactivity directives: none of them reaches a store of ours.
 */
final class WrittenDirectivesTest extends Test_Case {

	protected function set_up(): void {
		$this->boot_plugin();
	}

	/** @return array<string, array{string}> Ways to name our stores. */
	public static function ways(): array {
		$store = 'coop-credentials/offers';
		return array(
			'plain block'         => array( '<!-- wp:html --><div data-wp-interactive="' . $store . '" data-wp-init="actions.claim">Cats</div><!-- /wp:html -->' ),
			'no block at all'     => array( '<div data-wp-interactive="' . $store . '">Cats</div>' ),
			'JSON'                => array( '<!-- wp:html --><div data-wp-interactive=\'{"namespace":"' . $store . '"}\'>Cats</div><!-- /wp:html -->' ),
			'JSON with escapes'   => array( '<!-- wp:html --><div data-wp-interactive=\'{"namespace":"coop\u002dcredentials\/offers"}\'>Cats</div><!-- /wp:html -->' ),
			'entities'            => array( '<!-- wp:html --><div data-wp-interactive="coop&#45;credentials&#x2f;offers">Cats</div><!-- /wp:html -->' ),
			'upper case'          => array( '<!-- wp:html --><div DATA-WP-Interactive="' . $store . '">Cats</div><!-- /wp:html -->' ),
			'named in the path'   => array( '<!-- wp:html --><div data-wp-interactive="core/image"><p data-wp-on--click="' . $store . '::actions.claim">Cats</p></div><!-- /wp:html -->' ),
			'inside other blocks' => array( '<!-- wp:group --><div class="wp-block-group"><!-- wp:group --><div class="wp-block-group" data-wp-interactive="' . $store . '"><!-- wp:paragraph --><p>Cats</p><!-- /wp:paragraph --></div><!-- /wp:group --></div><!-- /wp:group -->' ),
			'in an attribute'     => array( '<!-- wp:read-more {"content":"\u003cspan data-wp-interactive=\u0022' . $store . '\u0022\u003eCats\u003c/span\u003e"} /-->' ),
		);
	}

	#[DataProvider( 'ways' )]
	public function test_no_text_reaches_our_stores( string $written ): void {
		$author = $this->act_as( 'author' );
		self::assertFalse( current_user_can( 'unfiltered_html' ) );
		$id     = (int) wp_insert_post(
			wp_slash(
				array(
					'post_title'   => 'Cats',
					'post_content' => $written,
					'post_status'  => 'publish',
					'post_author'  => (int) $author?->ID,
				)
			)
		);
		$stored = (string) get_post( $id )?->post_content;
		self::assertMatchesRegularExpression( '/data-wp-/i', $stored, 'WordPress itself lets it through.' );
		$GLOBALS['post'] = get_post( $id ); // phpcs:ignore WordPress.WP.GlobalVariablesOverride -- as in the loop.
		$html            = (string) apply_filters( 'the_content', $stored );
		self::assertStringContainsString( 'Cats', $html );
		self::assertStringNotContainsString( 'credentials', html_entity_decode( $html ) );
	}

	public function test_directives_of_others_and_our_own_blocks_stay(): void {
		$html = do_blocks( '<!-- wp:html --><div data-wp-interactive="other/slider" data-wp-on--click="actions.next">Cats</div><!-- /wp:html --><!-- wp:coop-credentials/redeem /--><!-- wp:coop-credentials/offers /-->' );
		self::assertStringContainsString( 'data-wp-interactive="other/slider" data-wp-on--click="actions.next"', $html );
		self::assertStringContainsString( 'data-wp-interactive="coop-credentials/', $html );
	}
}
