<?php
/**
 * RP-Initiated Logout RP and Back-Channel Logout RP: oidcc-client-rp-initiated-logout-rp-basic,
 * oidcc-client-back-channel-logout-rp-basic.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Redirect;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * The client asks for the logout; while the browser is away, the provider posts its logout token; then the browser returns.
 */
final class Conformance_Logout_Test extends Logout_Case {

	#[DataProvider( 'rp_initiated' )]
	public function test_the_client_starts_the_logout_and_takes_the_browser_back( string $switch, bool $is_ours ): void {
		$this->hostile->misbehave( $switch );
		$back = $this->hostile->visit( $this->leave( 'home' ) );
		self::assertSame( 1, $this->hostile->calls( '/end-session' ), 'With an ID token of this provider, the client and its address.' );
		self::assertStringStartsWith( 'https://harbour.example/coop-credentials/sign-out', $back );

		$answer = $this->in( 'home', fn () => $this->return_from_logout( $back ) );
		self::assertInstanceOf( $is_ours ? Redirect::class : Page::class, $answer );
		$this->assert_alive( array( 'office', 'carl' ) );
	}

	/** @return array<string, array{string, bool}> */
	public static function rp_initiated(): array {
		return array(
			'oidcc-client-test-rp-init-logout'             => array( 'honest', true ),
			'oidcc-client-test-rp-init-logout-other-state' => array( 'H7-other-state', false ),
			'oidcc-client-test-rp-init-logout-no-state'    => array( 'H7-no-state', false ),
		);
	}

	#[DataProvider( 'back_channel' )]
	public function test_the_client_answers_the_back_channel( string $switch, ?string $cause ): void {
		$this->arrive( 'laptop', 'wanda', 'sid-home' ); // The same session at the provider, open in a second place.
		$there = $this->leave( 'home' );
		unset( $this->session['home'] );
		$back = $this->hostile->visit( $there );

		$this->hostile->misbehave( $switch );
		$answer = $this->post_token(
			array(
				'sub' => 'wanda',
				'sid' => 'sid-home',
			)
		);
		if ( null === $cause ) {
			$this->assert_taken( $answer, array( 'laptop' ) );
		} else {
			$this->assert_token_refused( $cause, $answer );
		}

		$answer = $this->in( 'home', fn () => $this->return_from_logout( $back ) );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( 'https://harbour.example/offers/', $answer->url );
	}

	/** @return array<string, array{string, string|null}> */
	public static function back_channel(): array {
		return array(
			'oidcc-client-test-rp-backchannel-rpinitlogout' => array( 'honest', null ),
			'oidcc-client-test-rp-backchannel-rpinitlogout-alg-none' => array( 'H2-alg-none', 'alg' ),
			'oidcc-client-test-rp-backchannel-rpinitlogout-no-event' => array( 'H2-no-event', 'events' ),
			'oidcc-client-test-rp-backchannel-rpinitlogout-with-nonce' => array( 'H2-with-nonce', 'nonce' ),
			'oidcc-client-test-rp-backchannel-rpinitlogout-wrong-alg' => array( 'H2-wrong-alg', 'alg' ),
			'oidcc-client-test-rp-backchannel-rpinitlogout-wrong-aud' => array( 'H2-wrong-aud', 'aud' ),
			'oidcc-client-test-rp-backchannel-rpinitlogout-wrong-event' => array( 'H2-wrong-event', 'events' ),
			'oidcc-client-test-rp-backchannel-rpinitlogout-wrong-iss' => array( 'H2-wrong-iss', 'iss' ),
		);
	}
}
