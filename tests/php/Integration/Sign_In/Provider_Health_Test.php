<?php
/**
 * What Site Health says of providers.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Health_Result;
use CoopCredentials\Kernel\Health_Test;
use CoopCredentials\Kernel\Http;
use CoopCredentials\Kernel\Http_Request;
use CoopCredentials\Kernel\Http_Response;
use CoopCredentials\Sign_In\Provider_Health;

final class Provider_Health_Test extends Sign_In_Case {

	protected function tear_down(): void {
		putenv( 'COOP_CREDENTIALS_HOSTILE_SECRET' );
		parent::tear_down();
	}

	private function answer( string $id ): Health_Result {
		foreach ( $this->plugin->health_tests() as $test ) {
			if ( $id === $test->id() ) {
				return $test->run();
			}
		}
		self::fail( "There is no test $id." );
	}

	public function test_a_provider_that_answers_is_well_and_one_that_lies_is_not(): void {
		// The return address of a test site cannot be called, which is told as what it is.
		$answer = $this->answer( 'provider_connection' );
		self::assertSame( Health_Result::RECOMMENDED, $answer->status );
		self::assertStringContainsString( 'Return address', $answer->description );
		self::assertStringNotContainsString( $this->hostile->client_secret, $answer->description );

		$this->hostile->misbehave( 'A1-issuer-mismatch' );
		$answer = $this->answer( 'provider_connection' );
		self::assertSame( Health_Result::CRITICAL, $answer->status );
		self::assertStringContainsString( 'Example Co-op – Issuer', $answer->description );
		self::assertStringContainsString( 'page=coop-credentials-sign-in', $answer->action_html );
	}

	public function test_a_bare_reason_comes_after_the_words(): void {
		$this->hostile->misbehave( 'A5-404' );
		self::assertStringContainsString( 'Metadata: The discovery address does not answer with a metadata document. Open it in a browser: it has to show JSON. (metadata_unreadable)', $this->answer( 'provider_connection' )->description );
	}

	public function test_changes_at_the_provider_are_told_for_two_weeks(): void {
		$this->plugin->kernel->audit_log()->record( 'provider_endpoint_changed', 'ok', '', array( 'provider' => 'hostile', 'details' => array( 'field' => 'discovery_url', 'old' => '', 'new' => 'https://id.example' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( Health_Result::GOOD, $this->answer( 'provider_changes' )->status, 'The owner has entered it.' );
		$this->plugin->kernel->audit_log()->record( 'provider_endpoint_changed', 'ok', '', array( 'provider' => 'hostile' ) );
		$answer = $this->answer( 'provider_changes' );
		self::assertSame( Health_Result::RECOMMENDED, $answer->status );
		self::assertStringContainsString( 'Example Co-op', $answer->description );

		$this->plugin->kernel->audit_log()->record( 'refresh_documents', 'error', 'issuer_mismatch', array( 'provider' => 'hostile' ) );
		self::assertSame( Health_Result::CRITICAL, $this->answer( 'provider_changes' )->status );
	}

	public function test_a_site_that_moved_must_register_again(): void {
		self::assertSame( Health_Result::GOOD, $this->answer( 'site_address' )->status );
		update_option( 'home', 'https://moved.example' );
		$answer = $this->answer( 'site_address' );
		self::assertSame( Health_Result::CRITICAL, $answer->status );
		self::assertStringContainsString( 'https://harbour.example', $answer->description );

		$this->provider();
		self::assertSame( Health_Result::GOOD, $this->answer( 'site_address' )->status );
	}

	public function test_a_secret_in_the_database_is_told_by_the_name_it_should_have(): void {
		$answer = $this->answer( 'client_secrets' );
		self::assertSame( Health_Result::RECOMMENDED, $answer->status );
		self::assertStringContainsString( 'COOP_CREDENTIALS_HOSTILE_SECRET', $answer->description );
		putenv( 'COOP_CREDENTIALS_HOSTILE_SECRET=' . $this->hostile->client_secret );
		self::assertSame( Health_Result::GOOD, $this->answer( 'client_secrets' )->status );
	}

	/** @return array<string, array{array<string, string>, string}> */
	public static function headers(): array {
		return array(
			'as sent'        => array( array( 'cache-control' => 'no-store, private' ), Health_Result::GOOD ),
			'rewritten'      => array( array( 'cache-control' => 'public, max-age=600' ), Health_Result::CRITICAL ),
			'older than now' => array( array( 'cache-control' => 'no-store', 'age' => '12' ), Health_Result::CRITICAL ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			'said by a host' => array( array( 'cache-control' => 'no-store', 'x-cache' => 'HIT from edge' ), Health_Result::CRITICAL ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			'RFC 9211'       => array( array( 'cache-control' => 'no-store', 'cache-status' => 'Edge; hit' ), Health_Result::CRITICAL ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			'a miss'         => array( array( 'cache-control' => 'no-store', 'x-cache' => 'MISS' ), Health_Result::GOOD ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		);
	}

	/**
	 * @dataProvider headers
	 * @param array<string, string> $headers Headers a cache in front would show.
	 */
	public function test_a_cache_in_front_of_private_pages_gives_itself_away( array $headers, string $status ): void {
		$http     = new class( $headers ) implements Http {
			/** @param array<string, string> $headers Headers. */
			public function __construct( private readonly array $headers ) {}
			public function request( Http_Request $request ): Http_Response {
				return new Http_Response( 200, $this->headers, '' );
			}
		};
		$services = $this->services();
		$tests    = ( new Provider_Health( $services->providers(), $services->provider_secrets(), $services->setup()->test( ... ), static fn (): Http => $http, $this->plugin->kernel->router(), $this->plugin->kernel->audit_log(), $this->plugin->kernel->clock() ) )->all();
		$private  = array_values( array_filter( $tests, static fn ( Health_Test $test ): bool => 'private_pages' === $test->id() ) );
		self::assertSame( $status, $private[0]->run()->status );
	}

	public function test_what_cannot_be_asked_is_not_called_well(): void {
		self::assertSame( Health_Result::RECOMMENDED, $this->answer( 'private_pages' )->status );
	}
}
