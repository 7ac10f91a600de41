<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Problem;

/**
 * What an editor may write into an offer: the JSON schema, the way from input to columns, and what publishing wants.
 */
final class Offer_Fields {
	private const KINDS = array(
		'discount'     => array( 'percent', 'amount' ),
		'free_item'    => array( 'none', 'amount' ),
		'member_price' => array( 'price' ),
		'pass'         => array( 'none', 'price' ),
	);

	private const TIMES = array( 'starts_at', 'ends_at', 'valid_from', 'valid_until' );

	/**
	 * JSON schema of the writable fields; feeds the REST arguments and the item schema.
	 *
	 * @return array<string, array<string, mixed>>
	 */
	public static function schema(): array {
		$money = array(
			'type'    => array( 'integer', 'null' ),
			'minimum' => 0,
			'maximum' => Money::MAX,
		);
		$count = array(
			'type'    => array( 'integer', 'null' ),
			'minimum' => 1,
			'maximum' => 1000000000,
		);
		$time  = array(
			'type'      => array( 'string', 'null' ),
			'maxLength' => 30,
			'pattern'   => '^(\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?(Z|[+\-]\d{2}:?\d{2})?)?)?$',
		);
		return array(
			'organisation_uid'   => self::text( 26 ),
			'kind'               => self::choice( array_keys( self::KINDS ) ),
			'title'              => self::text( 200 ),
			'text'               => self::text( 5000 ),
			'terms_url'          => array(
				'type'      => array( 'string', 'null' ),
				'maxLength' => 500,
				'pattern'   => '^(https?://[^\s]+)?$',
			),
			'value_kind'         => self::choice( array( 'percent', 'amount', 'price', 'none' ) ),
			'value'              => array( 'type' => 'integer' ) + $money,
			'currency'           => array(
				'type'      => array( 'string', 'null' ),
				'maxLength' => 3,
				'pattern'   => '^([A-Z]{3})?$',
			),
			'min_spend_minor'    => $money,
			'max_discount_minor' => $money,
			'audience'           => array(
				'type'      => 'string',
				'maxLength' => 64,
				'pattern'   => '^[A-Za-z0-9_\-]*$',
			),
			'starts_at'          => $time,
			'ends_at'            => $time,
			'valid_from'         => $time,
			'valid_until'        => $time,
			'claim_ttl'          => array( 'minimum' => 60 ) + $count,
			'hold_seconds'       => self::number( 30, 3600 ),
			'per_holder_limit'   => self::number( 1, 1000 ),
			'uses_per_coupon'    => self::number( 1, 1000 ),
			'max_claims'         => $count,
			'max_redemptions'    => $count,
			'budget_minor'       => $money,
			'max_inside'         => $count,
			'stacking'           => self::choice( array( 'exclusive', 'combinable' ) ),
			'void_window'        => self::number( 0, 7776000 ),
			'on_membership_lost' => self::choice( array( 'refuse', 'honour' ) ),
			'max_status_age'     => array( 'minimum' => 60 ) + $count,
			'static_code'        => self::choice( array( 'accept', 'staff_confirm', 'refuse' ) ),
			'reclaim_expired'    => array( 'type' => 'boolean' ),
			'event'              => array(
				'type'                 => array( 'object', 'null' ),
				'additionalProperties' => false,
				'properties'           => array(
					'starts_at' => $time,
					'ends_at'   => $time,
					'doors_at'  => $time,
					'venue'     => self::text( 200 ),
				),
			),
		);
	}

	/**
	 * Input that passed the schema, as columns. Only fields that are present are returned.
	 *
	 * @param array<string, mixed> $input Writable fields, without `organisation_uid`.
	 * @param \DateTimeZone        $zone  The site's, for plain dates.
	 * @return array<string, mixed>
	 * @throws Problem `invalid_request` (400) naming the field.
	 */
	public static function columns( array $input, \DateTimeZone $zone ): array {
		$columns = array();
		foreach ( array_keys( self::schema() ) as $field ) {
			if ( 'organisation_uid' === $field || ! array_key_exists( $field, $input ) ) {
				continue;
			}
			$value             = $input[ $field ];
			$columns[ $field ] = match ( true ) {
				in_array( $field, self::TIMES, true )                         => self::time( $field, $value, $zone ),
				'event' === $field                                            => null === $value ? null : (string) wp_json_encode( $value ),
				'title' === $field                                            => sanitize_text_field( self::string( $value ) ),
				'text' === $field                                             => sanitize_textarea_field( self::string( $value ) ),
				'terms_url' === $field                                        => '' === $value || null === $value ? null : esc_url_raw( self::string( $value ), array( 'http', 'https' ) ),
				'currency' === $field                                         => '' === $value ? null : $value,
				is_bool( $value )                                             => $value ? 1 : 0,
				default                                                       => $value,
			};
		}
		return $columns;
	}

	/**
	 * What still hinders publishing, field by field.
	 *
	 * @param Offer              $offer As stored.
	 * @param \DateTimeImmutable $now   Database time.
	 * @return array<string, string> Field to an untranslated problem code.
	 */
	public static function publish_problems( Offer $offer, \DateTimeImmutable $now ): array {
		$problems = array();
		if ( '' === $offer->title ) {
			$problems['title'] = 'missing';
		}
		if ( '' === $offer->audience ) {
			$problems['audience'] = 'missing';
		}
		if ( 0 === $offer->organisation_id ) {
			$problems['organisation_uid'] = 'missing';
		}
		if ( ! in_array( $offer->value_kind, self::KINDS[ $offer->kind ] ?? array(), true ) ) {
			$problems['value_kind'] = 'not_for_this_kind';
		}
		$least = 'percent' === $offer->value_kind || 'amount' === $offer->value_kind ? 1 : 0;
		if ( $offer->value < $least || ( 'percent' === $offer->value_kind && $offer->value > 10000 ) ) {
			$problems['value'] = 'out_of_range';
		}
		$has_money = in_array( $offer->value_kind, array( 'amount', 'price' ), true ) || null !== $offer->min_spend_minor
			|| null !== $offer->max_discount_minor || null !== $offer->budget_minor;
		if ( $has_money && null === $offer->currency ) {
			$problems['currency'] = 'missing';
		} elseif ( null !== $offer->currency && null === Money::exponent( $offer->currency ) ) {
			$problems['currency'] = 'unknown';
		}
		return $problems + self::date_problems( $offer, $now );
	}

	/**
	 * @param Offer              $offer As stored.
	 * @param \DateTimeImmutable $now   Database time.
	 * @return array<string, string>
	 */
	private static function date_problems( Offer $offer, \DateTimeImmutable $now ): array {
		$problems = array();
		if ( null !== $offer->ends_at && ( $offer->ends_at <= $now || ( null !== $offer->starts_at && $offer->ends_at <= $offer->starts_at ) ) ) {
			$problems['ends_at'] = 'not_after_start';
		}
		if ( null !== $offer->valid_until && ( $offer->valid_until <= $now || ( null !== $offer->valid_from && $offer->valid_until <= $offer->valid_from ) ) ) {
			$problems['valid_until'] = 'not_after_start';
		}
		if ( 'pass' === $offer->kind && ! is_string( $offer->event['starts_at'] ?? null ) ) {
			$problems['event'] = 'missing';
		}
		return $problems;
	}

	/**
	 * A limit below its present use is refused.
	 *
	 * @param Offer                $offer   As stored.
	 * @param array<string, mixed> $columns About to be written.
	 * @throws Problem `limit_below_use` (409).
	 */
	public static function guard_limits( Offer $offer, array $columns ): void {
		$used = array(
			'max_claims'      => $offer->claims_count,
			'max_redemptions' => $offer->redemptions_count,
			'budget_minor'    => $offer->spent_minor,
			'max_inside'      => $offer->inside_count,
		);
		foreach ( $used as $field => $count ) {
			if ( isset( $columns[ $field ] ) && is_int( $columns[ $field ] ) && $columns[ $field ] < $count ) {
				throw new Problem( 'limit_below_use', 409, __( 'This limit is lower than what has been used already.', 'coop-credentials' ), null, array( 'params' => array( $field ) ) );
			}
		}
	}

	/**
	 * A moment as a UTC column. A plain date means midnight in the site's zone; for an end, the midnight after it.
	 *
	 * @param string        $field Column.
	 * @param mixed         $value ISO 8601, a plain date, empty or null.
	 * @param \DateTimeZone $zone  The site's.
	 * @throws Problem `invalid_request` (400).
	 */
	private static function time( string $field, mixed $value, \DateTimeZone $zone ): ?string {
		if ( null === $value || '' === $value ) {
			return null;
		}
		try {
			$time = new \DateTimeImmutable( self::string( $value ), $zone );
		} catch ( \Exception $e ) {
			throw new Problem( 'invalid_request', 400, '', null, array( 'params' => array( $field ) ), null, $e );
		}
		if ( 10 === strlen( self::string( $value ) ) && in_array( $field, array( 'ends_at', 'valid_until' ), true ) ) {
			$time = $time->modify( '+1 day' );
		}
		return Database::datetime( $time );
	}

	private static function string( mixed $value ): string {
		return is_scalar( $value ) ? (string) $value : '';
	}

	/**
	 * @param int $max Characters.
	 * @return array<string, mixed>
	 */
	private static function text( int $max ): array {
		return array(
			'type'      => 'string',
			'maxLength' => $max,
		);
	}

	/**
	 * @param int $min Lowest.
	 * @param int $max Highest.
	 * @return array<string, mixed>
	 */
	private static function number( int $min, int $max ): array {
		return array(
			'type'    => 'integer',
			'minimum' => $min,
			'maximum' => $max,
		);
	}

	/**
	 * @param list<string> $values Allowed.
	 * @return array<string, mixed>
	 */
	private static function choice( array $values ): array {
		return array(
			'type' => 'string',
			'enum' => $values,
		);
	}
}
