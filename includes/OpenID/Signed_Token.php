<?php
/**
 * A token whose signature, issuer and audience are right.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

/**
 * What a provider has truly said to this client, before anybody asked whether it fits the occasion. Only
 * {@see Signed_Token_Reader} makes one.
 */
final class Signed_Token {

	/** The hash half of which binds other values (OpenID Connect Core 1.0 §3.1.3.6); Ed25519 signs with SHA-512. */
	private const HASHES = array(
		'RS256' => 'sha256',
		'ES256' => 'sha256',
		'HS256' => 'sha256',
		'RS384' => 'sha384',
		'ES384' => 'sha384',
		'RS512' => 'sha512',
		'EdDSA' => 'sha512',
	);

	/**
	 * Builds the token.
	 *
	 * @param \stdClass $claims    Claims.
	 * @param string    $algorithm Algorithm it was signed with.
	 */
	public function __construct(
		public readonly \stdClass $claims,
		public readonly string $algorithm,
	) {
	}

	/**
	 * Whether an algorithm is one we can check at all; `none` is not.
	 *
	 * @param string $algorithm Algorithm.
	 */
	public static function knows( string $algorithm ): bool {
		return isset( self::HASHES[ $algorithm ] );
	}

	/**
	 * The subject, if it can serve as a key: 1–255 bytes of UTF-8 without control characters.
	 */
	public function subject(): ?string {
		$subject = Json::value( $this->claims, 'sub' );
		$usable  = is_string( $subject ) && '' !== $subject && strlen( $subject ) <= 255 && 1 !== preg_match( '/[\x00-\x1f\x7f]/', $subject ) && 1 === preg_match( '//u', $subject );

		return $usable ? $subject : null;
	}

	/**
	 * The left half of a value's hash, as `at_hash` carries it.
	 *
	 * @param string $value Value.
	 */
	public function half_hash( #[\SensitiveParameter] string $value ): string {
		$hash = hash( self::HASHES[ $this->algorithm ], $value, true );

		return Base64_Url::encode( substr( $hash, 0, intdiv( strlen( $hash ), 2 ) ) );
	}
}
