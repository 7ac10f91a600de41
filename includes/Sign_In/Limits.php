<?php
/**
 * How often somebody may try.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Rate_Limiter;

/**
 * Limits by address. A venue's Wi-Fi is one address, so they are generous; what protects is elsewhere.
 */
final class Limits {

	/** Bucket → [ attempts, seconds ]. */
	private const DEFAULTS = array(
		'sign_in_start'    => array( 120, 60 ),
		'sign_in_callback' => array( 60, 60 ),
		'sign_in_failure'  => array( 20, 600 ),
		'provider_test'    => array( 10, 60 ),
		'backchannel'      => array( 60, 60 ),
	);

	/**
	 * Builds the limits.
	 *
	 * @param Rate_Limiter $limiter Limiter.
	 */
	public function __construct( private readonly Rate_Limiter $limiter ) {
	}

	/**
	 * Counts one attempt.
	 *
	 * @param string $bucket `sign_in_start`, `sign_in_callback`, `provider_test` or `backchannel`.
	 * @param string $about  Counted apart for each of these; '' for one count an address.
	 * @throws Problem `rate_limited` (429).
	 */
	public function hit( string $bucket, string $about = '' ): void {
		list( $limit, $window ) = self::of( $bucket );
		$this->limiter->hit( $bucket, $this->limiter->address() . ( '' === $about ? '' : '|' . $about ), $limit, $window );
	}

	/**
	 * Counts one failed callback, without refusing anything.
	 */
	public function failed(): void {
		$this->limiter->hit( 'sign_in_failure', $this->limiter->address(), PHP_INT_MAX, self::of( 'sign_in_failure' )[1] );
	}

	/**
	 * Refuses an address that has failed too often.
	 *
	 * @throws Problem `rate_limited` (429).
	 */
	public function check_failures(): void {
		list( $limit, $window ) = self::of( 'sign_in_failure' );
		if ( $this->limiter->count( 'sign_in_failure', $this->limiter->address(), $window ) >= $limit ) {
			throw new Problem( 'rate_limited', 429, '', 'wait', array(), $window );
		}
	}

	/**
	 * Limit of a bucket.
	 *
	 * @param string $bucket Bucket.
	 * @return array{int,int} Attempts, seconds.
	 */
	private static function of( string $bucket ): array {
		/**
		 * Filters how often an address may start and finish sign-ins.
		 *
		 * @since 0.1.0
		 *
		 * @param array{int,int} $limit  Attempts and window in seconds.
		 * @param string         $bucket sign_in_start, sign_in_callback, sign_in_failure, provider_test or backchannel.
		 */
		$limit = apply_filters( 'coop_credentials_sign_in_limit', self::DEFAULTS[ $bucket ] ?? array( 60, 60 ), $bucket );

		return is_array( $limit ) && is_numeric( $limit[0] ?? null ) && is_numeric( $limit[1] ?? null )
			? array( (int) $limit[0], max( 1, (int) $limit[1] ) )
			: array( 60, 60 );
	}
}
