<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Same_Origin;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Ulid;

/**
 * `/coop-credentials/coupon/{code}`: what a QR opens. GET and HEAD show and never redeem. Strangers get the same page for
 * every code, its holder the coupon, staff its state and a form.
 */
final class Coupon_Page {
	public const ROUTE = 'coupon';
	public const PATH  = 'coop-credentials/coupon/{code}';

	private const NONCE = 'coop_credentials_coupon';

	public function __construct(
		private readonly Clock $clock,
		private readonly Actors $actors,
		private readonly Holders $holders,
		private readonly Code_Service $codes,
		private readonly Throttle $throttle,
		private readonly Lookup $lookup,
		private readonly Coupon_Repository $coupons,
		private readonly Offer_Repository $offers,
		private readonly Point_Repository $points,
		private readonly Ledger_Repository $ledger,
		private readonly Coupon_View $view,
		private readonly Check $check,
		private readonly Redeem $redeem
	) {}

	/**
	 * Answers the request.
	 *
	 * @param Front_Request $request As sent.
	 */
	public function handle( Front_Request $request ): Page {
		if ( ! $request->is_navigation() && ! self::is_own_fetch( $request ) ) {
			// Nothing is looked up, so nothing counts as a guess of whoever reads the page with that picture or frame.
			return $this->neutral();
		}
		if ( 'POST' !== $request->method && Same_Origin::FOREIGN === Same_Origin::check() ) {
			// Nor does a page count that leads its reader here, once or a hundred times: it is opened from here first.
			return $this->neutral( __( 'Open the coupon', 'coop-credentials' ) );
		}
		$given = $request->params['code'] ?? '';
		$staff = current_user_can( \CoopCredentials\Kernel\Capabilities::REDEEM ) ? $this->actors->staff() : null;
		if ( null !== $staff ) {
			return 'POST' === $request->method ? $this->use_it( $request, $staff, $given ) : $this->for_staff( $staff, $given );
		}
		$holder = 'POST' === $request->method ? null : $this->for_holder( $given );
		return $holder ?? $this->neutral();
	}

	/** A service worker of the site fetches pages by script. */
	private static function is_own_fetch( Front_Request $request ): bool {
		return 'empty' === $request->header( 'sec-fetch-dest' ) && Same_Origin::FOREIGN !== Same_Origin::check();
	}

	/**
	 * The same bytes for every code and every stranger.
	 *
	 * @param string $again Label of a link to the same address, '' for none.
	 */
	private function neutral( string $again = '' ): Page {
		return self::page(
			__( 'A coupon of a co-op', 'coop-credentials' ),
			'<p>' . esc_html__( 'This address belongs to a coupon. Whoever holds it shows it at the till; the staff there use it.', 'coop-credentials' ) . '</p><p>'
			. esc_html__( 'Is it yours? Sign in, and you find it among your coupons.', 'coop-credentials' ) . '</p>'
			. ( '' === $again ? '' : '<p><a class="no-prefetch" href="">' . esc_html( $again ) . '</a></p>' ) . self::link( self::my_coupons(), __( 'My coupons', 'coop-credentials' ) )
		);
	}

	private function for_holder( string $given ): ?Page {
		$visitor = $this->holders->current();
		if ( null === $visitor ) {
			return null;
		}
		try {
			$code = Code::normalise( $given );
		} catch ( Problem ) {
			return null;
		}
		$keys   = $this->holders->keys( $visitor );
		$holder = Actor::holder( $keys );
		$this->throttle->check( $holder );
		$coupon = $this->coupons->find_by_hashes( $this->codes->lookup_hashes( $code ) );
		$offer  = null === $coupon || ! in_array( $coupon->holder_key, $keys, true ) ? null : $this->offers->find_by_id( $coupon->offer_id );
		if ( null === $coupon || null === $offer ) {
			$this->throttle->failed( $holder );
			return null;
		}
		$view  = $this->view->of( $coupon, $offer );
		$words = match ( $coupon->status_at( $this->clock->now() ) ) {
			Coupon_Status::REDEEMED => $this->used( $coupon ),
			Coupon_Status::VOID     => Refusals::words( 'coupon_void' ),
			Coupon_Status::EXPIRED  => Refusals::words( 'coupon_expired' ),
			default                 => is_string( $view['message'] ) ? $view['message'] : '',
		};
		$html = '' === $words ? '' : '<p role="status">' . esc_html( $words ) . '</p>';
		if ( is_string( $view['code'] ) && is_string( $view['qr'] ) ) {
			// The SVG was made by Qr and is escaped there.
			$html .= '<div style="max-inline-size:16rem">' . $view['qr'] . '</div><p class="coop-credentials-code" dir="ltr" style="font:600 1.5em/1.3 ui-monospace,monospace">' . esc_html( $view['code'] ) . '</p>';
		}
		return self::page( $offer->title, $html . self::link( self::my_coupons(), __( 'My coupons', 'coop-credentials' ) ) . self::clear_address() );
	}

	private function used( Coupon $coupon ): string {
		$last = $this->ledger->last_use( $coupon->id );
		return Refusals::words(
			'already_redeemed',
			null === $last ? array() : array(
				'recorded_at' => $last['recorded_at']?->format( 'Y-m-d\TH:i:s\Z' ),
				'point'       => $last['point'],
				'now'         => $this->clock->now()->format( 'Y-m-d\TH:i:s\Z' ),
			)
		);
	}

	private function for_staff( Actor $staff, string $given ): Page {
		$points = $this->points->active();
		try {
			$first  = $points[0]->uid ?? '';
			$answer = $this->check->check(
				Redeem_Request::from_input(
					array(
						'code'  => $given,
						'point' => $first,
					)
				),
				$staff
			);
		} catch ( Problem $problem ) {
			if ( ! in_array( $problem->reason, array( 'point_not_allowed', 'point_closed' ), true ) ) {
				return self::refused( $problem );
			}
			$answer = null;
		}
		return $this->form( null === $answer ? array() : $answer->details, $points, '' );
	}

	/**
	 * @param array<string, mixed> $details From the check; empty when only another till fits.
	 * @param list<Point>          $points  Tills to choose from.
	 * @param string               $message Plain words above the form.
	 */
	private function form( array $details, array $points, string $message ): Page {
		$offer = is_array( $details['offer'] ?? null ) ? $details['offer'] : array();
		$needs = is_array( $details['needs'] ?? null ) ? $details['needs'] : array();
		$title = is_string( $offer['title'] ?? null ) ? $offer['title'] : __( 'Use a coupon', 'coop-credentials' );
		$html  = '' === $message ? '' : '<p role="status">' . esc_html( $message ) . '</p>';
		if ( is_string( $details['tail'] ?? null ) ) {
			/* translators: %s: last four characters of a code. */
			$html .= '<p>' . esc_html( sprintf( __( 'Code ends in %s. Not used yet.', 'coop-credentials' ), $details['tail'] ) ) . '</p>';
		}
		$html .= '<form method="post"><input type="hidden" name="idempotency_key" value="' . esc_attr( Ulid::generate() ) . '">' . wp_nonce_field( self::NONCE, '_wpnonce', false, false );
		$html .= '<p><label for="coop-credentials-point">' . esc_html__( 'Till', 'coop-credentials' ) . '</label><br><select id="coop-credentials-point" name="point">';
		foreach ( $points as $point ) {
			$html .= '<option value="' . esc_attr( $point->uid ) . '">' . esc_html( $point->name ) . '</option>';
		}
		$html .= '</select></p>';
		if ( in_array( 'amount', $needs, true ) ) {
			$html .= '<p><label for="coop-credentials-amount">' . esc_html__( 'How much is the bill?', 'coop-credentials' ) . '</label><br><input id="coop-credentials-amount" name="amount" inputmode="decimal" required> ' . esc_html( is_string( $details['currency'] ?? null ) ? $details['currency'] : '' ) . '</p>';
		}
		foreach ( array( 'id_seen' => __( 'I have seen proof of the name.', 'coop-credentials' ), 'ready' => __( 'The customer is here and ready.', 'coop-credentials' ) ) as $need => $label ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			if ( in_array( $need, $needs, true ) ) {
				$html .= '<p><label><input type="checkbox" name="' . esc_attr( $need ) . '" value="1" required> ' . esc_html( $label ) . '</label></p>';
			}
		}
		$html .= '<p><button type="submit" class="' . esc_attr( wp_theme_get_element_class_name( 'button' ) ) . '">' . esc_html__( 'Redeem', 'coop-credentials' ) . '</button></p></form>';
		return self::page( $title, $html );
	}

	private function use_it( Front_Request $request, Actor $staff, string $given ): Page {
		if ( 'same' !== Same_Origin::check() || false === wp_verify_nonce( (string) $request->post( '_wpnonce' ), self::NONCE ) ) {
			return self::page( __( 'Please press the button once more', 'coop-credentials' ), '<p>' . esc_html__( 'Nothing was used. Open the coupon again and press Redeem.', 'coop-credentials' ) . '</p>', 403 );
		}
		try {
			$input = array(
				'code'    => $given,
				'point'   => (string) $request->post( 'point' ),
				'confirm' => array_keys( array_filter( array( 'id_seen' => $request->post( 'id_seen' ), 'ready' => $request->post( 'ready' ) ) ) ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			);
			$typed = trim( (string) $request->post( 'amount' ) );
			if ( '' !== $typed ) {
				$currency              = $this->lookup->found( Redeem_Request::from_input( $input ), $staff )->offer->currency;
				$input['amount_minor'] = null === $currency ? 0 : Money::from_decimal( $typed, $currency )->minor;
			}
			$answer = $this->redeem->redeem( Redeem_Request::from_input( $input ), $staff, (string) $request->post( 'idempotency_key' ) );
		} catch ( Problem $problem ) {
			return self::refused( $problem );
		}
		if ( 'ok' !== $answer->status ) {
			return $this->form( $answer->details, $this->points->active(), $answer->message );
		}
		$offer = is_array( $answer->details['offer'] ?? null ) ? $answer->details['offer'] : array();
		return self::page(
			$answer->message,
			'<p role="status"><strong>' . esc_html( is_string( $offer['title'] ?? null ) ? $offer['title'] : '' ) . '</strong><br>' . esc_html( is_string( $answer->details['use'] ?? null ) ? $answer->details['use'] : '' ) . '</p>' . self::till_link() . self::clear_address()
		);
	}

	private static function refused( Problem $problem ): Page {
		return self::page( __( 'Not accepted', 'coop-credentials' ), '<p role="alert">' . esc_html( '' === $problem->getMessage() ? Refusals::words( $problem->reason ) : $problem->getMessage() ) . '</p>' . self::till_link(), $problem->status );
	}

	private static function page( string $title, string $html, int $status = 200 ): Page {
		return new Page( $title, $html, $status, true, true, array( 'Referrer-Policy' => 'same-origin' ) );
	}

	private static function my_coupons(): string {
		/**
		 * Filters the address of the page with a holder's coupons.
		 *
		 * @since 0.1.0
		 *
		 * @param string $url Absolute address; '' for none.
		 */
		return (string) apply_filters( 'coop_credentials_my_coupons_url', '' );
	}

	private static function till_link(): string {
		/**
		 * Filters the address of the till page.
		 *
		 * @since 0.1.0
		 *
		 * @param string $url Absolute address; '' for none.
		 */
		return self::link( (string) apply_filters( 'coop_credentials_till_url', '' ), __( 'Scan next', 'coop-credentials' ) );
	}

	private static function link( string $url, string $label ): string {
		return '' === $url ? '' : '<p><a class="no-prefetch" href="' . esc_url( $url ) . '">' . esc_html( $label ) . '</a></p>';
	}

	/** Takes the code out of the address bar and the history. */
	private static function clear_address(): string {
		$url = self::my_coupons();
		return wp_get_inline_script_tag( 'history.replaceState(null,"",' . wp_json_encode( (string) wp_parse_url( '' === $url ? home_url( '/' ) : $url, PHP_URL_PATH ) ) . ')' );
	}
}
