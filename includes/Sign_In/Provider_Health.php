<?php
/**
 * What Site Health finds out about providers by asking.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Health_Result;
use CoopCredentials\Kernel\Health_Test;
use CoopCredentials\Kernel\Http;
use CoopCredentials\Kernel\Http_Request;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Simple_Health_Test;

/**
 * Connection, changes at the provider, caches in front of private pages, a moved site, and where secrets lie.
 */
final class Provider_Health {

	/** Days a change at a provider is told. */
	private const CHANGE_DAYS = 14;

	/** Checks of the connection test whose warnings matter to a site that runs. */
	private const WARNINGS = array( 'clock', 'callback', 'backchannel', 'logout', 'claims' );

	/**
	 * Builds the tests.
	 *
	 * @param Provider_Repository      $providers Providers.
	 * @param Provider_Secrets         $secrets   Secrets.
	 * @param \Closure(): Provider_Test $test      Connection test.
	 * @param \Closure(): Http          $http      Outbound requests that may reach this site.
	 * @param Router                   $router    Addresses.
	 * @param Audit_Log                $audit     What happened.
	 * @param Clock                    $clock     Time.
	 */
	public function __construct(
		private readonly Provider_Repository $providers,
		private readonly Provider_Secrets $secrets,
		private readonly \Closure $test,
		private readonly \Closure $http,
		private readonly Router $router,
		private readonly Audit_Log $audit,
		private readonly Clock $clock,
	) {
	}

	/**
	 * All tests; those that call out run in the background.
	 *
	 * @return list<Health_Test>
	 */
	public function all(): array {
		return array(
			new Simple_Health_Test( 'provider_connection', static fn(): string => __( 'Co-op sign-in providers answer', 'coop-credentials' ), $this->connection( ... ), true ),
			new Simple_Health_Test( 'private_pages', static fn(): string => __( 'Co-op sign-in pages stay out of caches', 'coop-credentials' ), $this->private_pages( ... ), true ),
			new Simple_Health_Test( 'provider_changes', static fn(): string => __( 'Co-op sign-in providers are as they were', 'coop-credentials' ), $this->changes( ... ) ),
			new Simple_Health_Test( 'site_address', static fn(): string => __( 'Co-op sign-in knows this site’s address', 'coop-credentials' ), $this->address( ... ) ),
			new Simple_Health_Test( 'client_secrets', static fn(): string => __( 'Client secrets of co-op sign-in', 'coop-credentials' ), $this->client_secrets( ... ) ),
		);
	}

	/**
	 * The connection test of every enabled provider.
	 */
	private function connection(): Health_Result {
		$failed = array();
		$warned = array();
		foreach ( $this->providers->enabled() as $provider ) {
			foreach ( ( $this->test )()->run( $provider ) as $check ) {
				$line = $provider->label . ' – ' . $check['label'] . ': ' . self::finding( $check['detail'], $check['remedy'] );
				if ( 'fail' === $check['status'] ) {
					$failed[] = $line;
				} elseif ( 'warn' === $check['status'] && in_array( $check['id'], self::WARNINGS, true ) ) {
					$warned[] = $line;
				}
			}
		}
		if ( array() !== $failed ) {
			return new Health_Result( Health_Result::CRITICAL, __( 'A sign-in provider cannot be reached or trusted', 'coop-credentials' ), self::lines( $failed ), self::to_providers() );
		}
		if ( array() !== $warned ) {
			return new Health_Result( Health_Result::RECOMMENDED, __( 'Something stands between this site and a sign-in provider', 'coop-credentials' ), self::lines( $warned ), self::to_providers() );
		}

		return new Health_Result( Health_Result::GOOD, __( 'Sign-in providers answer', 'coop-credentials' ), __( 'Metadata, keys, clock and the return address were tried just now.', 'coop-credentials' ) );
	}

	/**
	 * Asks for the start page and for `GET me` as a stranger would, twice each: a cache gives itself away by the second.
	 */
	private function private_pages(): Health_Result {
		$provider = $this->providers->digest()[0]['slug'] ?? null;
		$title    = __( 'Sign-in pages stay out of caches', 'coop-credentials' );
		if ( null === $provider ) {
			return new Health_Result( Health_Result::GOOD, $title, __( 'There is no provider yet.', 'coop-credentials' ) );
		}
		$kept    = array();
		$unknown = array();
		$pages   = array(
			$this->router->url( 'sign_in', array( 'provider' => $provider ) ) => array(),
			rest_url( 'coop-credentials/v1/me' ) => array( 'X-Coop-Credentials' => '1' ),
		);
		foreach ( $pages as $url => $headers ) {
			try {
				$request = new Http_Request( 'GET', $url, $headers, null, 262144, 3.0, array( 200 ), false );
				( $this->http )()->request( $request );
				$answer = ( $this->http )()->request( $request );
				if ( ! str_contains( $answer->headers['cache-control'] ?? '', 'no-store' ) || self::is_kept( $answer->headers ) ) {
					$kept[] = $url;
				}
			} catch ( Problem ) {
				$unknown[] = $url;
			}
		}
		if ( array() !== $kept ) {
			return new Health_Result( Health_Result::CRITICAL, __( 'A cache keeps private pages of co-op sign-in', 'coop-credentials' ), '<p>' . esc_html__( 'What one visitor is shown may reach another. Exclude these addresses from every cache, at the host and in caching plugins:', 'coop-credentials' ) . '</p>' . self::lines( $kept ) );
		}
		if ( array() !== $unknown ) {
			return new Health_Result( Health_Result::RECOMMENDED, __( 'This server could not call its own sign-in pages', 'coop-credentials' ), '<p>' . esc_html__( 'So nobody knows whether a cache keeps them. Open them in a browser: each has to be answered by this site.', 'coop-credentials' ) . '</p>' . self::lines( $unknown ) );
		}

		return new Health_Result( Health_Result::GOOD, $title, __( 'No cache answered for them.', 'coop-credentials' ) );
	}

	/**
	 * What the log says of endpoints and issuers that changed.
	 */
	private function changes(): Health_Result {
		$since = Database::datetime( $this->clock->now()->modify( '-' . self::CHANGE_DAYS . ' days' ) );
		$found = $this->audit->query(
			array(
				'event' => array( 'provider_endpoint_changed' ),
				'since' => $since,
			),
			1,
			20
		)['items'];
		$other = $this->audit->query(
			array(
				'event'  => array( 'refresh_documents', 'sign_in', 'sign_in_start' ),
				'reason' => array( 'issuer_mismatch' ),
				'since'  => $since,
			),
			1,
			20
		)['items'];
		$names = array();
		// The first entry of an address is no change of it.
		$found = array_filter( $found, static fn( array $item ): bool => '' !== ( $item['details']['old'] ?? null ) );
		foreach ( array_merge( $found, $other ) as $item ) {
			$slug = is_string( $item['provider'] ?? null ) ? $item['provider'] : '';
			if ( '' !== $slug ) {
				$names[ $slug ] = $this->providers->find( $slug )->label ?? $slug;
			}
		}
		if ( array() === $names ) {
			return new Health_Result( Health_Result::GOOD, __( 'Sign-in providers are as they were', 'coop-credentials' ), __( 'No issuer and no endpoint changed lately.', 'coop-credentials' ) );
		}
		$title = array() !== $other ? __( 'A sign-in provider names another issuer than before', 'coop-credentials' ) : __( 'A sign-in provider changed its endpoints', 'coop-credentials' );

		return new Health_Result(
			array() !== $other ? Health_Result::CRITICAL : Health_Result::RECOMMENDED,
			$title,
			'<p>' . esc_html__( 'Ask the people who run it whether that was meant. Until an issuer is confirmed in the settings, nobody is let in with it. The log shows what changed.', 'coop-credentials' ) . '</p>' . self::lines( array_values( $names ) ),
			self::to_providers()
		);
	}

	/**
	 * Whether return addresses were registered for the address the site has today.
	 */
	private function address(): Health_Result {
		$moved = array();
		foreach ( $this->providers->enabled() as $provider ) {
			$then = $this->providers->home_of( $provider->slug );
			if ( null !== $then && untrailingslashit( home_url() ) !== $then ) {
				$moved[] = $provider->label . ': ' . $then;
			}
		}
		if ( array() !== $moved ) {
			return new Health_Result(
				Health_Result::CRITICAL,
				__( 'The site has moved since its providers were set up', 'coop-credentials' ),
				'<p>' . esc_html__( 'Providers send members back only to addresses they know. Give them the new addresses from the provider’s settings here, then save those settings once more. They were made for:', 'coop-credentials' ) . '</p>' . self::lines( $moved ),
				self::to_providers()
			);
		}

		return new Health_Result( Health_Result::GOOD, __( 'Providers know this site’s address', 'coop-credentials' ), __( 'The return addresses are those that were registered.', 'coop-credentials' ) );
	}

	/**
	 * Whether secrets lie in the database.
	 */
	private function client_secrets(): Health_Result {
		$stored = array();
		foreach ( $this->providers->enabled() as $provider ) {
			if ( ! $provider->from_network && 'none' !== $provider->text( 'client_auth' ) && 'option' === $this->secrets->source( $provider ) ) {
				$stored[] = $this->secrets->constant_name( $provider );
			}
		}
		if ( array() !== $stored ) {
			return new Health_Result( Health_Result::RECOMMENDED, __( 'Client secrets lie in the database', 'coop-credentials' ), '<p>' . esc_html__( 'They are sealed. Safer still: put them into the environment or wp-config.php under these names, and empty them in the settings.', 'coop-credentials' ) . '</p>' . self::lines( $stored ), self::to_providers() );
		}

		return new Health_Result( Health_Result::GOOD, __( 'No client secret lies in the database', 'coop-credentials' ), __( 'A copy of the database does not reveal them.', 'coop-credentials' ) );
	}

	/**
	 * Whether an answer came out of a cache, by the headers caches commonly set (RFC 9111 §5.1, RFC 9211).
	 *
	 * @param array<string,string> $headers Lower-case name => value.
	 */
	private static function is_kept( array $headers ): bool {
		if ( (int) ( $headers['age'] ?? 0 ) > 0 ) {
			return true;
		}
		foreach ( array( 'x-cache', 'x-cache-status', 'x-page-cache', 'cf-cache-status', 'x-proxy-cache', 'x-litespeed-cache', 'cache-status' ) as $name ) {
			if ( 1 === preg_match( '/(?:\A|[\s;])hit\b/i', $headers[ $name ] ?? '' ) ) {
				return true;
			}
		}

		return false;
	}

	/**
	 * What a check saw and what to do, as one text; a bare reason, for those who look it up, comes last.
	 *
	 * @param string $detail What was seen.
	 * @param string $remedy What to do.
	 */
	private static function finding( string $detail, string $remedy ): string {
		$bare = '' !== $remedy && 1 === preg_match( '/\A[a-z_]+\z/', $detail );

		return trim( $bare ? "$remedy ($detail)" : "$detail $remedy" );
	}

	/**
	 * The way to what has to be changed.
	 */
	private static function to_providers(): string {
		return '<p><a href="' . esc_url( admin_url( 'admin.php?page=coop-credentials-sign-in' ) ) . '">' . esc_html__( 'Open the sign-in providers', 'coop-credentials' ) . '</a></p>';
	}

	/**
	 * A list.
	 *
	 * @param list<string> $lines Plain text.
	 */
	private static function lines( array $lines ): string {
		return '<ul class="ul-disc"><li>' . implode( '</li><li>', array_map( 'esc_html', $lines ) ) . '</li></ul>';
	}
}
