<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Page;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * The page after a sign-in that did not end well: what happened, and the step that helps.
 */
final class Start_Page_Test extends Sign_In_Case {

	/** The page without word joiners. */
	private function page( string $reason ): Page {
		$query = http_build_query(
			array(
				'reason'    => $reason,
				'return_to' => '/offers/',
				'ref'       => '01KC9N3Q8F3K21QD7T5V9W2X4Y',
			)
		);
		$page  = $this->plugin->kernel->router()->handle( new Front_Request( 'GET', array(), $query, array(), array(), null, 'coop-credentials/sign-in/hostile' ) );
		self::assertInstanceOf( Page::class, $page );
		return new Page( $page->title, str_replace( "\u{2060}", '', $page->content ), $page->status );
	}

	public function test_words_of_a_stranger_are_no_number(): void {
		foreach ( array( 'call-0900-123456', '0900123456', '01KC9N3Q8F3K21QD7T5V9W2X4', '01kc9n3q8f3k21qd7t5v9w2x4y', 'ILLICITLYSENDMONEYTOSTEVEN' ) as $words ) {
			$page = $this->plugin->kernel->router()->handle( new Front_Request( 'GET', array(), 'reason=provider_error&ref=' . $words, array(), array(), null, 'coop-credentials/sign-in/hostile' ) );
			self::assertInstanceOf( Page::class, $page );
			self::assertStringNotContainsString( $words, $page->content );
			self::assertStringNotContainsString( 'this number', $page->content );
		}
	}

	public function test_says_who_is_signed_in_already(): void {
		$get = function ( string $slug, string $query = 'return_to=/offers/' ): Page {
			$page = $this->plugin->kernel->router()->handle( new Front_Request( 'GET', array(), $query, array(), array(), null, 'coop-credentials/sign-in/' . $slug ) );
			self::assertInstanceOf( Page::class, $page );
			return $page;
		};
		$this->provider( array( 'label' => 'Example Bakers' ), 'bakers' );
		self::assertSame( 'Sign in with Example Co-op', $get( 'hostile' )->title );
		self::assertStringContainsString( 'does not tell us your password, e', $get( 'hostile' )->content );
		$this->provider( array( 'accounts' => 'create', 'email' => 'fill' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertStringContainsString( 'It may tell us your e', $get( 'hostile' )->content, 'What is asked for is said before.' );
		$this->provider();
		$this->sign_in();
		$page = $get( 'hostile' );
		self::assertSame( 'You are signed in', $page->title );
		self::assertTrue( $page->private );
		self::assertStringContainsString( '/offers/">Go on', $page->content );
		self::assertStringContainsString( '>Sign out<', $page->content );
		self::assertSame( 'Sign in with Example Bakers', $get( 'bakers' )->title, 'Another way in stays one.' );
		self::assertSame( 'You stopped at Example Co-op', $get( 'hostile', 'reason=provider_denied' )->title, 'What went wrong comes first.' );
	}

	/** @return array<string, array{string, string, string, list<string>, list<string>}> */
	public static function reasons(): array {
		return array(
			'the visitor stopped'  => array( 'provider_denied', 'You stopped at Example Co-op', 'is-plain', array( 'Nothing was stored.', '>Start again<' ), array( 'Use another', '01KC9N', 'You stopped' ) ),
			'no answer'            => array( 'provider_unavailable', 'Example Co-op does not answer', 'is-warn', array( 'Please try again in a few minutes.', '>Try again<', '>Use another co-op<', '>Sign in with Example Bakers<' ), array( 'Start again', '01KC9N', 'does not answer', 'another log-in' ) ),
			'set-up'               => array( 'token_refused', 'You are not signed in', 'is-warn', array( '01KC9N3Q8F3K21QD7T5V9W2X4Y', '>Start again<' ), array() ),
			'trust'                => array( 'signature_invalid', 'You are not signed in', 'is-no', array( 'We could not trust the answer from Example Co-op.', '01KC9N3Q8F3K21QD7T5V9W2X4Y' ), array( 'You are not signed in' ) ),
			'somebody else has it' => array( 'identity_conflict', 'Nothing was changed', 'is-plain', array( 'connected to another account', '>Use another log-in at Example Co-op<', 'name="another" value="1"', '>Go back<' ), array( 'Start again' ) ),
			'password only'        => array( 'privileged_account', 'You are not signed in', 'is-plain', array( '>Use a password instead<' ), array( '<form' ) ),
			'who is it'            => array( 'step_up_failed', 'Please confirm that it is you', 'is-warn', array( '>Start again<' ), array( 'Use another' ) ),
		);
	}

	/**
	 * @param list<string> $has Words of the page.
	 * @param list<string> $not Words that are not below the title.
	 */
	#[DataProvider( 'reasons' )]
	public function test_says_what_happened_once_and_offers_what_helps( string $reason, string $title, string $tone, array $has, array $not ): void {
		$this->provider( array( 'label' => 'Example Bakers' ), 'bakers' );
		$page = $this->page( $reason );
		self::assertSame( $title, $page->title );
		self::assertSame( 1, substr_count( $page->content, 'role="alert"' ) );
		self::assertStringContainsString( 'coop-credentials-note ' . $tone, $page->content );
		foreach ( $has as $words ) {
			self::assertStringContainsString( $words, $page->content );
		}
		foreach ( $not as $words ) {
			self::assertStringNotContainsString( $words, $page->content );
		}
	}
}
