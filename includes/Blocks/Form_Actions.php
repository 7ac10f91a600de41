<?php
/**
 * Forms without JavaScript.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\One_Time_Form;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Plain;
use CoopCredentials\Kernel\Front\Privacy;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Front\Same_Origin;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Rate_Limiter;
use CoopCredentials\Offers\Actor;
use CoopCredentials\Offers\Check;
use CoopCredentials\Offers\Claim;
use CoopCredentials\Offers\Money;
use CoopCredentials\Offers\Redeem;
use CoopCredentials\Offers\Redeem_Request;
use CoopCredentials\Offers\Redemption_Answer;
use CoopCredentials\Sign_In\Current_Visitor;

defined( 'ABSPATH' ) || exit;

/**
 * Dispatches the field `coop_credentials_action` of a post to the page itself: the same services as the REST routes, the
 * same-origin rule instead of a token (WordPress.md 4).
 */
final class Form_Actions {

	public const FIELD = 'coop_credentials_action';

	public const CONFIRM = 'coop_credentials_confirm';

	/** Claims a minute a person, as over REST: each writes a decision to the log. */
	private const CLAIMS = 60;

	/** Fields each action takes; nothing else is carried over a confirmation. */
	private const FIELDS = array(
		'claim'    => array( 'offer' ),
		'redeem'   => array( 'code', 'point', 'idempotency_key', 'amount', 'currency', 'order_ref', 'confirm', 'ready' ),
		'check'    => array( 'code', 'point' ),
		'sign_out' => array( 'return_to' ),
	) + My_Credentials_Actions::FIELDS;

	/**
	 * Takes the services it calls.
	 *
	 * @param Current_Visitor        $visitor Session.
	 * @param Claim                  $claim   Claims coupons.
	 * @param Redeem                 $redeem  Redeems coupons.
	 * @param Check                  $check   Looks at coupons.
	 * @param One_Time_Form          $once    Confirmation values.
	 * @param Router                 $router  Addresses of our paths.
	 * @param Request_State          $state   Result for the block of the page.
	 * @param My_Credentials_Actions $own     People's own records.
	 * @param Rate_Limiter           $limiter Presses.
	 */
	public function __construct(
		private readonly Current_Visitor $visitor,
		private readonly Claim $claim,
		private readonly Redeem $redeem,
		private readonly Check $check,
		private readonly One_Time_Form $once,
		private readonly Router $router,
		private readonly Request_State $state,
		private readonly My_Credentials_Actions $own,
		private readonly Rate_Limiter $limiter,
	) {}

	/**
	 * Answers a post of one of our forms; null lets the page be shown, with its result in the request state.
	 *
	 * @param Front_Request $request The post.
	 */
	public function handle( Front_Request $request ): Page|Redirect|Plain|null {
		$action = $request->post( self::FIELD ) ?? '';
		if ( 'POST' !== $request->method || ! isset( self::FIELDS[ $action ] ) ) {
			return null;
		}
		Privacy::mark_private();
		$fields = array();
		foreach ( self::FIELDS[ $action ] as $name ) {
			$fields[ $name ] = mb_substr( $request->post( $name ) ?? '', 0, 2048 );
		}
		$origin = Same_Origin::check();
		if ( Same_Origin::FOREIGN === $origin ) {
			return $this->refused();
		}
		$purpose = $action . ':' . hash( 'sha256', (string) wp_json_encode( $fields ) );
		if ( isset( My_Credentials_Actions::FIELDS[ $action ] ) ) {
			return $this->own->handle( $action, $fields, $purpose, $request->post( self::CONFIRM ) ?? '', Same_Origin::UNKNOWN === $origin );
		}
		if ( Same_Origin::UNKNOWN === $origin && ! $this->once->accept( $purpose, $request->post( self::CONFIRM ) ?? '' ) ) {
			return $this->confirmation( $action, $fields, $this->once->issue( $purpose ) );
		}
		return match ( $action ) {
			'claim'    => $this->claim( $fields['offer'] ?? '' ),
			'sign_out' => new Redirect( $this->router->url( 'sign_out' ), 307 ),
			default    => $this->use_code( $action, $fields ),
		};
	}

	/**
	 * One coupon for the visitor; the page then shows it, or why not.
	 *
	 * @param string $offer Offer uid.
	 */
	private function claim( string $offer ): Redirect {
		$offer = 1 === preg_match( '/^[0-9A-Za-z]{1,40}$/D', $offer ) ? $offer : '';
		$query = array(
			'coop_credentials_private' => '1',
			'coop_action'              => 'claim:' . $offer,
		);
		try {
			$visitor = $this->visitor->require();
			$this->limiter->hit( 'form:claim', $visitor->identity_uid ?? 'session:' . $visitor->session_id, self::CLAIMS, MINUTE_IN_SECONDS );
			$this->claim->claim( $visitor, $offer );
		} catch ( Problem $problem ) {
			$query['coop_problem'] = $problem->reason;
		}
		return new Redirect( Html::back( $query ) . '#coop-offer-' . $offer );
	}

	/**
	 * Redeems or checks at a till; the redeem block of the page shows the result.
	 *
	 * @param string               $action redeem or check.
	 * @param array<string,string> $fields Posted.
	 */
	private function use_code( string $action, array $fields ): null {
		if ( ! current_user_can( Capabilities::REDEEM ) ) {
			return null;
		}
		$key      = $fields['idempotency_key'] ?? '';
		$exponent = Money::exponent( $fields['currency'] ?? '' ) ?? 2;
		$amount   = str_replace( ',', '.', trim( $fields['amount'] ?? '' ) );
		$input    = array(
			'code'      => $fields['code'],
			'point'     => $fields['point'],
			'order_ref' => $fields['order_ref'] ?? '',
			'confirm'   => array_values( array_filter( array( $fields['confirm'] ?? '', $fields['ready'] ?? '' ) ) ),
		);
		if ( 1 === preg_match( '/^\d{1,9}(\.\d{1,3})?$/D', $amount ) ) {
			$input['amount_minor'] = (int) round( (float) $amount * 10 ** $exponent );
		}
		$actor = Actor::staff( get_current_user_id(), current_user_can( Capabilities::VOID ), current_user_can( Capabilities::MANAGE_OFFERS ) );
		try {
			$request             = Redeem_Request::from_input( $input );
			$this->state->result = $this->told( 'check' === $action ? $this->check->check( $request, $actor ) : $this->redeem->redeem( $request, $actor, $key ), $fields['code'], $key, 'check' === $action );
		} catch ( Problem $problem ) {
			status_header( $problem->status );
			$this->state->result = self::refusal( $problem, $fields['code'] );
		}
		return null;
	}

	/**
	 * A no in words; a wait is no answer about the code.
	 *
	 * @param Problem $problem Why.
	 * @param string  $code    As typed.
	 */
	private static function refusal( Problem $problem, string $code ): Form_Result {
		$words = Till_View::words();
		if ( 429 === $problem->status ) {
			return new Form_Result( 'am', $words['wait'], $problem->getMessage(), $words['unchecked'], $problem->reason, $code );
		}
		$field = in_array( $problem->reason, array( 'code_format', 'code_checksum', 'foreign_code' ), true );
		return new Form_Result( $field ? 'field' : 'no', $words['refused'], $problem->getMessage(), 'already_redeemed' === $problem->reason ? $words['otherCode'] : '', $problem->reason, $code );
	}

	/**
	 * A yes or a question in words.
	 *
	 * @param Redemption_Answer $answer Of the offers room.
	 * @param string            $code   As typed.
	 * @param string            $key    Idempotency key, kept for the next step.
	 * @param bool              $look   Only a look: nothing was used.
	 */
	private function told( Redemption_Answer $answer, string $code, string $key, bool $look ): Form_Result {
		$offer = is_array( $answer->details['offer'] ?? null ) ? $answer->details['offer'] : array();
		$needs = array();
		foreach ( is_array( $answer->details['needs'] ?? null ) ? $answer->details['needs'] : array() as $need ) {
			if ( is_string( $need ) ) {
				$needs[] = $need;
			}
		}
		if ( 'ok' !== $answer->status ) {
			return new Form_Result( 'field', __( 'One more thing', 'coop-credentials' ), $answer->message, '', $answer->reason, $code, $key, $needs, Html::string( $answer->details, 'currency' ) );
		}
		$detail = implode( ' · ', array_filter( array( Html::string( $answer->details, 'use' ), Html::string( $answer->details, 'holder_label' ) ) ) );
		return $look
			? new Form_Result( 'am', $answer->message, Html::string( $offer, 'title' ), $detail, 'check', $code, $key )
			: new Form_Result( 'ok', __( 'Accepted', 'coop-credentials' ), Html::string( $offer, 'title' ), $detail, $answer->reason, $code, $key );
	}

	/**
	 * The browser did not say where the form was: ask once, with a value only this browser can send.
	 *
	 * @param string               $action Action.
	 * @param array<string,string> $fields Posted.
	 * @param string               $value  One-time value.
	 */
	private function confirmation( string $action, array $fields, string $value ): Page {
		$words = array(
			'claim'    => array( __( 'Get this coupon?', 'coop-credentials' ), __( 'Yes, get the coupon', 'coop-credentials' ) ),
			'redeem'   => array( __( 'Use this code now?', 'coop-credentials' ), __( 'Yes, use the code', 'coop-credentials' ) ),
			'check'    => array( __( 'Look at this code?', 'coop-credentials' ), __( 'Yes, look', 'coop-credentials' ) ),
			'sign_out' => array( __( 'Sign out?', 'coop-credentials' ), __( 'Yes, sign out', 'coop-credentials' ) ),
		)[ $action ];
		return new Page(
			$words[0],
			'<form method="post" action="' . esc_url( Html::current_path() ) . '"><p>' . Html::text( __( 'Your browser did not tell where this form comes from, so we ask once more.', 'coop-credentials' ) ) . '</p>'
			. Html::hidden(
				array(
					self::FIELD   => $action,
					self::CONFIRM => $value,
				) + $fields
			) . '<p><button type="submit" class="' . esc_attr( Html::button_class() ) . '">' . Html::text( $words[1] ) . '</button></p></form>'
		);
	}

	/**
	 * The form was on another site.
	 */
	private function refused(): Page {
		return new Page(
			__( 'Nothing was done', 'coop-credentials' ),
			'<p role="alert">' . Html::text( __( 'This form was sent from another site. Open the page here and press again.', 'coop-credentials' ) ) . '</p><p><a href="' . esc_url( Html::current_path() ) . '">' . Html::text( __( 'Open the page', 'coop-credentials' ) ) . '</a></p>',
			403
		);
	}
}
