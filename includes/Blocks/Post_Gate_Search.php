<?php
/**
 * Searches, answered as if the text behind gates were not there.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

defined( 'ABSPATH' ) || exit;

/**
 * Whether a post is found, left out, counted or put first must not depend on text that the visitor may not read: otherwise
 * somebody reads it one guess at a time. So a gated post is weighed by its open columns alone, also for words that results
 * must not hold ("-word"). All of it is part of the statement WordPress sends anyway, so pages and counts are right.
 */
final class Post_Gate_Search {

	/** Columns WordPress searches. */
	private const COLUMNS = array( 'post_title', 'post_excerpt', 'post_content' );

	/**
	 * Takes the posts.
	 *
	 * @param Post_Gate_Repository $posts Posts.
	 */
	public function __construct( private readonly Post_Gate_Repository $posts ) {}

	/**
	 * Whether the present account may find what stands behind gates: those who edit what others wrote read it anyway.
	 */
	public function sees_all(): bool {
		return current_user_can( 'edit_others_posts' );
	}

	/**
	 * Whether a query for comments is one that must not tell of closed posts: a search, or a list of those of many posts.
	 * The comments of one post are shown or hidden with it; in the administration people moderate.
	 *
	 * @param \WP_Comment_Query $query Query.
	 */
	public function is_open( \WP_Comment_Query $query ): bool {
		$vars = $query->query_vars;
		return ! $this->sees_all()
			&& ( ! in_array( $vars['search'] ?? '', array( '', null ), true ) || ( ! is_admin() && in_array( $vars['post_id'] ?? 0, array( 0, '0', '', null ), true ) ) );
	}

	/**
	 * Whether a query may list files. What the administration lists is for those who upload.
	 *
	 * @param \WP_Query $query Query.
	 */
	public function lists_files( \WP_Query $query ): bool {
		$types = (array) $query->get( 'post_type' );
		return ! is_admin() && ! $query->is_singular() && ( $query->is_search() || array() !== array_intersect( array( 'attachment', 'any' ), $types ) ) && ! $this->sees_all();
	}

	/**
	 * Condition of a search.
	 *
	 * @param string    $search Condition of WordPress, with what other plugins made of it; '' when nothing is searched.
	 * @param \WP_Query $query  Query whose terms WordPress has just parsed.
	 */
	public function condition( string $search, \WP_Query $query ): string {
		$terms = $query->get( 'search_terms' );
		$terms = array_values( array_filter( is_array( $terms ) ? $terms : array(), 'is_string' ) );
		if ( '' === $search || array() === $terms ) {
			return $search;
		}
		$columns = $this->columns( $query );
		$prefix  = apply_filters( 'wp_query_search_exclusion_prefix', '-' ); // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals.NonPrefixedHooknameFound -- core's.
		$wanted  = array();
		foreach ( $terms as $term ) {
			$out      = is_string( $prefix ) && '' !== $prefix && str_starts_with( $term, $prefix );
			$wanted[] = array(
				'term' => $out ? substr( $term, 1 ) : $term,
				'out'  => $out,
			);
		}
		return $this->posts->search_condition( $search, $wanted, $columns, (bool) $query->get( 'exact' ), ! is_user_logged_in() );
	}

	/**
	 * Order of what is found. Where WordPress looks for the whole sentence in the text (steps 4 and 5 of its six), gated
	 * posts come last.
	 *
	 * @param string $order Order of WordPress.
	 */
	public function order( string $order ): string {
		return str_starts_with( $order, '(CASE ' ) && str_ends_with( $order, ' END)' ) ? $this->posts->search_order( $order ) : $order;
	}

	/**
	 * A search that lets no plugin filter its statement (`suppress_filters`, the default of `get_posts()`) finds no gated
	 * post at all.
	 *
	 * @param \WP_Query $query Query before its statement is made.
	 */
	public function leave_out( \WP_Query $query ): void {
		$gated = $this->posts->gated();
		if ( array() === $gated ) {
			return;
		}
		$only = $query->get( 'post__in' );
		if ( is_array( $only ) && array() !== $only ) { // With this, WordPress ignores the other.
			$left = array_diff( array_map( 'absint', array_filter( $only, 'is_scalar' ) ), $gated );
			$query->set( 'post__in', array() === $left ? array( 0 ) : array_values( $left ) );
			return;
		}
		$not = $query->get( 'post__not_in' );
		$query->set( 'post__not_in', array_merge( is_array( $not ) ? $not : array(), $gated ) );
	}

	/**
	 * Columns that are searched, as WordPress chose them a moment ago.
	 *
	 * @param \WP_Query $query Query.
	 *
	 * @return list<string>
	 */
	private function columns( \WP_Query $query ): array {
		$asked   = $query->get( 'search_columns' );
		$asked   = '' === $asked || array() === $asked || null === $asked ? self::COLUMNS : (array) $asked;
		$columns = (array) apply_filters( 'post_search_columns', $asked, $query->get( 's' ), $query ); // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals.NonPrefixedHooknameFound -- core's.
		$columns = array_values( array_intersect( self::COLUMNS, $columns ) );
		return array() === $columns ? self::COLUMNS : $columns;
	}
}
