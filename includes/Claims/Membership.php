<?php
/**
 * A normalised membership.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * "This identity belongs to organisation X, as class Y, status Z, assured at level n."
 *
 * Values are typed and canonical; what the wire did not say, or said unusably, is null. `assurance` is about the person
 * and is never compared with `organisation_level`, which is about the organisation.
 */
final class Membership {

	/** All keys, in the order in which they are written. */
	private const KEYS = array(
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
		'member_ref',
		'member',
		'organisation_level',
		'policy',
		'issuer',
		'provider',
		'source',
	);

	/**
	 * Values come from `from_array()` or a claim map and are not checked again.
	 *
	 * @param string            $organisation_id    Canonical id; '' when none is known.
	 * @param string|null       $organisation_name  Shown, never identifies.
	 * @param string|null       $category           One of the eight categories.
	 * @param string|null       $country            ISO 3166-1 alpha-2.
	 * @param string|null       $class              Slug.
	 * @param list<string>|null $roles              Slugs, 1–20.
	 * @param string|null       $since              YYYY, YYYY-MM or YYYY-MM-DD.
	 * @param string|null       $status             active, pending, suspended, lapsed or ended.
	 * @param string|null       $valid_until        YYYY-MM-DD or UTC instant.
	 * @param int|null          $assurance          0–4.
	 * @param string|null       $verified_at        UTC instant.
	 * @param string|null       $framework          URL of the rules it was checked under.
	 * @param string|null       $member_ref         Never shown, never in rules.
	 * @param bool|null         $member             Derived; null = not known. Use `member_at()` to decide: time goes on.
	 * @param int|null          $organisation_level 0–4, of the directory.
	 * @param list<string>|null $policy             Trust-policy switches; null = the directory does not know the organisation.
	 * @param string|null       $issuer             Issuer of the identity.
	 * @param string|null       $provider           Slug of the provider.
	 * @param string|null       $source             claim, verified_claims, application or credential.
	 */
	private function __construct(
		public readonly string $organisation_id,
		public readonly ?string $organisation_name,
		public readonly ?string $category,
		public readonly ?string $country,
		public readonly ?string $class,
		public readonly ?array $roles,
		public readonly ?string $since,
		public readonly ?string $status,
		public readonly ?string $valid_until,
		public readonly ?int $assurance,
		public readonly ?string $verified_at,
		public readonly ?string $framework,
		public readonly ?string $member_ref,
		public readonly ?bool $member,
		public readonly ?int $organisation_level,
		public readonly ?array $policy,
		public readonly ?string $issuer,
		public readonly ?string $provider,
		public readonly ?string $source,
	) {
	}

	/**
	 * Reads stored or given values; a value that does not fit its type is absent.
	 *
	 * Without a key `member` it is derived from `status`; a key `member` holding null means "not known" and stays so.
	 *
	 * @param array<array-key, mixed> $values Keys as the properties.
	 */
	public static function from_array( array $values ): self {
		$form   = Normal_Form::detect();
		$read   = static fn( string $field ): string|int|bool|null => Field::read( $field, $values[ $field ] ?? null, false, $form );
		$text   = static function ( string $field ) use ( $read ): ?string {
			$value = $read( $field );
			return is_string( $value ) ? $value : null;
		};
		$number = static function ( string $field ) use ( $read ): ?int {
			$value = $read( $field );
			return is_int( $value ) ? $value : null;
		};
		$status = $text( 'status' );
		if ( array_key_exists( 'member', $values ) ) {
			$member = is_bool( $values['member'] ) ? $values['member'] : null;
		} else {
			$member = null === $status ? null : 'active' === $status;
		}
		$policy = $values['policy'] ?? null;

		return new self(
			$text( 'organisation_id' ) ?? '',
			$text( 'organisation_name' ),
			$text( 'category' ),
			$text( 'country' ),
			$text( 'class' ),
			self::roles( $values['roles'] ?? null, $form ),
			$text( 'since' ),
			$status,
			$text( 'valid_until' ),
			$number( 'assurance' ),
			$text( 'verified_at' ),
			$text( 'framework' ),
			$text( 'member_ref' ),
			$member,
			$number( 'organisation_level' ),
			is_array( $policy ) ? array_values( array_intersect( Field::POLICIES, array_filter( $policy, 'is_string' ) ) ) : null,
			$text( 'issuer' ),
			$text( 'provider' ),
			$text( 'source' ),
		);
	}

	/**
	 * Everything known, and always `member`: fit to be stored and read by `from_array()`.
	 *
	 * @return array<string, string|int|bool|list<string>|null>
	 */
	public function to_array(): array {
		$values = array();
		foreach ( self::KEYS as $key ) {
			$value = $this->{$key};
			// A known organisation without any switch keeps its empty list: it differs from one that is not known.
			if ( null !== $value && '' !== $value ) {
				$values[ $key ] = $value;
			}
		}
		$values['member'] = $this->member;
		return $values;
	}

	/**
	 * A copy with other values; keys as in `from_array()`.
	 *
	 * @param array<string, mixed> $changes Null removes.
	 */
	public function with( array $changes ): self {
		return self::from_array( array_merge( $this->to_array(), $changes ) );
	}

	/**
	 * First second at which this membership has run out (UTC epoch); null: it names no end.
	 */
	public function ends_at(): ?int {
		return null === $this->valid_until ? null : Dates::end( $this->valid_until );
	}

	/**
	 * Whether its end has passed.
	 */
	public function has_ended( int $now ): bool {
		$end = $this->ends_at();
		return null !== $end && $now >= $end;
	}

	/**
	 * Whether this is a membership in force now; null: not known, which counts as no.
	 */
	public function member_at( int $now ): ?bool {
		return $this->has_ended( $now ) || ( null !== $this->status && 'active' !== $this->status ) ? false : $this->member;
	}

	/**
	 * What a rule may read, as an object of the fields that are known.
	 */
	public function for_rules( int $now ): \stdClass {
		$object = new \stdClass();
		foreach ( Field::IN_RULES as $key ) {
			$value = 'member' === $key ? $this->member_at( $now ) : $this->{$key};
			if ( ! Value::is_absent( $value ) ) {
				$object->{$key} = $value;
			}
		}
		return $object;
	}

	/**
	 * A list of 1–20 slugs, or null.
	 *
	 * @return list<string>|null
	 */
	private static function roles( mixed $roles, Normal_Form $form ): ?array {
		if ( ! is_array( $roles ) ) {
			return null;
		}
		$slugs = array();
		foreach ( $roles as $role ) {
			$slug = Field::read( 'roles', $role, false, $form );
			if ( is_string( $slug ) && ! in_array( $slug, $slugs, true ) ) {
				$slugs[] = $slug;
			}
		}
		return array() === $slugs || count( $slugs ) > Field::MAX_ROLES ? null : $slugs;
	}
}
