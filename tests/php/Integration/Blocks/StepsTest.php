<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Blocks;

use CoopCredentials\Kernel\Front\Privacy;
use CoopCredentials\Tests\Integration\Test_Case;

/**
 * The one step that helps, in the blocks: ways in behind one button, tabs that are links, the editor's samples.
 */
final class StepsTest extends Test_Case {

	protected function set_up(): void {
		Privacy::reset();
		$_SERVER['REQUEST_URI'] = '/some-page/';
		$this->providers( 'weavers', 'bakers' );
	}

	protected function tear_down(): void {
		Privacy::reset();
	}

	private function providers( string ...$slugs ): void {
		$this->plugin()->kernel->settings()->set(
			'providers',
			array_map(
				static fn ( string $slug ): array => array(
					'slug'    => $slug,
					'label'   => 'Example ' . ucfirst( $slug ),
					'show_in' => array( 'blocks' ),
				),
				$slugs
			)
		);
	}

	/** Markup for the editor, without word joiners. */
	private function preview( string $name, string $state ): string {
		$this->act_as( 'administrator' );
		$data = $this->rest( 'POST', "/wp/v2/block-renderer/coop-credentials/$name?context=edit&coop_preview=$state", array( 'attributes' => (object) array() ) )->get_data();
		self::assertIsArray( $data );
		return str_replace( "\u{2060}", '', $data['rendered'] );
	}

	public function test_the_sample_of_a_refused_sign_in_has_the_words_and_the_step_of_a_rule_that_refuses(): void {
		$html = $this->preview( 'sign-in', 'refused' );
		self::assertStringContainsString( 'This site asks for a membership that was not confirmed.', $html );
		self::assertStringContainsString( 'Use another co-op', $html );
		self::assertStringNotContainsString( 'does not answer', $html );
		self::assertStringNotContainsString( 'does not answer', $this->preview( 'sign-in', 'signed_out' ) );
	}

	public function test_a_closed_gate_has_one_button_and_the_choice_behind_it(): void {
		$rule = $this->plugin()->sign_in->rules()->create( 'Workers', '{"v":1,"when":{"path":["class"],"op":"eq","value":"worker"}}' )->uid;
		$gate = static fn (): string => str_replace( "\u{2060}", '', do_blocks( '<!-- wp:coop-credentials/member-gate ' . serialize_block_attributes( array( 'rule' => $rule ) ) . ' --><p>inside</p><!-- /wp:coop-credentials/member-gate -->' ) );
		$html = $gate();
		self::assertSame( 1, substr_count( $html, '<summary' ) );
		self::assertStringContainsString( '>Sign in with your co-op</summary>', $html );
		self::assertSame( 2, substr_count( $html, 'name="action" value="gate:' . $rule . '"' ) );
		self::assertStringNotContainsString( 'inside', $html );

		$this->providers( 'weavers' );
		$html = $gate();
		self::assertStringNotContainsString( '<summary', $html );
		self::assertStringContainsString( '>Sign in with Example Weavers</button>', $html );
	}

	public function test_the_lists_of_coupons_are_tabs_that_are_links(): void {
		$html = $this->preview( 'my-coupons', 'refused' );
		self::assertSame( 1, substr_count( $html, 'aria-current="true"' ) );
		self::assertMatchesRegularExpression( '#<a [^>]*coop_list=used[^>]*aria-current="true">Used, 1</a>#', $html );
		self::assertMatchesRegularExpression( '#<a [^>]*href="[^"]*coop_list=ready[^"]*"[^>]*>Ready, 0</a>#', $html );
		self::assertMatchesRegularExpression( '#coop_list=ready[^>]*aria-current="true">Ready, #', $this->preview( 'my-coupons', 'member' ) );
	}
}
