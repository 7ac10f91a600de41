<?php
/**
 * Search in the directory.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

/**
 * Answers GET directory and the directory block. Warm: one read of options and one page of rows.
 */
final class Directory_Search {

	/** From here on a text search walks the list in order instead of asking the text index. */
	private const DENSE = 5000;

	/** Nearest organisations an order by distance knows. */
	private const NEAREST = 500;

	private const POINTS = 5000;

	public function __construct(
		private readonly Search_Repository $repository,
		private readonly Search_Tokens $tokens,
		private readonly Facet_Service $facets,
		private readonly Directory_Version $version,
		private readonly Standing_Service $standings,
		private readonly Public_Item $items,
		private readonly Words $words
	) {}

	/**
	 * @param Search_Query $query
	 * @param bool $with_counts Total and facets; without them the answer is cheaper.
	 * @throws \CoopCredentials\Kernel\Problem With reason invalid_cursor, cursor_filter_mismatch (400).
	 */
	public function search( Search_Query $query, bool $with_counts = true ): Search_Result {
		$this->standings->refresh_due();
		$version = $this->version->current();
		$terms   = $this->tokens->query( $query->search );
		$all     = $this->facets->all();
		if ( '' !== $query->search && $terms->is_empty() ) {
			$none = new Facets( array(), array() );
			return new Search_Result( array(), array(), 0, false, $this->labelled( $none->counts( $query, $all ) ), null, null, 'no_searchable_words', $version );
		}
		$cursor = null === $query->cursor ? null : Cursor::decode( $query->cursor, $query->orderby, $query->filter_hash() );
		if ( null !== $query->near ) {
			return $this->near( $query, $terms, $cursor, $all, $version );
		}
		$plain  = $terms->is_empty() && null === $query->bbox;
		$facets = $plain && array() === $query->sector ? $all : $this->facets->under( $query, $terms );
		$total  = $facets->total( $query );
		$exact  = null === $cursor && ! $terms->is_empty() ? $this->exact( $query->search ) : array();
		$driver = $this->driver( $query, $terms, $all, $total );
		$page   = $this->repository->page( $query, $terms, $driver, $cursor?->key, $cursor->back ?? false, $query->per_page + 1 );
		return $this->result( $query, $cursor, $page, $exact, $with_counts ? $total : null, ! $terms->is_empty() && $total >= Search_Repository::SEARCH_LIMIT, $with_counts ? $this->labelled( $facets->counts( $query, $all ) ) : array(), $version );
	}

	/**
	 * Which filter or index a page is read along: the one that leaves least to check.
	 */
	private function driver( Search_Query $query, Search_Terms $terms, Facets $all, int $total ): string {
		$text = ! $terms->is_empty();
		if ( $text && $this->repository->has_fulltext() && ! $terms->only_noise && $total < self::DENSE ) {
			return 'match';
		}
		if ( null !== $query->bbox && $total < self::DENSE ) {
			return 'place';
		}
		if ( 'newest' === $query->orderby ) {
			return '';
		}
		$best = '';
		$low  = PHP_INT_MAX;
		foreach ( $query->lists() as $name => $values ) {
			$count = $all->count( $name, $values );
			if ( $count < $low ) {
				$best = $name;
				$low  = $count;
			}
		}
		if ( null !== $query->level && $query->level > 0 && $all->count( 'level', array_map( 'strval', range( $query->level, 4 ) ) ) < $low ) {
			$best = 'level';
		}
		return $best;
	}

	/**
	 * @param Search_Query $query
	 * @param Cursor|null $cursor
	 * @param list<array{key: string, organisation: Organisation}> $page  One more than fits, in reading direction.
	 * @param list<array<string, mixed>>                           $exact Items.
	 * @param int|null $total
	 * @param bool $minimum
	 * @param array<string, list<array{code: string, label: string, count: int}>> $facets Labelled.
	 * @param int $version
	 */
	private function result( Search_Query $query, ?Cursor $cursor, array $page, array $exact, ?int $total, bool $minimum, array $facets, int $version ): Search_Result {
		$back   = $cursor->back ?? false;
		$more   = count( $page ) > $query->per_page;
		$page   = array_slice( $page, 0, $query->per_page );
		$before = $cursor->before ?? 0;
		if ( $back ) {
			$page   = array_reverse( $page );
			$before = $more ? max( 1, $before - count( $page ) ) : 0;
		}
		$hash     = $query->filter_hash();
		$previous = null;
		$next     = null;
		if ( array() !== $page ) {
			$has_before = $back ? $more : null !== $cursor;
			$has_after  = $back || $more;
			$previous   = $has_before ? ( new Cursor( $query->orderby, $hash, true, $page[0]['key'], $before ) )->encode() : null;
			$next       = $has_after ? ( new Cursor( $query->orderby, $hash, false, $page[ count( $page ) - 1 ]['key'], $before + count( $page ) ) )->encode() : null;
		}
		$items = array_map( fn( array $item ): array => $this->items->of( $item['organisation'] ), $page );
		return new Search_Result( $items, $exact, $total, $minimum, $facets, $previous, $next, null, $version, $before );
	}

	/**
	 * Organisations whose identifier or whole name was typed.
	 *
	 * @return list<array<string, mixed>>
	 */
	private function exact( string $search ): array {
		$keys = array();
		foreach ( array( Identifier::LEI, Identifier::COOPS_UK, Identifier::COOP_DOMAIN, Identifier::DOTCOOP_ORG, Identifier::WIKIDATA, Identifier::URL ) as $scheme ) {
			$identifier = Identifier::tried( $scheme, '', $search );
			if ( null !== $identifier ) {
				$keys[] = $identifier->value_key();
			}
		}
		/**
		 * Filters the registers whose numbers may be typed into the search.
		 *
		 * @since 0.1.0
		 *
		 * @param list<string> $issuers Jurisdiction and registrar, e.g. GB-COH.
		 */
		foreach ( (array) apply_filters( 'coop_credentials_search_registers', array( 'GB-COH' ) ) as $issuer ) {
			$identifier = is_string( $issuer ) ? Identifier::tried( Identifier::REGISTRATION, $issuer, $search ) : null;
			if ( null !== $identifier ) {
				$keys[] = $identifier->value_key();
			}
		}
		return array_map( array( $this->items, 'of' ), $this->repository->exact( $keys, $this->tokens->sort_prefix( $search ) ) );
	}

	/**
	 * Within a radius: the box comes from the index, the circle is checked on the points.
	 */
	private function near( Search_Query $query, Search_Terms $terms, ?Cursor $cursor, Facets $all, int $version ): Search_Result {
		$near  = $query->near ?? array( 0.0, 0.0 );
		$found = array();
		$cube  = array();
		$after = 0;
		$total = 0;
		do {
			$points = $this->repository->points( $query, $terms, $after, self::POINTS );
			foreach ( $points as $point ) {
				$after    = $point['id'];
				$distance = Geometry::distance( $near[0], $near[1], $point['latitude'], $point['longitude'] );
				if ( $distance > $query->radius ) {
					continue;
				}
				++$total;
				$key             = implode( '|', $point['row'] );
				$cube[ $key ]    = array( $point['row'][0], $point['row'][1], $point['row'][2], $point['row'][3], ( $cube[ $key ][4] ?? 0 ) + 1 );
				$found[ $after ] = $distance;
			}
			asort( $found );
			$found = array_slice( $found, 0, self::NEAREST, true );
			$full  = self::POINTS === count( $points );
		} while ( $full );
		$start = $cursor->before ?? 0;
		$ids   = array_slice( array_keys( $found ), $start, $query->per_page );
		$rows  = $this->repository->by_ids( $ids );
		$items = array();
		foreach ( $ids as $id ) {
			if ( isset( $rows[ $id ] ) ) {
				$items[] = $this->items->of( $rows[ $id ] );
			}
		}
		$hash     = $query->filter_hash();
		$end      = $start + count( $ids );
		$next     = $end < count( $found ) ? ( new Cursor( $query->orderby, $hash, false, (string) $end, $end ) )->encode() : null;
		$previous = $start > 0 ? ( new Cursor( $query->orderby, $hash, false, '0', max( 0, $start - $query->per_page ) ) )->encode() : null;
		$facets   = new Facets( array_values( $cube ), array() );
		return new Search_Result( $items, array(), $total, false, $this->labelled( $facets->counts( $query, $all ) ), $previous, $next, null, $version, $start );
	}

	/**
	 * @param array<string, array<string, int>> $counts Facet => code => count.
	 * @return array<string, list<array{code: string, label: string, count: int}>>
	 */
	private function labelled( array $counts ): array {
		$facets = array();
		foreach ( $counts as $facet => $codes ) {
			$facets[ $facet ] = array();
			foreach ( $codes as $code => $count ) {
				$facets[ $facet ][] = array(
					'code'  => (string) $code,
					'label' => $this->words->facet( $facet, (string) $code ),
					'count' => $count,
				);
			}
		}
		return $facets;
	}
}
