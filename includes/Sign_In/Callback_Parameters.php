<?php
/**
 * What a provider sent back.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Problem;

/**
 * Reads the raw query or body ourselves: PHP keeps only the last of two parameters of one name, and turns `state[]` into
 * an array.
 */
final class Callback_Parameters {

	private const NAMES     = array( 'state', 'code', 'iss', 'error', 'error_description' );
	private const MAX_CODE  = 4096;
	private const MAX_OTHER = 2048;

	/**
	 * Builds the parameters.
	 *
	 * @param string|null $state             State.
	 * @param string|null $code              Authorization code.
	 * @param string|null $iss               Issuer (RFC 9207).
	 * @param string|null $error             Error code.
	 * @param string      $error_description Cleaned, at most 200 characters; for the audit log only.
	 */
	private function __construct(
		public readonly ?string $state,
		#[\SensitiveParameter]
		public readonly ?string $code,
		public readonly ?string $iss,
		public readonly ?string $error,
		public readonly string $error_description,
	) {
	}

	/**
	 * Parses form-encoded text.
	 *
	 * @param string $raw Query without question mark, or body.
	 * @throws Problem `parameter_invalid` (400).
	 */
	public static function parse( #[\SensitiveParameter] string $raw ): self {
		$found = array();
		foreach ( explode( '&', $raw ) as $pair ) {
			$parts = explode( '=', $pair, 2 );
			$name  = urldecode( $parts[0] );
			$base  = (string) preg_replace( '/[\[\s.].*\z/s', '', $name );
			if ( ! in_array( $base, self::NAMES, true ) ) {
				continue;
			}
			$value = urldecode( $parts[1] ?? '' );
			if ( $name !== $base || isset( $found[ $name ] ) || ! self::fits( $name, $value ) ) {
				throw new Problem( 'parameter_invalid', 400 );
			}
			$found[ $name ] = $value;
		}

		$code  = $found['code'] ?? '';
		$error = $found['error'] ?? '';
		if ( ( '' === $code ) === ( '' === $error ) ) {
			throw new Problem( 'parameter_invalid', 400 );
		}

		return new self(
			self::or_null( $found['state'] ?? '' ),
			self::or_null( $code ),
			$found['iss'] ?? null,
			self::or_null( $error ),
			self::clean( $found['error_description'] ?? '' )
		);
	}

	/**
	 * Whether the state looks like one of ours.
	 */
	public function state_is_well_formed(): bool {
		return null !== $this->state && 1 === preg_match( '/\A[A-Za-z0-9_-]{43}\z/', $this->state );
	}

	/**
	 * Reason for the provider's error (RFC 6749 §4.1.2.1, OpenID Connect Core 1.0 §3.1.2.6); null when there is none.
	 */
	public function error_reason(): ?string {
		return match ( $this->error ) {
			null            => null,
			'access_denied' => 'provider_denied',
			'login_required', 'interaction_required', 'consent_required', 'account_selection_required' => 'provider_login_required',
			'temporarily_unavailable', 'server_error' => 'provider_unavailable',
			default         => 'provider_error',
		};
	}

	/**
	 * Whether a value may be looked at.
	 *
	 * @param string $name  Parameter.
	 * @param string $value Value.
	 */
	private static function fits( string $name, string $value ): bool {
		if ( 'error_description' === $name ) {
			return strlen( $value ) <= self::MAX_CODE;
		}

		return strlen( $value ) <= ( 'code' === $name ? self::MAX_CODE : self::MAX_OTHER ) && 1 !== preg_match( '/[\x00-\x1f\x7f]/', $value );
	}

	/**
	 * A description without markup and control characters (CVE-2021-24214).
	 *
	 * @param string $text Text.
	 */
	private static function clean( string $text ): string {
		$text = (string) preg_replace( '/[^\x20-\x7e]+|[<>&"\'`]/', ' ', wp_strip_all_tags( $text ) );

		return substr( trim( $text ), 0, 200 );
	}

	/**
	 * Null instead of ''.
	 *
	 * @param string $text Text.
	 */
	private static function or_null( string $text ): ?string {
		return '' === $text ? null : $text;
	}
}
