<?php
/**
 * One outbound request.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * What to ask and what to accept.
 */
final class Http_Request {

	/**
	 * @param string                $method        GET or POST.
	 * @param string                $url           https.
	 * @param array<string, string> $headers       Name => value.
	 * @param string|null           $body          As sent.
	 * @param int                   $max_bytes     Of the answer, after decompression.
	 * @param float                 $timeout       Seconds for everything.
	 * @param list<int>             $accept_status Others are bad_status.
	 * @param bool                  $json          Demand a JSON content type and readable JSON.
	 * @param bool                  $personal      The answer is about one person: its size and form say nothing of the host's health.
	 */
	public function __construct(
		public readonly string $method,
		public readonly string $url,
		public readonly array $headers = array(),
		public readonly ?string $body = null,
		public readonly int $max_bytes = 65536,
		public readonly float $timeout = 5.0,
		public readonly array $accept_status = array( 200 ),
		public readonly bool $json = true,
		public readonly bool $personal = false
	) {}
}
