<?php
/**
 * Base of the sign-in tests: a provider record, a browser, and the hostile provider over real HTTP.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Directory\Identifier;
use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Plain;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Plugin;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Services;
use CoopCredentials\Tests\Integration\Test_Case;

/**
 * Plays a browser: presses the button, visits the provider, comes back to the callback.
 */
abstract class Sign_In_Case extends Test_Case {

	protected Hostile_Provider $hostile;

	protected Plugin $plugin;

	protected function set_up(): void {
		$this->hostile = Hostile_Provider::running();
		putenv( 'COOP_CREDENTIALS_INSECURE_HOSTS=' . substr( $this->hostile->issuer, 7 ) );
		add_filter( 'coop_credentials_sign_in_limit', static fn (): array => array( 100000, 600 ) );
		update_option( 'permalink_structure', '/%postname%/' );
		$this->plugin = $this->plugin();
		$this->provider();
	}

	protected function tear_down(): void {
		putenv( 'COOP_CREDENTIALS_INSECURE_HOSTS' );
	}

	protected function services(): Services {
		return $this->plugin->sign_in;
	}

	/** @param array<string, mixed> $values Fields that differ. */
	protected function provider( array $values = array(), string $slug = 'hostile' ): Provider {
		$provider = Provider::from_array(
			$values + array(
				'slug'          => $slug,
				'label'         => 'Example Co-op',
				'enabled'       => true,
				'issuer'        => $this->hostile->issuer,
				'discovery_url' => $this->hostile->issuer . '/.well-known/openid-configuration',
				'client_id'     => $this->hostile->client_id,
				'issuer_scope'  => '{"organisations":{"any":true},"max_assurance":2}',
			)
		);
		$known    = $this->services()->providers()->find( $slug );
		return $this->services()->providers()->save( $provider->with_sealed_secret( $this->services()->provider_secrets()->seal( $slug, $this->hostile->client_secret ) ), $known?->hash );
	}

	/** @param array<string, string> $fields Form fields. */
	protected function press( array $fields = array(), string $slug = 'hostile', string $origin = 'same-origin' ): Page|Redirect|Plain {
		$_SERVER['HTTP_SEC_FETCH_SITE'] = $origin;
		return $this->plugin->kernel->router()->handle(
			new Front_Request( 'POST', array(), '', $fields + array( 'return_to' => '/offers/' ), array( 'sec-fetch-site' => $origin ), null, 'coop-credentials/sign-in/' . $slug )
		);
	}

	/** Address of the callback, as the provider sends the browser there. */
	protected function go( array $fields = array() ): string {
		$answer = $this->press( $fields );
		self::assertInstanceOf( Redirect::class, $answer, $answer instanceof Page ? $answer->content : '' );
		self::assertSame( 303, $answer->status );
		return $this->hostile->visit( $answer->url );
	}

	/** @param array<string, string> $headers Headers, lower case. */
	protected function come_back( string $url, string $slug = 'hostile', array $headers = array(), string $method = 'GET' ): Redirect|Plain {
		$query  = (string) wp_parse_url( $url, PHP_URL_QUERY );
		$answer = $this->plugin->kernel->router()->handle( new Front_Request( $method, array(), 'GET' === $method ? $query : '', array(), $headers, 'GET' === $method ? null : $query, 'coop-credentials/callback/' . $slug ) );
		self::assertTrue( $answer instanceof Redirect || $answer instanceof Plain );
		return $answer;
	}

	/** Signs in honestly. */
	protected function sign_in( array $fields = array() ): Redirect {
		$answer = $this->come_back( $this->go( $fields ) );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( '', $this->reason( $answer ), 'An honest sign-in was refused.' );
		return $answer;
	}

	/** Reason in the address of a failed attempt, '' for none. */
	protected function reason( Redirect $answer ): string {
		wp_parse_str( (string) wp_parse_url( $answer->url, PHP_URL_QUERY ), $query );
		return (string) ( $query['reason'] ?? '' );
	}

	/** Asserts a refusal: its reason, one audit row with it, and that nothing came of it. */
	protected function assert_refused( string $reason, Redirect|Plain $answer ): void {
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( $reason, $this->reason( $answer ) );
		self::assertStringContainsString( '/coop-credentials/sign-in/', $answer->url );
		self::assertFalse( $answer->external );
		$this->assert_nobody_came_in();
		self::assertSame( 1, $this->plugin->kernel->audit_log()->query( array( 'event' => 'sign_in', 'outcome' => 'refused', 'reason' => $reason ), 1, 10 )['total'], 'One audit row.' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
	}

	protected function assert_nobody_came_in(): void {
		self::assertNull( $_COOKIE[ $this->services()->cookies()->session_name() ] ?? null, 'No session cookie.' );
		self::assertSame( 0, $this->services()->sessions()->count(), 'No session.' );
		self::assertSame( 0, $this->services()->identities()->count(), 'No identity.' );
		self::assertCount( 1, get_users( array( 'fields' => 'ID' ) ), 'No account.' );
	}

	/** The weavers are a co-op whose members may sign in. */
	protected function list_weavers(): void {
		$directory = $this->plugin->directory;
		$directory->evidence()->add(
			$directory->writer()->create(
				array(
					'name'     => 'Example Weavers Co-op',
					'category' => 'coop',
				),
				array( Identifier::checked( Identifier::URL, '', 'https://weavers.example/', true ) ),
				'listed'
			),
			array(
				'kind'          => 'public_filing',
				'method'        => 'manual',
				'issuer'        => 'the Example Register',
				'reference_url' => 'https://register.example/1',
				'result'        => 'confirmed',
			)
		);
	}
}
