<?php
/**
 * Filters of the directory block.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Directory\Search_Result;

defined( 'ABSPATH' ) || exit;

/**
 * Facets with counts; a value with none stays, switched off. Closed on narrow screens, always open on wide ones.
 */
final class Directory_Filters {

	private const SHOWN = 6;

	/**
	 * The filters.
	 *
	 * @param Directory_Request $request Asked.
	 * @param Search_Result     $result  Found, with facets.
	 */
	public function render( Directory_Request $request, Search_Result $result ): string {
		$html = '';
		foreach ( array( 'type', 'sector', 'level', 'category', 'country' ) as $name ) {
			$values = $this->values( $result, $name );
			if ( count( $values ) > 1 || ( array() !== $values && '' !== $values[0]['code'] && array() !== $request->codes( $name ) ) ) {
				$html .= $this->facet( $request, $name, $values );
			}
		}
		if ( '' === $html ) {
			return '';
		}
		$active = $this->active( $request );
		$label  = 0 === $active ? __( 'Filters', 'coop-credentials' )
			/* translators: %s: number of filters. */
			: sprintf( _n( 'Filters, %s active', 'Filters, %s active', $active, 'coop-credentials' ), number_format_i18n( $active ) );
		return '<details class="coop-credentials-filters"><summary class="coop-credentials-box">' . Html::text( $label ) . '</summary><div class="coop-credentials-stack">' . $html . '<button type="submit" class="' . esc_attr( Html::button_class() ) . '">' . Html::text( __( 'Show results', 'coop-credentials' ) ) . '</button></div></details>';
	}

	/**
	 * Active filters, each with its removal.
	 *
	 * @param Directory_Request $request Asked.
	 * @param Search_Result     $result  Found, with facets.
	 */
	public function chips( Directory_Request $request, Search_Result $result ): string {
		$chips = array();
		if ( '' !== $request->text( 'search' ) ) {
			$chips[] = array( '“' . $request->text( 'search' ) . '”', $request->without( 'search' ) );
		}
		foreach ( Directory_Request::LISTS as $name ) {
			$labels = array_column( $this->values( $result, $name ), 'label', 'code' );
			foreach ( $request->codes( $name ) as $code ) {
				$chips[] = array( $labels[ $code ] ?? $code, $request->without( $name, $code ) );
			}
		}
		if ( 1 === preg_match( '/^[0-4]$/D', $request->text( 'level' ) ) ) {
			$labels  = array_column( $this->values( $result, 'level' ), 'label', 'code' );
			$chips[] = array( $labels[ $request->text( 'level' ) ] ?? $this->title( 'level' ), $request->without( 'level' ) );
		}
		$html = '';
		foreach ( $chips as list( $label, $url ) ) {
			/* translators: %s: name of a filter. */
			$html .= '<li><a class="coop-credentials-chip" href="' . esc_url( $url ) . '" data-wp-on--click="actions.follow">' . Html::text( $label ) . ' <span aria-hidden="true">✕</span><span class="screen-reader-text">' . Html::text( __( 'Remove', 'coop-credentials' ) ) . '</span></a></li>';
		}
		if ( count( $chips ) > 1 ) {
			$html .= '<li><a href="' . esc_url( $request->start() ) . '" data-wp-on--click="actions.follow">' . Html::text( __( 'Clear all', 'coop-credentials' ) ) . '</a></li>';
		}
		return '' === $html ? '' : '<ul class="coop-credentials-row coop-credentials-chips">' . $html . '</ul>';
	}

	/**
	 * Public name of a filter.
	 *
	 * @param string $name Parameter.
	 */
	public function title( string $name ): string {
		return array(
			'search'   => __( 'Search words', 'coop-credentials' ),
			'type'     => __( 'Owned by', 'coop-credentials' ),
			'sector'   => __( 'What it does', 'coop-credentials' ),
			'level'    => __( 'How sure we are', 'coop-credentials' ),
			'category' => __( 'What it is', 'coop-credentials' ),
			'country'  => __( 'Country', 'coop-credentials' ),
		)[ $name ] ?? $name;
	}

	/**
	 * One facet as a group of boxes; the rest behind "more".
	 *
	 * @param Directory_Request                            $request Asked.
	 * @param string                                       $name    Parameter.
	 * @param list<array{code:string,label:string,count:int}> $values  Values with counts.
	 */
	private function facet( Directory_Request $request, string $name, array $values ): string {
		$first  = '';
		$rest   = '';
		$chosen = 'level' === $name ? array( $request->text( 'level' ) ) : $request->codes( $name );
		foreach ( $values as $place => $value ) {
			$on     = in_array( $value['code'], $chosen, true );
			$off    = 0 === $value['count'] && ! $on;
			$option = '<label><input type="' . ( 'level' === $name ? 'radio' : 'checkbox' ) . '" name="' . esc_attr( $request->prefix . $name . ( 'level' === $name ? '' : '[]' ) ) . '" value="' . esc_attr( $value['code'] ) . '"'
				. ( $on ? ' checked' : '' ) . ( $off ? ' disabled' : '' ) . '><span>' . Html::text( $value['label'] ) . '</span><small>' . esc_html( number_format_i18n( $value['count'] ) ) . '</small></label>';
			if ( $place < self::SHOWN || $on ) {
				$first .= $option;
			} else {
				$rest .= $option;
			}
		}
		$hidden = count( $values ) - self::SHOWN;
		/* translators: %s: number of further values. */
		$more = '' === $rest ? '' : '<details><summary>' . Html::text( sprintf( __( '%s more', 'coop-credentials' ), number_format_i18n( max( 1, $hidden ) ) ) ) . '</summary>' . $rest . '</details>';
		return '<fieldset><legend>' . Html::text( $this->title( $name ) ) . '</legend>' . $first . $more . '</fieldset>';
	}

	/**
	 * Values of a facet. Levels read "at least", so their counts add up from the top.
	 *
	 * @param Search_Result $result Found.
	 * @param string        $name   Facet.
	 *
	 * @return list<array{code:string,label:string,count:int}>
	 */
	private function values( Search_Result $result, string $name ): array {
		$values = array();
		foreach ( is_array( $result->facets[ $name ] ?? null ) ? $result->facets[ $name ] : array() as $value ) {
			if ( is_array( $value ) ) {
				$values[] = array(
					'code'  => Html::string( $value, 'code' ),
					'label' => Html::string( $value, 'label', Html::string( $value, 'code' ) ),
					'count' => (int) Html::string( $value, 'count', '0' ),
				);
			}
		}
		if ( 'level' === $name ) {
			usort( $values, static fn ( array $a, array $b ): int => (int) $b['code'] <=> (int) $a['code'] );
			$sum = 0;
			foreach ( $values as $place => $value ) {
				$sum                      += $value['count'];
				$values[ $place ]['count'] = $sum;
			}
		} else {
			usort( $values, static fn ( array $a, array $b ): int => $b['count'] <=> $a['count'] );
		}
		$values = array_values( array_filter( $values, static fn ( array $value ): bool => '' !== $value['code'] ) );
		if ( 'level' !== $name || array() === $values ) {
			return $values;
		}
		// "At least 0" is everything: the choice that takes the filter away again.
		$all = array(
			'code'  => '',
			'label' => __( 'Any, also listed and not checked', 'coop-credentials' ),
			'count' => $values[ count( $values ) - 1 ]['count'],
		);
		return array( ...array_filter( $values, static fn ( array $value ): bool => '0' !== $value['code'] ), $all );
	}

	/**
	 * Number of filters that narrow the list, the search words apart.
	 *
	 * @param Directory_Request $request Asked.
	 */
	private function active( Directory_Request $request ): int {
		$count = '' === $request->text( 'level' ) ? 0 : 1;
		foreach ( Directory_Request::LISTS as $name ) {
			$count += count( $request->codes( $name ) );
		}
		return $count;
	}
}
