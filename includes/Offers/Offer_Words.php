<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

/**
 * An offer in plain words: what it gives, and its conditions.
 */
final class Offer_Words {
	private const SYMBOLS = array(
		'EUR' => '€',
		'GBP' => '£',
		'USD' => '$',
	);

	/**
	 * "£42.50", "12.50 CHF", in the site's number format.
	 *
	 * @param Money $money Amount.
	 */
	public static function money( Money $money ): string {
		$exponent = (int) Money::exponent( $money->currency );
		$number   = number_format_i18n( (float) $money->decimal(), 0 === $money->minor % ( 10 ** $exponent ) ? 0 : $exponent );
		$symbol   = self::SYMBOLS[ $money->currency ] ?? null;
		return null === $symbol ? $number . "\u{00A0}" . $money->currency : $symbol . $number;
	}

	/**
	 * The value alone: "10 % off", "£5 off", "for £6", "free".
	 *
	 * @param Offer $offer Which.
	 */
	public static function value( Offer $offer ): string {
		$money = null === $offer->currency || null === Money::exponent( $offer->currency ) || $offer->value < 0 || $offer->value > Money::MAX ? null : self::money( new Money( $offer->value, $offer->currency ) );
		return match ( true ) {
			'percent' === $offer->value_kind => sprintf(
				/* translators: %s: number. */
				__( '%s %% off', 'coop-credentials' ),
				number_format_i18n( $offer->value / 100, 0 === $offer->value % 100 ? 0 : 2 )
			),
			'amount' === $offer->value_kind && null !== $money => sprintf(
				/* translators: %s: amount of money. */
				__( '%s off', 'coop-credentials' ),
				$money
			),
			'price' === $offer->value_kind && null !== $money && $offer->value > 0 => sprintf(
				/* translators: %s: amount of money. */
				__( 'for %s', 'coop-credentials' ),
				$money
			),
			'pass' === $offer->kind => __( 'Free entry', 'coop-credentials' ),
			default                 => __( 'Free', 'coop-credentials' ),
		};
	}

	/**
	 * Conditions, one sentence each.
	 *
	 * @param Offer $offer Which.
	 * @return list<string>
	 */
	public static function conditions( Offer $offer ): array {
		$said     = array();
		$currency = $offer->currency;
		if ( null !== $currency && null !== Money::exponent( $currency ) ) {
			if ( null !== $offer->min_spend_minor && $offer->min_spend_minor > 0 ) {
				/* translators: %s: amount of money. */
				$said[] = sprintf( __( 'From %s', 'coop-credentials' ), self::money( new Money( $offer->min_spend_minor, $currency ) ) );
			}
			if ( null !== $offer->max_discount_minor && 'percent' === $offer->value_kind ) {
				/* translators: %s: amount of money. */
				$said[] = sprintf( __( '%s off at most', 'coop-credentials' ), self::money( new Money( $offer->max_discount_minor, $currency ) ) );
			}
		}
		if ( $offer->uses_per_coupon > 1 ) {
			/* translators: %d: number of uses. */
			$said[] = sprintf( _n( 'Use it %d time', 'Use it %d times', $offer->uses_per_coupon, 'coop-credentials' ), $offer->uses_per_coupon );
		} elseif ( 1 === $offer->per_holder_limit ) {
			$said[] = __( 'Once for each member', 'coop-credentials' );
		} else {
			/* translators: %d: number of coupons. */
			$said[] = sprintf( _n( '%d coupon for each member', '%d coupons for each member', $offer->per_holder_limit, 'coop-credentials' ), $offer->per_holder_limit );
		}
		$left = self::left( $offer );
		return '' === $left ? $said : array( ...$said, $left );
	}

	/**
	 * "47 of 50 left"; empty when there is no limit or nothing to take.
	 *
	 * @param Offer $offer Which.
	 */
	public static function left( Offer $offer ): string {
		return null === $offer->max_claims || 'active' !== $offer->status->value || $offer->is_sold_out() ? '' : sprintf(
			/* translators: 1: number left, 2: number in all. */
			__( '%1$d of %2$d left', 'coop-credentials' ),
			$offer->max_claims - $offer->claims_count,
			$offer->max_claims
		);
	}
}
