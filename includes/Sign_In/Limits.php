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
use CoopCredentials\Sign_In\Flow\Proxy_Watch;

/**
 * Limits by address and by browser. A venue's Wi-Fi is one address, so the first are generous; what protects is elsewhere.
 */
final class Limits {

	/** Bucket → [ attempts, seconds ]. */
	private const DEFAULTS = array(
		'sign_in_start'    => array( 120, 60 ),
		'sign_in_browser'  => array( 20, 60 ),
		'sign_in_callback' => array( 60, 60 ),
		'sign_in_failure'  => array( 20, 600 ),
		'provider_test'    => array( 10, 60 ),
		'backchannel'      => array( 60, 60 ),
		// Refusals with a row of their own in the log: of a network, and of one kind.
		'refusal_network'  => array( 20, 3600 ),
		'refusal_kind'     => array( 100, 3600 ),
	);

	/** How much more an address may do that stands for many browsers. */
	private const SHARED = 10;

	/**
	 * Builds the limits.
	 *
	 * @param Rate_Limiter $limiter Limiter.
	 * @param Cookies      $cookies To tell browsers apart.
	 * @param Proxy_Watch  $proxies Whether an address stands for many.
	 */
	public function __construct(
		private readonly Rate_Limiter $limiter,
		private readonly Cookies $cookies,
		private readonly Proxy_Watch $proxies,
	) {
	}

	/**
	 * Counts one start, of this browser and of this address.
	 *
	 * @throws Problem `rate_limited` (429).
	 */
	public function start(): void {
		$browser = $this->cookies->browser();
		if ( null !== $browser ) {
			list( $limit, $window ) = self::of( 'sign_in_browser' );
			$this->limiter->hit( 'sign_in_browser', $browser, $limit, $window );
		}
		$this->hit( 'sign_in_start' );
		if ( null === $browser ) {
			$this->cookies->mark_browser();
		}
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
		$subject                = $this->limiter->address() . ( '' === $about ? '' : '|' . $about );
		try {
			$this->limiter->hit( $bucket, $subject, $limit, $window );
		} catch ( Problem $problem ) {
			if ( 429 !== $problem->status || null === $this->proxies->of_request() ) {
				throw $problem;
			}
			$this->limiter->hit( $bucket . '_shared', $subject, self::SHARED * $limit, $window );
		}
	}

	/**
	 * Counts one answer. One with its row and its cookie is bounded by the starts and by this browser's failures; what others
	 * do at the same address must not keep it out.
	 *
	 * @param bool $own Whether this browser began what is answered.
	 * @throws Problem `rate_limited` (429).
	 */
	public function answer( bool $own ): void {
		$browser = $this->cookies->browser();
		if ( ! $own || null === $browser ) {
			$this->hit( 'sign_in_callback' );
			$this->check_failures();
			return;
		}
		list( $limit, $window ) = self::of( 'sign_in_failure' );
		if ( $this->limiter->count( 'sign_in_failure', $browser, $window ) >= $limit ) {
			throw new Problem( 'rate_limited', 429, '', 'wait', array(), $this->limiter->wait( $window ) );
		}
	}

	/**
	 * Counts one failed callback, without refusing anything.
	 */
	public function failed(): void {
		$window = self::of( 'sign_in_failure' )[1];
		foreach ( array_filter( array( $this->limiter->address(), $this->cookies->browser() ) ) as $subject ) {
			$this->limiter->hit( 'sign_in_failure', $subject, PHP_INT_MAX, $window );
		}
	}

	/**
	 * Counts one refusal, whatever came of it, and says whether the log still has a row for it. A network that has had its
	 * share leaves the others theirs.
	 *
	 * @param string $kind Event and reason.
	 * @return array{int,\DateTimeImmutable} 0 while it has a row of its own, else its place among those of the kind that have none;
	 *                                       since when these are counted.
	 * @throws Problem When the database cannot count.
	 */
	public function refused( string $kind ): array {
		try {
			list( $limit, $window ) = self::of( 'refusal_network' );
			$this->limiter->hit( 'refusal_network', $this->limiter->network(), $limit, $window );
			list( $limit, $window ) = self::of( 'refusal_kind' );
			$this->limiter->hit( 'refusal_kind', $kind, $limit, $window );
			return array( 0, $this->limiter->since( $window ) );
		} catch ( Problem $problem ) {
			if ( 429 !== $problem->status ) {
				throw $problem;
			}
		}

		$window = self::of( 'refusal_kind' )[1];
		$since  = $this->limiter->since( $window );
		try {
			$this->limiter->hit( 'refusal_first', $kind, 1, $window );
			return array( 1, $since ); // Of any number at once exactly one: it makes the row that the others count in.
		} catch ( Problem $problem ) {
			if ( 429 !== $problem->status ) {
				throw $problem;
			}
		}
		$this->limiter->hit( 'refusal_next', $kind, PHP_INT_MAX, $window );

		return array( 1 + $this->limiter->count( 'refusal_next', $kind, $window ), $since );
	}

	/**
	 * Refuses an address that has failed too often; where it stands for many, the browser that has.
	 *
	 * @throws Problem `rate_limited` (429).
	 */
	private function check_failures(): void {
		list( $limit, $window ) = self::of( 'sign_in_failure' );
		$failures               = $this->limiter->count( 'sign_in_failure', $this->limiter->address(), $window );
		if ( $failures < $limit ) {
			return;
		}
		$browser = $this->cookies->browser();
		if ( $failures < self::SHARED * $limit && null !== $browser && null !== $this->proxies->of_request() && $this->limiter->count( 'sign_in_failure', $browser, $window ) < $limit ) {
			return;
		}

		throw new Problem( 'rate_limited', 429, '', 'wait', array(), $this->limiter->wait( $window ) );
	}

	/**
	 * Limit of a bucket.
	 *
	 * @param string $bucket Bucket.
	 * @return array{int,int} Attempts, seconds.
	 */
	private static function of( string $bucket ): array {
		/**
		 * Filters how often an address or a browser may start and finish sign-ins.
		 *
		 * @since 0.1.0
		 *
		 * @param array{int,int} $limit  Attempts and window in seconds.
		 * @param string         $bucket sign_in_start, sign_in_browser, sign_in_callback, sign_in_failure, provider_test, backchannel,
		 *                              refusal_network or refusal_kind (refusals with a row of their own in the log).
		 */
		$limit = apply_filters( 'coop_credentials_sign_in_limit', self::DEFAULTS[ $bucket ] ?? array( 60, 60 ), $bucket );

		return is_array( $limit ) && is_numeric( $limit[0] ?? null ) && is_numeric( $limit[1] ?? null )
			? array( (int) $limit[0], max( 1, (int) $limit[1] ) )
			: array( 60, 60 );
	}
}
