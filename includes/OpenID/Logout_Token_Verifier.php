<?php
/**
 * Verifies logout tokens.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Problem;

/**
 * OpenID Connect Back-Channel Logout 1.0 §2.6. Whatever is wrong with the token has the one reason `logout_token`; the
 * audit log learns the cause.
 */
final class Logout_Token_Verifier {

	/** Seconds a token is good for; its id has to be remembered for longer than this and both leeways. */
	public const MAX_AGE = 300;

	private const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
	private const TYPES = array( 'jwt', 'logout+jwt' );

	/** Faults of the token that the shared checks find; all else is a fault of ours or of the provider's keys. */
	private const TOKEN_FAULTS = array( 'key_unknown', 'key_ambiguous', 'signature_invalid' );

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
	 * Verifies one logout token. Whether it was seen before is for the caller to say.
	 *
	 * @param string   $token    Compact serialisation.
	 * @param Client   $client   Client.
	 * @param Metadata $metadata Metadata.
	 * @throws Problem `logout_token` (400) with its cause; `keys_unavailable` and others when nothing could be checked.
	 */
	public function verify( #[\SensitiveParameter] string $token, Client $client, Metadata $metadata ): Logout_Token {
		try {
			$signed = $this->reader->read( $token, $client, $metadata, self::TYPES );
		} catch ( Problem $problem ) {
			throw self::translated( $problem );
		}

		return $this->judge( $signed, $client );
	}

	/**
	 * A refusal.
	 *
	 * @param string          $cause    For the audit log.
	 * @param \Throwable|null $previous What led to it.
	 */
	public static function refused( string $cause, ?\Throwable $previous = null ): Problem {
		return new Problem( 'logout_token', 400, '', null, array( 'cause' => $cause ), null, $previous );
	}

	/**
	 * The verdict on a token that is truly the provider's.
	 *
	 * @param Signed_Token $signed Token.
	 * @param Client       $client Client.
	 * @throws Problem `logout_token`.
	 */
	private function judge( Signed_Token $signed, Client $client ): Logout_Token {
		$cause = $this->fault( $signed );
		if ( null !== $cause ) {
			throw self::refused( $cause );
		}

		return new Logout_Token( $client->issuer, (string) Json::string( $signed->claims, 'jti' ), $signed->subject(), Json::string( $signed->claims, 'sid' ) );
	}

	/**
	 * A refusal of the shared checks, if the token is to blame; else what it was.
	 *
	 * @param Problem $problem Refusal.
	 */
	private static function translated( Problem $problem ): Problem {
		$reason = $problem->reason;
		if ( str_starts_with( $reason, 'id_token_' ) ) {
			return self::refused( substr( $reason, 9 ), $problem );
		}

		return in_array( $reason, self::TOKEN_FAULTS, true ) ? self::refused( $reason, $problem ) : $problem;
	}

	/**
	 * What makes this something else than a logout token for now, or null.
	 *
	 * @param Signed_Token $signed Token.
	 */
	private function fault( Signed_Token $signed ): ?string {
		$claims = $signed->claims;
		$events = Json::value( $claims, 'events' );
		$sid    = Json::value( $claims, 'sid' );

		return match ( true ) {
			! $this->is_in_time( $claims ) => 'time',
			! self::is_identifier( Json::value( $claims, 'jti' ) ) => 'jti',
			! $events instanceof \stdClass, ! Json::value( $events, self::EVENT ) instanceof \stdClass => 'events',
			// An ID token has one; a token that could be both is neither (§2.4).
			property_exists( $claims, 'nonce' ) => 'nonce',
			property_exists( $claims, 'sub' ) && null === $signed->subject() => 'sub',
			property_exists( $claims, 'sid' ) && ! self::is_identifier( $sid ) => 'sid',
			null === $signed->subject() && null === $sid => 'nobody',
			default => null,
		};
	}

	/**
	 * Issued within the last five minutes. `exp` and `nbf` count when they are there: 1.0 asks for `exp`, senders built to
	 * its drafts leave it out, and the age bounds theirs.
	 *
	 * @param \stdClass $claims Claims.
	 */
	private function is_in_time( \stdClass $claims ): bool {
		$now    = $this->clock->now()->getTimestamp();
		$leeway = Signed_Token_Reader::LEEWAY;
		$iat    = Json::value( $claims, 'iat' );
		$exp    = Json::value( $claims, 'exp' );
		$nbf    = Json::value( $claims, 'nbf' );

		return Json::is_instant( $iat ) && $iat <= $now + $leeway && $now - $iat <= self::MAX_AGE + $leeway
			&& ( null === $exp || ( Json::is_instant( $exp ) && $now < $exp + $leeway ) )
			&& ( null === $nbf || ( Json::is_instant( $nbf ) && $nbf <= $now + $leeway ) );
	}

	/**
	 * Whether a value can name something: 1–255 bytes.
	 *
	 * @param mixed $value Value.
	 */
	private static function is_identifier( mixed $value ): bool {
		return is_string( $value ) && '' !== $value && strlen( $value ) <= 255;
	}
}
