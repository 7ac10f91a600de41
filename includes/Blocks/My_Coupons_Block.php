<?php
/**
 * Block coop-credentials/my-coupons.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Kernel\Front\Privacy;
use CoopCredentials\Offers\My_Coupons;

defined( 'ABSPATH' ) || exit;

/**
 * Ready, used and ended as tabs that are links: they work without script. Prints coupons only into responses that no cache keeps.
 */
final class My_Coupons_Block implements Block_Renderer {

	public const NAME = 'coop-credentials/my-coupons';

	/** Which of the lists is shown. */
	private const LIST = 'coop_list';

	/**
	 * Takes what it shows.
	 *
	 * @param My_Coupons    $coupons Coupons of a visitor.
	 * @param Visitor_View  $visitor Visitor of a private page.
	 * @param Sign_In_Block $sign_in Start forms.
	 * @param Preview       $preview Editor's preview.
	 */
	public function __construct(
		private readonly My_Coupons $coupons,
		private readonly Visitor_View $visitor,
		private readonly Sign_In_Block $sign_in,
		private readonly Preview $preview,
	) {}

	/**
	 * Markup of the block.
	 *
	 * @param Attributes $attributes `headingLevel`.
	 */
	public function render( Attributes $attributes ): string {
		$level = $attributes->number( 'headingLevel', array( 2, 3, 4 ) );
		if ( $this->preview->is_on() ) {
			return $this->wrap(
				match ( true ) {
					$this->preview->is( 'member' )  => $this->lists( Samples::coupons(), $level ),
					$this->preview->is( 'refused' ) => $this->lists( Samples::spent_coupons(), $level, 'used' ),
					default                         => $this->signed_out( $level ),
				}
			);
		}
		if ( ! Privacy::is_private() ) {
			return $this->wrap(
				'<p><a class="no-prefetch ' . esc_attr( Html::button_class() ) . '" rel="nofollow" href="' . esc_url( Html::private_url() ) . '">'
				. Html::text( __( 'Show my coupons', 'coop-credentials' ) ) . '</a></p>'
			);
		}
		$visitor = $this->visitor->get();
		return $this->wrap( null === $visitor ? $this->signed_out( $level ) : $this->lists( $this->coupons->of( $visitor ), $level, self::asked() ) );
	}

	/**
	 * The outer element.
	 *
	 * @param string $html Escaped markup.
	 */
	private function wrap( string $html ): string {
		wp_interactivity_state( self::NAME, array( 'live' => false ) );
		return '<div ' . get_block_wrapper_attributes(
			array(
				'class'               => 'coop-credentials',
				'data-wp-interactive' => self::NAME,
				'data-wp-init'        => 'callbacks.init',
				Html::LATE            => 'callbacks.init',
			)
		) . '>' . $html . '</div>';
	}

	/**
	 * Nobody is signed in.
	 *
	 * @param int $level Heading level.
	 */
	private function signed_out( int $level ): string {
		return Html::note( 'plain', __( 'You are not signed in', 'coop-credentials' ), '<p>' . Html::text( __( 'Sign in to see your coupons.', 'coop-credentials' ) ) . '</p>', $this->sign_in->way_in(), '', $level );
	}

	/**
	 * One of the three lists, and the way to the others.
	 *
	 * @param list<array<string,mixed>> $coupons Views of the offers room.
	 * @param int                       $level   Heading level.
	 * @param string                    $shown   ready, used or ended.
	 */
	private function lists( array $coupons, int $level, string $shown = 'ready' ): string {
		$groups = array(
			'ready' => array(),
			'used'  => array(),
			'ended' => array(),
		);
		foreach ( $coupons as $coupon ) {
			$state              = Html::string( $coupon, 'state', 'ended' );
			$state              = isset( $groups[ $state ] ) ? $state : 'ended';
			$groups[ $state ][] = $coupon;
		}
		if ( array() === $coupons ) {
			return '<h' . $level . '>' . Html::text( __( 'You have no coupons yet', 'coop-credentials' ) ) . '</h' . $level . '><p>' . $this->offers_link() . '</p>';
		}
		$titles = array(
			/* translators: %s: number of coupons. */
			'ready' => __( 'Ready, %s', 'coop-credentials' ),
			/* translators: %s: number of coupons. */
			'used'  => __( 'Used, %s', 'coop-credentials' ),
			/* translators: %s: number of coupons. */
			'ended' => __( 'Ended, %s', 'coop-credentials' ),
		);
		$tabs   = '';
		foreach ( $groups as $name => $group ) {
			$tabs .= '<a class="no-prefetch" rel="nofollow" href="' . esc_url( add_query_arg( self::LIST, $name, Html::private_url() ) ) . '"' . ( $name === $shown ? ' aria-current="true"' : '' ) . '>'
				. Html::text( sprintf( $titles[ $name ], number_format_i18n( count( $group ) ) ) ) . '</a>';
		}
		$items = '';
		foreach ( $groups[ $shown ] as $coupon ) {
			$items .= '<li class="coop-credentials-box">' . $this->coupon( $coupon, 'ready' === $shown ) . '</li>';
		}
		$empty = 'ready' === $shown ? $this->offers_link() : Html::text( __( 'Nothing here yet.', 'coop-credentials' ) );
		return '<nav class="coop-credentials-row coop-credentials-tabs" aria-label="' . esc_attr__( 'My coupons', 'coop-credentials' ) . '">' . $tabs . '</nav>'
			. ( '' === $items ? '<p>' . $empty . '</p>' : '<ul class="coop-credentials-mine">' . $items . '</ul>' );
	}

	/**
	 * The list that was asked for.
	 */
	private static function asked(): string {
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- only chooses what is shown.
		$list = isset( $_GET[ self::LIST ] ) && is_string( $_GET[ self::LIST ] ) ? sanitize_key( wp_unslash( $_GET[ self::LIST ] ) ) : '';
		return in_array( $list, array( 'used', 'ended' ), true ) ? $list : 'ready';
	}

	/**
	 * One coupon: a line, and the code behind "Show code".
	 *
	 * @param array<string,mixed> $coupon View of the offers room.
	 * @param bool                $ready  Whether it can be used.
	 */
	private function coupon( array $coupon, bool $ready ): string {
		$offer = is_array( $coupon['offer'] ?? null ) ? $coupon['offer'] : array();
		$who   = is_array( $offer['organisation'] ?? null ) ? $offer['organisation'] : array();
		$title = Html::string( $offer, 'benefit', Html::string( $offer, 'title' ) );
		$code  = Html::string( $coupon, 'code' );
		$until = Html::last_day( Html::string( $coupon, 'expires_at' ) );
		$used  = Html::date( Html::string( $coupon, 'used_at' ), true );
		$where = Html::string( $coupon, 'used_where' );
		$lines = '<b>' . Html::name( $title ) . '</b><small>' . Html::name( Html::string( $who, 'name' ) )
			. ' · ' . Html::text( __( 'code ends in', 'coop-credentials' ) ) . ' <span dir="ltr">' . esc_html( Html::string( $coupon, 'tail' ) ) . '</span></small>';
		if ( '' !== Html::string( $coupon, 'message' ) ) {
			$lines .= '<small>' . Html::text( Html::string( $coupon, 'message' ) ) . '</small>';
		}
		if ( ! $ready ) {
			if ( '' !== $used ) {
				/* translators: %s: date and time. */
				$lines .= '<small>' . Html::text( sprintf( __( 'Used on %s', 'coop-credentials' ), $used ) . ( '' === $where ? '' : ' · ' . $where ) ) . '</small>';
			} elseif ( '' !== $until && 'used' !== Html::string( $coupon, 'state' ) ) {
				/* translators: %s: date. */
				$lines .= '<small>' . Html::text( sprintf( __( 'Ended on %s', 'coop-credentials' ), $until ) ) . '</small>';
			}
			return '<div class="coop-credentials-line">' . $lines . '</div>';
		}
		if ( '' !== $until ) {
			/* translators: %s: date. */
			$lines .= '<small>' . Html::text( sprintf( __( 'Use it until %s', 'coop-credentials' ), $until ) ) . '</small>';
		}
		$uses = (int) Html::string( $coupon, 'max_uses', '1' );
		if ( $uses > 1 ) {
			/* translators: 1: uses so far, 2: uses allowed. */
			$lines .= '<small>' . Html::text( sprintf( __( 'Used %1$s of %2$s times', 'coop-credentials' ), Html::string( $coupon, 'uses', '0' ), (string) $uses ) ) . '</small>';
		}
		/* translators: %s: what the offer gives. */
		$alt = sprintf( __( 'QR code: %s', 'coop-credentials' ), $title );
		$svg = Html::string( $coupon, 'qr' );
		$qr  = str_starts_with( Html::string( $coupon, 'uid' ), 'sample-' ) ? '<img class="coop-credentials-qr" alt="' . esc_attr( $alt ) . '" src="' . esc_attr( Html::string( Samples::code(), 'qr' ) ) . '">' : ( '' === $svg ? '' : Html::qr( $svg, $alt ) );
		return '<details name="coop-credentials-open"><summary><span class="coop-credentials-line">' . $lines . '</span><span class="' . esc_attr( Html::button_class() ) . '"><span>' . Html::text( __( 'Show code', 'coop-credentials' ) ) . '</span><span>'
			. Html::text( __( 'Hide code', 'coop-credentials' ) ) . '</span></span></summary><div class="coop-credentials-open">' . $qr . '<span class="coop-credentials-code" dir="ltr">' . esc_html( $code ) . '</span>'
			. '<div class="coop-credentials-row" data-wp-bind--hidden="!state.live"><button type="button" class="coop-credentials-link" data-wp-on--click="actions.copy" data-code="' . esc_attr( $code ) . '">' . Html::text( __( 'Copy code', 'coop-credentials' ) )
			. '</button><button type="button" class="coop-credentials-link" data-wp-on--click="actions.awake">' . Html::text( __( 'Keep the screen on', 'coop-credentials' ) ) . '</button></div></div></details>';
	}

	/**
	 * Where offers are.
	 */
	private function offers_link(): string {
		$url = $this->visitor->page( 'offers' );
		return '<a href="' . esc_url( '' === $url ? home_url( '/' ) : $url ) . '">' . Html::text( __( 'Look at the offers', 'coop-credentials' ) ) . '</a>';
	}
}
