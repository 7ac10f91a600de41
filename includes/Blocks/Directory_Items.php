<?php
/**
 * Entries of the directory.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Claims\Category;
use CoopCredentials\Directory\State;
use CoopCredentials\Directory\Words;

defined( 'ABSPATH' ) || exit;

/**
 * What · where; name (the link covers the card); one sentence; hairline; badge.
 */
final class Directory_Items {

	/**
	 * Takes the words of the directory.
	 *
	 * @param Words $words Public words.
	 */
	public function __construct( private readonly Words $words ) {}

	/**
	 * Cards, rows or a table.
	 *
	 * @param list<array<string,mixed>> $items  Public organisations.
	 * @param string                    $layout grid, list or table.
	 * @param int                       $level  Heading level.
	 */
	public function render( array $items, string $layout, int $level ): string {
		return 'table' === $layout ? $this->table( $items ) : $this->cards( $items, $level );
	}

	/**
	 * "Retail · Manchester".
	 *
	 * @param array<string,mixed> $item    Public organisation.
	 * @param bool                $country With the country.
	 */
	public function what_where( array $item, bool $country = false ): string {
		$sector = Html::string( $item, 'sector' );
		$place  = Html::string( $item, 'locality', Html::string( $item, 'region' ) );
		$parts  = array_filter(
			array(
				'' === $sector ? '' : $this->words->sector( $sector ),
				'' === $place ? '' : $place,
				$country ? $this->country( Html::string( $item, 'country' ) ) : '',
			),
			static fn ( string $part ): bool => '' !== $part
		);
		return implode( ' · ', $parts );
	}

	/**
	 * Badge with who confirmed it and until when, or the public words of the state.
	 *
	 * @param array<string,mixed> $item  Public organisation.
	 * @param bool                $short Only mark and words.
	 */
	public function badge( array $item, bool $short = false ): string {
		$badge = is_array( $item['badge'] ?? null ) ? $item['badge'] : array();
		if ( array() === $badge ) {
			return $short ? Html::text( $this->state_words( $item ) ) : Html::badge( $item, $this->state_words( $item ) );
		}
		$level = (int) Html::string( $item, 'level', '0' );
		return Html::badge( $item, '', $short, $level > 0 ? $this->words->level( $level, array( 'issuer' => Html::string( $badge, 'issuer' ) ) ) : '' );
	}

	/**
	 * Public words of the state, for entries without a badge.
	 *
	 * @param array<string,mixed> $item Public organisation.
	 */
	private function state_words( array $item ): string {
		if ( '' !== Html::string( $item, 'state_words' ) ) {
			return Html::string( $item, 'state_words' );
		}
		$state    = State::tryFrom( Html::string( $item, 'state' ) ) ?? State::Listed;
		$category = Category::tryFrom( Html::string( $item, 'category' ) ) ?? Category::Coop;
		return $this->words->state( $state, $category, null );
	}

	/**
	 * Name of a country in the language of the site.
	 *
	 * @param string $code Two letters.
	 */
	public function country( string $code ): string {
		return '' === $code ? '' : $this->words->country( $code );
	}

	/**
	 * Cards.
	 *
	 * @param list<array<string,mixed>> $items Public organisations.
	 * @param int                       $level Heading level.
	 */
	private function cards( array $items, int $level ): string {
		$html = '';
		foreach ( $items as $item ) {
			$where   = $this->what_where( $item );
			$summary = Html::string( $item, 'summary' );
			$html   .= '<li class="coop-credentials-box"><div>' . ( '' === $where ? '' : '<small>' . Html::text( $where ) . '</small>' ) . '<h' . $level . '><a href="' . esc_url( Html::string( $item, 'url' ) ) . '">' . Html::name( Html::string( $item, 'name' ) ) . '</a></h' . $level . '></div>'
				. ( '' === $summary ? '' : '<p>' . Html::text( $summary ) . '</p>' ) . $this->badge( $item ) . '</li>';
		}
		return '<ul class="coop-credentials-grid coop-credentials-cards">' . $html . '</ul>';
	}

	/**
	 * A real table; the roles stay when narrow screens show its rows as blocks.
	 *
	 * @param list<array<string,mixed>> $items Public organisations.
	 */
	private function table( array $items ): string {
		$titles = array( __( 'Place', 'coop-credentials' ), __( 'Status', 'coop-credentials' ), __( 'Confirmed by', 'coop-credentials' ), __( 'Until', 'coop-credentials' ) );
		$rows   = '';
		foreach ( $items as $item ) {
			$badge = is_array( $item['badge'] ?? null ) ? $item['badge'] : array();
			$cells = array( Html::text( Html::string( $item, 'locality' ) ), $this->badge( $item, true ), Html::text( Html::string( $badge, 'issuer' ) ), Html::text( Html::last_day( Html::string( $badge, 'valid_until' ) ) ) );
			$row   = '<th scope="row" role="rowheader"><a href="' . esc_url( Html::string( $item, 'url' ) ) . '">' . Html::name( Html::string( $item, 'name' ) ) . '</a></th>';
			foreach ( $cells as $place => $cell_html ) {
				$row .= '<td role="cell" data-l="' . esc_attr( $titles[ $place ] ) . '">' . $cell_html . '</td>';
			}
			$rows .= '<tr role="row">' . $row . '</tr>';
		}
		$head = '<th scope="col" role="columnheader">' . Html::text( __( 'Name', 'coop-credentials' ) ) . '</th>';
		foreach ( $titles as $title ) {
			$head .= '<th scope="col" role="columnheader">' . Html::text( $title ) . '</th>';
		}
		return '<table class="coop-credentials-table" role="table"><caption class="screen-reader-text">' . Html::text( __( 'Co-ops', 'coop-credentials' ) ) . '</caption><thead role="rowgroup"><tr role="row">' . $head
			. '</tr></thead><tbody role="rowgroup">' . $rows . '</tbody></table>';
	}
}
