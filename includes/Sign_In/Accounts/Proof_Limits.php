<?php
/**
 * How often somebody may prove that an account is theirs.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Rate_Limiter;

/**
 * Limits by account, because guesses come from many addresses.
 */
final class Proof_Limits {

	/** Bucket → [ attempts, seconds ]. */
	private const DEFAULTS = array(
		'link_proof' => array( 5, 900 ),
		'link_mail'  => array( 3, 3600 ),
		'link_token' => array( 5, 1800 ),
	);

	/**
	 * Builds the limits.
	 *
	 * @param Rate_Limiter $limiter Limiter.
	 */
	public function __construct( private readonly Rate_Limiter $limiter ) {
	}

	/**
	 * Counts one attempt before it is looked at.
	 *
	 * @param string     $bucket  `link_proof` (by account), `link_mail` (by account) or `link_token` (by identity).
	 * @param int|string $subject Account or identity.
	 * @throws Problem `rate_limited` (429).
	 */
	public function hit( string $bucket, int|string $subject ): void {
		list( $limit, $window ) = self::DEFAULTS[ $bucket ] ?? array( 5, 900 );
		/**
		 * Filters how often an account may be claimed.
		 *
		 * @since 0.1.0
		 *
		 * @param int    $limit  Attempts in the bucket's window.
		 * @param string $bucket link_proof, link_mail or link_token.
		 */
		$filtered = apply_filters( 'coop_credentials_link_limit', $limit, $bucket );
		$this->limiter->hit( $bucket, (string) $subject, is_numeric( $filtered ) ? (int) $filtered : $limit, $window );
	}
}
