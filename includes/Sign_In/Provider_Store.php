<?php
/**
 * Where providers are kept.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Problem;

/**
 * The providers of a site, or those of a network of sites: what the editor needs of either.
 */
interface Provider_Store {

	/**
	 * One provider.
	 *
	 * @param string $slug Slug.
	 */
	public function find( string $slug ): ?Provider;

	/**
	 * Stores a provider.
	 *
	 * @param Provider    $provider Provider.
	 * @param string|null $hash     Version the change is based on; null for a new one.
	 * @return Provider As stored.
	 * @throws Problem `provider_exists`, `edit_conflict` (409), or why it cannot be kept here.
	 */
	public function save( Provider $provider, ?string $hash = null ): Provider;

	/**
	 * Another record that claims the same people and gets its answers from elsewhere.
	 *
	 * @param Provider $provider Provider.
	 */
	public function rival( Provider $provider ): ?Provider;

	/**
	 * Removes a provider.
	 *
	 * @param string $slug Slug.
	 */
	public function delete( string $slug ): bool;
}
