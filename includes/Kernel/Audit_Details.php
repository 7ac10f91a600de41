<?php
/**
 * What may stand in the audit log's details.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * Listed keys, scalar values of at most 200 characters, cleaned; the whole at most 2 kB of JSON.
 */
final class Audit_Details {

	private const MAX_VALUE = 200;
	private const MAX_JSON  = 2048;

	/** Words that tell what happened and to what, never to whom. */
	private const KEYS = 'action amount_minor arm batch caller capability changed claim code_hash count country coupon coupon_uid '
		. 'created currency description dry_run error event evidence field fields from host identity import intent '
		. 'key_version kind label level limit linked_by memberships method missing mode name new offer offer_uid old '
		. 'operation order organisation organisation_uid page point point_uid policy problem provider reason redemption '
		. 'redemption_uid role route row rows rule rule_uid run scope seconds setting site slug source stage state '
		. 'status status_code step table target template title to trace type uid unchanged updated use version warning result why ';

	/** @var array<string, true> */
	private array $keys;

	public function __construct() {
		$this->keys = array_fill_keys( explode( ' ', trim( self::KEYS ) ), true );
	}

	public function allow( string ...$keys ): void {
		foreach ( $keys as $key ) {
			$this->keys[ $key ] = true;
		}
	}

	/**
	 * @param array<array-key, mixed> $details Key => scalar, or list of scalars. Unlisted keys are only counted.
	 */
	public function encode( array $details ): string {
		$kept    = array();
		$dropped = 0;
		foreach ( $details as $key => $value ) {
			if ( ! isset( $this->keys[ $key ] ) ) {
				++$dropped;
				continue;
			}
			if ( is_array( $value ) ) {
				$value = implode( ', ', array_map( static fn( mixed $part ): string => is_scalar( $part ) ? (string) $part : '…', array_slice( $value, 0, 20 ) ) );
			}
			if ( null === $value || is_bool( $value ) || is_int( $value ) || is_float( $value ) ) {
				$kept[ $key ] = $value;
			} else {
				$kept[ $key ] = self::clean( is_scalar( $value ) || $value instanceof \Stringable ? (string) $value : gettype( $value ) );
			}
		}
		if ( $dropped > 0 ) {
			$kept['dropped'] = $dropped;
		}
		$json = self::json( $kept );
		if ( strlen( $json ) <= self::MAX_JSON ) {
			return $json;
		}
		array_pop( $kept );
		return $this->encode( $kept );
	}

	/**
	 * One line without markup; masks what looks like an e-mail, an address, a coupon code, a token or a key.
	 */
	public static function clean( string $text ): string {
		$text = mb_scrub( $text, 'UTF-8' );
		$text = (string) preg_replace( '/[\x00-\x20\x7F]+/', ' ', wp_strip_all_tags( $text ) );
		$text = (string) preg_replace(
			array(
				'/[^\s@<>"\']+@[^\s@<>"\']+\.[^\s@<>"\']+/u',
				'/\b\d{1,3}(?:\.\d{1,3}){3}\b/',
				'/\b(?:[0-9A-Fa-f]{1,4}:){3,7}[0-9A-Fa-f]{0,4}\b/',
				'/\b[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{4}[- ][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{4}[- ][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{4}\b/',
				'/\b[0-9A-HJKMNP-TV-Z]{12}\b/',
				'/\beyJ[A-Za-z0-9_\-]{5,}\.[A-Za-z0-9_\-.]+/',
				'/(?<![A-Za-z0-9_\-])(?![0-7][0-9A-HJKMNP-TV-Z]{25}(?![A-Za-z0-9_\-]))(?=[A-Za-z0-9+_\-]*\d)[A-Za-z0-9+_\-]{24,}={0,2}/',
			),
			'•••',
			$text
		);
		return mb_substr( trim( $text ), 0, self::MAX_VALUE, 'UTF-8' );
	}

	/**
	 * @param array<array-key, mixed> $value Details.
	 */
	private static function json( array $value ): string {
		return (string) wp_json_encode( (object) $value, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE );
	}
}
