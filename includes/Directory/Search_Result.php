<?php
/**
 * An answer of the directory.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

/**
 * One page with counts.
 */
final class Search_Result {

	/**
	 * @param list<array<string, mixed>> $items            Public items of this page.
	 * @param list<array<string, mixed>> $exact            Up to three whose name or identifier was typed.
	 * @param int|null                   $total            Of all pages; null when not asked for.
	 * @param bool                       $total_is_minimum There may be more than total.
	 * @param array<string, list<array{code: string, label: string, count: int}>> $facets Counts under all other filters.
	 * @param string|null                $previous         Cursor.
	 * @param string|null                $next             Cursor.
	 * @param string|null                $hint             Code: no_searchable_words.
	 * @param int                        $version          Of the directory.
	 * @param int                        $before           Items before this page.
	 */
	public function __construct(
		public readonly array $items,
		public readonly array $exact,
		public readonly ?int $total,
		public readonly bool $total_is_minimum,
		public readonly array $facets,
		public readonly ?string $previous,
		public readonly ?string $next,
		public readonly ?string $hint,
		public readonly int $version,
		public readonly int $before = 0
	) {}

	/**
	 * @return array<string, mixed> Answer of GET directory.
	 */
	public function to_array(): array {
		return array(
			'items'            => $this->items,
			'exact'            => $this->exact,
			'total'            => $this->total,
			'total_is_minimum' => $this->total_is_minimum,
			'facets'           => (object) $this->facets,
			'previous'         => $this->previous,
			'next'             => $this->next,
			'hint'             => $this->hint,
			'version'          => $this->version,
		);
	}
}
