<?php
/**
 * The address a provider has confirmed.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Verified;

/**
 * Reads `email` with its own `email_verified` (OpenID Connect Core 1.0 §5.1). Only the boolean `true` confirms: texts and
 * numbers that look like it are what broken providers send for "not checked".
 */
final class Confirmed_Email {

	private const MAX_BYTES = 100;

	/**
	 * The address, if the provider's policy wants one.
	 *
	 * @param Provider $provider Provider.
	 * @param Verified $verified Verified answer.
	 * @return string|null Lower case; null when there is none that counts.
	 */
	public static function of( Provider $provider, Verified $verified ): ?string {
		if ( 'none' === $provider->text( 'email' ) || $provider->is_ephemeral() ) {
			return null;
		}

		return self::from( $verified->claims ) ?? ( null !== $verified->userinfo ? self::from( $verified->userinfo ) : null );
	}

	/**
	 * The address of one document. Address and confirmation must come from the same one.
	 *
	 * @param \stdClass $claims Claims.
	 */
	private static function from( \stdClass $claims ): ?string {
		$email = $claims->email ?? null;
		if ( true !== ( $claims->email_verified ?? null ) || ! is_string( $email ) || strlen( $email ) > self::MAX_BYTES ) {
			return null;
		}

		// Letters that only look alike are another address; the database might take them for the same.
		return 1 === preg_match( '/\A[\x21-\x7e]+\z/', $email ) && false !== is_email( $email ) ? strtolower( $email ) : null;
	}
}
