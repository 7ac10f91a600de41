<?php
/**
 * A time budget over several requests.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

use CoopCredentials\Kernel\Http;
use CoopCredentials\Kernel\Http_Request;
use CoopCredentials\Kernel\Http_Response;
use CoopCredentials\Kernel\Problem;

/**
 * Lets all requests of one callback together take a limited time, so that no visitor waits for a slow provider four
 * times over.
 */
final class Budgeted_Http implements Http {

	/**
	 * Monotonic seconds at which the budget ends; null = not running.
	 *
	 * @var float|null
	 */
	private ?float $end = null;

	/**
	 * Builds the door.
	 *
	 * @param Http $http The real one.
	 */
	public function __construct( private readonly Http $http ) {
	}

	/**
	 * Starts a budget.
	 *
	 * @param float $seconds Seconds for all requests from now on.
	 */
	public function start( float $seconds ): void {
		$this->end = self::seconds() + $seconds;
	}

	/**
	 * Ends the budget: later requests have their own time each.
	 */
	public function stop(): void {
		$this->end = null;
	}

	/**
	 * Sends one request within what is left.
	 *
	 * @param Http_Request $request Request.
	 * @throws Problem `timeout` when nothing is left, else as the door below.
	 */
	public function request( Http_Request $request ): Http_Response {
		if ( null === $this->end ) {
			return $this->http->request( $request );
		}

		$left = $this->end - self::seconds();
		if ( $left < 0.2 ) {
			throw new Problem( 'timeout', 503 );
		}

		return $this->http->request(
			new Http_Request(
				$request->method,
				$request->url,
				$request->headers,
				$request->body,
				$request->max_bytes,
				min( $request->timeout, $left ),
				$request->accept_status,
				$request->json,
				$request->personal
			)
		);
	}

	/**
	 * A clock that never jumps.
	 */
	private static function seconds(): float {
		return hrtime( true ) / 1e9;
	}
}
