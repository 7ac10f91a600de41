<?php
/**
 * Makes keys and tokens of every kind.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\OpenID;

use CoopCredentials\OpenID\Base64_Url;

/**
 * One key pair with its JWK, and tokens signed with it.
 */
final class Forge {

	/** @var array<string, self> */
	private static array $made = array();

	/**
	 * @param \OpenSSLAsymmetricKey|string $key Private key.
	 * @param array<string, string>        $jwk Public key.
	 */
	private function __construct( private readonly \OpenSSLAsymmetricKey|string $key, public readonly array $jwk, private readonly string $algorithm ) {}

	/** An RSA key; the same one for the same name. */
	public static function rsa( string $name = 'one', int $bits = 2048, string $algorithm = 'RS256' ): self {
		return self::$made[ "$name/$bits/$algorithm" ] ??= self::new_rsa( $name, $bits, $algorithm );
	}

	private static function new_rsa( string $name, int $bits, string $algorithm ): self {
		$key = openssl_pkey_new( array( 'private_key_bits' => $bits, 'private_key_type' => OPENSSL_KEYTYPE_RSA ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		\assert( $key instanceof \OpenSSLAsymmetricKey );
		$rsa = openssl_pkey_get_details( $key )['rsa'];
		return new self(
			$key,
			array(
				'kty' => 'RSA',
				'kid' => $name,
				'n'   => Base64_Url::encode( $rsa['n'] ),
				'e'   => Base64_Url::encode( $rsa['e'] ),
			),
			$algorithm
		);
	}

	/** An elliptic-curve key; the same one for the same curve. */
	public static function ec( string $curve = 'P-256' ): self {
		return self::$made[ $curve ] ??= self::new_ec( $curve );
	}

	private static function new_ec( string $curve ): self {
		$names                             = array(
			'P-256' => array( 'prime256v1', 'ES256', 32 ),
			'P-384' => array( 'secp384r1', 'ES384', 48 ),
			'P-521' => array( 'secp521r1', 'ES512', 66 ),
		);
		list( $name, $algorithm, $length ) = $names[ $curve ];

		$key = openssl_pkey_new( array( 'curve_name' => $name, 'private_key_type' => OPENSSL_KEYTYPE_EC ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		\assert( $key instanceof \OpenSSLAsymmetricKey );
		$ec = openssl_pkey_get_details( $key )['ec'];
		return new self(
			$key,
			array(
				'kty' => 'EC',
				'kid' => $curve,
				'crv' => $curve,
				'x'   => Base64_Url::encode( str_pad( $ec['x'], $length, "\0", STR_PAD_LEFT ) ),
				'y'   => Base64_Url::encode( str_pad( $ec['y'], $length, "\0", STR_PAD_LEFT ) ),
			),
			$algorithm
		);
	}

	/** An Ed25519 key. */
	public static function ed25519(): self {
		$pair = sodium_crypto_sign_keypair();
		return new self(
			sodium_crypto_sign_secretkey( $pair ),
			array(
				'kty' => 'OKP',
				'kid' => 'ed',
				'crv' => 'Ed25519',
				'x'   => Base64_Url::encode( sodium_crypto_sign_publickey( $pair ) ),
			),
			'EdDSA'
		);
	}

	/**
	 * A compact token.
	 *
	 * @param array<string, mixed> $claims Claims.
	 * @param array<string, mixed> $header What differs in the header; null removes.
	 */
	public function token( array $claims, array $header = array() ): string {
		$header = array_filter( $header + array( 'alg' => $this->algorithm, 'typ' => 'JWT', 'kid' => $this->jwk['kid'] ), static fn ( mixed $value ): bool => null !== $value ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$input  = Base64_Url::encode( (string) json_encode( $header ) ) . '.' . Base64_Url::encode( (string) json_encode( $claims, JSON_PRESERVE_ZERO_FRACTION ) );
		return $input . '.' . Base64_Url::encode( $this->sign( $input ) );
	}

	private function sign( string $input ): string {
		if ( is_string( $this->key ) ) {
			return sodium_crypto_sign_detached( $input, $this->key );
		}
		$hash = array(
			'RS256' => OPENSSL_ALGO_SHA256,
			'RS384' => OPENSSL_ALGO_SHA384,
			'RS512' => OPENSSL_ALGO_SHA512,
			'ES256' => OPENSSL_ALGO_SHA256,
			'ES384' => OPENSSL_ALGO_SHA384,
			'ES512' => OPENSSL_ALGO_SHA512,
		)[ $this->algorithm ];
		openssl_sign( $input, $signature, $this->key, $hash );
		return str_starts_with( $this->algorithm, 'RS' ) ? $signature : self::raw( $signature, array( 'ES256' => 32, 'ES384' => 48, 'ES512' => 66 )[ $this->algorithm ] ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
	}

	/** Two fixed-length numbers from an ASN.1 signature. */
	private static function raw( string $der, int $length ): string {
		$at  = ord( $der[1] ) > 128 ? 3 : 2;
		$raw = '';
		for ( $part = 0; $part < 2; $part++ ) {
			$size = ord( $der[ $at + 1 ] );
			$raw .= str_pad( ltrim( substr( $der, $at + 2, $size ), "\0" ), $length, "\0", STR_PAD_LEFT );
			$at  += 2 + $size;
		}
		return $raw;
	}
}
