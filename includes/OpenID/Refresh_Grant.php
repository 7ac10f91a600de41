<?php
/**
 * A refresh token with what its answers are compared with.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

/**
 * OpenID Connect Core 1.0 §12.2: a refreshed ID token is about the same subject as the first one, for the same client, and
 * its nonce, if it has one, is the old one. The nonce itself follows from a secret that only the browser had during the
 * sign-in; its hash is enough to compare and of no use to anybody else.
 */
final class Refresh_Grant {

	/**
	 * Builds the grant.
	 *
	 * @param string      $refresh_token Refresh token.
	 * @param string      $subject       `sub` of the first ID token; for `oauth2` the subject of the first userinfo.
	 * @param string|null $azp           `azp` of the first ID token.
	 * @param string|null $nonce_hash    SHA-256 of its nonce; null for `oauth2`.
	 */
	public function __construct(
		#[\SensitiveParameter]
		public readonly string $refresh_token,
		public readonly string $subject,
		public readonly ?string $azp,
		public readonly ?string $nonce_hash,
	) {
	}

	/**
	 * The same grant with the token that replaces a used one (RFC 6749 §6).
	 *
	 * @param string $refresh_token Refresh token.
	 */
	public function with_token( #[\SensitiveParameter] string $refresh_token ): self {
		return new self( $refresh_token, $this->subject, $this->azp, $this->nonce_hash );
	}

	/**
	 * As JSON text, to be sealed.
	 */
	public function to_json(): string {
		return (string) json_encode( array( $this->refresh_token, $this->subject, $this->azp, $this->nonce_hash ), JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE ); // phpcs:ignore WordPress.WP.AlternativeFunctions.json_encode_json_encode -- this room knows no WordPress.
	}

	/**
	 * A grant from its JSON text, or null.
	 *
	 * @param string $json Text of {@see to_json()}.
	 */
	public static function from_json( #[\SensitiveParameter] string $json ): ?self {
		$value                                      = json_decode( $json, true );
		list( $token, $subject, $azp, $nonce_hash ) = is_array( $value ) && array_is_list( $value ) ? array_pad( $value, 4, null ) : array( null, null, null, null );

		return is_string( $token ) && '' !== $token && is_string( $subject ) && '' !== $subject
			? new self( $token, $subject, is_string( $azp ) ? $azp : null, is_string( $nonce_hash ) ? $nonce_hash : null )
			: null;
	}

	/**
	 * Keeps the token out of dumps.
	 *
	 * @return array<string,bool>
	 */
	public function __debugInfo(): array {
		return array( 'azp' => null !== $this->azp );
	}
}
