<?php
/**
 * Verifies ID tokens.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Problem;

/**
 * OpenID Connect Core 1.0 §3.1.3.7 and RFC 8725, everything pinned to the provider's configuration. The order is part
 * of the contract: the first check that fails gives the reason.
 */
final class Id_Token_Verifier {

	private const MAX_BYTES = 32768;
	private const LEEWAY    = 60;
	private const MAX_AGE   = 600;

	/** The hash `at_hash` is built with (OpenID Connect Core 1.0 §3.1.3.6); Ed25519 signs with SHA-512. */
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
	 * Builds the verifier.
	 *
	 * @param Key_Set         $keys      Keys of providers.
	 * @param Signature_Check $signature Signature check.
	 * @param Clock           $clock     Time.
	 */
	public function __construct(
		private readonly Key_Set $keys,
		private readonly Signature_Check $signature,
		private readonly Clock $clock,
	) {
	}

	/**
	 * Verifies one ID token.
	 *
	 * @param string   $token    Compact serialisation.
	 * @param Client   $client   Client.
	 * @param Metadata $metadata Metadata.
	 * @param Expected $expected The attempt it belongs to.
	 * @throws Problem `id_token_…`, `key_unknown`, `key_ambiguous`, `signature_invalid`, `keys_unavailable`, `auth_too_old`, `acr_insufficient`.
	 */
	public function verify( #[\SensitiveParameter] string $token, Client $client, Metadata $metadata, Expected $expected ): Id_Token {
		list( $header, $claims ) = self::parse( $token );

		$algorithm = self::check_header( $header, $client );
		self::check_times_readable( $claims );
		$this->check_signature( $token, $header, $algorithm, $client, $metadata );

		if ( Json::value( $claims, 'iss' ) !== $client->issuer ) {
			throw Refused::because( 'id_token_iss', array( 'expected' => $client->issuer ) );
		}
		self::check_audience( $claims, $client );
		$subject = self::subject( $claims );
		$this->check_time( $claims );

		$nonce = Json::string( $claims, 'nonce' );
		if ( null === $nonce || ! hash_equals( $expected->nonce, $nonce ) ) {
			throw Refused::because( 'id_token_nonce' );
		}
		self::check_access_token_hash( $claims, $algorithm, $expected->access_token );
		$auth_time = $this->check_context( $claims, $expected );

		return new Id_Token(
			$client->issuer,
			$subject,
			$claims,
			$auth_time,
			Json::string( $claims, 'acr' ),
			Json::strings( $claims, 'amr' ),
			Json::string( $claims, 'sid' )
		);
	}

	/**
	 * Step 1: at most 32 kB, three non-empty base64url parts, the first two JSON objects (RFC 7515 §7.1).
	 *
	 * @param string $token Compact serialisation.
	 * @return array{\stdClass,\stdClass} Header and claims.
	 * @throws Problem `id_token_malformed`.
	 */
	private static function parse( #[\SensitiveParameter] string $token ): array {
		$parts = strlen( $token ) <= self::MAX_BYTES ? explode( '.', $token ) : array();
		if ( 3 !== count( $parts ) ) {
			throw Refused::because( 'id_token_malformed' );
		}

		$header = Json::object( Base64_Url::decode( $parts[0] ) ?? '' );
		$claims = Json::object( Base64_Url::decode( $parts[1] ) ?? '' );
		if ( null === $header || null === $claims ) {
			throw Refused::because( 'id_token_malformed' );
		}
		// An unsigned token has an empty third part. Saying "alg" for `none` tells the owner more than "malformed".
		if ( '' === $parts[2] && 'none' === strtolower( Json::string( $header, 'alg' ) ?? '' ) ) {
			throw Refused::because( 'id_token_alg', array( 'alg' => 'none' ) );
		}
		if ( null === Base64_Url::decode( $parts[2] ) ) {
			throw Refused::because( 'id_token_malformed' );
		}

		return array( $header, $claims );
	}

	/**
	 * Step 2: type, critical extensions, algorithm. Keys a token brings along (`jwk`, `jku`, `x5u`, `x5c`) are never
	 * looked at (RFC 8725 §3.1, §3.10).
	 *
	 * @param \stdClass $header Header.
	 * @param Client    $client Client.
	 * @return string Algorithm.
	 * @throws Problem `id_token_typ`, `id_token_crit`, `id_token_alg`.
	 */
	private static function check_header( \stdClass $header, Client $client ): string {
		$typ = Json::value( $header, 'typ' );
		if ( null !== $typ && ! ( is_string( $typ ) && 'jwt' === strtolower( $typ ) ) ) {
			throw Refused::because( 'id_token_typ' );
		}
		if ( property_exists( $header, 'crit' ) ) {
			throw Refused::because( 'id_token_crit' );
		}

		$algorithm = Json::value( $header, 'alg' );
		if ( ! is_string( $algorithm ) || ! isset( self::HASHES[ $algorithm ] ) || ! in_array( $algorithm, $client->algorithms, true ) ) {
			throw Refused::because( 'id_token_alg', array( 'alg' => is_string( $algorithm ) ? substr( $algorithm, 0, 20 ) : null ) );
		}
		// A symmetric algorithm beside others would let a public key be taken for a shared secret.
		if ( 'HS256' === $algorithm && ( array( 'HS256' ) !== $client->algorithms || strlen( $client->secret() ) < 32 ) ) {
			throw Refused::because( 'id_token_alg', array( 'alg' => 'HS256' ) );
		}

		return $algorithm;
	}

	/**
	 * Times that are not plain numbers are refused before the library sees them, as it would read numeric strings.
	 *
	 * @param \stdClass $claims Claims.
	 * @throws Problem `id_token_time`.
	 */
	private static function check_times_readable( \stdClass $claims ): void {
		foreach ( array( 'exp', 'iat', 'nbf' ) as $name ) {
			if ( property_exists( $claims, $name ) && ! Json::is_instant( $claims->{$name} ) ) {
				throw Refused::because( 'id_token_time', array( 'claim' => $name ) );
			}
		}
	}

	/**
	 * Steps 3 and 4: the key and the signature, with at most one refetch of the keys.
	 *
	 * @param string    $token     Compact serialisation.
	 * @param \stdClass $header    Header.
	 * @param string    $algorithm Algorithm.
	 * @param Client    $client    Client.
	 * @param Metadata  $metadata  Metadata.
	 * @throws Problem `key_unknown`, `key_ambiguous`, `signature_invalid`, `keys_unavailable`, `verifier_missing`.
	 */
	private function check_signature( #[\SensitiveParameter] string $token, \stdClass $header, string $algorithm, Client $client, Metadata $metadata ): void {
		if ( ! $this->signature->is_available() ) {
			throw Refused::because( 'verifier_missing' );
		}

		$kid     = 'HS256' === $algorithm ? null : Json::value( $header, 'kid' ); // A shared secret has no name.
		$problem = $this->try_keys( $token, $kid, $this->keys->usable( $client, $metadata, $algorithm ) );
		if ( null === $problem ) {
			return;
		}
		if ( 'key_ambiguous' !== $problem ) {
			$again   = $this->keys->usable_after_refetch( $client, $metadata, $algorithm );
			$problem = null === $again ? $problem : $this->try_keys( $token, $kid, $again );
		}
		if ( null !== $problem ) {
			throw Refused::because( $problem, array( 'alg' => $algorithm ) );
		}
	}

	/**
	 * Picks the key and checks the signature.
	 *
	 * @param string           $token Compact serialisation.
	 * @param mixed            $kid   `kid` of the header.
	 * @param list<Public_Key> $keys  Usable keys.
	 * @return string|null Reason, or null when the signature is good.
	 */
	private function try_keys( #[\SensitiveParameter] string $token, mixed $kid, array $keys ): ?string {
		if ( null !== $kid ) {
			$keys = array_values( array_filter( $keys, static fn( Public_Key $key ): bool => $key->kid === $kid ) );
		}
		if ( array() === $keys ) {
			return 'key_unknown';
		}
		if ( count( $keys ) > 1 ) {
			return 'key_ambiguous';
		}

		return true === $this->signature->verify( $token, $keys[0] ) ? null : 'signature_invalid';
	}

	/**
	 * Steps 6 and 7: meant for us and nobody else.
	 *
	 * @param \stdClass $claims Claims.
	 * @param Client    $client Client.
	 * @throws Problem `id_token_aud`, `id_token_azp`.
	 */
	private static function check_audience( \stdClass $claims, Client $client ): void {
		$audience = Json::value( $claims, 'aud' );
		if ( $audience !== $client->client_id && array( $client->client_id ) !== $audience ) {
			throw Refused::because( 'id_token_aud' );
		}
		if ( property_exists( $claims, 'azp' ) && $claims->azp !== $client->client_id ) {
			throw Refused::because( 'id_token_azp' );
		}
	}

	/**
	 * Step 8: a subject that can serve as a key.
	 *
	 * @param \stdClass $claims Claims.
	 * @throws Problem `id_token_sub`.
	 */
	private static function subject( \stdClass $claims ): string {
		$subject = Json::value( $claims, 'sub' );
		if ( ! is_string( $subject ) || '' === $subject || strlen( $subject ) > 255 || 1 === preg_match( '/[\x00-\x1f\x7f]/', $subject ) || 1 !== preg_match( '//u', $subject ) ) {
			throw Refused::because( 'id_token_sub' );
		}

		return $subject;
	}

	/**
	 * Step 9: in time, with a leeway of one minute; issued at most ten minutes ago.
	 *
	 * @param \stdClass $claims Claims.
	 * @throws Problem `id_token_time`.
	 */
	private function check_time( \stdClass $claims ): void {
		$now = $this->clock->now()->getTimestamp();
		$exp = Json::value( $claims, 'exp' );
		$iat = Json::value( $claims, 'iat' );
		$nbf = Json::value( $claims, 'nbf' );

		$failed = match ( true ) {
			! Json::is_instant( $exp ), $now >= $exp + self::LEEWAY => 'exp',
			! Json::is_instant( $iat ), $iat > $now + self::LEEWAY, $now - $iat > self::MAX_AGE + self::LEEWAY => 'iat',
			null !== $nbf && ( ! Json::is_instant( $nbf ) || $nbf > $now + self::LEEWAY ) => 'nbf',
			default => null,
		};
		if ( null !== $failed ) {
			throw Refused::because( 'id_token_time', array( 'claim' => $failed ) );
		}
	}

	/**
	 * Step 11: the access token belongs to this ID token (OpenID Connect Core 1.0 §3.1.3.6).
	 *
	 * @param \stdClass $claims       Claims.
	 * @param string    $algorithm    Algorithm.
	 * @param string    $access_token Access token.
	 * @throws Problem `id_token_at_hash`.
	 */
	private static function check_access_token_hash( \stdClass $claims, string $algorithm, #[\SensitiveParameter] string $access_token ): void {
		if ( ! property_exists( $claims, 'at_hash' ) ) {
			return;
		}
		$hash = hash( self::HASHES[ $algorithm ], $access_token, true );
		$left = Base64_Url::encode( substr( $hash, 0, intdiv( strlen( $hash ), 2 ) ) );
		if ( ! is_string( $claims->at_hash ) || ! hash_equals( $left, $claims->at_hash ) ) {
			throw Refused::because( 'id_token_at_hash' );
		}
	}

	/**
	 * Step 12: when and how the person was authenticated, if that was asked for.
	 *
	 * @param \stdClass $claims   Claims.
	 * @param Expected  $expected The attempt.
	 * @return int|null `auth_time`.
	 * @throws Problem `auth_too_old`, `acr_insufficient`.
	 */
	private function check_context( \stdClass $claims, Expected $expected ): ?int {
		$now       = $this->clock->now()->getTimestamp();
		$value     = Json::value( $claims, 'auth_time' );
		$auth_time = Json::is_instant( $value ) ? (int) $value : null;

		if ( null !== $expected->max_age && ( null === $auth_time || $now - $auth_time > $expected->max_age || $auth_time > $now + self::LEEWAY ) ) {
			throw new Problem( 'auth_too_old', 403 );
		}
		if ( array() !== $expected->acr_any && ! in_array( Json::value( $claims, 'acr' ), $expected->acr_any, true ) ) {
			throw new Problem( 'acr_insufficient', 403 );
		}

		return $auth_time;
	}
}
