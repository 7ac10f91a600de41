<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Problem;

/**
 * An amount in minor units of one ISO 4217 currency, 0 to 999,999,999,999. Integers only, never floats.
 */
final class Money {
	public const MAX = 999999999999;

	/** Currencies without minor units. */
	private const EXPONENT_0 = ' BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF ';

	/** Currencies with thousandths. */
	private const EXPONENT_3 = ' BHD IQD JOD KWD LYD OMR TND ';

	/** All others of the standard that are money of a country or region. */
	private const EXPONENT_2 = ' AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW ZWG ';

	/**
	 * @param int    $minor    Minor units: pence, cents, yen.
	 * @param string $currency Three upper-case letters.
	 * @throws Problem `invalid_request` (400).
	 */
	public function __construct( public readonly int $minor, public readonly string $currency ) {
		if ( $minor < 0 || $minor > self::MAX || null === self::exponent( $currency ) ) {
			throw new Problem( 'invalid_request', 400, '', null, array( 'params' => array( 'amount_minor' ) ) );
		}
	}

	/**
	 * From untrusted input that claims to be minor units; only a true integer passes.
	 *
	 * @param mixed  $minor    Untrusted.
	 * @param string $currency Three upper-case letters.
	 * @throws Problem `invalid_request` (400).
	 */
	public static function from_minor( mixed $minor, string $currency ): self {
		if ( ! is_int( $minor ) ) {
			throw new Problem( 'invalid_request', 400, '', null, array( 'params' => array( 'amount_minor' ) ) );
		}
		return new self( $minor, $currency );
	}

	/**
	 * From what a person typed in a form: "42.50" or "42,50"; no thousands separators, no signs.
	 *
	 * @param string $text     Untrusted.
	 * @param string $currency Three upper-case letters.
	 * @throws Problem `invalid_request` (400).
	 */
	public static function from_decimal( string $text, string $currency ): self {
		$exponent = self::exponent( $currency );
		if ( null === $exponent || 1 !== preg_match( '/^(\d{1,12})(?:[.,](\d{1,3}))?$/D', trim( $text ), $parts ) ) {
			throw new Problem( 'invalid_request', 400, '', null, array( 'params' => array( 'amount' ) ) );
		}
		$fraction = $parts[2] ?? '';
		if ( strlen( $fraction ) > $exponent ) {
			throw new Problem( 'invalid_request', 400, '', null, array( 'params' => array( 'amount' ) ) );
		}
		return new self( (int) ( $parts[1] . str_pad( $fraction, $exponent, '0' ) ), $currency );
	}

	/**
	 * Decimal places of a currency: 0, 2 or 3; null when it is not one we know.
	 *
	 * @param string $currency Untrusted.
	 */
	public static function exponent( string $currency ): ?int {
		if ( 1 !== preg_match( '/^[A-Z]{3}$/D', $currency ) ) {
			return null;
		}
		$word = ' ' . $currency . ' ';
		return match ( true ) {
			str_contains( self::EXPONENT_2, $word ) => 2,
			str_contains( self::EXPONENT_0, $word ) => 0,
			str_contains( self::EXPONENT_3, $word ) => 3,
			default                                 => null,
		};
	}

	/**
	 * Every known currency code, sorted.
	 *
	 * @return list<string>
	 */
	public static function currencies(): array {
		$all = preg_split( '/ +/', trim( self::EXPONENT_0 . self::EXPONENT_2 . self::EXPONENT_3 ) );
		$all = false === $all ? array() : $all;
		sort( $all );
		return $all;
	}

	/**
	 * A share in basis points, half a minor unit rounded up.
	 *
	 * @param int $basis_points 0 to 10,000.
	 */
	public function share( int $basis_points ): int {
		return intdiv( $this->minor * $basis_points + 5000, 10000 );
	}

	/** Plain decimal notation without grouping: "42.50". */
	public function decimal(): string {
		$exponent = (int) self::exponent( $this->currency );
		if ( 0 === $exponent ) {
			return (string) $this->minor;
		}
		$digits = str_pad( (string) $this->minor, $exponent + 1, '0', STR_PAD_LEFT );
		return substr( $digits, 0, -$exponent ) . '.' . substr( $digits, -$exponent );
	}
}
