<?php
/**
 * Proof Key for Code Exchange, and the nonce.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

/**
 * Derives what binds an answer to the browser that asked.
 *
 * Neither verifier nor nonce is stored: both follow from a secret only the browser holds and the state, so that a copy
 * of the database completes no sign-in. 32 bytes in base64url give the 43 characters RFC 7636 §4.1 asks for.
 */
final class Pkce {

	/**
	 * The code verifier (RFC 7636 §4.1).
	 *
	 * @param string $browser_secret 32 bytes the browser's cookie holds.
	 * @param string $state          State of this attempt.
	 */
	public static function verifier( #[\SensitiveParameter] string $browser_secret, string $state ): string {
		return Base64_Url::encode( hash_hmac( 'sha256', 'pkce-verifier|' . $state, $browser_secret, true ) );
	}

	/**
	 * The S256 challenge (RFC 7636 §4.2).
	 *
	 * @param string $verifier Code verifier.
	 */
	public static function challenge( #[\SensitiveParameter] string $verifier ): string {
		return Base64_Url::encode( hash( 'sha256', $verifier, true ) );
	}

	/**
	 * The nonce (OpenID Connect Core 1.0 §15.5.2).
	 *
	 * @param string $browser_secret 32 bytes the browser's cookie holds.
	 * @param string $state          State of this attempt.
	 */
	public static function nonce( #[\SensitiveParameter] string $browser_secret, string $state ): string {
		return Base64_Url::encode( hash_hmac( 'sha256', 'nonce|' . $state, $browser_secret, true ) );
	}
}
