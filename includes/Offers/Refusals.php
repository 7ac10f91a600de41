<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Problem;

/**
 * Reason codes of the room with their HTTP status and their plain words: what happened, then what to do.
 */
final class Refusals {
	private const STATUS = array(
		'invalid_request'         => 400,
		'idempotency_key_missing' => 400,
		'idempotency_key_reused'  => 422,
		'code_format'             => 422,
		'code_checksum'           => 422,
		'foreign_code'            => 422,
		'not_accepted'            => 404,
		'code_unknown'            => 404,
		'offer_not_found'         => 404,
		'coupon_void'             => 409,
		'coupon_not_started'      => 409,
		'coupon_expired'          => 410,
		'already_redeemed'        => 409,
		'uses_exhausted'          => 409,
		'held_elsewhere'          => 423,
		'hold_lost'               => 409,
		'offer_paused'            => 409,
		'offer_ended'             => 410,
		'offer_revoked'           => 410,
		'offer_limit_reached'     => 409,
		'budget_exhausted'        => 409,
		'holder_limit_reached'    => 409,
		'subject_not_stable'      => 403,
		'credential_expired'      => 403,
		'credential_revoked'      => 403,
		'credential_stale'        => 403,
		'credential_blocked'      => 403,
		'credential_paused'       => 403,
		'credential_unverifiable' => 503,
		'min_spend_not_met'       => 409,
		'currency_mismatch'       => 409,
		'not_combinable'          => 409,
		'point_not_allowed'       => 403,
		'point_closed'            => 403,
		'not_permitted'           => 403,
		'void_window_closed'      => 409,
		'already_voided'          => 409,
		'not_voidable'            => 409,
		'redemption_off'          => 503,
		'busy_try_again'          => 503,
		'redemption_not_found'    => 404,
	);

	private const NEXT = array(
		'subject_not_stable' => 'another_way_in',
		'credential_expired' => 'sign_in_again',
		'credential_revoked' => 'sign_in_again',
		'credential_stale'   => 'sign_in_again',
		'hold_lost'          => 'hold_again',
		'foreign_code'       => 'go_there',
		'busy_try_again'     => 'try_again',
	);

	/**
	 * @param string               $reason      Stable code.
	 * @param array<string, mixed> $details     For staff and holders only: when, where, use_no …
	 * @param int|null             $retry_after Seconds.
	 */
	public static function problem( string $reason, array $details = array(), ?int $retry_after = null ): Problem {
		return new Problem(
			$reason,
			self::STATUS[ $reason ] ?? 409,
			self::words( $reason, $details ),
			self::NEXT[ $reason ] ?? null,
			array() === $details ? array() : array( 'details' => $details ),
			$retry_after
		);
	}

	/**
	 * One or two plain sentences.
	 *
	 * @param string               $reason  Stable code.
	 * @param array<string, mixed> $details When and where, if known.
	 */
	public static function words( string $reason, array $details = array() ): string {
		return match ( $reason ) {
			'invalid_request'         => __( 'Something in the request does not fit. Please check the fields.', 'coop-credentials' ),
			'idempotency_key_missing' => __( 'This request carries no key of its own. Please reload the page.', 'coop-credentials' ),
			'idempotency_key_reused'  => __( 'This key was used for another code. Please scan again.', 'coop-credentials' ),
			'code_format'             => 'u_for_v' === ( $details['hint'] ?? null )
				? __( 'Codes have no letter U. Is it a V?', 'coop-credentials' )
				: __( 'A code has twelve letters and numbers. Please compare with the coupon.', 'coop-credentials' ),
			'code_checksum'           => __( 'One character does not fit. Please compare with the coupon.', 'coop-credentials' ),
			'foreign_code'            => __( 'This code belongs to another site. It can be used there.', 'coop-credentials' ),
			'not_accepted'            => __( 'This code cannot be used here.', 'coop-credentials' ),
			'code_unknown'            => __( 'No coupon has this code. Please compare with the coupon.', 'coop-credentials' ),
			'offer_not_found'         => __( 'There is no such offer.', 'coop-credentials' ),
			'coupon_void'             => __( 'This coupon was cancelled. Ask the customer for another code.', 'coop-credentials' ),
			'coupon_not_started'      => self::dated( $details, __( 'Not valid yet.', 'coop-credentials' ), /* translators: %s: date. */ __( 'Valid from %s.', 'coop-credentials' ) ),
			'coupon_expired'          => self::dated( $details, __( 'This coupon has ended.', 'coop-credentials' ), /* translators: %s: date. */ __( 'Ended on %s.', 'coop-credentials' ) ),
			'already_redeemed'        => self::used( $details ),
			'uses_exhausted'          => __( 'All uses of this coupon are taken. Ask the customer for another code.', 'coop-credentials' ),
			'held_elsewhere'          => __( 'This coupon is kept for an order that is not paid yet. Try again later.', 'coop-credentials' ),
			'hold_lost'               => __( 'The coupon was not kept any longer. Enter the code again.', 'coop-credentials' ),
			'offer_paused'            => __( 'This offer is paused. The code is kept and works again when the offer goes on.', 'coop-credentials' ),
			'offer_ended'             => __( 'This offer has ended.', 'coop-credentials' ),
			'offer_revoked'           => is_string( $details['why'] ?? null ) && '' !== $details['why']
				/* translators: %s: why the offer was withdrawn. */
				? sprintf( __( 'This offer was withdrawn: %s', 'coop-credentials' ), $details['why'] )
				: __( 'This offer was withdrawn.', 'coop-credentials' ),
			'offer_limit_reached'     => __( 'All coupons of this offer are taken.', 'coop-credentials' ),
			'budget_exhausted'        => __( 'The money set aside for this offer is used up.', 'coop-credentials' ),
			'holder_limit_reached'    => __( 'You have had all your coupons of this offer.', 'coop-credentials' ),
			'subject_not_stable'      => __( 'Your co-op gives us a new name for you each time, so a coupon could not be kept for you. Use another way to sign in.', 'coop-credentials' ),
			'credential_expired'      => __( 'The membership behind this coupon has ended. The holder can sign in again when it is renewed.', 'coop-credentials' ),
			'credential_revoked'      => __( 'The membership behind this coupon is not confirmed any more. The holder can sign in again.', 'coop-credentials' ),
			'credential_stale'        => __( 'The membership was confirmed too long ago. The holder can sign in again and use the same code.', 'coop-credentials' ),
			'credential_blocked'      => __( 'This site does not accept the credential behind this coupon any more. The site’s team can say why.', 'coop-credentials' ),
			'credential_paused'       => __( 'The way to sign in that this coupon came by is switched off on this site. The code is kept and works again when it is switched on.', 'coop-credentials' ),
			'credential_unverifiable' => __( 'The membership could not be read. Please try again in a few minutes.', 'coop-credentials' ),
			'min_spend_not_met'       => self::amount( $details, __( 'The bill is below the minimum of this offer.', 'coop-credentials' ), /* translators: %s: amount of money. */ __( 'This offer begins at %s.', 'coop-credentials' ) ),
			'currency_mismatch'       => __( 'This offer is in another currency.', 'coop-credentials' ),
			'not_combinable'          => __( 'This offer cannot be combined with the others on this bill.', 'coop-credentials' ),
			'point_not_allowed'       => __( 'This offer is not honoured at this till.', 'coop-credentials' ),
			'point_closed'            => __( 'This till is closed now.', 'coop-credentials' ),
			'not_permitted'           => __( 'You are not allowed to do that.', 'coop-credentials' ),
			'void_window_closed'      => __( 'The time to undo this is over. Ask somebody who looks after the offers.', 'coop-credentials' ),
			'already_voided'          => __( 'This use was undone already.', 'coop-credentials' ),
			'not_voidable'            => __( 'This entry cannot be undone.', 'coop-credentials' ),
			'redemption_off'          => __( 'Coupons cannot be used at the moment. The site’s team sees why under Site Health.', 'coop-credentials' ),
			'redemption_not_found'    => __( 'There is no such entry.', 'coop-credentials' ),
			default                   => __( 'The site is busy. Please try again in a moment.', 'coop-credentials' ),
		};
	}

	/**
	 * "Already used today at 14:02 at Bar."
	 *
	 * @param array<string, mixed> $details `recorded_at` (ISO 8601), `point` (name).
	 */
	private static function used( array $details ): string {
		$time = is_string( $details['recorded_at'] ?? null ) ? strtotime( $details['recorded_at'] ) : false;
		if ( false === $time ) {
			return __( 'Already used.', 'coop-credentials' );
		}
		$clock = (string) wp_date( (string) get_option( 'time_format', 'H:i' ), $time );
		$day   = (string) wp_date( (string) get_option( 'date_format', 'j F Y' ), $time );
		$today = is_string( $details['now'] ?? null ) && wp_date( 'Y-m-d', $time ) === wp_date( 'Y-m-d', (int) strtotime( $details['now'] ) );
		$point = is_string( $details['point'] ?? null ) ? $details['point'] : '';
		if ( $today ) {
			return '' === $point
				/* translators: %s: time. */
				? sprintf( __( 'Already used today at %s.', 'coop-credentials' ), $clock )
				/* translators: 1: time, 2: name of a till. */
				: sprintf( __( 'Already used today at %1$s at %2$s.', 'coop-credentials' ), $clock, $point );
		}
		return '' === $point
			/* translators: 1: date, 2: time. */
			? sprintf( __( 'Already used on %1$s at %2$s.', 'coop-credentials' ), $day, $clock )
			/* translators: 1: date, 2: time, 3: name of a till. */
			: sprintf( __( 'Already used on %1$s at %2$s at %3$s.', 'coop-credentials' ), $day, $clock, $point );
	}

	/**
	 * @param array<string, mixed> $details `date` (ISO 8601).
	 * @param string               $without Sentence without a date.
	 * @param string               $with    Sentence with a date.
	 */
	private static function dated( array $details, string $without, string $with ): string {
		$time = is_string( $details['date'] ?? null ) ? strtotime( $details['date'] ) : false;
		return false === $time ? $without : sprintf( $with, (string) wp_date( (string) get_option( 'date_format', 'j F Y' ), $time ) );
	}

	/**
	 * @param array<string, mixed> $details `amount` (formatted).
	 * @param string               $without Sentence without an amount.
	 * @param string               $with    Sentence with an amount.
	 */
	private static function amount( array $details, string $without, string $with ): string {
		return is_string( $details['amount'] ?? null ) ? sprintf( $with, $details['amount'] ) : $without;
	}
}
