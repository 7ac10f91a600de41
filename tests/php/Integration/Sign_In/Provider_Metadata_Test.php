<?php
/**
 * Metadata that must not be believed: neither when a provider is saved nor later.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Health_Result;
use CoopCredentials\OpenID\Cached_Document;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * The owner saves a provider, or its metadata change afterwards. The group begins with an honest one.
 */
final class Provider_Metadata_Test extends Sign_In_Case {

	public function test_an_honest_provider_is_saved(): void {
		$this->act_as( 'administrator' );
		self::assertSame( 201, $this->rest( 'POST', 'providers', $this->values() )->get_status() );
		self::assertTrue( $this->services()->providers()->find( 'harbour' )?->enabled() );
		self::assertSame( 1, $this->hostile->calls( '/.well-known/openid-configuration' ) );
	}

	/** @param array<string, mixed> $values Fields that differ. */
	#[DataProvider( 'refused' )]
	public function test_a_provider_that_cannot_be_believed_is_not_saved( string $switch, string $reason, array $values = array() ): void {
		$this->act_as( 'administrator' );
		$this->hostile->misbehave( $switch );
		$data = $this->assert_problem( $reason, 400, $this->rest( 'POST', 'providers', $values + $this->values() ) );
		if ( 'issuer_mismatch' === $reason ) {
			self::assertSame( $this->hostile->issuer, $data['expected'] );
			self::assertNotSame( $data['expected'], $data['seen'], 'Both values are shown.' );
		}
		$this->services()->providers()->forget();
		self::assertNull( $this->services()->providers()->find( 'harbour' ) );
		self::assertSame( 0, $this->plugin->kernel->audit_log()->query( array( 'event' => 'provider_created' ), 1, 10 )['total'] );
		self::assertSame( 0, $this->hostile->calls( '/elsewhere' ) );
	}

	/** @return array<string, array{0: string, 1: string, 2?: array<string, mixed>}> */
	public static function refused(): array {
		$well_known = '/.well-known/openid-configuration';
		return array(
			'SIGN-A1 other issuer'      => array( 'A1-issuer-mismatch', 'issuer_mismatch' ),
			'SIGN-A2 trailing slash'    => array( 'A2-issuer-slash', 'issuer_mismatch' ),
			'SIGN-A2 placeholder'       => array( 'A2-placeholder', 'issuer_mismatch' ),
			'SIGN-A3 http endpoint'     => array( 'A3-http-endpoint', 'endpoint_insecure' ),
			'SIGN-A3 http issuer'       => array( 'honest', 'endpoint_insecure', array( 'discovery_url' => 'http://elsewhere.example' . $well_known ) ),
			'SIGN-A4 redirect'          => array( 'A4-redirect', 'metadata_unreadable' ),
			'SIGN-A4 private address'   => array( 'honest', 'host_not_allowed', array( 'discovery_url' => 'https://10.0.0.7' . $well_known ) ),
			'SIGN-A4 v4-mapped address' => array( 'honest', 'host_not_allowed', array( 'discovery_url' => 'https://[::ffff:127.0.0.1]' . $well_known ) ),
			'SIGN-A5 array'             => array( 'A5-array', 'metadata_unreadable' ),
			'SIGN-A5 HTML'              => array( 'A5-html', 'metadata_unreadable' ),
			'SIGN-A5 not found'         => array( 'A5-404', 'metadata_unreadable' ),
			'SIGN-A5 one megabyte'      => array( 'A5-huge', 'metadata_unreadable' ),
			'SIGN-A5 compressed bomb'   => array( 'A5-bomb', 'metadata_unreadable' ),
			'SIGN-A6 no jwks_uri'       => array( 'A6-no-jwks', 'metadata_unusable' ),
			'SIGN-A6 only none'         => array( 'A6-only-none', 'metadata_unusable' ),
		);
	}

	/** SIGN-A5. */
	public function test_SIGN_A5_the_last_good_copy_serves(): void {
		$this->sign_in();
		$this->grow_old();
		$this->hostile->misbehave( 'A5-html' );
		$this->sign_in( array( 'renew' => '1' ) );
		self::assertGreaterThan( 0, $this->hostile->calls( '/.well-known/openid-configuration' ), 'It was asked, and not believed.' );
		self::assertStringContainsString( $this->hostile->issuer . '/token', (string) $this->plugin->openid->cache()->read( 'hostile', 'metadata' )?->body );
	}

	/** SIGN-A8. */
	public function test_SIGN_A8_an_endpoint_that_moved_is_told_to_the_owner(): void {
		$this->sign_in();
		self::assertSame( Health_Result::GOOD, $this->changes() );
		$this->grow_old();
		$this->hostile->misbehave( 'A8-endpoint' );
		$this->sign_in( array( 'renew' => '1' ) );
		self::assertSame( 1, $this->plugin->kernel->audit_log()->query( array( 'event' => 'provider_endpoint_changed', 'provider' => 'hostile' ), 1, 10 )['total'] ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( Health_Result::RECOMMENDED, $this->changes() );
	}

	/** SIGN-A8. */
	public function test_SIGN_A8_another_issuer_later_lets_nobody_in(): void {
		$this->sign_in();
		$this->services()->cookies()->close_session();
		$this->services()->current_visitor()->forget();
		$sessions = $this->services()->sessions()->count();
		$this->grow_old();
		$this->hostile->misbehave( 'A1-issuer-mismatch' );
		self::assertInstanceOf( Page::class, $this->press(), 'No copy serves for another issuer.' );
		self::assertSame( 1, $this->plugin->kernel->audit_log()->query( array( 'reason' => 'issuer_mismatch' ), 1, 10 )['total'] );
		self::assertSame( array( 0, 0 ), array( $this->hostile->calls( '/authorize' ), $this->hostile->calls( '/token' ) ) );
		self::assertSame( array( $sessions, 1 ), array( $this->services()->sessions()->count(), $this->services()->identities()->count() ) );
	}

	/** The stored metadata are no longer fresh. */
	private function grow_old(): void {
		$cache = $this->plugin->openid->cache();
		$known = $cache->read( 'hostile', 'metadata' );
		self::assertNotNull( $known );
		$cache->write( 'hostile', 'metadata', new Cached_Document( $known->url, $known->body, time() - 7200, time() - 3600 ) );
		$this->plugin = $this->boot_plugin();
	}

	private function changes(): string {
		foreach ( $this->plugin->health_tests() as $test ) {
			if ( 'provider_changes' === $test->id() ) {
				return $test->run()->status;
			}
		}
		self::fail( 'No such test.' );
	}

	/** @return array<string, mixed> */
	private function values(): array {
		return array(
			'slug'          => 'harbour',
			'label'         => 'Harbour sign-in',
			'enabled'       => true,
			'issuer'        => $this->hostile->issuer,
			'discovery_url' => $this->hostile->issuer . '/.well-known/openid-configuration',
			'client_id'     => 'coop-site',
			'secret'        => 'a-secret',
		);
	}
}
