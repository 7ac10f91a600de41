<?php
/**
 * Parameters that must come back.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * A provider that asks different things by a request parameter (e.g. `pres_req_conf_id`) must say which one it answered:
 * else the answer to an easier question would count.
 */
final class Echoed_Parameters {

	/** Reason of a sign-in that fails for it. */
	public const REASON = 'provider_parameter';

	/**
	 * Checks the claims of the verified ID token.
	 *
	 * @param array<string, Path>   $echo   Parameter => path at which it must come back.
	 * @param array<string, string> $sent   What was sent.
	 * @param \stdClass             $claims Claims of the ID token.
	 * @return string|null The reason code when one differs or is missing; null when all is well.
	 */
	public static function problem( array $echo, array $sent, \stdClass $claims ): ?string {
		foreach ( $echo as $name => $path ) {
			$wanted = $sent[ $name ] ?? '';
			if ( '' === $wanted || array( $wanted ) !== $path->select( $claims ) ) {
				return self::REASON;
			}
		}
		return null;
	}
}
