<?php
/**
 * Reads trust policies.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Claims\Category;
use CoopCredentials\Kernel\Problem;

/**
 * Refuses every unknown key, kind or operator: a policy that is not fully understood is not used.
 */
final class Trust_Policy_Parser {

	private const KEYS = array( 'format', 'id', 'version', 'categories', 'trusted_issuers', 'validity_days', 'provisional', 'questionnaire', 'notice_days', 'grace_days', 'appeal_days' );

	private const MAX_DEPTH = 5;

	/**
	 * @param mixed $document Decoded JSON, objects as arrays.
	 * @throws Problem With reason policy_invalid (422) with the path in data.path.
	 */
	public static function parse( mixed $document ): Trust_Policy {
		$document = self::object( $document, '', self::KEYS, self::KEYS );
		if ( Trust_Policy::FORMAT !== $document['format'] ) {
			throw self::invalid( 'format' );
		}
		$id = $document['id'];
		if ( ! is_string( $id ) || 1 !== preg_match( '/^[a-z0-9-]{1,40}$/D', $id ) ) {
			throw self::invalid( 'id' );
		}
		$categories = array();
		foreach ( self::map( $document['categories'], 'categories' ) as $name => $rules ) {
			if ( null === Category::tryFrom( (string) $name ) ) {
				throw self::invalid( "categories.$name" );
			}
			$categories[ (string) $name ] = self::category( $rules, "categories.$name" );
		}
		return new Trust_Policy(
			$id,
			self::integer( $document['version'], 1, 1000000, 'version' ),
			$categories,
			self::issuers( $document['trusted_issuers'] ),
			self::validity( $document['validity_days'] ),
			is_bool( $document['provisional'] ) ? $document['provisional'] : throw self::invalid( 'provisional' ),
			self::questionnaire( $document['questionnaire'] ),
			self::notices( $document['notice_days'] ),
			self::integer( $document['grace_days'], 0, 30, 'grace_days' ),
			self::integer( $document['appeal_days'], 0, 365, 'appeal_days' ),
			$document
		);
	}

	/**
	 * @return array{requires: array<string, mixed>, list: int|false, badge: int|false, sign_in: int|false, offer: int|false, redeem: int|false}
	 */
	private static function category( mixed $rules, string $path ): array {
		$keys  = array_merge( array( 'requires' ), Trust_Policy::SWITCHES );
		$rules = self::object( $rules, $path, $keys, $keys );
		return array(
			'requires' => self::requirement( $rules['requires'], "$path.requires", 0 ),
			'list'     => self::minimum( $rules['list'], "$path.list" ),
			'badge'    => self::minimum( $rules['badge'], "$path.badge" ),
			'sign_in'  => self::minimum( $rules['sign_in'], "$path.sign_in" ),
			'offer'    => self::minimum( $rules['offer'], "$path.offer" ),
			'redeem'   => self::minimum( $rules['redeem'], "$path.redeem" ),
		);
	}

	/**
	 * @return array<string, mixed>
	 */
	private static function requirement( mixed $node, string $path, int $depth ): array {
		$node = self::object( $node, $path, array( 'any_of', 'all_of', 'evidence' ) );
		if ( 1 !== count( $node ) || $depth > self::MAX_DEPTH ) {
			throw self::invalid( $path );
		}
		if ( isset( $node['evidence'] ) ) {
			$kind = is_string( $node['evidence'] ) ? Evidence_Kind::tryFrom( $node['evidence'] ) : null;
			if ( null === $kind || 0 === $kind->level() ) {
				throw self::invalid( "$path.evidence" ); // A hint is never evidence.
			}
			return array( 'evidence' => $kind->value );
		}
		$operator = (string) array_key_first( $node );
		$parts    = $node[ $operator ];
		if ( ! is_array( $parts ) || ! array_is_list( $parts ) || array() === $parts || count( $parts ) > 20 ) {
			throw self::invalid( "$path.$operator" );
		}
		$clean = array();
		foreach ( $parts as $i => $part ) {
			$clean[] = self::requirement( $part, "$path.$operator.$i", $depth + 1 );
		}
		return array( $operator => $clean );
	}

	private static function minimum( mixed $value, string $path ): int|false {
		return false === $value ? false : self::integer( $value, 0, 4, $path );
	}

	/**
	 * @return array<string, list<string>>
	 */
	private static function issuers( mixed $value ): array {
		$issuers = array();
		foreach ( self::map( $value, 'trusted_issuers' ) as $kind => $list ) {
			if ( null === Evidence_Kind::tryFrom( (string) $kind ) || ! is_array( $list ) || ! array_is_list( $list ) || count( $list ) > 100 ) {
				throw self::invalid( "trusted_issuers.$kind" );
			}
			foreach ( $list as $issuer ) {
				if ( ! is_string( $issuer ) || '' === $issuer || strlen( $issuer ) > 255 ) {
					throw self::invalid( "trusted_issuers.$kind" );
				}
				$issuers[ (string) $kind ][] = $issuer;
			}
		}
		return $issuers;
	}

	/**
	 * @return array<string, int>
	 */
	private static function validity( mixed $value ): array {
		$days = array();
		foreach ( self::map( $value, 'validity_days' ) as $name => $number ) {
			$kind = Evidence_Kind::tryFrom( (string) $name ) ?? throw self::invalid( "validity_days.$name" );

			$days[ $kind->value ] = self::integer( $number, 1, $kind->max_days(), "validity_days.$name" );
		}
		return $days;
	}

	/**
	 * @return array{criteria: int, threshold: int}
	 */
	private static function questionnaire( mixed $value ): array {
		$value    = self::object( $value, 'questionnaire', array( 'criteria', 'threshold' ), array( 'criteria', 'threshold' ) );
		$criteria = self::integer( $value['criteria'], 1, 50, 'questionnaire.criteria' );
		return array(
			'criteria'  => $criteria,
			'threshold' => self::integer( $value['threshold'], 1, $criteria, 'questionnaire.threshold' ),
		);
	}

	/**
	 * @return list<int>
	 */
	private static function notices( mixed $value ): array {
		if ( ! is_array( $value ) || ! array_is_list( $value ) || count( $value ) > 10 ) {
			throw self::invalid( 'notice_days' );
		}
		return array_map( static fn( mixed $day ): int => self::integer( $day, 1, 365, 'notice_days' ), $value );
	}

	private static function integer( mixed $value, int $low, int $high, string $path ): int {
		return is_int( $value ) && $value >= $low && $value <= $high ? $value : throw self::invalid( $path );
	}

	/**
	 * @return array<array-key, mixed>
	 */
	private static function map( mixed $value, string $path ): array {
		return is_array( $value ) && ( array() === $value || ! array_is_list( $value ) ) ? $value : throw self::invalid( $path );
	}

	/**
	 * @param mixed $value
	 * @param string $path
	 * @param list<string> $known    Allowed keys.
	 * @param list<string> $required Needed ones.
	 * @return array<string, mixed>
	 */
	private static function object( mixed $value, string $path, array $known, array $required = array() ): array {
		$clean = array();
		foreach ( self::map( $value, $path ) as $key => $item ) {
			if ( ! in_array( (string) $key, $known, true ) ) {
				throw self::invalid( ltrim( "$path.$key", '.' ) );
			}
			$clean[ (string) $key ] = $item;
		}
		foreach ( $required as $key ) {
			if ( ! array_key_exists( $key, $clean ) ) {
				throw self::invalid( ltrim( "$path.$key", '.' ) );
			}
		}
		return $clean;
	}

	private static function invalid( string $path ): Problem {
		return new Problem(
			'policy_invalid',
			422,
			/* translators: %s: place in the policy document. */
			sprintf( __( 'The trust policy cannot be used: %s is missing, unknown or out of range.', 'coop-credentials' ), '' === $path ? '/' : $path ),
			null,
			array( 'path' => $path )
		);
	}
}
