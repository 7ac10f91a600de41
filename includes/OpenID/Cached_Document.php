<?php
/**
 * A document fetched from a provider.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

/**
 * One good answer, kept with the address it came from.
 */
final class Cached_Document {

	/**
	 * Builds the document.
	 *
	 * @param string $url         Address it was read from; another address makes it useless.
	 * @param string $body        JSON text.
	 * @param int    $fetched_at  UTC seconds.
	 * @param int    $fresh_until UTC seconds.
	 */
	public function __construct(
		public readonly string $url,
		public readonly string $body,
		public readonly int $fetched_at,
		public readonly int $fresh_until,
	) {
	}
}
