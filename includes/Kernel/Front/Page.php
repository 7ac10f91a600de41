<?php
/**
 * A page of ours.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel\Front;

/**
 * Shown by the theme's page template.
 */
final class Page {

	/**
	 * @param string                $title   Plain text.
	 * @param string                $content Block markup, or escaped HTML.
	 * @param int                   $status  HTTP status.
	 * @param bool                  $private private, no-store, and marked for page caches.
	 * @param bool                  $noindex Not for search engines.
	 * @param array<string, string> $headers More headers; they win over the usual ones.
	 * @param bool                  $titled  Whether the content has the title in it, so that a block theme leaves its own out.
	 */
	public function __construct(
		public readonly string $title,
		public readonly string $content,
		public readonly int $status = 200,
		public readonly bool $private = true,
		public readonly bool $noindex = true,
		public readonly array $headers = array(),
		public readonly bool $titled = false
	) {}
}
