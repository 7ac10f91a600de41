<?php
/**
 * The fields of a membership.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Names of the fields, where each stands on the wire, and how a wire value becomes a typed one.
 */
final class Field {

	/** Fields a claim map fills, with their flat wire claims in the order they are tried. */
	public const FLAT = array(
		'organisation_id'   => array( 'coop_id', self::OLD_ORGANISATION ),
		'organisation_name' => array( 'coop_name', self::OLD_ORGANISATION ),
		'category'          => array( 'coop_category', 'coop_kind' ),
		'country'           => array( 'coop_country' ),
		'class'             => array( 'coop_class', 'https://coopcreds.com/cooperativeMembershipType' ),
		'roles'             => array( 'coop_roles' ),
		'since'             => array( 'coop_since' ),
		'status'            => array( 'coop_status', 'membership_status' ),
		'valid_until'       => array( 'coop_valid_until' ),
		'assurance'         => array( 'coop_assurance' ),
		'verified_at'       => array( 'coop_verified_at' ),
		'framework'         => array( 'coop_framework' ),
		'member_ref'        => array(),
		'member'            => array( 'coop_member' ),
	);

	/** What else the field may be called inside an object of a list. */
	public const IN_LIST = array(
		'organisation_id'   => array( 'id', 'organisation_id' ),
		'organisation_name' => array( 'name', 'organisation_name' ),
		'category'          => array( 'category', 'kind' ),
		'country'           => array( 'country' ),
		'class'             => array( 'class' ),
		'roles'             => array( 'roles' ),
		'since'             => array( 'since' ),
		'status'            => array( 'status' ),
		'valid_until'       => array( 'valid_until' ),
		'assurance'         => array( 'assurance' ),
		'verified_at'       => array( 'verified_at' ),
		'framework'         => array( 'framework' ),
		'member_ref'        => array(),
		'member'            => array( 'member' ),
	);

	/** Old alias: an id when it is a URL (or the map names it), else a name. */
	public const OLD_ORGANISATION = 'https://coopcreds.com/cooperative';

	/** Fields a rule may read. `member_ref` is not among them. */
	public const IN_RULES = array(
		'organisation_id',
		'organisation_name',
		'category',
		'country',
		'class',
		'roles',
		'since',
		'status',
		'valid_until',
		'assurance',
		'verified_at',
		'framework',
		'member',
		'organisation_level',
		'policy',
		'issuer',
		'provider',
		'source',
	);

	/** States a membership may have. */
	public const STATUSES = array( 'active', 'pending', 'suspended', 'lapsed', 'ended' );

	/** Switches of the trust policy. */
	public const POLICIES = array( 'listed', 'badged', 'sign_in', 'offer', 'redeem' );

	/** Where a membership comes from. */
	public const SOURCES = array( 'claim', 'verified_claims', 'application', 'credential' );

	/** Most roles of one membership. */
	public const MAX_ROLES = 20;

	/** ISO 3166-1 alpha-2 codes. */
	private const COUNTRIES = ' AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ'
		. ' CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR'
		. ' GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP'
		. ' KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ'
		. ' NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW'
		. ' SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ'
		. ' UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW ';

	/**
	 * Reads one wire value strictly by the type of its field; null is "absent".
	 *
	 * @param string      $field   Name of the field; for `roles` one role.
	 * @param mixed       $value   Decoded wire value.
	 * @param bool        $lenient Whether the texts "true" and "false" count as booleans.
	 * @param Normal_Form $form    How strings are normalised.
	 */
	public static function read( string $field, mixed $value, bool $lenient, Normal_Form $form ): string|int|bool|null {
		if ( 'member' === $field ) {
			$words = array(
				'true'  => true,
				'false' => false,
			);
			if ( $lenient && is_string( $value ) ) {
				return $words[ $value ] ?? null;
			}
			return is_bool( $value ) ? $value : null;
		}
		if ( 'assurance' === $field || 'organisation_level' === $field ) {
			return Value::is_number( $value ) && floor( (float) $value ) === (float) $value && $value >= 0 && $value <= 4 ? (int) $value : null;
		}
		if ( 'verified_at' === $field ) {
			return self::instant( $value );
		}
		if ( 'valid_until' === $field && ! is_string( $value ) ) {
			return self::instant( $value );
		}
		$text = is_string( $value ) ? $form->clean( $value ) : null;
		return null === $text ? null : self::text( $field, $text );
	}

	/**
	 * A slug: lower-case letters, digits, hyphen and underscore, 1–64 characters.
	 */
	public static function slug( string $text ): ?string {
		return 1 === preg_match( '/^[a-z0-9][a-z0-9_-]{0,63}$/D', $text ) ? $text : null;
	}

	/**
	 * Reads a cleaned string by the type of its field.
	 */
	private static function text( string $field, string $text ): ?string {
		return match ( $field ) {
			'organisation_id'   => Organisation_Id::canonical( $text ),
			'organisation_name' => self::characters( $text, 200 ),
			'member_ref'        => self::characters( $text, 64 ),
			'category'          => Category::from_wire( $text )?->value,
			'country'           => self::when( 1 === preg_match( '/^[A-Z]{2}$/D', $text ) && str_contains( self::COUNTRIES, " $text " ), $text ),
			'class', 'roles'    => self::slug( $text ),
			'since'             => self::when( 1 === preg_match( '/^[\d-]+$/D', $text ) && null !== Dates::interval( $text ), $text ),
			'status'            => self::when( in_array( $text, self::STATUSES, true ), $text ),
			'valid_until'       => self::when( 10 === strlen( $text ) && null !== Dates::interval( $text ), $text ) ?? self::instant( $text ),
			'framework'         => self::when( 1 === preg_match( '#^https?://[^\s/]+#i', $text ), $text ),
			'issuer', 'provider' => $text,
			'source'            => self::when( in_array( $text, self::SOURCES, true ), $text ),
			default             => null,
		};
	}

	/**
	 * The text on a condition.
	 */
	private static function when( bool $fits, string $text ): ?string {
		return $fits ? $text : null;
	}

	/**
	 * The text when it has at most so many characters.
	 */
	private static function characters( string $text, int $most ): ?string {
		return self::when( 1 === preg_match( '/^.{1,' . $most . '}$/Dus', $text ), $text );
	}

	/**
	 * An instant in one spelling, so that equal instants are equal strings.
	 */
	private static function instant( mixed $value ): ?string {
		$instant = Dates::instant( $value );
		return null === $instant ? null : Dates::text( $instant );
	}
}
