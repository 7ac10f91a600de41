<?php
/**
 * Reasons of a sign-in that did not happen, and what the visitor reads.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

/**
 * Groups the stable reason codes into the few texts a visitor can do something with. The details are for the audit log.
 */
final class Reasons {

	/** Reason → [ text, HTTP status ]. */
	private const TABLE = array(
		'state_missing'             => array( 'again', 400 ),
		'state_unknown'             => array( 'again', 400 ),
		'state_expired'             => array( 'again', 400 ),
		'state_browser'             => array( 'again', 400 ),
		'parameter_invalid'         => array( 'again', 400 ),
		'account_changed'           => array( 'again', 400 ),
		'provider_changed'          => array( 'again', 400 ),
		'foreign_origin'            => array( 'again', 403 ),
		'provider_denied'           => array( 'stopped', 403 ),
		'provider_login_required'   => array( 'there_first', 401 ),
		'provider_unavailable'      => array( 'later', 503 ),
		'provider_paused'           => array( 'later', 503 ),
		'token_unreachable'         => array( 'later', 503 ),
		'userinfo_failed'           => array( 'later', 503 ),
		'keys_unavailable'          => array( 'later', 503 ),
		'metadata_unreadable'       => array( 'later', 503 ),
		'busy_try_again'            => array( 'later', 503 ),
		'storage_failed'            => array( 'later', 503 ),
		'provider_error'            => array( 'setup', 502 ),
		'provider_incomplete'       => array( 'setup', 502 ),
		'token_refused'             => array( 'setup', 502 ),
		'metadata_unusable'         => array( 'setup', 502 ),
		'endpoint_insecure'         => array( 'setup', 502 ),
		'host_not_allowed'          => array( 'setup', 502 ),
		'issuer_mismatch'           => array( 'setup', 502 ),
		'echo_mismatch'             => array( 'setup', 502 ),
		'verifier_missing'          => array( 'setup', 502 ),
		'secret_unreadable'         => array( 'setup', 502 ),
		'site_key_missing'          => array( 'setup', 502 ),
		'site_key_changed'          => array( 'setup', 502 ),
		'state_provider'            => array( 'trust', 401 ),
		'response_iss'              => array( 'trust', 401 ),
		'token_malformed'           => array( 'trust', 401 ),
		'id_token_missing'          => array( 'trust', 401 ),
		'id_token_malformed'        => array( 'trust', 401 ),
		'id_token_typ'              => array( 'trust', 401 ),
		'id_token_alg'              => array( 'trust', 401 ),
		'id_token_crit'             => array( 'trust', 401 ),
		'id_token_iss'              => array( 'trust', 401 ),
		'id_token_aud'              => array( 'trust', 401 ),
		'id_token_azp'              => array( 'trust', 401 ),
		'id_token_sub'              => array( 'trust', 401 ),
		'id_token_time'             => array( 'trust', 401 ),
		'id_token_nonce'            => array( 'trust', 401 ),
		'id_token_at_hash'          => array( 'trust', 401 ),
		'key_unknown'               => array( 'trust', 401 ),
		'key_ambiguous'             => array( 'trust', 401 ),
		'signature_invalid'         => array( 'trust', 401 ),
		'userinfo_sub'              => array( 'trust', 401 ),
		'identity_changed'          => array( 'trust', 401 ),
		'rule_missing'              => array( 'asks_for', 403 ),
		'rule_invalid'              => array( 'asks_for', 403 ),
		'membership_stale'          => array( 'asks_for', 403 ),
		'membership_expired'        => array( 'asks_for', 403 ),
		'membership_inactive'       => array( 'asks_for', 403 ),
		'membership_status_unknown' => array( 'asks_for', 403 ),
		'policy_not_allowed'        => array( 'asks_for', 403 ),
		'issuer_scope'              => array( 'asks_for', 403 ),
		'no_membership'             => array( 'asks_for', 403 ),
		'rule_not_met'              => array( 'asks_for', 403 ),
		'claim_unknown'             => array( 'asks_for', 403 ),
		'link_required'             => array( 'link', 409 ),
		'identity_conflict'         => array( 'connected', 409 ),
		'privileged_account'        => array( 'password', 403 ),
		'account_blocked'           => array( 'blocked', 403 ),
		'identity_blocked'          => array( 'blocked', 403 ),
		'step_up_required'          => array( 'confirm', 401 ),
		'step_up_failed'            => array( 'confirm', 403 ),
		'acr_insufficient'          => array( 'confirm', 403 ),
		'auth_too_old'              => array( 'confirm', 403 ),
		'session_expired'           => array( 'signed_out', 401 ),
		'session_revoked'           => array( 'signed_out', 401 ),
		'refresh_ended'             => array( 'signed_out', 401 ),
		'refresh_mismatch'          => array( 'signed_out', 401 ),
		'session_token_invalid'     => array( 'signed_out', 403 ),
		'rate_limited'              => array( 'too_many', 429 ),
		'provider_unknown'          => array( 'no_such_way', 404 ),
		'sign_in_disabled'          => array( 'no_such_way', 404 ),
		'prefetch'                  => array( '', 503 ),
		'logout_token'              => array( '', 400 ),
	);

	/**
	 * Whether a code is one of ours; anything a query string brings is checked with this first.
	 *
	 * @param string $reason Code.
	 */
	public static function is_known( string $reason ): bool {
		return isset( self::TABLE[ $reason ] );
	}

	/**
	 * Which of the texts a reason has, for pages that offer the step that fits it: `again`, `confirm`, `link` and others.
	 *
	 * @param string $reason Code.
	 */
	public static function group( string $reason ): string {
		return self::TABLE[ $reason ][0] ?? '';
	}

	/**
	 * HTTP status of a reason.
	 *
	 * @param string $reason Code.
	 */
	public static function status( string $reason ): int {
		return self::TABLE[ $reason ][1] ?? 400;
	}

	/**
	 * Whether the visitor gets the request number, for the site's team to find the entry.
	 *
	 * @param string $reason Code.
	 */
	public static function shows_request_id( string $reason ): bool {
		return in_array( self::TABLE[ $reason ][0] ?? 'setup', array( 'setup', 'trust' ), true );
	}

	/**
	 * Which kind of notice it is: `info`, `warning` or `problem`. Only broken trust looks like a problem.
	 *
	 * @param string $reason Code.
	 */
	public static function tone( string $reason ): string {
		return match ( self::TABLE[ $reason ][0] ?? 'setup' ) {
			'trust'                                                   => 'problem',
			'later', 'confirm', 'setup', 'too_many'                   => 'warning',
			default                                                   => 'info',
		};
	}

	/**
	 * Tone of the notice that tells a reason, see {@see \CoopCredentials\Kernel\Front\Markup::note()}.
	 *
	 * @param string $reason Known code.
	 */
	public static function note_tone( string $reason ): string {
		return match ( self::tone( $reason ) ) {
			'problem' => 'no',
			'warning' => 'confirm' === self::group( $reason ) ? 'lock' : 'warn',
			default   => 'plain',
		};
	}

	/**
	 * What happened, in few words: the heading.
	 *
	 * @param string $reason   Code.
	 * @param string $provider Provider's label.
	 */
	public static function heading( string $reason, string $provider ): string {
		return match ( self::TABLE[ $reason ][0] ?? 'setup' ) {
			'again'       => __( 'Please start again', 'coop-credentials' ),
			/* translators: %s: name of the sign-in provider. */
			'stopped'     => sprintf( __( 'You stopped at %s', 'coop-credentials' ), $provider ),
			/* translators: %s: name of the sign-in provider. */
			'there_first' => sprintf( __( '%s asks you to sign in there first', 'coop-credentials' ), $provider ),
			/* translators: %s: name of the sign-in provider. */
			'later'       => sprintf( __( '%s does not answer', 'coop-credentials' ), $provider ),
			'asks_for'    => __( 'This site asks for more', 'coop-credentials' ),
			'link'        => __( 'An account here may be yours', 'coop-credentials' ),
			// Somebody is logged in when they read this: not "You are not signed in".
			'connected'   => __( 'Nothing was changed', 'coop-credentials' ),
			'confirm'     => __( 'Please confirm that it is you', 'coop-credentials' ),
			'signed_out'  => __( 'You have been signed out', 'coop-credentials' ),
			'too_many'    => __( 'Too many attempts', 'coop-credentials' ),
			'no_such_way' => __( 'This way to sign in does not exist', 'coop-credentials' ),
			default       => __( 'You are not signed in', 'coop-credentials' ),
		};
	}

	/**
	 * Why, and what to do.
	 *
	 * @param string       $reason      Code.
	 * @param string       $provider    Provider's label.
	 * @param list<string> $labels      What `require` asks for, in plain words.
	 * @param int|null     $retry_after Seconds until another try is worth it.
	 */
	public static function text( string $reason, string $provider, array $labels = array(), ?int $retry_after = null ): string {
		$minutes = max( 1, (int) ceil( ( $retry_after ?? 60 ) / 60 ) );

		return match ( self::TABLE[ $reason ][0] ?? 'setup' ) {
			'again'       => __( 'This sign-in is no longer valid. Please start again. If it happens twice, allow cookies for this site.', 'coop-credentials' ),
			/* translators: %s: name of the sign-in provider. */
			'stopped'     => sprintf( __( 'You stopped at %s. Nothing was stored.', 'coop-credentials' ), $provider ),
			/* translators: %s: name of the sign-in provider. */
			'there_first' => sprintf( __( '%s asks you to sign in there first.', 'coop-credentials' ), $provider ),
			/* translators: %s: name of the sign-in provider. */
			'later'       => sprintf( __( '%s does not answer. Please try again in a few minutes.', 'coop-credentials' ), $provider ),
			/* translators: %s: name of the sign-in provider. */
			'trust'       => sprintf( __( 'We could not trust the answer from %s. You are not signed in.', 'coop-credentials' ), $provider ),
			'asks_for'    => array() === $labels
				? __( 'This site asks for a membership that was not confirmed.', 'coop-credentials' )
				/* translators: %s: list of what is asked for, such as "member of a listed co-op". */
				: sprintf( __( 'This site asks for: %s.', 'coop-credentials' ), implode( ', ', $labels ) ),
			'link'        => __( 'An account here may be yours. Confirm it once to connect it.', 'coop-credentials' ),
			'connected'   => __( 'This credential is connected to another account.', 'coop-credentials' ),
			'password'    => __( 'This account signs in with its password.', 'coop-credentials' ),
			'blocked'     => __( 'This account cannot sign in. Please contact the site.', 'coop-credentials' ),
			/* translators: %s: name of the sign-in provider. */
			'confirm'     => sprintf( __( 'Please confirm with %s that it is you.', 'coop-credentials' ), $provider ),
			'signed_out'  => __( 'You have been signed out. To go on, sign in again.', 'coop-credentials' ),
			/* translators: %d: number of minutes. */
			'too_many'    => sprintf( _n( 'Too many attempts. Try again in %d minute.', 'Too many attempts. Try again in %d minutes.', $minutes, 'coop-credentials' ), $minutes ),
			'no_such_way' => __( 'This way to sign in does not exist. It may have been switched off or renamed.', 'coop-credentials' ),
			/* translators: %s: name of the sign-in provider. */
			default       => sprintf( __( 'Sign-in with %s is not set up correctly. The site’s team can see why.', 'coop-credentials' ), $provider ),
		};
	}

	/**
	 * The text below its heading, without what the heading has just said.
	 *
	 * @param string       $reason      Code.
	 * @param string       $provider    Provider's label.
	 * @param list<string> $labels      What `require` asks for, in plain words.
	 * @param int|null     $retry_after Seconds until another try is worth it.
	 */
	public static function why( string $reason, string $provider, array $labels = array(), ?int $retry_after = null ): string {
		$text = self::text( $reason, $provider, $labels, $retry_after );
		$rest = trim( str_replace( self::heading( $reason, $provider ) . '.', '', $text ) );

		return '' === $rest ? $text : $rest;
	}
}
