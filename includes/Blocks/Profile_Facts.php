<?php
/**
 * Facts beside a profile.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Directory\Words;

defined( 'ABSPATH' ) || exit;

/**
 * Place, website, legal form, numbers; and where the information is from.
 */
final class Profile_Facts {

	/**
	 * Takes the words of the directory.
	 *
	 * @param Words           $words Public words.
	 * @param Directory_Items $items Names of countries.
	 */
	public function __construct( private readonly Words $words, private readonly Directory_Items $items ) {}

	/**
	 * Side column.
	 *
	 * @param array<string,mixed> $profile Public profile.
	 */
	public function side( array $profile ): string {
		$place = '';
		$lines = array();
		foreach ( array( 'street', 'locality', 'region', 'postcode' ) as $part ) {
			$lines[] = Html::string( $profile, $part );
		}
		// A city that is its own region is said once.
		foreach ( array_unique( array_filter( $lines ) ) as $line ) {
			$place .= nl2br( Html::text( $line ) ) . '<br>';
		}
		$place .= Html::text( $this->items->country( Html::string( $profile, 'country' ) ) );
		$facts  = array();
		$site   = Html::string( $profile, 'website' );
		if ( 1 === preg_match( '#^https?://#i', $site ) ) {
			$facts[] = array( __( 'Website', 'coop-credentials' ), '<a rel="nofollow noopener" href="' . esc_url( $site ) . '">' . Html::text( (string) preg_replace( '/^www\./i', '', (string) wp_parse_url( $site, PHP_URL_HOST ) ) ) . '</a>' );
		}
		foreach ( array(
			'legal_form' => __( 'Legal form', 'coop-credentials' ),
			'founded'    => __( 'Founded', 'coop-credentials' ),
			'email'      => __( 'E-mail', 'coop-credentials' ),
			'phone'      => __( 'Telephone', 'coop-credentials' ),
		) as $name => $label ) {
			$value = Html::string( $profile, $name );
			if ( '' !== $value ) {
				$facts[] = array( $label, Html::text( $value ) );
			}
		}
		if ( '' !== Html::string( $profile, 'type' ) ) {
			$facts[] = array( __( 'Owned by', 'coop-credentials' ), Html::text( $this->words->type( Html::string( $profile, 'type' ) ) ) );
		}
		foreach ( is_array( $profile['identifiers'] ?? null ) ? $profile['identifiers'] : array() as $identifier ) {
			if ( is_array( $identifier ) && '' !== Html::string( $identifier, 'value' ) && ! in_array( Html::string( $identifier, 'scheme' ), array( 'url', 'source', 'former_slug' ), true ) ) {
				$facts[] = array( Html::string( $identifier, 'label', Html::string( $identifier, 'scheme' ) ), '<span dir="ltr">' . esc_html( Html::string( $identifier, 'value' ) ) . '</span>' );
			}
		}
		$list = '';
		foreach ( $facts as list( $label, $value_html ) ) {
			$list .= '<dt>' . Html::text( $label ) . '</dt><dd>' . $value_html . '</dd>';
		}
		return '<aside><div><h2>' . Html::text( __( 'Place', 'coop-credentials' ) ) . '</h2><p>' . $place . '</p></div>' . ( '' === $list ? '' : '<div><h2>' . Html::text( __( 'About', 'coop-credentials' ) ) . '</h2><dl>' . $list . '</dl></div>' ) . '</aside>';
	}

	/**
	 * Where the information comes from.
	 *
	 * @param array<string,mixed> $profile Public profile.
	 */
	public function provenance( array $profile ): string {
		$lines = array();
		$given = $profile['provenance'] ?? array();
		foreach ( is_array( $given ) ? ( array_is_list( $given ) ? $given : array( $given ) ) : array() as $source ) {
			if ( is_string( $source ) ) {
				$lines[] = Html::text( $source );
			} elseif ( is_array( $source ) ) {
				$title   = Html::string( $source, 'attribution', Html::string( $source, 'title', Html::string( $source, 'source' ) ) );
				$licence = Html::string( $source, 'licence' );
				if ( '' !== $title ) {
					$lines[] = Html::text( '' === $licence || str_contains( $title, $licence ) ? $title : $title . ', ' . $licence );
				}
			}
		}
		if ( array() === $lines ) {
			$lines[] = Html::text( __( 'Entered by the team of this site.', 'coop-credentials' ) );
		}
		$changed = Html::date( Html::string( $profile, 'updated_at' ) );
		if ( '' !== $changed ) {
			/* translators: %s: date. */
			$lines[] = Html::text( sprintf( __( 'Last change: %s.', 'coop-credentials' ), $changed ) );
		}
		$lines[] = '<a href="' . esc_url( rest_url( 'coop-credentials/v1/directory/' . rawurlencode( Html::string( $profile, 'slug' ) ) ) ) . '">' . Html::text( __( 'Data of this page (JSON)', 'coop-credentials' ) ) . '</a>';
		return '<section><h2>' . Html::text( __( 'Where this information comes from', 'coop-credentials' ) ) . '</h2><p><small>' . implode( '<br>', $lines ) . '</small></p></section>';
	}
}
