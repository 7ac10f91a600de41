<?php
/**
 * Where fetched documents are kept.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

/**
 * Keeps the last good metadata and key set of each provider.
 */
interface Document_Cache {

	/**
	 * The last good document.
	 *
	 * @param string $provider Provider slug.
	 * @param string $kind     `metadata` or `keys`.
	 */
	public function read( string $provider, string $kind ): ?Cached_Document;

	/**
	 * Keeps a good document in the place of the last one.
	 *
	 * @param string          $provider Provider slug.
	 * @param string          $kind     `metadata` or `keys`.
	 * @param Cached_Document $document Document.
	 */
	public function write( string $provider, string $kind, Cached_Document $document ): void;

	/**
	 * Takes the right to one extra fetch. Atomic: of many callers in one period exactly one gets true.
	 *
	 * @param string $provider Provider slug.
	 * @param string $kind     `metadata` or `keys`.
	 * @param int    $now      UTC seconds.
	 * @param int    $seconds  Length of the period.
	 */
	public function take_turn( string $provider, string $kind, int $now, int $seconds ): bool;

	/**
	 * Forgets everything of one provider.
	 *
	 * @param string $provider Provider slug.
	 */
	public function forget( string $provider ): void;
}
