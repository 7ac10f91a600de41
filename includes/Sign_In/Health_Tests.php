<?php
/**
 * All health tests of sign-in.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Health_Result;
use CoopCredentials\Kernel\Health_Test;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Simple_Health_Test;
use CoopCredentials\OpenID\Document_Cache;
use CoopCredentials\OpenID\Signature_Check;

/**
 * Asks what keeps visitors out: a missing part of the plugin, no https, an unreadable secret, old keys, a switch.
 */
final class Health_Tests {

	private const OLD_KEYS = 172800;

	/**
	 * Builds the tests.
	 *
	 * @param Provider_Repository $providers Providers.
	 * @param Provider_Secrets    $secrets   Secrets.
	 * @param Rule_Repository     $rules     Rules.
	 * @param Document_Cache      $cache     Kept documents.
	 * @param Signature_Check     $signature Signature check.
	 * @param Clock               $clock     Time.
	 */
	public function __construct(
		private readonly Provider_Repository $providers,
		private readonly Provider_Secrets $secrets,
		private readonly Rule_Repository $rules,
		private readonly Document_Cache $cache,
		private readonly Signature_Check $signature,
		private readonly Clock $clock,
	) {
	}

	/**
	 * The tests.
	 *
	 * @return list<Health_Test>
	 */
	public function all(): array {
		return array(
			new Simple_Health_Test( 'coop_credentials_sign_in_open', static fn(): string => __( 'Co-op sign-in is open', 'coop-credentials' ), $this->is_open( ... ) ),
			new Simple_Health_Test( 'coop_credentials_sign_in_https', static fn(): string => __( 'Co-op sign-in is encrypted', 'coop-credentials' ), $this->is_encrypted( ... ) ),
			new Simple_Health_Test( 'coop_credentials_providers', static fn(): string => __( 'Co-op sign-in providers are complete', 'coop-credentials' ), $this->are_complete( ... ) ),
			new Simple_Health_Test( 'coop_credentials_provider_keys', static fn(): string => __( 'Keys of co-op sign-in providers are fresh', 'coop-credentials' ), $this->keys_are_fresh( ... ) ),
			new Simple_Health_Test( 'coop_credentials_rules', static fn(): string => __( 'Membership rules are readable', 'coop-credentials' ), $this->rules_are_readable( ... ) ),
		);
	}

	/**
	 * Is sign-in switched off, or a part of the plugin missing?
	 */
	private function is_open(): Health_Result {
		if ( ! $this->signature->is_available() ) {
			return new Health_Result( 'critical', __( 'A part of Co-op Credentials is missing', 'coop-credentials' ), __( 'Signatures cannot be checked, so nobody can sign in. Install the plugin again from its zip file.', 'coop-credentials' ) );
		}
		if ( Gate::is_disabled() ) {
			return new Health_Result( 'recommended', __( 'Co-op sign-in is switched off', 'coop-credentials' ), __( 'The constant COOP_CREDENTIALS_DISABLE_SIGN_IN closes all ways in. Remove it when the reason is gone.', 'coop-credentials' ) );
		}

		return new Health_Result( 'good', __( 'Co-op sign-in is open', 'coop-credentials' ), __( 'Signatures can be checked and nothing switches sign-in off.', 'coop-credentials' ) );
	}

	/**
	 * Does the site use https?
	 */
	private function is_encrypted(): Health_Result {
		$host = wp_parse_url( home_url(), PHP_URL_HOST );
		if ( 'https' === wp_parse_url( home_url(), PHP_URL_SCHEME ) || in_array( $host, array( 'localhost', '127.0.0.1', '[::1]' ), true ) || array() === $this->providers->digest() ) {
			return new Health_Result( 'good', __( 'Co-op sign-in is encrypted', 'coop-credentials' ), __( 'Cookies and answers travel encrypted, or stay on this machine.', 'coop-credentials' ) );
		}

		return new Health_Result( 'critical', __( 'Co-op sign-in is not encrypted', 'coop-credentials' ), __( 'This site uses http. Anybody on the way can take over a visitor’s session. Switch the site to https.', 'coop-credentials' ) );
	}

	/**
	 * Can every enabled provider be used?
	 */
	private function are_complete(): Health_Result {
		$broken = array();
		foreach ( $this->providers->enabled() as $provider ) {
			try {
				if ( array() !== $this->secrets->missing( $provider ) ) {
					$broken[] = $provider->label;
					continue;
				}
				$this->secrets->secret( $provider );
			} catch ( Problem ) {
				$broken[] = $provider->label;
			}
		}
		if ( array() !== $broken ) {
			/* translators: %s: names of sign-in providers. */
			return new Health_Result( 'critical', __( 'A sign-in provider cannot be used', 'coop-credentials' ), esc_html( sprintf( __( 'Something is missing or cannot be read: %s. Open its settings and enter the secret again.', 'coop-credentials' ), implode( ', ', $broken ) ) ) );
		}

		return new Health_Result( 'good', __( 'Sign-in providers are complete', 'coop-credentials' ), __( 'Every enabled provider has what it needs.', 'coop-credentials' ) );
	}

	/**
	 * Are the kept keys recent?
	 */
	private function keys_are_fresh(): Health_Result {
		$old = array();
		$now = $this->clock->now()->getTimestamp();
		foreach ( $this->providers->enabled() as $provider ) {
			$keys = $this->cache->read( $provider->slug, 'keys' );
			if ( null !== $keys && $now - $keys->fetched_at > self::OLD_KEYS ) {
				$old[] = $provider->label;
			}
		}
		if ( array() !== $old ) {
			/* translators: %s: names of sign-in providers. */
			return new Health_Result( 'recommended', __( 'Keys of a sign-in provider are old', 'coop-credentials' ), esc_html( sprintf( __( 'They were last read more than two days ago: %s. Test the connection in its settings.', 'coop-credentials' ), implode( ', ', $old ) ) ) );
		}

		return new Health_Result( 'good', __( 'Keys of sign-in providers are fresh', 'coop-credentials' ), __( 'They are read again by themselves.', 'coop-credentials' ) );
	}

	/**
	 * Can every stored rule be read? A broken one denies.
	 */
	private function rules_are_readable(): Health_Result {
		$broken = array();
		foreach ( $this->rules->all() as $rule ) {
			if ( null === $rule->rule ) {
				$broken[] = '' !== $rule->title ? $rule->title : $rule->uid;
			}
		}
		if ( array() !== $broken ) {
			/* translators: %s: titles of rules. */
			return new Health_Result( 'critical', __( 'A membership rule cannot be read', 'coop-credentials' ), esc_html( sprintf( __( 'It lets nobody in until it is mended: %s.', 'coop-credentials' ), implode( ', ', $broken ) ) ) );
		}

		return new Health_Result( 'good', __( 'Membership rules are readable', 'coop-credentials' ), __( 'All of them can be evaluated.', 'coop-credentials' ) );
	}
}
