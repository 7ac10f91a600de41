<?php
/**
 * Random rules and people for the property tests.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\Claims;

/**
 * Draws from small vocabularies, so that conditions are often met. One seed gives one sequence on every PHP version.
 */
final class Random_Rules {

	private const CLASSES = array( 'worker', 'consumer', 'investor' );
	private const ROLES   = array( 'member', 'board', 'staff' );
	private const IDS     = array( 'https://weavers.example/', 'https://bakers.example/', 'dotcoop:weavers.coop' );
	private const DATES   = array( '2021', '2026-10', '2026-11-23', '2026-11-22T12:00:00Z', '2027-01-01' );

	public function __construct( private int $state ) {
	}

	/**
	 * A number from 0 to below the limit (a linear congruential generator).
	 */
	public function number( int $limit ): int {
		$this->state = ( $this->state * 1103515245 + 12345 ) % 2147483648;
		return ( $this->state >> 8 ) % $limit;
	}

	/**
	 * One of a list.
	 */
	public function one( array $values ): mixed {
		return $values[ $this->number( count( $values ) ) ];
	}

	/**
	 * A rule of a random tree.
	 */
	public function rule( bool $every, bool $negations = true ): \stdClass {
		$rule = (object) array(
			'v'    => 1,
			'when' => $this->node( 1 + $this->number( 4 ), $negations ),
		);
		if ( $every ) {
			$rule->for = 'every';
		}
		if ( 0 === $this->number( 3 ) ) {
			$rule->inactive = true;
		}
		if ( 0 === $this->number( 6 ) ) {
			$rule->auth = (object) array( 'acr_any' => array( 'high' ) );
		}
		return $rule;
	}

	/**
	 * A membership as an array, each field present two times in three.
	 */
	public function membership(): array {
		$all  = array(
			'organisation_id'    => $this->one( self::IDS ),
			'organisation_name'  => 'Weavers',
			'category'           => $this->one( array( 'coop', 'mutual' ) ),
			'country'            => $this->one( array( 'IE', 'DE' ) ),
			'class'              => $this->one( self::CLASSES ),
			'roles'              => array_slice( self::ROLES, $this->number( 3 ) ),
			'since'              => $this->one( self::DATES ),
			'assurance'          => $this->number( 5 ),
			'verified_at'        => $this->one( array( '2026-11-22T12:00:00Z', '2024-01-01T00:00:00Z', '2027-02-01T00:00:00Z' ) ),
			'organisation_level' => $this->number( 5 ),
			'policy'             => array( 'listed', 'redeem' ),
		);
		$left = array_filter( $all, fn(): bool => 0 !== $this->number( 3 ) );
		return $left + array( 'status' => 0 === $this->number( 6 ) ? 'suspended' : 'active' );
	}

	/**
	 * Raw claims.
	 */
	public function claims(): array {
		$all = array(
			'a' => $this->one( array( 1, 2, '1', true ) ),
			'b' => array_slice( self::ROLES, $this->number( 3 ) ),
			'c' => $this->one( self::DATES ),
			'd' => $this->one( array( 'https://weavers.example/x', 'https://evil.example@weavers.example/' ) ),
		);
		return array_filter( $all, fn(): bool => 0 !== $this->number( 4 ) );
	}

	private function node( int $depth, bool $negations ): \stdClass {
		$kind = $depth <= 1 ? 3 : $this->number( 4 );
		if ( 3 === $kind || ( 2 === $kind && ! $negations ) ) {
			return $this->leaf();
		}
		if ( 2 === $kind ) {
			return (object) array( 'not' => $this->node( $depth - 1, $negations ) );
		}
		$children = array();
		for ( $count = 1 + $this->number( 3 ); $count > 0; --$count ) {
			$children[] = $this->node( $depth - 1, $negations );
		}
		return (object) array( 0 === $kind ? 'all' : 'any' => $children );
	}

	private function leaf(): \stdClass {
		$eq  = $this->one( array( 'eq', 'neq' ) );
		$in  = $this->one( array( 'in', 'nin' ) );
		$age = $this->one( array( 'newer_than', 'older_than' ) );
		$cmp = $this->one( array( 'gt', 'gte', 'lt', 'lte' ) );
		$day = $this->one( array( 'before', 'after' ) );
		$has = $this->one( array( 'contains_any', 'contains_all' ) );

		list( $of, $path, $op, $value ) = $this->one(
			array(
				array( 'membership', array( 'class' ), $eq, $this->one( self::CLASSES ) ),
				array( 'membership', array( 'class' ), $in, array( $this->one( self::CLASSES ), 'user' ) ),
				array( 'membership', array( 'organisation_id' ), $eq, $this->one( self::IDS ) ),
				array( 'membership', array( 'organisation_id' ), $in, array( $this->one( self::IDS ) ) ),
				array( 'membership', array( 'country' ), $eq, 'IE' ),
				array( 'membership', array( 'roles' ), 'contains', $this->one( self::ROLES ) ),
				array( 'membership', array( 'roles' ), $has, array( $this->one( self::ROLES ), 'staff' ) ),
				array( 'membership', array( 'roles', null ), $eq, $this->one( self::ROLES ) ),
				array( 'membership', array( 'since' ), $day, $this->one( self::DATES ) ),
				array( 'membership', array( 'verified_at' ), $age, $this->one( array( 'P1Y', 'P1D', 'PT48H' ) ) ),
				array( 'membership', array( 'assurance' ), $cmp, $this->number( 5 ) ),
				array( 'membership', array( 'organisation_level' ), $cmp, $this->number( 5 ) ),
				array( 'membership', array( 'policy' ), 'contains', $this->one( array( 'redeem', 'badged' ) ) ),
				array( 'membership', array( 'category' ), 'exists', null ),
				array( 'claim', array( 'a' ), $eq, $this->one( array( 1, '1', true ) ) ),
				array( 'claim', array( 'b', null ), $in, array( $this->one( self::ROLES ) ) ),
				array( 'claim', array( 'c' ), $age, $this->one( array( 'P1Y', 'P1D' ) ) ),
				array( 'claim', array( 'd' ), 'host_is', 'weavers.example' ),
				array( 'claim', array( 'd' ), 'prefix', 'https://weavers' ),
				array( 'identity', array( 'provider' ), $eq, $this->one( array( 'demo', 'other' ) ) ),
			)
		);
		$leaf                           = array(
			'of'   => $of,
			'path' => $path,
			'op'   => $op,
		);
		return (object) ( null === $value ? $leaf : $leaf + array( 'value' => $value ) );
	}
}
