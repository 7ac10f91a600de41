<?php
/**
 * Markup of one offer.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Kernel\Front\Icons;

defined( 'ABSPATH' ) || exit;

/**
 * Who gives, what, to whom, until when; a dashed perforation; the stub.
 */
final class Offer_Card {

	/**
	 * Takes the sign-in forms.
	 *
	 * @param Sign_In_Block $sign_in Start forms.
	 * @param Visitor_View  $visitor Pages of the site.
	 */
	public function __construct( private readonly Sign_In_Block $sign_in, private readonly Visitor_View $visitor ) {}

	/**
	 * Markup of the card.
	 *
	 * @param array<string,mixed>      $item  Public offer.
	 * @param array<string,mixed>|null $state Stub for this visitor, null for everyone.
	 * @param int                      $level Heading level.
	 */
	public function render( array $item, ?array $state, int $level ): string {
		$uid          = Html::string( $item, 'uid' );
		$organisation = is_array( $item['organisation'] ?? null ) ? $item['organisation'] : array();
		$state        = $state ?? Offer_States::of_availability( Html::string( $item, 'availability' ) ) ?? Offer_States::state( 'out' );
		$words        = self::words();
		$get          = 'pass' === Html::string( $item, 'kind' ) ? $words['getPass'] : $words['get'];
		$context      = array(
			'uid'   => $uid,
			'get'   => $get,
			'label' => true === ( $state['now'] ?? false ) ? $words['now'] : $get,
			'open'  => '' !== Html::string( $state, 'code' ),
			'left'  => Html::unbroken( Html::string( $item, 'left' ) ),
		) + $state;
		$quiet        = isset( $state['is']['note'] ) && 'available' !== Html::string( $item, 'availability', 'available' );
		$who          = Html::string( $organisation, 'name' );
		$url          = Html::string( $organisation, 'url' );
		$name         = '' === $url ? '<b>' . Html::name( $who ) . '</b>' : '<a href="' . esc_url( $url ) . '">' . Html::name( $who ) . '</a>';
		$badge        = Html::badge( $organisation + array( 'state' => 'verified' ), '', true );
		return '<article class="coop-credentials-box coop-credentials-offer' . ( $quiet ? ' is-quiet' : '' ) . '" id="' . esc_attr( 'coop-offer-' . $uid ) . '" tabindex="-1" '
			. wp_interactivity_data_wp_context( $context ) . ' data-wp-init="callbacks.init" ' . Html::LATE . '="callbacks.init"><div><div class="coop-credentials-row">' . $name . $badge . '</div><h' . $level . '>'
			. Html::name( Html::string( $item, 'benefit', Html::string( $item, 'title' ) ) ) . '</h' . $level . '>' . $this->facts( $item ) . '</div><div aria-live="polite">'
			. $this->signed_out( $uid, $get ) . $this->claim( $uid ) . $this->note( $uid ) . $this->mine( $item, Html::string( $state, 'qr' ) ) . '</div></article>';
	}

	/**
	 * For whom, until when, what else.
	 *
	 * @param array<string,mixed> $item Public offer.
	 */
	private function facts( array $item ): string {
		$rows = array();
		if ( '' !== Html::string( $item, 'audience_label' ) ) {
			$rows[] = array( 'people', Html::string( $item, 'audience_label' ) );
		}
		$event = is_array( $item['event'] ?? null ) ? $item['event'] : array();
		$until = Html::last_day( Html::string( $item, 'ends_at', Html::string( $item, 'valid_until' ) ) );
		$when  = Html::date( Html::string( $event, 'starts_at' ), true );
		if ( '' !== $when ) {
			$rows[] = array( 'calendar', $when );
		} elseif ( '' !== $until ) {
			/* translators: %s: date. */
			$rows[] = array( 'calendar', sprintf( 'ended' === Html::string( $item, 'availability' ) ? __( 'Ended on %s', 'coop-credentials' ) : __( 'Until %s', 'coop-credentials' ), $until ) );
		}
		foreach ( is_array( $item['conditions'] ?? null ) ? array_slice( $item['conditions'], 0, 6 ) : array() as $condition ) {
			if ( is_string( $condition ) && '' !== $condition ) {
				$rows[] = array( 'info', $condition );
			}
		}
		$html = '';
		$left = Html::string( $item, 'left' );
		foreach ( $rows as list( $icon, $text ) ) {
			$html .= '<li>' . Icons::svg( $icon, 20 ) . '<span' . ( '' !== $left && $left === $text ? ' data-wp-text="context.left"' : '' ) . '>' . Html::text( $text ) . '</span></li>';
		}
		return '' === $html ? '' : '<ul class="coop-credentials-facts">' . $html . '</ul>';
	}

	/**
	 * What the page cache keeps: a start form that remembers the offer.
	 *
	 * @param string $uid   Offer.
	 * @param string $label Words of the button.
	 */
	private function signed_out( string $uid, string $label ): string {
		$action = array( 'action' => 'claim:' . $uid );
		return '<div data-wp-bind--hidden="!context.is.out">' . $this->sign_in->start( $label, $action )
			. '<p>' . Html::text( __( 'Your own co-op confirms that you are a member.', 'coop-credentials' ) ) . '</p></div>';
	}

	/**
	 * Confirm again, a membership or who one is: only the provider the visitor signed in with can do that, so there is nothing
	 * to choose. Its address is the visitor's, and comes with the state the sign-in block has too.
	 *
	 * @param string $uid Offer.
	 */
	private function again( string $uid ): string {
		return '<form method="post" data-wp-bind--action="' . esc_attr( Sign_In_Block::NAME ) . '::state.start" data-wp-bind--hidden="!context.step">'
			. Html::hidden(
				array(
					'return_to' => Html::current_path(),
					'intent'    => 'sign_in',
					'action'    => 'claim:' . $uid,
					'renew'     => '1',
				)
			)
			. '<button type="submit" class="' . esc_attr( Html::button_class() ) . '" data-wp-text="context.step"></button></form>';
	}

	/**
	 * The visitor may take it.
	 *
	 * @param string $uid Offer.
	 */
	private function claim( string $uid ): string {
		return '<form method="post" action="' . esc_url( Html::current_path() ) . '" data-wp-bind--hidden="!context.is.claim" data-wp-on--submit="actions.claim">'
			. Html::hidden(
				array(
					'coop_credentials_action' => 'claim',
					'offer'                   => $uid,
				)
			)
			. '<button type="submit" class="' . esc_attr( Html::button_class() ) . '" data-wp-bind--aria-disabled="context.busy" data-wp-text="context.label"></button></form>';
	}

	/**
	 * Something to say, and the next step.
	 *
	 * @param string $uid Offer.
	 */
	private function note( string $uid ): string {
		$action = array( 'action' => 'claim:' . $uid );
		return '<div data-wp-bind--hidden="!context.is.note"><h4>' . Icons::svg( 'info', 24 ) . '<span data-wp-text="context.heading"></span></h4><p data-wp-text="context.text" data-wp-bind--hidden="!context.text"></p>'
			. $this->again( $uid )
			. '<div data-wp-bind--hidden="!context.other">' . $this->sign_in->start( __( 'Use another co-op', 'coop-credentials' ), $action + array( 'another' => '1' ), 'outline' ) . '</div>'
			. '<button type="button" class="' . esc_attr( Html::button_class() ) . '" data-wp-bind--hidden="!context.retry" data-wp-on--click="actions.claim">' . Html::text( __( 'Try again', 'coop-credentials' ) ) . '</button></div>';
	}

	/**
	 * The visitor's coupon: code in groups of four, QR on white, hide.
	 *
	 * @param array<string,mixed> $item Public offer.
	 * @param string              $qr   Data address of the QR, when the server already knows the code.
	 */
	private function mine( array $item, string $qr ): string {
		$title = Html::string( $item, 'benefit', Html::string( $item, 'title' ) );
		/* translators: %s: what the offer gives. */
		$alt     = sprintf( __( 'QR code: %s', 'coop-credentials' ), $title );
		$coupons = $this->visitor->page( 'my_coupons' );
		// The server's side of a binding drops data addresses, so a QR that is known is printed.
		$source = '' === $qr ? ' data-wp-bind--src="context.qr"' : ' src="' . esc_attr( $qr ) . '"';
		$button = static fn ( string $action, string $label, string $hidden = '' ): string => '<button type="button" class="coop-credentials-link"'
			. ( '' === $hidden ? '' : ' data-wp-bind--hidden="' . esc_attr( $hidden ) . '"' ) . ' data-wp-on--click="actions.' . esc_attr( $action ) . '">' . Html::text( $label ) . '</button>';
		return '<div data-wp-bind--hidden="!context.is.mine"><h4>' . Icons::disc( 'ok' ) . '<span>' . Html::text( __( 'Yours. Show it at the till', 'coop-credentials' ) ) . '</span></h4>'
			. '<div class="coop-credentials-coupon" data-wp-bind--hidden="!context.open"><img class="coop-credentials-qr" width="160" height="160" alt="' . esc_attr( $alt ) . '"' . $source . '>'
			. '<div><span class="coop-credentials-code" dir="ltr" data-wp-text="context.code"></span><div class="coop-credentials-row" data-wp-bind--hidden="!state.live">'
			. $button( 'copy', __( 'Copy code', 'coop-credentials' ), '!state.canCopy' ) . $button( 'claim', __( 'Hide code', 'coop-credentials' ) ) . '</div></div></div>'
			. '<p data-wp-bind--hidden="context.open">' . Html::text( __( 'Code ends in', 'coop-credentials' ) ) . ' <span class="coop-credentials-code" dir="ltr" data-wp-text="context.tail"></span></p>'
			. '<div class="coop-credentials-row"><span data-wp-bind--hidden="context.open"><span data-wp-bind--hidden="!state.live">' . $button( 'claim', __( 'Show code', 'coop-credentials' ) ) . '</span></span>'
			. ( '' === $coupons ? '' : '<a class="no-prefetch" href="' . esc_url( $coupons ) . '">' . Html::text( __( 'My coupons', 'coop-credentials' ) ) . '</a>' ) . '</div>'
			. '<p data-wp-bind--hidden="!context.expires">' . Html::text( __( 'Use it until', 'coop-credentials' ) ) . ' <span data-wp-text="context.expires"></span></p></div>';
	}

	/**
	 * Words of the buttons, also for the view module.
	 *
	 * @return array<string,string>
	 */
	public static function words(): array {
		return array(
			'get'     => __( 'Get coupon', 'coop-credentials' ),
			'getPass' => __( 'Get pass', 'coop-credentials' ),
			'now'     => __( 'Claim now', 'coop-credentials' ),
			'busy'    => __( 'Getting your code…', 'coop-credentials' ),
			'copied'  => __( 'Copied', 'coop-credentials' ),
		);
	}
}
