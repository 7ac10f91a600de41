<?php
/**
 * Block coop-credentials/offers.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Offers\Eligibility;
use CoopCredentials\Offers\My_Coupons;
use CoopCredentials\Offers\Offer_Catalogue;
use CoopCredentials\Offers\Refusals;

defined( 'ABSPATH' ) || exit;

/**
 * A list of offers. The upper part of a card is the same for everyone; only the stub below the perforation changes.
 */
final class Offers_Block implements Block_Renderer {

	public const NAME = 'coop-credentials/offers';

	public const KINDS = array( 'discount', 'free_item', 'member_price', 'pass' );

	/**
	 * Takes what it shows.
	 *
	 * @param Offer_Catalogue $catalogue   Offers visible here.
	 * @param Eligibility     $eligibility What a visitor may take.
	 * @param My_Coupons      $coupons     What a visitor has.
	 * @param Visitor_View    $visitor     Visitor of a private page.
	 * @param Offer_Card      $card        Markup of one offer.
	 * @param Sign_In_Note    $note        Shared state of the visitor.
	 * @param Preview         $preview     Editor's preview.
	 */
	public function __construct(
		private readonly Offer_Catalogue $catalogue,
		private readonly Eligibility $eligibility,
		private readonly My_Coupons $coupons,
		private readonly Visitor_View $visitor,
		private readonly Offer_Card $card,
		private readonly Sign_In_Note $note,
		private readonly Preview $preview,
	) {}

	/**
	 * Markup of the block.
	 *
	 * @param Attributes $attributes `organisation`, `kind`, `perPage`, `layout`, `showFilters`, `headingLevel`.
	 */
	public function render( Attributes $attributes ): string {
		$kind     = $attributes->choice( 'kind', array( '', ...self::KINDS ) );
		$asked    = $this->asked_kind();
		$filters  = array_filter(
			array(
				'organisation' => $attributes->id( 'organisation' ),
				'kind'         => '' === $kind && $attributes->flag( 'showFilters', false ) ? $asked : $kind,
				'cursor'       => $this->asked_cursor(),
			),
			static fn ( string $value ): bool => '' !== $value
		);
		$per_page = $attributes->number( 'perPage', array( 6, 3, 9, 12, 24, 48 ) );
		$found    = $this->catalogue->visible( array( 'per_page' => $per_page ) + $filters );
		$items    = $found['items'];
		if ( array() === $items && array() === $filters && $this->preview->is_on() ) {
			return $this->preview->hint(
				__( 'There are no offers yet', 'coop-credentials' ),
				__( 'Visitors see a short sentence here until one is published.', 'coop-credentials' ),
				admin_url( 'admin.php?page=coop-credentials-offers' ),
				__( 'Add an offer', 'coop-credentials' )
			);
		}
		$this->share_state( $items );
		$states  = $this->states( $items );
		$level   = $attributes->number( 'headingLevel', array( 3, 2, 4 ) );
		$compact = 'list' === $attributes->choice( 'layout', array( 'grid', 'list' ) );
		$html    = '';
		foreach ( $items as $item ) {
			$html .= '<li>' . $this->card->render( $item, $states[ Html::string( $item, 'uid' ) ] ?? null, $level ) . '</li>';
		}
		$wrapper = get_block_wrapper_attributes(
			array(
				'class'               => 'coop-credentials coop-credentials-stack is-' . ( $compact ? 'list' : 'grid' ),
				'data-wp-interactive' => self::NAME,
			)
		);
		$list    = '' === $html ? $this->nothing( array() !== $filters, $level ) : '<ul class="coop-credentials-grid coop-credentials-offers">' . $html . '</ul>';
		$more    = is_string( $found['next'] ?? null ) && '' !== $found['next']
			? '<p><a href="' . esc_url( add_query_arg( 'coop_offers', rawurlencode( $found['next'] ), Html::current_path() ) ) . '">' . Html::text( __( 'More offers', 'coop-credentials' ) ) . '</a></p>'
			: '';
		return '<div ' . $wrapper . '>' . ( '' === $kind && $attributes->flag( 'showFilters', false ) ? $this->filters( $asked ) : '' )
			. $list . $more . $this->structured( $items ) . '</div>';
	}

	/**
	 * What the stubs show: for everyone the same, except on private pages and in the editor.
	 *
	 * @param list<array<string,mixed>> $items Offers.
	 *
	 * @return array<string,array<string,mixed>>
	 */
	private function states( array $items ): array {
		$uids = array_map( static fn ( array $item ): string => Html::string( $item, 'uid' ), $items );
		if ( $this->preview->is_on() ) {
			return $this->preview_states( $uids );
		}
		$visitor = $this->visitor->get();
		if ( null === $visitor || array() === $uids ) {
			return array();
		}
		$states  = array();
		$wanted  = $this->wanted();
		$problem = $this->problem();
		foreach ( $this->eligibility->for_offers( $visitor, $uids ) as $uid => $entry ) {
			$states[ $uid ] = Offer_States::of_entry( $entry, $wanted === $uid );
			if ( '' !== $problem && $wanted === $uid && isset( $states[ $uid ]['is']['claim'] ) ) {
				$states[ $uid ] = Offer_States::note( $problem, Refusals::words( $problem ) );
			}
		}
		foreach ( $this->coupons->of( $visitor ) as $coupon ) {
			$offer = is_array( $coupon['offer'] ?? null ) ? Html::string( $coupon['offer'], 'uid' ) : '';
			if ( isset( $states[ $offer ]['is'] ) && array( 'mine' => true ) === $states[ $offer ]['is'] && '' !== Html::string( $coupon, 'code' ) && '' === $states[ $offer ]['code'] ) {
				$states[ $offer ]['code']    = Html::string( $coupon, 'code' );
				$states[ $offer ]['qr']      = Html::data_uri( Html::string( $coupon, 'qr' ) );
				$states[ $offer ]['expires'] = Html::last_day( Html::string( $coupon, 'expires_at' ) );
			}
		}
		return $states;
	}

	/**
	 * Sample states of the editor.
	 *
	 * @param list<string> $uids Offers.
	 *
	 * @return array<string,array<string,mixed>>
	 */
	private function preview_states( array $uids ): array {
		if ( $this->preview->is( 'refused' ) ) {
			return array_fill_keys( $uids, Offer_States::of_entry( Samples::refusal() ) );
		}
		if ( ! $this->preview->is( 'member' ) ) {
			return array();
		}
		$states = array_fill_keys( $uids, Offer_States::state( 'claim' ) );
		if ( isset( $uids[0] ) ) {
			$states[ $uids[0] ] = Offer_States::state( 'mine', Samples::code() );
		}
		return $states;
	}

	/**
	 * State and words of the view module.
	 *
	 * @param list<array<string,mixed>> $items Offers.
	 */
	private function share_state( array $items ): void {
		$this->note->share_state();
		$asked = array();
		foreach ( $items as $item ) {
			$asked[ Html::string( $item, 'uid' ) ] = true;
		}
		wp_interactivity_state( Sign_In_Block::NAME, array( 'offers' => $asked ) );
		wp_interactivity_state(
			self::NAME,
			array(
				'live'    => false,
				'canCopy' => false,
			)
		);
		wp_interactivity_config(
			self::NAME,
			array(
				'rest'     => rest_url( 'coop-credentials/v1/offers/' ),
				'headings' => array_map( array( Html::class, 'unbroken' ), Offer_States::headings() ),
				'texts'    => array_map( array( Html::class, 'unbroken' ), Offer_States::texts() ),
				'words'    => Offer_Card::words(),
			)
		);
	}

	/**
	 * Filters as plain links.
	 *
	 * @param string $current Kind chosen.
	 */
	private function filters( string $current ): string {
		$base   = remove_query_arg( array( 'coop_kind', 'coop_offers' ), Html::current_path() );
		$labels = array(
			''             => __( 'All offers', 'coop-credentials' ),
			'discount'     => __( 'Discounts', 'coop-credentials' ),
			'free_item'    => __( 'Free items', 'coop-credentials' ),
			'member_price' => __( 'Member prices', 'coop-credentials' ),
			'pass'         => __( 'Events', 'coop-credentials' ),
		);
		$html   = '';
		foreach ( $labels as $kind => $label ) {
			$html .= '<a href="' . esc_url( '' === $kind ? $base : add_query_arg( 'coop_kind', $kind, $base ) ) . '"' . ( $kind === $current ? ' aria-current="true"' : '' ) . '>' . Html::text( $label ) . '</a>';
		}
		return '<nav class="coop-credentials-row coop-credentials-tabs" aria-label="' . esc_attr__( 'Kinds of offers', 'coop-credentials' ) . '">' . $html . '</nav>';
	}

	/**
	 * Nothing to show, and what helps.
	 *
	 * @param bool $filtered Whether a filter is on.
	 * @param int  $level    Heading level.
	 */
	private function nothing( bool $filtered, int $level ): string {
		if ( $filtered ) {
			return '<h' . $level . '>' . Html::text( __( 'No offers of this kind now', 'coop-credentials' ) ) . '</h' . $level . '><p><a href="'
				. esc_url( remove_query_arg( array( 'coop_kind', 'coop_offers' ), Html::current_path() ) ) . '">' . Html::text( __( 'Show all offers', 'coop-credentials' ) ) . '</a></p>';
		}
		return '<h' . $level . '>' . Html::text( __( 'There are no offers yet', 'coop-credentials' ) ) . '</h' . $level . '><p>'
			. Html::text( __( 'When a co-op makes one, it is here.', 'coop-credentials' ) ) . '</p>';
	}

	/**
	 * Offers for search engines: never a code.
	 *
	 * @param list<array<string,mixed>> $items Offers.
	 */
	private function structured( array $items ): string {
		$list = array();
		foreach ( $items as $item ) {
			if ( 'available' !== Html::string( $item, 'availability', 'available' ) ) {
				continue;
			}
			$organisation = is_array( $item['organisation'] ?? null ) ? $item['organisation'] : array();
			$list[]       = array_filter(
				array(
					'@type'        => 'Offer',
					'name'         => Html::string( $item, 'benefit', Html::string( $item, 'title' ) ),
					'validThrough' => Html::string( $item, 'ends_at' ),
					'offeredBy'    => array(
						'@type' => 'Organization',
						'name'  => Html::string( $organisation, 'name' ),
					),
				)
			);
		}
		$json = array() === $list ? false : wp_json_encode(
			array(
				'@context' => 'https://schema.org',
				'@graph'   => $list,
			),
			JSON_HEX_TAG | JSON_HEX_AMP | JSON_UNESCAPED_SLASHES
		);
		return is_string( $json ) && ! $this->preview->is_on() ? wp_get_inline_script_tag( $json, array( 'type' => 'application/ld+json' ) ) : '';
	}

	/**
	 * Offer the visitor wanted before signing in.
	 */
	private function wanted(): string {
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- only moves the focus.
		$action = isset( $_GET['coop_action'] ) && is_string( $_GET['coop_action'] ) ? sanitize_text_field( wp_unslash( $_GET['coop_action'] ) ) : '';
		return str_starts_with( $action, 'claim:' ) ? substr( $action, 6 ) : '';
	}

	/**
	 * Why the last press gave no coupon.
	 */
	private function problem(): string {
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- chooses one of our own sentences.
		return isset( $_GET['coop_problem'] ) && is_string( $_GET['coop_problem'] ) ? sanitize_key( wp_unslash( $_GET['coop_problem'] ) ) : '';
	}

	/**
	 * Kind asked for in the address.
	 */
	private function asked_kind(): string {
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- a filter of a public list.
		$kind = isset( $_GET['coop_kind'] ) && is_string( $_GET['coop_kind'] ) ? sanitize_key( wp_unslash( $_GET['coop_kind'] ) ) : '';
		return in_array( $kind, self::KINDS, true ) ? $kind : '';
	}

	/**
	 * Cursor asked for in the address.
	 */
	private function asked_cursor(): string {
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- a page of a public list.
		$cursor = isset( $_GET['coop_offers'] ) && is_string( $_GET['coop_offers'] ) ? sanitize_text_field( wp_unslash( $_GET['coop_offers'] ) ) : '';
		return 1 === preg_match( '/^[A-Za-z0-9_=-]{1,500}$/D', $cursor ) ? $cursor : '';
	}
}
