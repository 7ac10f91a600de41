<?php
/**
 * What one provider may say about which organisations.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Keeps a provider from vouching for members of co-ops that are not its own. No scope: nothing is allowed.
 */
final class Issuer_Scope {

	/** Most organisations of a list. */
	public const MAX_LIST = 500;

	/** Fields a scope may name. Status and end are never stripped, so they need no permission. */
	public const FIELDS = array(
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
		'member_ref',
	);

	/** Fields that need an explicit yes. */
	private const OFF = array( 'category', 'country', 'member_ref' );

	/**
	 * Made by `from_json()` or `none()`.
	 *
	 * @param list<string>|null $organisations     Canonical ids it may speak about; null = any.
	 * @param list<string>      $deny              Canonical ids it may never speak about.
	 * @param int               $max_assurance     Highest assurance it can give, 0–4.
	 * @param int               $default_assurance Assurance when it gives none, 0–4.
	 * @param list<string>      $fields            Fields it may fill.
	 */
	private function __construct(
		public readonly ?array $organisations,
		public readonly array $deny,
		public readonly int $max_assurance,
		public readonly int $default_assurance,
		public readonly array $fields,
	) {
	}

	/**
	 * A scope that allows nothing.
	 */
	public static function none(): self {
		return new self( array(), array(), 0, 0, array() );
	}

	/**
	 * The usual scope of a co-op's own provider.
	 */
	public static function own( string $organisation_id ): self {
		return self::from_json( (object) array( 'organisations' => (object) array( 'own' => $organisation_id ) ) );
	}

	/**
	 * Parses and checks a scope.
	 *
	 * @param string|\stdClass $json Stored text, or the decoded object.
	 * @throws Invalid_Scope With the place and the problem. Such a scope allows nothing.
	 */
	public static function from_json( string|\stdClass $json ): self {
		$shape = new Shape( Invalid_Scope::class );
		$vars  = $shape->object( $shape->document( $json, 262144 ), '', array( 'organisations', 'deny', 'max_assurance', 'default_assurance', 'fields' ) );
		$who   = $shape->object( $vars['organisations'] ?? null, '/organisations', array( 'own', 'list', 'any' ) );
		if ( 1 !== count( $who ) ) {
			$shape->fail( '/organisations', 'one_of' );
		}
		$ids = null;
		if ( array_key_exists( 'any', $who ) ) {
			if ( true !== $who['any'] ) {
				$shape->fail( '/organisations/any', 'unknown_value' );
			}
		} elseif ( array_key_exists( 'own', $who ) ) {
			$ids = array( $shape->organisation( $who['own'], '/organisations/own' ) );
		} else {
			$ids = self::ids( $shape, $who['list'] ?? null, '/organisations/list' );
		}
		$fields = array_values( array_diff( self::FIELDS, self::OFF ) );
		if ( array_key_exists( 'fields', $vars ) ) {
			$fields = array();
			foreach ( $shape->list( $vars['fields'], '/fields', 0, count( self::FIELDS ) ) as $index => $field ) {
				$fields[] = $shape->word( $field, "/fields/$index", self::FIELDS );
			}
		}
		return new self(
			$ids,
			self::ids( $shape, $vars['deny'] ?? array(), '/deny' ),
			$shape->integer( $vars['max_assurance'] ?? ( null === $ids ? 1 : 2 ), '/max_assurance', 0, 4 ),
			$shape->integer( $vars['default_assurance'] ?? 1, '/default_assurance', 0, 4 ),
			$fields
		);
	}

	/**
	 * Applies the scope: resolve the id, deny, out of scope, strip fields, default and cap the assurance, add the facts.
	 *
	 * @param Mapping|list<Membership> $memberships What the provider said.
	 * @param Organisation_Facts       $facts       The directory.
	 */
	public function apply( Mapping|array $memberships, Organisation_Facts $facts ): Scoped {
		$dropped = $memberships instanceof Mapping ? $memberships->dropped : array();
		$list    = $memberships instanceof Mapping ? $memberships->memberships : $memberships;
		$same    = static fn( string $id ): string => $facts->primary_id( $id ) ?? $id;
		$deny    = array_map( $same, $this->deny );
		$allowed = null === $this->organisations ? null : array_map( $same, $this->organisations );
		$left    = array();
		$trace   = array();
		foreach ( $list as $index => $membership ) {
			$id     = '' === $membership->organisation_id ? '' : $same( $membership->organisation_id );
			$reason = match ( true ) {
				'' === $id                                                  => 'organisation_unresolved',
				in_array( $id, $deny, true )                                => 'organisation_denied',
				null !== $allowed && ! in_array( $id, $allowed, true )      => 'issuer_scope',
				default                                                     => null,
			};
			if ( null !== $reason ) {
				$dropped[] = array(
					'index'  => $index,
					'reason' => $reason,
				);
				$trace[]   = self::line( $index, $reason );
				continue;
			}
			$stripped = $this->stripped( $membership, $index, $trace );
			$assured  = $this->assured( $membership, $index, $trace );
			$left[]   = $membership->with( array_merge( array( 'organisation_id' => $id ), $stripped, $assured, self::facts( $id, $facts ) ) );
		}
		return new Scoped( $left, $dropped, $trace );
	}

	/**
	 * This scope made narrower by another, e.g. of a signed list; never wider.
	 */
	public function narrowed_by( self $other ): self {
		$both = match ( true ) {
			null === $this->organisations  => $other->organisations,
			null === $other->organisations => $this->organisations,
			default                        => array_values( array_intersect( $this->organisations, $other->organisations ) ),
		};
		return new self(
			$both,
			array_values( array_unique( array_merge( $this->deny, $other->deny ) ) ),
			min( $this->max_assurance, $other->max_assurance ),
			min( $this->default_assurance, $other->default_assurance ),
			array_values( array_intersect( $this->fields, $other->fields ) )
		);
	}

	/**
	 * This scope with a lower ceiling of assurance; never a higher one.
	 *
	 * @param int $max Highest assurance, 0–4.
	 */
	public function capped( int $max ): self {
		return new self( $this->organisations, $this->deny, min( $this->max_assurance, $max ), min( $this->default_assurance, $max ), $this->fields );
	}

	/**
	 * Today's facts of the directory, for a membership read again from a snapshot.
	 */
	public static function with_facts( Membership $membership, Organisation_Facts $facts ): Membership {
		$id = '' === $membership->organisation_id ? '' : $facts->primary_id( $membership->organisation_id ) ?? $membership->organisation_id;
		return $membership->with( array_merge( array( 'organisation_id' => $id ), self::facts( $id, $facts ) ) );
	}

	/**
	 * What the directory says; for a listed organisation its category, country and name replace the provider's.
	 *
	 * @return array<string, mixed>
	 */
	private static function facts( string $id, Organisation_Facts $facts ): array {
		$known   = '' === $id ? null : $facts->facts( $id );
		$changes = array(
			'organisation_level' => $known?->level,
			'policy'             => $known?->policy,
		);
		if ( null !== $known && $known->is_listed() ) {
			$changes['category']          = $known->category;
			$changes['country']           = $known->country;
			$changes['organisation_name'] = $known->name;
		}
		return $changes;
	}

	/**
	 * Fields this provider may not fill, emptied.
	 *
	 * @param Membership                                                $membership The membership.
	 * @param int                                                       $index      Its place.
	 * @param list<array{m: int, effect: string, field: string|null}> $trace        Effects so far.
	 * @return array<string, null>
	 */
	private function stripped( Membership $membership, int $index, array &$trace ): array {
		$changes = array();
		foreach ( array_diff( self::FIELDS, $this->fields, array( 'status', 'valid_until' ) ) as $field ) {
			if ( null !== $membership->{$field} ) {
				$changes[ $field ] = null;
				$trace[]           = self::line( $index, 'field_not_allowed', $field );
			}
		}
		return $changes;
	}

	/**
	 * The assurance this provider gives: its own or the default, never above the cap.
	 *
	 * @param Membership                                                $membership The membership.
	 * @param int                                                       $index      Its place.
	 * @param list<array{m: int, effect: string, field: string|null}> $trace        Effects so far.
	 * @return array<string, int>
	 */
	private function assured( Membership $membership, int $index, array &$trace ): array {
		$given = in_array( 'assurance', $this->fields, true ) ? $membership->assurance : null;
		if ( null === $given ) {
			$trace[] = self::line( $index, 'assurance_default', 'assurance' );
		}
		$level = min( $given ?? $this->default_assurance, $this->max_assurance );
		if ( ( $given ?? $this->default_assurance ) > $level ) {
			$trace[] = self::line( $index, 'assurance_capped', 'assurance' );
		}
		return array( 'assurance' => $level );
	}

	/**
	 * A line of the trace.
	 *
	 * @return array{m: int, effect: string, field: string|null}
	 */
	private static function line( int $index, string $effect, ?string $field = null ): array {
		return array(
			'm'      => $index,
			'effect' => $effect,
			'field'  => $field,
		);
	}

	/**
	 * Canonical ids of a list.
	 *
	 * @return list<string>
	 */
	private static function ids( Shape $shape, mixed $list, string $at ): array {
		$ids = array();
		foreach ( $shape->list( $list, $at, 0, self::MAX_LIST ) as $index => $id ) {
			$ids[] = $shape->organisation( $id, "$at/$index" );
		}
		return $ids;
	}
}
