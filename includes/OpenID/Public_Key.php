<?php
/**
 * One key of a provider's key set.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

/**
 * A verification key that was found usable for one algorithm (RFC 7517).
 */
final class Public_Key {

	/** Key type and curve each algorithm needs (RFC 7518 §3.1, RFC 8037 §3.1). */
	private const FITS = array(
		'RS256' => array( 'RSA', null ),
		'RS384' => array( 'RSA', null ),
		'RS512' => array( 'RSA', null ),
		'ES256' => array( 'EC', 'P-256' ),
		'ES384' => array( 'EC', 'P-384' ),
		'EdDSA' => array( 'OKP', 'Ed25519' ),
	);

	/** Members of a public key that the verifier gets; anything else in the document stays outside. */
	private const MEMBERS = array( 'kty', 'crv', 'n', 'e', 'x', 'y' );

	private const RSA_MIN_BITS = 2048;

	/**
	 * Builds the key.
	 *
	 * @param string               $algorithm Algorithm it will be used with.
	 * @param string|null          $kid       Key id, if the document gives one.
	 * @param array<string,string> $members   Public members of the JWK, or `k` for a shared secret.
	 */
	private function __construct(
		public readonly string $algorithm,
		public readonly ?string $kid,
		#[\SensitiveParameter]
		public readonly array $members,
	) {
	}

	/**
	 * The key, if it may verify signatures of the algorithm.
	 *
	 * @param mixed  $jwk       One element of `keys`.
	 * @param string $algorithm Algorithm of the token.
	 */
	public static function from_jwk( mixed $jwk, string $algorithm ): ?self {
		if ( ! $jwk instanceof \stdClass || ! isset( self::FITS[ $algorithm ] ) ) {
			return null;
		}

		list( $kty, $curve ) = self::FITS[ $algorithm ];
		$use                 = Json::value( $jwk, 'use' );
		$operations          = Json::value( $jwk, 'key_ops' );
		$own                 = Json::value( $jwk, 'alg' );
		if (
			Json::value( $jwk, 'kty' ) !== $kty
			|| ( null !== $curve && Json::value( $jwk, 'crv' ) !== $curve )
			|| ( null !== $use && 'sig' !== $use )
			|| ( null !== $operations && ! ( is_array( $operations ) && in_array( 'verify', $operations, true ) ) )
			|| ( null !== $own && $own !== $algorithm )
		) {
			return null;
		}

		$needed = match ( $kty ) {
			'RSA'   => array( 'n', 'e' ),
			'EC'    => array( 'x', 'y' ),
			default => array( 'x' ),
		};
		$members = array();
		foreach ( self::MEMBERS as $name ) {
			$value = Json::string( $jwk, $name );
			if ( null !== $value ) {
				$members[ $name ] = $value;
			} elseif ( in_array( $name, $needed, true ) ) {
				return null;
			}
		}
		if ( 'RSA' === $kty && self::bits( $members['n'] ?? '' ) < self::RSA_MIN_BITS ) {
			return null;
		}

		return new self( $algorithm, Json::string( $jwk, 'kid' ), $members );
	}

	/**
	 * The client secret as an HS256 key; used only when the owner chose HS256 alone.
	 *
	 * @param string $secret Client secret, at least 32 bytes.
	 */
	public static function from_secret( #[\SensitiveParameter] string $secret ): self {
		return new self( 'HS256', null, array( 'k' => $secret ) );
	}

	/**
	 * Whether two keys hold the same material.
	 *
	 * @param self $other Other key.
	 */
	public function equals( self $other ): bool {
		return $this->members === $other->members;
	}

	/**
	 * Length of a base64url number in bits.
	 *
	 * @param string $number Base64url text.
	 */
	private static function bits( string $number ): int {
		$bytes = Base64_Url::decode( $number );
		if ( null === $bytes ) {
			return 0;
		}
		$bytes = ltrim( $bytes, "\0" );

		return '' === $bytes ? 0 : ( strlen( $bytes ) - 1 ) * 8 + strlen( decbin( ord( $bytes[0] ) ) );
	}
}
