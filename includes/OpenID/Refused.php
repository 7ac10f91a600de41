<?php
/**
 * Builds the protocol's refusals.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

use CoopCredentials\Kernel\Problem;

/**
 * One place that knows which HTTP status a protocol refusal carries.
 *
 * The reasons are stable and untranslated; what a visitor reads is chosen by the room above.
 */
final class Refused {

	/** Reasons whose cause is the other side being away: worth another try in a few minutes. */
	private const AWAY = array(
		'provider_unavailable',
		'provider_paused',
		'token_unreachable',
		'userinfo_failed',
		'keys_unavailable',
		'metadata_unreadable',
	);

	/** Reasons that somebody has to mend in the settings, here or at the provider. */
	private const SET_UP = array(
		'provider_error',
		'provider_incomplete',
		'token_refused',
		'metadata_unusable',
		'endpoint_insecure',
		'host_not_allowed',
		'issuer_mismatch',
		'echo_mismatch',
		'verifier_missing',
	);

	/**
	 * A refusal with the status of its family: 503 away, 502 set-up, 401 not trusted.
	 *
	 * @param string               $reason   Stable reason code.
	 * @param array<string,mixed>  $data     Facts for the administrator; never tokens, codes or secrets.
	 * @param \Throwable|null      $previous What led to it.
	 */
	public static function because( string $reason, array $data = array(), ?\Throwable $previous = null ): Problem {
		$status = match ( true ) {
			in_array( $reason, self::AWAY, true )   => 503,
			in_array( $reason, self::SET_UP, true ) => 502,
			'provider_denied' === $reason           => 403,
			default                                 => 401,
		};

		return new Problem( $reason, $status, '', null, $data, null, $previous );
	}
}
