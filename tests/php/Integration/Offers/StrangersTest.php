<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Offers;

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Offers\Code;
use CoopCredentials\Offers\Services;
use CoopCredentials\Tests\Integration\Sign_In\Sign_In_Case;
use CoopCredentials\Tests\Support\Frozen_Clock;

/**
 * What foreign pages and neighbours at one address can spend of somebody's attempts: nothing. On a clock that stands still.
 */
final class StrangersTest extends Sign_In_Case {
	private Services $offers;

	protected function set_up(): void {
		parent::set_up();
		$this->plugin = $this->boot_plugin( new Frozen_Clock( gmdate( 'Y-m-d\TH:i:00\Z' ) ) );
		$offers       = $this->plugin->offers;
		self::assertNotNull( $offers );
		$this->offers = $offers;
	}

	protected function tear_down(): void {
		parent::tear_down();
		$_COOKIE = array();
		unset( $_SERVER['HTTP_SEC_FETCH_SITE'] );
	}

	public function test_pictures_on_a_foreign_page_spend_no_guesses_of_their_reader(): void {
		$this->sign_in();
		$own     = $this->coupon( $this->offers->holders()->key( $this->services()->current_visitor()->require() ) );
		$neutral = $this->open( $this->unused(), 'image' );
		self::assertStringNotContainsString( 'coop-credentials-code', $neutral->content );
		for ( $i = 0; $i < 30; $i++ ) {
			self::assertEquals( $neutral, $this->open( $this->unused(), array( 'image', 'iframe', 'script', 'empty' )[ $i % 4 ] ) );
		}
		self::assertEquals( $neutral, $this->open( $own, 'image' ), 'Not even a coupon that is there.' );
		foreach ( array( 'document', null ) as $for ) {
			self::assertStringContainsString( 'coop-credentials-code', $this->open( $own, $for, 'none' )->content );
		}
		self::assertStringContainsString( 'coop-credentials-code', $this->open( $own, 'empty', 'same-origin' )->content, 'A worker of the site itself fetches for its page.' );

		for ( $i = 0; $i < 10; $i++ ) {
			self::assertEquals( $neutral, $this->open( $this->unused(), 'document', 'none' ) );
		}
		$this->assert_refused_page( 'too_many_attempts', $own );
	}

	public function test_a_foreign_page_that_leads_its_reader_here_spends_none_either(): void {
		$this->sign_in();
		$own   = $this->coupon( $this->offers->holders()->key( $this->services()->current_visitor()->require() ) );
		$again = $this->open( $own, 'document' );
		self::assertStringContainsString( '<a class="no-prefetch" href="">Open the coupon</a>', $again->content );
		self::assertStringNotContainsString( 'coop-credentials-code', $again->content );
		for ( $i = 0; $i < 30; $i++ ) {
			self::assertEquals( $again, $this->open( $this->unused(), 'document', array( 'cross-site', 'same-site' )[ $i % 2 ] ) );
		}
		self::assertStringContainsString( 'coop-credentials-code', $this->open( $own, 'document', 'same-origin' )->content, 'What that link leads to.' );
	}

	public function test_pictures_on_a_foreign_page_spend_no_guesses_of_a_till(): void {
		$this->act_as( 'coop_till' );
		Offers_Rows::point( $this->offers );
		for ( $i = 0; $i < 30; $i++ ) {
			self::assertStringNotContainsString( 'role="alert"', $this->open( $this->unused(), 'image' )->content );
		}
		self::assertSame( 0, $this->plugin->kernel->audit_log()->query( array( 'event' => 'coupon_refused' ), 1, 10 )['total'], 'No row in the log.' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$honest = $this->coupon( hash( 'sha256', 'somebody' ) );
		self::assertStringContainsString( 'name="idempotency_key"', $this->open( $honest, 'document', 'none' )->content );
		self::assertStringNotContainsString( 'name="idempotency_key"', $this->open( $honest, 'iframe' )->content );
	}

	public function test_calls_without_a_session_keep_no_member_at_the_same_address_from_claiming(): void {
		$this->sign_in();
		$browser = $_COOKIE;
		$_COOKIE = array();
		$offer   = Offers_Rows::offer( $this->offers )->uid;
		$claim   = function ( array $headers = array() ) use ( $offer ): \WP_REST_Response {
			$this->services()->current_visitor()->forget();
			return $this->rest( 'POST', "offers/$offer/claim", array(), $headers );
		};
		for ( $i = 0; $i < 60; $i++ ) {
			self::assertSame( 401, $claim()->get_status() );
		}
		self::assertSame( 429, $claim()->get_status() );
		$_COOKIE = $browser;
		$this->services()->current_visitor()->forget();
		$token = array( 'X-Coop-Credentials-Token' => (string) $this->services()->current_visitor()->session_token() );
		$first = $claim( $token );
		self::assertSame( 201, $first->get_status(), (string) wp_json_encode( $first->get_data() ) );
		for ( $i = 1; $i < 60; $i++ ) {
			$claim( $token );
		}
		self::assertSame( 429, $claim( $token )->get_status(), 'A member has a limit, too.' );
	}

	private function assert_refused_page( string $reason, Code $code ): void {
		try {
			$this->open( $code, 'document', 'none' );
			self::fail( 'Shown.' );
		} catch ( Problem $problem ) {
			self::assertSame( $reason, $problem->reason );
		}
	}

	/** Opens a coupon's address as a browser does for the sake of a page, a picture … */
	private function open( Code $code, ?string $for, string $site = 'cross-site' ): Page {
		$_SERVER['HTTP_SEC_FETCH_SITE'] = $site;
		$headers                        = null === $for ? array() : array( 'sec-fetch-dest' => $for );
		$answer                         = $this->plugin->kernel->router()->handle( new Front_Request( 'GET', array(), '', array(), $headers, null, 'coop-credentials/coupon/' . $code->plain ) );
		self::assertInstanceOf( Page::class, $answer );
		return $answer;
	}

	private function coupon( string $holder_key ): Code {
		return Offers_Rows::coupon( $this->offers, Offers_Rows::offer( $this->offers ), array( 'holder_key' => $holder_key ) )[1];
	}

	/** A well-formed code that nobody has. */
	private function unused(): Code {
		static $count = 0;
		return $this->offers->code_service()->derive( sprintf( '01J0000000000000000000%04d', ++$count ), 1, 0 );
	}
}
