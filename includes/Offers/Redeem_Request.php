<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Problem;

/**
 * What a till, a door or a shop asks for. Checked for shape; the code is still as it was typed.
 */
final class Redeem_Request {
	/**
	 * @param string       $code         As typed, scanned or pasted; '' when a hold is redeemed.
	 * @param string       $point        Point by uid; '' when a device implies it or only one fits.
	 * @param int|null     $amount_minor The bill, in minor units.
	 * @param string|null  $currency     ISO 4217.
	 * @param string|null  $order_ref    1 to 64 characters.
	 * @param list<string> $confirm      What staff have confirmed: id_seen, ready.
	 * @param string|null  $note         At most 200 characters.
	 * @param string       $coupon       Coupon by uid, with a hold token.
	 * @param string       $hold_token   From `coupons/hold`.
	 */
	private function __construct(
		public readonly string $code,
		public readonly string $point,
		public readonly ?int $amount_minor,
		public readonly ?string $currency,
		public readonly ?string $order_ref,
		public readonly array $confirm,
		public readonly ?string $note,
		public readonly string $coupon,
		public readonly string $hold_token
	) {}

	/**
	 * Arguments of the REST route; also the check of form posts.
	 *
	 * @return array<string, array<string, mixed>>
	 */
	public static function schema(): array {
		$uid = array(
			'type'      => 'string',
			'maxLength' => 26,
			'pattern'   => '^[0-9A-Z]*$',
		);
		return array(
			'code'         => array(
				'type'      => 'string',
				'maxLength' => 256,
			),
			'coupon'       => $uid,
			'hold_token'   => array(
				'type'      => 'string',
				'maxLength' => 64,
				'pattern'   => '^[0-9a-f]*$',
			),
			'point'        => $uid,
			'amount_minor' => array(
				'type'    => array( 'integer', 'null' ),
				'minimum' => 0,
				'maximum' => Money::MAX,
			),
			'currency'     => array(
				'type'      => array( 'string', 'null' ),
				'maxLength' => 3,
				'pattern'   => '^([A-Z]{3})?$',
			),
			'order_ref'    => array(
				'type'      => array( 'string', 'null' ),
				'maxLength' => 64,
			),
			'confirm'      => array(
				'type'     => 'array',
				'maxItems' => 5,
				'items'    => array(
					'type' => 'string',
					'enum' => array( 'id_seen', 'ready' ),
				),
			),
			'note'         => array(
				'type'      => array( 'string', 'null' ),
				'maxLength' => 200,
			),
		);
	}

	/**
	 * @param array<string, mixed> $input Untrusted; unknown keys are ignored here and refused by the REST base class.
	 * @throws Problem `invalid_request` (400).
	 */
	public static function from_input( array $input ): self {
		$amount   = $input['amount_minor'] ?? null;
		$currency = self::maybe( $input, 'currency', 3 );
		if ( null !== $amount && ( ! is_int( $amount ) || $amount < 0 || $amount > Money::MAX ) ) {
			throw Refusals::problem( 'invalid_request' );
		}
		if ( null !== $currency && null === Money::exponent( $currency ) ) {
			throw Refusals::problem( 'invalid_request' );
		}
		$code = $input['code'] ?? '';
		if ( ! is_string( $code ) || ( '' === $code && '' === (string) self::maybe( $input, 'coupon', 26 ) ) ) {
			throw Refusals::problem( 'code_format' );
		}
		$confirm = is_array( $input['confirm'] ?? null ) ? $input['confirm'] : array();
		return new self(
			$code,
			(string) self::maybe( $input, 'point', 26 ),
			$amount,
			$currency,
			self::maybe( $input, 'order_ref', 64 ),
			array_values( array_filter( $confirm, 'is_string' ) ),
			self::maybe( $input, 'note', 200 ),
			(string) self::maybe( $input, 'coupon', 26 ),
			(string) self::maybe( $input, 'hold_token', 64 )
		);
	}

	/**
	 * Hash of the canonical request, with the code's stored hash in place of the code.
	 *
	 * @param string $code_hash As stored; the coupon's uid for a hold.
	 * @return string 64 lower hex.
	 */
	public function fingerprint( string $code_hash ): string {
		return hash(
			'sha256',
			(string) wp_json_encode( array( $code_hash, $this->point, $this->amount_minor, $this->currency, $this->order_ref, $this->note ) )
		);
	}

	/** Whether something only staff or the shop's server may say was said. */
	public function speaks_for_staff(): bool {
		return null !== $this->amount_minor || null !== $this->order_ref || in_array( 'id_seen', $this->confirm, true );
	}

	/**
	 * @param array<string, mixed> $input Untrusted.
	 * @param string               $key   Which.
	 * @param int                  $max   Characters; longer text is refused (S13).
	 */
	private static function maybe( array $input, string $key, int $max ): ?string {
		$value = $input[ $key ] ?? null;
		if ( null === $value || '' === $value ) {
			return null;
		}
		if ( ! is_string( $value ) || mb_strlen( $value ) > $max || 1 !== preg_match( '//u', $value ) ) {
			throw Refusals::problem( 'invalid_request' );
		}
		return $value;
	}
}
