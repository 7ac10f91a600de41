<?php
/**
 * Proving again who one is.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Sign_In\Flow\Demand;
use CoopCredentials\Sign_In\Intent;
use CoopCredentials\Tests\Integration\Offers\Offers_Rows;

/**
 * An offer whose rule asks for a young log-in of a certain class. The group begins with an honest step-up.
 */
final class Step_Up_Test extends Sign_In_Case {

	private const ACR = 'urn:coop:acr:2';

	private string $offer = '';

	private string $rule = '';

	protected function set_up(): void {
		parent::set_up();
		$this->rule  = $this->rule_with( array( 'max_age' => 300, 'acr_any' => array( self::ACR ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->offer = Offers_Rows::offer( $this->plugin->offers, array( 'audience' => $this->rule ) )->uid;
	}

	/** SIGN-G4. */
	public function test_SIGN_G4_an_honest_step_up_opens_the_action(): void {
		$this->sign_in();
		$cookie  = $this->services()->cookies()->session();
		$problem = $this->claim();
		$data    = $this->assert_problem( 'step_up_required', 401, $problem );
		self::assertSame( array( 'insufficient_user_authentication', 300, self::ACR, 'step_up' ), array( $data['error'], $data['max_age'], $data['acr_values'], $data['next_step'] ) );
		$header = (string) ( $problem->get_headers()['WWW-Authenticate'] ?? '' );
		self::assertStringContainsString( 'error="insufficient_user_authentication"', $header );
		self::assertStringContainsString( 'acr_values="' . self::ACR . '"', $header );
		self::assertStringContainsString( 'max_age="300"', $header );
		self::assertSame( 0, $this->plugin->offers->coupon_repository()->count_claims( $this->offer_id() ) );

		$answer = $this->come_back( $this->go( array( 'return_to' => '/offers/' ) + $data['step_up']['fields'] ) );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( '', $this->reason( $answer ) );
		self::assertStringEndsWith( '#coop-offer-' . $this->offer, $answer->url, 'Back at the offer; nothing is claimed by itself.' );
		self::assertNotSame( $cookie, $this->services()->cookies()->session(), 'A new cookie.' );
		self::assertNull( $this->services()->sessions()->find( (string) $cookie ), 'The old one is worth nothing.' );
		self::assertSame( 1, $this->services()->sessions()->count() );
		self::assertSame( 1, $this->services()->identities()->count() );
		$auth = $this->services()->current_visitor()->get()?->auth;
		self::assertSame( self::ACR, $auth?->acr );
		self::assertGreaterThan( time() - 60, $auth->auth_time );
		self::assertSame( 1, $this->plugin->kernel->audit_log()->query( array( 'event' => 'step_up', 'outcome' => 'ok' ), 1, 10 )['total'] ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing

		self::assertSame( 201, $this->claim()->get_status() );
	}

	/** SIGN-G4. */
	public function test_SIGN_G4_a_step_up_lengthens_no_session(): void {
		$this->sign_in();
		$before = $this->services()->sessions()->find( (string) $this->services()->cookies()->session() );
		$this->come_back( $this->go( $this->form( new Demand( 300 ) ) ) );
		$after = $this->services()->sessions()->find( (string) $this->services()->cookies()->session() );
		self::assertSame( array( $before?->id, $before?->expires_at->getTimestamp() ), array( $after?->id, $after?->expires_at->getTimestamp() ) );
	}

	/** SIGN-G4. */
	public function test_SIGN_G4_what_does_not_count(): void {
		foreach ( array( 'G4-no-acr' => 'acr_insufficient', 'G4-lower-acr' => 'acr_insufficient', 'G4-no-auth-time' => 'auth_too_old', 'G4-old-auth-time' => 'auth_too_old', 'G4-other-person' => 'identity_changed' ) as $switch => $reason ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			$this->hostile->misbehave( 'honest' );
			$this->services()->cookies()->close_session();
			$this->services()->current_visitor()->forget();
			$this->sign_in();
			$before = $this->services()->cookies()->session();
			$count  = $this->services()->sessions()->count();
			$this->hostile->misbehave( $switch );
			$fields = $this->assert_problem( 'step_up_required', 401, $this->claim() )['step_up']['fields'];
			$answer = $this->come_back( $this->go( $fields ) );

			self::assertInstanceOf( Redirect::class, $answer );
			self::assertSame( $reason, $this->reason( $answer ), $switch );
			self::assertSame( $before, $this->services()->cookies()->session(), 'The session is what it was.' );
			self::assertSame( $count, $this->services()->sessions()->count() );
			self::assertSame( 1, $this->services()->identities()->count() );
			self::assertNull( $this->services()->current_visitor()->get()?->auth->acr );
			self::assertSame( 'wanda', $this->services()->current_visitor()->get()?->subject );
		}
		self::assertSame( 2, $this->plugin->kernel->audit_log()->query( array( 'reason' => 'auth_too_old' ), 1, 10 )['total'] );
		foreach ( array( 'acr_insufficient' => 2, 'identity_changed' => 1 ) as $reason => $rows ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			self::assertSame( $rows, $this->plugin->kernel->audit_log()->query( array( 'reason' => $reason ), 1, 10 )['total'], $reason );
		}
		self::assertSame( 0, $this->plugin->offers->coupon_repository()->count_claims( $this->offer_id() ) );
	}

	/** SIGN-G4. */
	public function test_SIGN_G4_what_came_with_a_refused_step_up_counts(): void {
		$workers = $this->services()->rules()->create( 'Workers', '{"v":1,"when":{"path":["class"],"op":"eq","value":"worker"}}' )->uid;
		$person  = array( 'sub' => 'wanda', 'coop_id' => 'https://weavers.example/', 'coop_class' => 'worker', 'coop_status' => 'active' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->hostile->person( $person );
		$this->sign_in();
		$this->provider( array( 'require' => $workers ) );
		$this->hostile->person( array( 'coop_class' => 'consumer' ) + $person );
		$fields   = $this->form( new Demand( 300, array( self::ACR ) ) );
		$identity = (int) $this->services()->current_visitor()->require()->identity_id;
		self::assertSame( 'policy_not_allowed', $this->reason( $this->come_back( $this->go( $fields ) ) ) );
		$this->services()->current_visitor()->forget();
		self::assertNull( $this->services()->current_visitor()->get(), 'Whom the provider’s rule no longer lets in is signed out.' );
		self::assertSame( 'consumer', $this->services()->identities()->find( $identity )?->snapshot->memberships[0]->class );
	}

	/** SIGN-G4. */
	public function test_SIGN_G4_a_refused_step_up_ends_the_session_of_a_subject_that_does_not_last(): void {
		$workers = $this->services()->rules()->create( 'Workers', '{"v":1,"when":{"path":["class"],"op":"eq","value":"worker"}}' )->uid;
		$this->provider( array( 'subject' => 'ephemeral' ) );
		$this->sign_in();
		self::assertTrue( $this->services()->current_visitor()->require()->ephemeral );
		$this->provider( array( 'subject' => 'ephemeral', 'require' => $workers ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertNotNull( $this->reason( $this->come_back( $this->go( $this->form( new Demand( 300, array( self::ACR ) ) ) ) ) ) );
		self::assertSame( 0, $this->services()->sessions()->count() );
	}

	/** SIGN-G4. */
	public function test_SIGN_G4_there_is_no_second_round(): void {
		$this->sign_in();
		$this->hostile->misbehave( 'G4-no-acr' );
		$fields = $this->assert_problem( 'step_up_required', 401, $this->claim() )['step_up']['fields'];
		self::assertSame( 'acr_insufficient', $this->reason( $this->come_back( $this->go( $fields ) ) ) );

		$data = $this->assert_problem( 'step_up_failed', 403, $this->claim() );
		self::assertArrayNotHasKey( 'step_up', $data );
		self::assertArrayNotHasKey( 'next_step', $data );
		$this->hostile->misbehave( 'honest' );
		self::assertInstanceOf( Page::class, $this->press( $fields ) );
		self::assertSame( 1, $this->plugin->kernel->audit_log()->query( array( 'event' => 'sign_in_start', 'reason' => 'step_up_failed' ), 1, 10 )['total'] ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing

		$this->sign_in( array( 'renew' => '1' ) );
		$this->assert_problem( 'step_up_required', 401, $this->claim() );
	}

	/** SIGN-G4. */
	public function test_SIGN_G4_methods_cannot_be_asked_for_twice(): void {
		$rule = $this->rule_with( array( 'amr_any' => array( 'otp' ) ) );
		$this->sign_in();
		$visitor  = $this->services()->current_visitor()->get();
		$decision = $this->services()->decider()->decide( $visitor, $rule, 'offer', '' );
		self::assertSame( 'step_up', $decision->outcome );
		self::assertSame( '', $this->reason( $this->come_back( $this->go( $this->form( Demand::of( $decision->step_up() ) ) ) ) ) );
		$decision = $this->services()->decider()->decide( $this->services()->current_visitor()->get(), $rule, 'offer', '' );
		self::assertSame( array( 'deny', 'step_up_failed' ), array( $decision->outcome, $decision->reason ) );
		self::assertNull( $this->services()->decider()->next_step( $decision ) );
		self::assertStringNotContainsString( 'Please confirm', $this->services()->decider()->sentence( $decision ), 'Nobody is asked for what they have just done.' );
	}

	/** SIGN-G4. */
	public function test_SIGN_G4_a_log_in_that_has_grown_old_is_worth_another_round(): void {
		$this->sign_in();
		$fields = $this->form( new Demand( 300, array( self::ACR ) ) );
		self::assertSame( '', $this->reason( $this->come_back( $this->go( $fields ) ) ) );
		$database = $this->plugin->kernel->database();
		$database->execute( 'UPDATE %i SET auth_time = auth_time - 400', $database->table( 'visitor_sessions' ) );
		$this->services()->current_visitor()->forget();
		$this->assert_problem( 'step_up_required', 401, $this->claim() );
	}

	/** SIGN-G4. */
	public function test_SIGN_G4_a_button_on_a_cached_page_leads_to_the_step_up(): void {
		$this->sign_in();
		$page = $this->press( array( 'action' => 'claim:' . $this->offer ) );
		self::assertInstanceOf( Page::class, $page, 'Not to and fro between page and start.' );
		self::assertTrue( $page->private );
		preg_match_all( '/name="([a-z_]+)" value="([^"]*)"/', $page->content, $found );
		$fields = array_map( 'html_entity_decode', array_combine( $found[1], $found[2] ) );
		self::assertSame( array( 'step_up', '300', 'claim:' . $this->offer ), array( $fields['intent'], $fields['max_age'], $fields['action'] ) );
		$answer = $this->come_back( $this->go( $fields ) );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertStringEndsWith( '#coop-offer-' . $this->offer, $answer->url );
		self::assertInstanceOf( Redirect::class, $this->press( array( 'action' => 'claim:' . $this->offer ) ), 'Now it leads back to the offer.' );
		$gate = $this->press( array( 'action' => 'gate:' . $this->rule_with( array( 'acr_any' => array( 'urn:coop:acr:3' ) ) ) ) );
		self::assertInstanceOf( Page::class, $gate );
		self::assertStringContainsString( 'urn:coop:acr:3', $gate->content );
	}

	/** SIGN-F7. */
	public function test_SIGN_F7_a_step_up_comes_back_to_its_own_session(): void {
		$this->sign_in();
		$url = $this->go( $this->form( new Demand( 300 ) ) );
		$this->sign_in( array( 'renew' => '1' ) );
		$session = $this->services()->cookies()->session();
		$answer  = $this->come_back( $url );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( 'account_changed', $this->reason( $answer ) );
		self::assertSame( $session, $this->services()->cookies()->session() );
	}

	public function test_renewing_a_snapshot_asks_for_no_password(): void {
		$this->sign_in();
		$answer = $this->press( array( 'renew' => '1' ) );
		self::assertInstanceOf( Redirect::class, $answer );
		wp_parse_str( (string) wp_parse_url( $answer->url, PHP_URL_QUERY ), $query );
		self::assertSame( array(), array_intersect( array( 'prompt', 'max_age', 'acr_values' ), array_keys( $query ) ) );
	}

	public function test_a_step_up_asks_for_its_claims_as_essential(): void {
		$this->hostile->misbehave( 'claims-parameter' );
		$this->sign_in();
		$answer = $this->press( $this->form( new Demand( 300, array( self::ACR ) ) ) );
		self::assertInstanceOf( Redirect::class, $answer );
		wp_parse_str( (string) wp_parse_url( $answer->url, PHP_URL_QUERY ), $query );
		$claims = json_decode( (string) $query['claims'], true );
		self::assertSame( array( 'essential' => true, 'values' => array( self::ACR ) ), $claims['id_token']['acr'] ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( array( 'essential' => true ), $claims['id_token']['auth_time'] );
	}

	private function claim(): \WP_REST_Response {
		$token = (string) $this->services()->current_visitor()->session_token();
		return $this->rest( 'POST', "offers/{$this->offer}/claim", array(), array( 'X-Coop-Credentials-Token' => $token ) );
	}

	private function offer_id(): int {
		return $this->plugin->offers->offer_repository()->find( $this->offer )->id;
	}

	/** @return array<string, string> Hidden fields of a private page. */
	private function form( Demand $demand ): array {
		return $this->services()->flow()->forms()->fields( Intent::Step_Up, 'hostile', '/offers/', $demand );
	}

	/** @param array<string, mixed> $auth Condition. */
	private function rule_with( array $auth ): string {
		$rule = array(
			'v'    => 1,
			'when' => array(
				'path'  => array( 'provider' ),
				'op'    => 'eq',
				'value' => 'hostile',
				'of'    => 'identity',
			),
			'auth' => $auth,
		);
		return $this->services()->rules()->create( 'Confirmed again', (string) wp_json_encode( $rule ) )->uid;
	}
}
