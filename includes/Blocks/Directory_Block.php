<?php
/**
 * Block coop-credentials/co-op-directory.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Directory\Directory_Search;
use CoopCredentials\Directory\Search_Query;
use CoopCredentials\Directory\Search_Result;
use CoopCredentials\Kernel\Problem;

defined( 'ABSPATH' ) || exit;

/**
 * A GET form and plain links, the same for everyone; with script the router region is swapped.
 */
final class Directory_Block implements Block_Renderer {

	public const NAME = 'coop-credentials/co-op-directory';

	/**
	 * Blocks rendered so far: the second on a page has its own arguments.
	 *
	 * @var int
	 */
	private int $count = 0;

	/**
	 * Takes what it shows.
	 *
	 * @param Directory_Search  $search  The directory.
	 * @param Directory_Items   $items   Markup of the entries.
	 * @param Directory_Filters $filters Markup of the filters.
	 * @param Preview           $preview Editor's preview.
	 */
	public function __construct(
		private readonly Directory_Search $search,
		private readonly Directory_Items $items,
		private readonly Directory_Filters $filters,
		private readonly Preview $preview,
	) {}

	/**
	 * Markup of the block.
	 *
	 * @param Attributes $attributes `layout`, `perPage`, `showFilters`, preset codes, `headingLevel`.
	 */
	public function render( Attributes $attributes ): string {
		++$this->count;
		$number = $this->count;
		$preset = array();
		foreach ( Directory_Request::LISTS as $name ) {
			$preset[ $name ] = $attributes->codes( $name );
		}
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- filters of a public list.
		$query    = $this->preview->is_on() ? array() : wp_unslash( $_GET );
		$request  = new Directory_Request( is_array( $query ) ? $query : array(), 1 === $number ? 'coop_' : 'coop' . $number . '_', $preset, Html::current_path() );
		$per_page = $attributes->number( 'perPage', array( 12, 24, 48 ) );
		$notice   = '';
		try {
			$result = $this->search->search( Search_Query::from_array( $request->criteria( $per_page ) ) );
		} catch ( Problem $problem ) {
			if ( $problem->status >= 500 ) {
				throw $problem;
			}
			$result = $this->search->search( Search_Query::from_array( array_intersect_key( $request->criteria( $per_page, true ), array_filter( $preset ) + array( 'per_page' => 1 ) ) ) );
			$notice = Html::note( 'plain', __( 'The list changed since', 'coop-credentials' ), '<p>' . Html::text( __( 'This is its first page.', 'coop-credentials' ) ) . '</p>' );
		}
		if ( array() === $result->items && ! $request->is_filtered() && $this->preview->is_on() ) {
			return $this->preview->hint(
				__( 'This directory has no entries yet', 'coop-credentials' ),
				__( 'Visitors see a short sentence here until there are some.', 'coop-credentials' ),
				admin_url( 'admin.php?page=coop-credentials-directory' ),
				__( 'Import co-ops', 'coop-credentials' )
			);
		}
		$layout  = in_array( $request->text( 'view' ), array( 'grid', 'list', 'table' ), true ) ? $request->text( 'view' ) : $attributes->choice( 'layout', array( 'grid', 'list', 'table' ) );
		$level   = $attributes->number( 'headingLevel', array( 3, 2, 4 ) );
		$wrapper = get_block_wrapper_attributes(
			array(
				'class'                 => 'coop-credentials is-' . $layout,
				'data-wp-interactive'   => self::NAME,
				'data-wp-router-region' => 'coop-credentials-directory-' . $number,
			)
		);
		return '<div ' . $wrapper . '><form class="coop-credentials-find" method="get" role="search" action="' . esc_url( (string) strtok( $request->start(), '?' ) ) . '" aria-label="' . esc_attr__( 'Co-ops', 'coop-credentials' ) . '" data-wp-on--submit="actions.search">'
			. Html::hidden( $request->others() ) . $this->field( $request, $number )
			. ( $attributes->flag( 'showFilters', true ) ? $this->filters->render( $request, $result ) : '' )
			. '<div class="coop-credentials-results coop-credentials-stack">' . $notice . $this->head( $request, $result, $layout ) . $this->filters->chips( $request, $result )
			. ( array() === $result->items ? $this->nothing( $request, $result, $per_page ) : $this->items->render( $result->items, $layout, $level ) ) . $this->pager( $request, $result ) . '</div></form></div>';
	}

	/**
	 * The search field.
	 *
	 * @param Directory_Request $request Asked.
	 * @param int               $number  Block on the page.
	 */
	private function field( Directory_Request $request, int $number ): string {
		$id = 'coop-credentials-search-' . $number;
		return '<div class="coop-credentials-search"><label for="' . esc_attr( $id ) . '">' . Html::text( __( 'Name, place or activity', 'coop-credentials' ) ) . '</label><div class="coop-credentials-row"><input type="search" id="' . esc_attr( $id ) . '" name="' . esc_attr( $request->prefix . 'search' )
			. '" value="' . esc_attr( $request->text( 'search' ) ) . '" maxlength="200"><button type="submit" class="' . esc_attr( Html::button_class() ) . '">' . Html::text( __( 'Search', 'coop-credentials' ) ) . '</button></div></div>';
	}

	/**
	 * How many, and the views.
	 *
	 * @param Directory_Request $request Asked.
	 * @param Search_Result     $result  Found.
	 * @param string            $layout  Shown.
	 */
	private function head( Directory_Request $request, Search_Result $result, string $layout ): string {
		$total = (int) $result->total;
		$count = $result->total_is_minimum
			/* translators: %s: number of co-ops. */
			? sprintf( __( 'More than %s co-ops', 'coop-credentials' ), number_format_i18n( $total ) )
			/* translators: %s: number of co-ops. */
			: sprintf( _n( '%s co-op', '%s co-ops', $total, 'coop-credentials' ), number_format_i18n( $total ) );
		$shown = count( $result->items );
		$range = null === $result->previous && null === $result->next ? '' : ' <small>'
			/* translators: 1: number of the first entry shown, 2: number of the last one. */
			. Html::text( sprintf( __( '%1$s–%2$s shown', 'coop-credentials' ), number_format_i18n( $result->before + 1 ), number_format_i18n( $result->before + $shown ) ) ) . '</small>';
		$views = '';
		foreach ( array(
			'grid'  => __( 'Grid', 'coop-credentials' ),
			'list'  => __( 'List', 'coop-credentials' ),
			'table' => __( 'Table', 'coop-credentials' ),
		) as $name => $label ) {
			$views .= '<a href="' . esc_url( $request->url( array( 'view' => $name ) ) ) . '"' . ( $name === $layout ? ' aria-current="true"' : '' ) . ' data-wp-on--click="actions.follow">' . Html::text( $label ) . '</a>';
		}
		return '<div class="coop-credentials-row"><h2 tabindex="-1" aria-live="polite" aria-atomic="true">' . Html::text( $count ) . $range . '</h2><nav class="coop-credentials-row coop-credentials-tabs" aria-label="' . esc_attr__( 'Views', 'coop-credentials' ) . '">' . $views . '</nav></div>';
	}

	/**
	 * Previous and next.
	 *
	 * @param Directory_Request $request Asked.
	 * @param Search_Result     $result  Found.
	 */
	private function pager( Directory_Request $request, Search_Result $result ): string {
		$links = '';
		foreach ( array(
			'prev' => array( $result->previous, __( 'Previous', 'coop-credentials' ) ),
			'next' => array( $result->next, __( 'Next', 'coop-credentials' ) ),
		) as $rel => list( $cursor, $label ) ) {
			$links .= is_string( $cursor ) && '' !== $cursor
				? '<a rel="' . esc_attr( $rel ) . ' nofollow" href="' . esc_url( $request->url( array( 'cursor' => $cursor ) ) ) . '" data-wp-on--click="actions.follow">' . Html::text( $label ) . '</a>'
				: '<span></span>';
		}
		return null === $result->previous && null === $result->next ? ''
			: '<nav class="coop-credentials-row coop-credentials-pager" aria-label="' . esc_attr__( 'Pages of the list', 'coop-credentials' ) . '">' . $links . '</nav>';
	}

	/**
	 * Nothing found, and the step that helps most.
	 *
	 * @param Directory_Request $request  Asked.
	 * @param Search_Result     $result   Found nothing.
	 * @param int               $per_page Entries on a page.
	 */
	private function nothing( Directory_Request $request, Search_Result $result, int $per_page ): string {
		if ( ! $request->is_filtered() ) {
			return '<p>' . Html::text( __( 'This directory has no entries yet.', 'coop-credentials' ) ) . '</p>';
		}
		$clear = '<a href="' . esc_url( $request->start() ) . '" data-wp-on--click="actions.follow">' . Html::text( __( 'Clear search', 'coop-credentials' ) ) . '</a>';
		if ( 'no_searchable_words' === $result->hint ) {
			return Html::note( 'plain', __( 'Please type one more word', 'coop-credentials' ), '<p>' . Html::text( __( 'This word is part of almost every name. A place or an activity helps.', 'coop-credentials' ) ) . '</p>', $clear );
		}
		$best  = '';
		$total = 0;
		foreach ( array( 'search', 'level', ...Directory_Request::LISTS ) as $name ) {
			$criteria = $request->criteria( $per_page, true );
			if ( isset( $criteria[ $name ] ) && ( '' !== $request->text( $name ) || array() !== $request->codes( $name ) ) ) {
				$found = (int) $this->search->search( Search_Query::from_array( array_diff_key( $criteria, array( $name => 1 ) ) ) )->total;
				if ( $found > $total ) {
					$best  = $name;
					$total = $found;
				}
			}
		}
		$help = '';
		if ( '' !== $best ) {
			/* translators: 1: name of a filter, 2: number of results. */
			$label = sprintf( _n( 'Remove “%1$s”: %2$s result', 'Remove “%1$s”: %2$s results', $total, 'coop-credentials' ), $this->filters->title( $best ), number_format_i18n( $total ) );
			$help  = '<a class="' . esc_attr( Html::button_class() ) . '" href="' . esc_url( $request->without( $best ) ) . '" data-wp-on--click="actions.follow">' . Html::text( $label ) . '</a>';
		}
		return Html::note( 'plain', __( 'No co-ops match', 'coop-credentials' ), '<p>' . Html::text( __( 'Nothing fits all of this together.', 'coop-credentials' ) ) . '</p>', $help . $clear );
	}
}
