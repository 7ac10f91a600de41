<?php
/**
 * What the directory knows of an organisation.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * The facts that stand above what a provider says.
 */
final class Facts {

	/**
	 * Keeps the facts.
	 *
	 * @param string       $primary_id Canonical id of the organisation.
	 * @param string       $name       Name shown.
	 * @param string|null  $category   One of the eight categories.
	 * @param string|null  $country    ISO 3166-1 alpha-2.
	 * @param int|null     $level      0–4.
	 * @param list<string> $policy     Trust-policy switches it has: listed, badged, sign_in, offer, redeem.
	 */
	public function __construct(
		public readonly string $primary_id,
		public readonly string $name,
		public readonly ?string $category,
		public readonly ?string $country,
		public readonly ?int $level,
		public readonly array $policy,
	) {
	}

	/**
	 * Whether the organisation stands in the public directory.
	 */
	public function is_listed(): bool {
		return in_array( 'listed', $this->policy, true );
	}
}
