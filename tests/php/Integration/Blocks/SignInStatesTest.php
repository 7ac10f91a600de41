<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Blocks;

use CoopCredentials\Kernel\Front\Privacy;
use CoopCredentials\Tests\Integration\Offers\Offers_Rows;
use CoopCredentials\Tests\Integration\Sign_In\Sign_In_Case;

/**
 * What the sign-in block says to a visitor who really signed in: on a cached page by `GET me`, on a private one at once.
 */
final class SignInStatesTest extends Sign_In_Case {

	protected function set_up(): void {
		parent::set_up();
		Privacy::reset();
		$_SERVER['REQUEST_URI'] = '/offers/';
	}

	protected function tear_down(): void {
		parent::tear_down();
		Privacy::reset();
		$_GET    = array();
		$_COOKIE = array();
	}

	/** @param array<string, mixed> $claims Claims that differ. */
	private function enter( array $claims = array() ): void {
		$this->hostile->person(
			$claims + array(
				'sub'              => 'wanda',
				'coop_id'          => 'https://weavers.example/',
				'coop_name'        => 'Example Weavers Co-op',
				'coop_status'      => 'active',
				'coop_valid_until' => '2099-12-31',
			)
		);
		$this->sign_in();
	}

	/** @return array<string, mixed> */
	private function display(): array {
		return array_map( static fn ( mixed $value ): mixed => is_string( $value ) ? str_replace( "\u{2060}", '', $value ) : $value, $this->rest( 'GET', 'me' )->get_data()['display'] );
	}

	private function age( string $by ): void {
		$then = $this->plugin->kernel->clock()->now()->modify( $by )->format( 'Y-m-d H:i:s' );
		$this->plugin->kernel->database()->execute( 'UPDATE %i SET memberships_at = %s', $this->plugin->kernel->database()->table( 'identities' ), $then );
		$this->services()->current_visitor()->forget();
	}

	public function test_the_menu_of_a_header_leads_to_what_members_can_get_also_signed_out(): void {
		$pattern = \WP_Block_Patterns_Registry::get_instance()->get_registered( 'coop-credentials/header-menu' );
		self::assertSame( array( 'core/template-part/header' ), $pattern['blockTypes'] ?? array() );
		self::assertStringNotContainsString( 'What members can get', do_blocks( $pattern['content'] ), 'There is no such page.' );
		$page = (int) wp_insert_post(
			array(
				'post_type'   => 'page',
				'post_status' => 'publish',
				'post_title'  => 'Offers',
			)
		);
		$this->plugin->kernel->settings()->set( 'pages', array( 'offers' => $page ) );
		$this->plugin = $this->boot_plugin();
		$html         = do_blocks( $pattern['content'] );
		self::assertMatchesRegularExpression( '#<div data-wp-bind--hidden="state.signedIn">.*<a class="no-prefetch" href="[^"]+">.*What members can get</a></div></details></div>#s', $html );
	}

	public function test_strangers_get_no_words(): void {
		self::assertArrayNotHasKey( 'display', $this->rest( 'GET', 'me' )->get_data() );
	}

	public function test_a_fresh_membership_says_whose_and_until_when(): void {
		$this->enter();
		$display = $this->display();
		self::assertSame( array( true, true, 'Signed in with Example Co-op', 'Member of Example Weavers Co-op', '', '' ), array( $display['signedIn'], $display['ok'], $display['heading'], $display['short'], $display['message'], $display['again'] ) );
		self::assertSame( 'December 31, 2099', $display['until'] );
		self::assertStringEndsWith( '/coop-credentials/sign-in/hostile', $display['start'] );
	}

	public function test_a_stale_membership_offers_to_confirm_again(): void {
		$this->enter();
		$this->age( '-2 days' );
		$display = $this->display();
		self::assertFalse( $display['ok'] );
		self::assertSame( 'Confirm again with Example Co-op', $display['again'] );
		self::assertSame( 'Member of Example Weavers Co-op', $display['short'], 'It still is one.' );
		self::assertStringContainsString( 'more than a day ago', $display['message'] );
	}

	public function test_a_membership_that_ended_is_never_called_one(): void {
		$this->enter( array( 'coop_valid_until' => '2020-01-31' ) );
		$display = $this->display();
		self::assertFalse( $display['ok'] );
		self::assertSame( 'Your membership ended on January 31, 2020', $display['heading'] );
		self::assertSame( 'No longer in force', $display['status'] );
		self::assertStringNotContainsString( 'Member of', $display['short'] );
		self::assertSame( 'Confirm again with Example Co-op', $display['again'] );
	}

	public function test_an_account_that_may_be_theirs_is_offered_and_named_to_nobody(): void {
		$this->user_with_role( 'subscriber', array( 'user_email' => 'wanda@weavers.example' ) );
		$this->enter();
		self::assertFalse( $this->display()['connect'], 'Not unless the owner wants it.' );
		$this->services()->logout()->sign_out()->leave( '/' );
		$this->provider( array( 'email' => 'offer_link', 'accounts' => 'link_only' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->enter( array( 'email' => 'wanda@weavers.example', 'email_verified' => true ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertTrue( $this->display()['connect'] );
		self::assertStringNotContainsString( 'wanda@', (string) wp_json_encode( $this->rest( 'GET', 'me' )->get_data() ) );
		$html = do_blocks( '<!-- wp:coop-credentials/sign-in {"layout":"card"} /-->' );
		self::assertStringContainsString( '/coop-credentials/connect', $html );
		$this->hostile->person( array( 'sub' => 'nora', 'email' => 'wanda@weavers.example', 'email_verified' => 'true' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->services()->logout()->sign_out()->leave( '/' );
		$this->sign_in();
		self::assertFalse( $this->display()['connect'], 'Only the boolean true counts as verified.' );
	}

	public function test_a_private_page_says_the_same_without_script(): void {
		$this->enter();
		$this->age( '-2 days' );
		$cached = do_blocks( '<!-- wp:coop-credentials/sign-in {"layout":"card"} /-->' );
		self::assertStringNotContainsString( 'Weavers', $cached );
		Privacy::mark_private();
		$this->services()->current_visitor()->forget();
		$html = str_replace( "\u{2060}", '', do_blocks( '<!-- wp:coop-credentials/sign-in {"layout":"card"} /-->' ) );
		self::assertStringContainsString( 'Example Weavers Co-op', $html );
		self::assertStringContainsString( 'Confirm again with Example Co-op', $html );
		self::assertMatchesRegularExpression( '#<form[^>]* action="[^"]*/coop-credentials/sign-in/hostile"[^>]*>[^§]*name="renew" value="1"#u', $html );
	}

	public function test_an_offer_is_confirmed_again_by_the_provider_of_the_visitor(): void {
		$this->provider( array( 'label' => 'Example Bakers', 'order' => 1 ), 'bakers' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$rule  = $this->services()->rules()->create( 'Confirmed again', '{"v":1,"when":{"path":["provider"],"op":"eq","value":"hostile","of":"identity"},"auth":{"max_age":300,"acr_any":["urn:coop:acr:2"]}}' );
		$offer = Offers_Rows::offer( $this->plugin->offers, array( 'audience' => $rule->uid ) );
		$this->enter();
		Privacy::mark_private();
		$this->services()->current_visitor()->forget();
		$html = do_blocks( '<!-- wp:coop-credentials/offers /-->' );
		self::assertSame( 1, preg_match( '#<form([^>]*)>((?!</form>).)*name="renew" value="1"((?!</form>).)*>Confirm that it is you</button></form>#s', $html, $found ) );
		self::assertStringContainsString( 'action="https://harbour.example/coop-credentials/sign-in/hostile"', $found[1] );
		self::assertDoesNotMatchRegularExpression( '/ hidden(?:[ >]|$)/', $found[1] );
		self::assertStringContainsString( 'name="action" value="claim:' . $offer->uid . '"', $found[0] );
		self::assertSame( 1, substr_count( $html, 'name="renew"' ), 'No choice of providers.' );
	}

	/** SIGN-F26. */
	public function test_SIGN_F26_the_visitor_comes_back_to_the_offer_and_nothing_is_claimed_by_itself(): void {
		$offer = Offers_Rows::offer( $this->plugin->offers );
		$this->hostile->person( array( 'sub' => 'wanda' ) );
		$answer = $this->sign_in( array( 'action' => 'claim:' . $offer->uid ) );
		self::assertStringEndsWith( '/offers/?coop_action=claim%3A' . $offer->uid . '#coop-offer-' . $offer->uid, $answer->url );
		global $wpdb;
		self::assertSame( '0', $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->prefix}coop_credentials_coupons" ) );
		$_GET['coop_action'] = 'claim:' . $offer->uid;
		Privacy::mark_private();
		$html = do_blocks( '<!-- wp:coop-credentials/offers /-->' );
		self::assertSame( 1, preg_match( '/<article[^>]*id="coop-offer-' . $offer->uid . '"[^>]*>/', $html, $found ) );
		self::assertStringContainsString( 'tabindex="-1"', $found[0], 'It can be focused.' );
		self::assertSame( '0', $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->prefix}coop_credentials_coupons" ), 'Nor by showing the page.' );
	}
}
