<?php
/**
 * What Site Health says about addresses.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Flow;

use CoopCredentials\Kernel\Health_Result;

/**
 * Puts the finding of {@see Proxy_Watch} into words, with the one thing to do.
 */
final class Proxy_Health {

	/**
	 * The answer.
	 *
	 * @param string|null $finding Finding of the watch.
	 */
	public static function result( ?string $finding ): Health_Result {
		if ( null === $finding ) {
			return new Health_Result( 'good', __( 'Visitors can be told apart', 'coop-credentials' ), __( 'Limits on sign-ins count each address apart.', 'coop-credentials' ) );
		}

		return new Health_Result(
			'recommended',
			__( 'All visitors seem to have one address', 'coop-credentials' ),
			( Proxy_Watch::PROXY === $finding
				? __( 'Requests reach this site through a proxy it does not know of.', 'coop-credentials' )
				: __( 'Nearly all sign-ins of the last hour came from one address. That may be a proxy in front of this site, or somebody who tries something.', 'coop-credentials' ) )
			. ' ' . __( 'Until that is settled, limits count each browser apart. If there is a proxy, put its address into the constant COOP_CREDENTIALS_TRUSTED_PROXIES.', 'coop-credentials' )
		);
	}
}
