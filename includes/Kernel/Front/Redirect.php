<?php
/**
 * A way on.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel\Front;

/**
 * Always no-store.
 */
final class Redirect {

	/**
	 * @param string                $url      Absolute.
	 * @param int                   $status   303 unless permanent.
	 * @param array<string, string> $headers  More headers.
	 * @param bool                  $external The host is allowed for this one redirect.
	 */
	public function __construct(
		public readonly string $url,
		public readonly int $status = 303,
		public readonly array $headers = array(),
		public readonly bool $external = false
	) {}
}
