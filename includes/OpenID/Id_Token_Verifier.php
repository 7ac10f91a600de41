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
 * OpenID Connect Core 1.0 §3.1.3.7: after {@see Signed_Token_Reader} the checks that tie an ID token to one attempt. The
 * order is part of the contract: the first check that fails gives the reason.
 */
final class Id_Token_Verifier {

	private const MAX_AGE = 600;

	/**
	 * Builds the verifier.
	 *
	 * @param Signed_Token_Reader $reader Checks every signed token has to pass.
	 * @param Clock               $clock  Time.
	 */
	public function __construct(
		private readonly Signed_Token_Reader $reader,
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
		$signed  = $this->reader->read( $token, $client, $metadata );
		$claims  = $signed->claims;
		$subject = $signed->subject() ?? throw Refused::because( 'id_token_sub' );
		$this->check_time( $claims );

		if ( null === $expected->original ) {
			$nonce = Json::string( $claims, 'nonce' );
			if ( null === $nonce || ! hash_equals( $expected->nonce, $nonce ) ) {
				throw Refused::because( 'id_token_nonce' );
			}
		} else {
			self::check_original( $claims, $expected->original );
		}
		self::check_access_token_hash( $signed, $expected->access_token );
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
	 * A refreshed token is about the same person and for the same client (OpenID Connect Core 1.0 §12.2). It need not have
	 * a nonce, but must not have another one.
	 *
	 * @param \stdClass     $claims   Claims.
	 * @param Refresh_Grant $original What the first token said.
	 * @throws Problem `id_token_sub`, `id_token_azp`, `id_token_nonce`.
	 */
	private static function check_original( \stdClass $claims, Refresh_Grant $original ): void {
		if ( Json::value( $claims, 'sub' ) !== $original->subject ) {
			throw Refused::because( 'id_token_sub' );
		}
		if ( Json::value( $claims, 'azp' ) !== $original->azp ) {
			throw Refused::because( 'id_token_azp' );
		}
		$nonce = Json::value( $claims, 'nonce' );
		if ( null !== $nonce && ( ! is_string( $nonce ) || null === $original->nonce_hash || ! hash_equals( $original->nonce_hash, hash( 'sha256', $nonce ) ) ) ) {
			throw Refused::because( 'id_token_nonce' );
		}
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
			! Json::is_instant( $exp ), $now >= $exp + Signed_Token_Reader::LEEWAY => 'exp',
			! Json::is_instant( $iat ), $iat > $now + Signed_Token_Reader::LEEWAY, $now - $iat > self::MAX_AGE + Signed_Token_Reader::LEEWAY => 'iat',
			null !== $nbf && ( ! Json::is_instant( $nbf ) || $nbf > $now + Signed_Token_Reader::LEEWAY ) => 'nbf',
			default => null,
		};
		if ( null !== $failed ) {
			throw Refused::because( 'id_token_time', array( 'claim' => $failed ) );
		}
	}

	/**
	 * Step 11: the access token belongs to this ID token (OpenID Connect Core 1.0 §3.1.3.6).
	 *
	 * @param Signed_Token $signed       Token.
	 * @param string       $access_token Access token.
	 * @throws Problem `id_token_at_hash`.
	 */
	private static function check_access_token_hash( Signed_Token $signed, #[\SensitiveParameter] string $access_token ): void {
		if ( ! property_exists( $signed->claims, 'at_hash' ) ) {
			return;
		}
		$hash = $signed->claims->at_hash;
		if ( ! is_string( $hash ) || ! hash_equals( $signed->half_hash( $access_token ), $hash ) ) {
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

		if ( null !== $expected->max_age && ( null === $auth_time || $now - $auth_time > $expected->max_age || $auth_time > $now + Signed_Token_Reader::LEEWAY ) ) {
			throw new Problem( 'auth_too_old', 403 );
		}
		if ( array() !== $expected->acr_any && ! in_array( Json::value( $claims, 'acr' ), $expected->acr_any, true ) ) {
			throw new Problem( 'acr_insufficient', 403 );
		}

		return $auth_time;
	}
}
