<?php
/**
 * An answer without the theme.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel\Front;

/**
 * Body as given: whoever makes it has escaped it.
 */
final class Plain {

	/**
	 * @param string                $body         Bytes.
	 * @param string                $content_type With charset.
	 * @param int                   $status       HTTP status.
	 * @param array<string, string> $headers      More headers; no-store unless they say otherwise.
	 */
	public function __construct(
		public readonly string $body,
		public readonly string $content_type,
		public readonly int $status = 200,
		public readonly array $headers = array()
	) {}
}
