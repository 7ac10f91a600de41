<?php
/**
 * Entries of the directory.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

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
	 * Public words of the state, for entries without a badge.
	 *
	 * @param array<string,mixed> $item Public organisation.
	 */
	public function state_words( array $item ): string {
		return Html::string( $item, 'state_words', Html::string( $item, 'words' ) );
	}

	/**
	 * Name of a country in the language of the site.
	 *
	 * @param string $code Two letters.
	 */
	public function country( string $code ): string {
		if ( 1 !== preg_match( '/^[A-Z]{2}$/D', $code ) ) {
			return $code;
		}
		$name = class_exists( \Locale::class ) ? \Locale::getDisplayRegion( '-' . $code, determine_locale() ) : $code;
		return is_string( $name ) && '' !== $name ? $name : $code;
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
				. ( '' === $summary ? '' : '<p>' . Html::text( $summary ) . '</p>' ) . Html::badge( $item, $this->state_words( $item ) ) . '</li>';
		}
		return '<ul class="coop-credentials-grid coop-credentials-cards">' . $html . '</ul>';
	}

	/**
	 * A real table.
	 *
	 * @param list<array<string,mixed>> $items Public organisations.
	 */
	private function table( array $items ): string {
		$rows = '';
		foreach ( $items as $item ) {
			$badge = is_array( $item['badge'] ?? null ) ? $item['badge'] : array();
			$rows .= '<tr><th scope="row"><a href="' . esc_url( Html::string( $item, 'url' ) ) . '">' . Html::name( Html::string( $item, 'name' ) ) . '</a></th><td>' . Html::text( Html::string( $item, 'locality' ) ) . '</td><td>'
				. ( array() === $badge ? Html::text( $this->state_words( $item ) ) : Html::badge( $item, '', true ) ) . '</td><td>' . Html::text( Html::string( $badge, 'issuer' ) ) . '</td><td>' . Html::text( Html::date( Html::string( $badge, 'valid_until' ) ) ) . '</td></tr>';
		}
		$head = '';
		foreach ( array( __( 'Name', 'coop-credentials' ), __( 'Place', 'coop-credentials' ), __( 'Status', 'coop-credentials' ), __( 'Confirmed by', 'coop-credentials' ), __( 'Until', 'coop-credentials' ) ) as $title ) {
			$head .= '<th scope="col">' . Html::text( $title ) . '</th>';
		}
		return '<div class="coop-credentials-scroll" role="region" tabindex="0" aria-label="' . esc_attr__( 'Co-ops as a table', 'coop-credentials' ) . '"><table class="coop-credentials-table"><caption class="screen-reader-text">' . Html::text( __( 'Co-ops', 'coop-credentials' ) )
			. '</caption><thead><tr>' . $head . '</tr></thead><tbody>' . $rows . '</tbody></table></div>';
	}
}
