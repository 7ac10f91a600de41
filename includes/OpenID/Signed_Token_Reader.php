<?php
/**
 * Reads signed tokens.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

use CoopCredentials\Kernel\Problem;

/**
 * The checks that ID tokens and logout tokens share: shape, type, algorithm, key, signature, issuer, audience (RFC 8725,
 * OpenID Connect Core 1.0 §3.1.3.7), everything pinned to the provider's configuration. The order is part of the contract:
 * the first check that fails gives the reason.
 */
final class Signed_Token_Reader {

	/** How far two clocks may differ, in seconds. */
	public const LEEWAY = 60;

	private const MAX_BYTES = 32768;

	/**
	 * Builds the reader.
	 *
	 * @param Key_Set         $keys      Keys of providers.
	 * @param Signature_Check $signature Signature check.
	 */
	public function __construct(
		private readonly Key_Set $keys,
		private readonly Signature_Check $signature,
	) {
	}

	/**
	 * Reads one token.
	 *
	 * @param string       $token    Compact serialisation.
	 * @param Client       $client   Client.
	 * @param Metadata     $metadata Metadata.
	 * @param list<string> $types    Values of `typ` this occasion admits, lower case; an absent one always passes.
	 * @throws Problem `id_token_` with malformed, typ, crit, alg, time, iss, aud or azp; `key_unknown`, `key_ambiguous`, `signature_invalid`, `keys_unavailable`, `verifier_missing`.
	 */
	public function read( #[\SensitiveParameter] string $token, Client $client, Metadata $metadata, array $types = array( 'jwt' ) ): Signed_Token {
		list( $header, $claims ) = self::parse( $token );

		$algorithm = self::check_header( $header, $client, $types );
		self::check_times_readable( $claims );
		$this->check_signature( $token, $header, $algorithm, $client, $metadata );

		if ( Json::value( $claims, 'iss' ) !== $client->issuer ) {
			throw Refused::because( 'id_token_iss', array( 'expected' => $client->issuer ) );
		}
		self::check_audience( $claims, $client );

		return new Signed_Token( $claims, $algorithm );
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
	 * @param \stdClass    $header Header.
	 * @param Client       $client Client.
	 * @param list<string> $types  Admitted types.
	 * @return string Algorithm.
	 * @throws Problem `id_token_typ`, `id_token_crit`, `id_token_alg`.
	 */
	private static function check_header( \stdClass $header, Client $client, array $types ): string {
		$typ = Json::value( $header, 'typ' );
		if ( null !== $typ && ! ( is_string( $typ ) && in_array( strtolower( $typ ), $types, true ) ) ) {
			throw Refused::because( 'id_token_typ' );
		}
		if ( property_exists( $header, 'crit' ) ) {
			throw Refused::because( 'id_token_crit' );
		}

		$algorithm = Json::value( $header, 'alg' );
		if ( ! is_string( $algorithm ) || ! Signed_Token::knows( $algorithm ) || ! in_array( $algorithm, $client->algorithms, true ) ) {
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
}
