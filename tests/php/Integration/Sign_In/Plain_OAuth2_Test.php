<?php
/**
 * Providers without an ID token.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Flow\Demand;
use CoopCredentials\Sign_In\Identity;
use CoopCredentials\Sign_In\Intent;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * `kind: oauth2`: typed endpoints, userinfo at a path of its own. The group begins with an honest sign-in.
 */
final class Plain_OAuth2_Test extends Sign_In_Case {

	protected function set_up(): void {
		parent::set_up();
		$this->plain();
		$this->is( array( 'id' => 4711 ) );
	}

	public function test_an_honest_sign_in_by_userinfo_alone(): void {
		$answer = $this->press();
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertStringStartsWith( $this->hostile->issuer . '/authorize?', $answer->url );
		wp_parse_str( (string) wp_parse_url( $answer->url, PHP_URL_QUERY ), $query );
		self::assertArrayNotHasKey( 'nonce', $query );
		self::assertArrayNotHasKey( 'scope', $query );
		self::assertSame( 'S256', $query['code_challenge_method'] );
		self::assertArrayHasKey( 'state', $query );

		$answer = $this->come_back( $this->hostile->visit( $answer->url ) );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( 'https://harbour.example/offers/', $answer->url );
		$visitor = $this->services()->current_visitor()->get();
		self::assertSame( 'claim:/data/id=4711', $visitor?->subject, 'Decimal text.' );
		self::assertNotNull( $this->services()->identities()->find_by_hash( Identity::hash( $this->hostile->issuer, '4711', 'claim:/data/id' ) ) );
		self::assertSame( 'worker', $visitor->memberships[0]->class );
		self::assertSame( 1, $visitor->memberships[0]->assurance, 'Never more than 1, whatever the provider and the scope say.' );
		self::assertSame( array( 1, 1, 0, 0 ), array( $this->hostile->calls( '/token' ), $this->hostile->calls( '/userinfo' ), $this->hostile->calls( '/keys' ), $this->hostile->calls( '/.well-known/openid-configuration' ) ) );
	}

	public function test_the_same_person_comes_back_as_text_or_number(): void {
		$this->sign_in();
		$this->is( array( 'id' => '4711' ) );
		$this->sign_in( array( 'renew' => '1' ) );
		self::assertSame( 1, $this->services()->identities()->count() );
	}

	public function test_a_subject_at_the_top_is_read_without_a_path(): void {
		$this->plain( array( 'subject' => 'stable' ) );
		$this->hostile->person( array( 'sub' => 12 ) );
		$this->sign_in();
		self::assertSame( '12', $this->services()->current_visitor()->get()?->subject );
	}

	/** @param array<string, mixed> $data Where the subject stands. */
	#[DataProvider( 'unusable' )]
	public function test_a_subject_nobody_can_be_told_by_is_refused( array $data ): void {
		$this->is( $data );
		$this->assert_refused( 'userinfo_sub', $this->come_back( $this->go() ) );
	}

	/** @return array<string, array{array<string, mixed>}> */
	public static function unusable(): array {
		return array(
			'missing'        => array( array( 'name' => 'Wanda' ) ),
			'null'           => array( array( 'id' => null ) ),
			'empty'          => array( array( 'id' => '' ) ),
			'true'           => array( array( 'id' => true ) ),
			'fraction'       => array( array( 'id' => 1.5 ) ),
			'beyond 2^53'    => array( array( 'id' => 9007199254740992 ) ),
			'beyond 2^64'    => array( array( 'id' => 36893488147419103232 ) ),
			'object'         => array( array( 'id' => array( 'a' => 1 ) ) ),
			'256 bytes'      => array( array( 'id' => str_repeat( 'a', 256 ) ) ),
			'line separator' => array( array( 'id' => "47\n11" ) ),
		);
	}

	#[DataProvider( 'forged' )]
	public function test_forged_answers_are_refused( string $switch, string $reason, int $token_calls = 1 ): void {
		$this->hostile->misbehave( $switch );
		$this->assert_refused( $reason, $this->come_back( $this->go() ) );
		self::assertSame( $token_calls, $this->hostile->calls( '/token' ) );
	}

	/** @return array<string, array{0: string, 1: string, 2?: int}> */
	public static function forged(): array {
		return array(
			'foreign iss'        => array( 'B5-iss', 'response_iss', 0 ),
			'error, foreign iss' => array( 'B7-error-iss', 'response_iss', 0 ),
			'token type mac'     => array( 'C1-mac', 'token_malformed' ),
			'redirect'           => array( 'C3-redirect', 'token_unreachable' ),
			'refused'            => array( 'C4-400', 'token_refused' ),
			'HTML instead'       => array( 'C4-html', 'token_malformed' ),
			'userinfo refuses'   => array( 'E2-401', 'userinfo_failed' ),
			'userinfo is HTML'   => array( 'E2-html', 'userinfo_failed' ),
		);
	}

	public function test_state_binds_the_answer_to_the_browser(): void {
		$url     = $this->go();
		$_COOKIE = array();
		$this->assert_refused( 'state_browser', $this->come_back( $url ) );
		self::assertSame( 0, $this->hostile->calls( '/token' ) );
	}

	public function test_typed_endpoints_must_be_encrypted(): void {
		$this->plain( array( 'userinfo_endpoint' => 'http://elsewhere.example/userinfo' ) );
		self::assertInstanceOf( Page::class, $this->press() );
		self::assertSame( 1, $this->plugin->kernel->audit_log()->query( array( 'reason' => 'endpoint_insecure' ), 1, 10 )['total'] );
		$this->assert_nobody_came_in();
	}

	public function test_there_is_no_step_up_and_no_back_channel(): void {
		$this->sign_in();
		$page = $this->press( $this->services()->flow()->forms()->fields( Intent::Step_Up, 'hostile', '/', new Demand( 300 ) ) );
		self::assertInstanceOf( Page::class, $page );
		self::assertSame( 1, $this->plugin->kernel->audit_log()->query( array( 'event' => 'sign_in_start', 'reason' => 'parameter_invalid' ), 1, 10 )['total'] ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$rule     = $this->services()->rules()->create( 'Young', '{"v":1,"when":{"path":["provider"],"op":"eq","value":"hostile","of":"identity"},"auth":{"max_age":300}}' )->uid;
		$decision = $this->services()->decider()->decide( $this->services()->current_visitor()->get(), $rule, 'offer', '' );
		self::assertSame( array( 'deny', 'step_up_failed' ), array( $decision->outcome, $decision->reason ) );

		foreach ( array( array( 'backchannel' => true ), array( 'subject' => 'claim:/data/email' ) ) as $values ) {
			try {
				$this->plain( $values );
				self::fail( 'Saved: ' . wp_json_encode( $values ) );
			} catch ( Problem $problem ) {
				self::assertSame( 'invalid_request', $problem->reason );
			}
		}
	}

	public function test_a_refresh_asks_userinfo_about_the_same_person(): void {
		$this->plain( array( 'recheck' => 'refresh' ) );
		$this->hostile->misbehave( 'refresh' );
		$this->sign_in();
		$rule     = $this->services()->rules()->create( 'Workers', '{"v":1,"when":{"path":["class"],"op":"eq","value":"worker"}}' )->uid;
		$database = $this->plugin->kernel->database();
		$database->execute( "UPDATE %i SET memberships_at = '2026-01-01 00:00:00'", $database->table( 'identities' ) );
		$this->services()->current_visitor()->forget();
		$gate = $this->services()->flow()->action_gate();
		self::assertSame( 'allow', $gate->decide( $this->services()->current_visitor()->get(), $rule, 'offer', '', 86400 )[1]->outcome );

		$database->execute( "UPDATE %i SET memberships_at = '2026-01-01 00:00:00'", $database->table( 'identities' ) );
		$database->execute( 'UPDATE %i SET lock_until = NULL', $database->table( 'visitor_sessions' ) );
		$this->services()->current_visitor()->forget();
		$this->is( array( 'id' => 4712 ) );
		try {
			$gate->decide( $this->services()->current_visitor()->get(), $rule, 'offer', '', 86400 );
			self::fail( 'Somebody else was taken for the same.' );
		} catch ( Problem $problem ) {
			self::assertSame( 'refresh_mismatch', $problem->reason );
		}
		self::assertSame( 0, $this->services()->sessions()->count() );
	}

	/** @param array<string, mixed> $values Fields that differ. */
	private function plain( array $values = array() ): void {
		$this->provider(
			$values + array(
				'kind'                   => 'oauth2',
				'discovery_url'          => '',
				'authorization_endpoint' => $this->hostile->issuer . '/authorize',
				'token_endpoint'         => $this->hostile->issuer . '/token',
				'userinfo_endpoint'      => $this->hostile->issuer . '/userinfo',
				'subject'                => 'claim:/data/id',
				'issuer_scope'           => '{"organisations":{"any":true},"max_assurance":4}',
			)
		);
	}

	/** @param array<string, mixed> $data Where the subject stands. */
	private function is( array $data ): void {
		$this->hostile->person(
			array(
				'data'           => $data,
				'coop_id'        => 'https://weavers.example/',
				'coop_class'     => 'worker',
				'coop_status'    => 'active',
				'coop_assurance' => 4,
			)
		);
	}
}
