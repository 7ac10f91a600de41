<?php
/**
 * One mapping of one person's claims.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Walks the map over the claims of one sign-in and notes which path gave what.
 *
 * @phpstan-type Result array{state: 'absent'|'unusable'|'usable', value: string|int|bool|list<string>|null}
 */
final class Map_Run {

	/** Most memberships in a list. */
	public const MAX_LIST = 50;

	/** Claims UserInfo never supplies: they belong to the signed token. */
	private const TOKEN_ONLY = array( 'iss', 'sub', 'acr', 'amr', 'auth_time' );

	/** Claims of the protocol, which naturally differ between the two. */
	private const PROTOCOL = array( 'iss', 'sub', 'aud', 'exp', 'iat', 'nbf', 'jti', 'nonce', 'azp', 'at_hash', 'c_hash', 'sid', 'acr', 'amr', 'auth_time' );

	/** Seconds a time of verification may lie in the future: clocks differ. */
	private const FUTURE = 60;

	/**
	 * What was mapped.
	 *
	 * @var list<Membership>
	 */
	private array $memberships = array();

	/**
	 * What was dropped.
	 *
	 * @var list<array{index: int, reason: string}>
	 */
	private array $dropped = array();

	/**
	 * Which path gave what.
	 *
	 * @var list<array{m: int|null, field: string, path: list<string|int|null>|null, effect: string}>
	 */
	private array $trace = array();

	/**
	 * The issuer of the identity.
	 */
	private ?string $issuer = null;

	/**
	 * Number of the membership at hand.
	 */
	private int $index = 0;

	/**
	 * Prepares one mapping.
	 *
	 * @param Claim_Map   $map      The map.
	 * @param int         $now      UTC epoch second.
	 * @param string      $provider Slug of the provider.
	 * @param Normal_Form $form     How strings are normalised.
	 */
	public function __construct(
		private readonly Claim_Map $map,
		private readonly int $now,
		private readonly string $provider,
		private readonly Normal_Form $form,
	) {
	}

	/**
	 * Maps the claims.
	 */
	public function map( \stdClass $id_token, ?\stdClass $userinfo ): Mapping {
		list( $claims, $conflicts ) = self::merged( $id_token, $userinfo );
		foreach ( $conflicts as $name ) {
			$this->note( null, $name, null, 'claim_conflict' );
		}
		$this->issuer = is_string( $id_token->iss ?? null ) ? $id_token->iss : null;

		$claims = $this->stripped( $claims );
		foreach ( $this->map->decode_json as $path ) {
			$claims = $path->replace_strings( $claims, fn( string $text ): mixed => $this->decoded( $text, $path ) );
		}
		$root = $this->base( $claims );
		if ( null !== $root && ! $this->from_list( $root ) ) {
			$this->one( $root, false, 'claim', null );
		}
		$this->from_verified( $claims );
		return new Mapping( $this->memberships, $this->dropped, $this->trace );
	}

	/**
	 * ID token, then UserInfo of the same subject; and the names on which they differ.
	 *
	 * @return array{\stdClass, list<string>}
	 */
	public static function merged( \stdClass $id_token, ?\stdClass $userinfo ): array {
		$claims    = clone $id_token;
		$conflicts = array();
		$subject   = $id_token->sub ?? null;
		if ( null === $userinfo || ! is_string( $subject ) || '' === $subject || ( $userinfo->sub ?? null ) !== $subject ) {
			return array( $claims, $conflicts );
		}
		foreach ( get_object_vars( $userinfo ) as $name => $value ) {
			$name = (string) $name;
			if ( in_array( $name, self::TOKEN_ONLY, true ) || ! Path::has( $userinfo, $name ) ) {
				continue;
			}
			if ( ! Path::has( $claims, $name ) || Value::is_absent( $claims->{$name} ) ) {
				$claims->{$name} = $value;
			} elseif ( ! in_array( $name, self::PROTOCOL, true ) && Json::encode( $claims->{$name} ) !== Json::encode( $value ) ) {
				$conflicts[] = $name;
			}
		}
		return array( $claims, $conflicts );
	}

	/**
	 * Takes the prefix off claim names; a name that exists without it stays.
	 */
	private function stripped( \stdClass $claims ): \stdClass {
		$prefix = $this->map->strip_prefix;
		if ( '' === $prefix ) {
			return $claims;
		}
		foreach ( get_object_vars( $claims ) as $name => $value ) {
			$name = (string) $name;
			$bare = str_starts_with( $name, $prefix ) ? substr( $name, strlen( $prefix ) ) : '';
			if ( '' !== $bare && "\0" !== $bare[0] && ! Path::has( $claims, $bare ) ) {
				$claims->{$bare} = $value;
			}
		}
		return $claims;
	}

	/**
	 * A JSON string parsed once: at most 16 KB, depth 8; else it stays a string.
	 */
	private function decoded( string $text, Path $path ): mixed {
		try {
			return Json::decode( $text, 16384, 8 );
		} catch ( Invalid_Json ) {
			$this->note( null, '', $path, 'json_broken' );
			return $text;
		}
	}

	/**
	 * The object the flat claims and the list lie in.
	 */
	private function base( \stdClass $claims ): ?\stdClass {
		if ( null === $this->map->base ) {
			return $claims;
		}
		$found = $this->map->base->select( $claims ) ?? array();
		return 1 === count( $found ) && $found[0] instanceof \stdClass ? $found[0] : null;
	}

	/**
	 * Maps a list of memberships. True: there is a list, flat claims do not count, even when it cannot be used.
	 */
	private function from_list( \stdClass $root ): bool {
		$path  = $this->map->list;
		$found = $path?->select( $root );
		if ( null === $path || array() === $found || array( null ) === $found ) {
			return false;
		}
		$list = null !== $found && 1 === count( $found ) ? $found[0] : null;
		if ( ! is_array( $list ) || count( $list ) > self::MAX_LIST ) {
			$this->note( null, 'list', $path, is_array( $list ) ? 'list_too_long' : 'list_unusable' );
			return true;
		}
		foreach ( $list as $item ) {
			if ( $item instanceof \stdClass ) {
				$this->one( $item, true, 'claim', null );
			} else {
				$this->drop( 'not_an_object' );
			}
		}
		return true;
	}

	/**
	 * Maps each accepted entry of verified claims alone: never merged with outer claims or with another entry.
	 */
	private function from_verified( \stdClass $claims ): void {
		$entries = $claims->verified_claims ?? array();
		$entries = is_array( $entries ) ? array_slice( $entries, 0, self::MAX_LIST ) : array( $entries );
		foreach ( $entries as $entry ) {
			$verification = $entry instanceof \stdClass ? $entry->verification ?? null : null;
			$inner        = $entry instanceof \stdClass ? $entry->claims ?? null : null;
			if ( ! $verification instanceof \stdClass || ! $inner instanceof \stdClass ) {
				continue;
			}
			$name = $verification->trust_framework ?? null;
			if ( ! is_string( $name ) || ! isset( $this->map->frameworks[ $name ] ) ) {
				$this->note( null, 'verified_claims', null, 'framework_unknown' );
				continue;
			}
			$vouched = new Vouched( $verification, $this->map->frameworks[ $name ], $name );
			if ( ( $vouched->verified_at ?? 0 ) > $this->now + self::FUTURE ) {
				$this->drop( 'verified_time_future' );
				continue;
			}
			$this->one( $inner, false, 'verified_claims', $vouched );
		}
	}

	/**
	 * Maps one object to one membership, or drops it.
	 *
	 * @param \stdClass    $object  The claims.
	 * @param bool         $in_list Whether names without `coop_` count as well.
	 * @param string       $source  claim or verified_claims.
	 * @param Vouched|null $vouched What the verification says.
	 */
	private function one( \stdClass $object, bool $in_list, string $source, ?Vouched $vouched ): void {
		$found  = array();
		$usable = false;
		foreach ( $this->map->fields as $field => $map ) {
			$found[ $field ] = $this->field( $map, $object, $in_list ? $map->paths_in_list() : $map->paths );
			$usable          = $usable || 'usable' === $found[ $field ]['state'];
		}
		if ( array() === array_filter( $found, static fn( array $result ): bool => 'absent' !== $result['state'] ) ) {
			// Nothing of ours is said: an entry of a list is still counted, a mere sign-in is not a membership.
			if ( $in_list || null !== $vouched ) {
				$this->drop( 'organisation_unresolved' );
			}
			return;
		}
		if ( null !== $vouched ) {
			$found = $vouched->over( $found );
		}
		$organisation = $this->organisation( $found );
		if ( null === $organisation ) {
			$this->drop( 'organisation_unresolved' );
			return;
		}
		$values = array_map( static fn( array $result ): mixed => 'usable' === $result['state'] ? $result['value'] : null, $found );
		foreach ( $this->map->constants as $field => $value ) {
			if ( 'organisation_id' !== $field && 'absent' === ( $found[ $field ]['state'] ?? 'absent' ) ) {
				$values[ $field ] = $value;
				$this->note( $this->index, $field, null, 'constant' );
			}
		}
		$values['organisation_id'] = $organisation;
		$values['member']          = $this->member( $found, $usable );
		$values['issuer']          = $this->issuer;
		$values['provider']        = $this->provider;
		$values['source']          = $source;
		$this->memberships[]       = Membership::from_array( $values );
		++$this->index;
	}

	/**
	 * The organisation the wire names; the map's own only when the wire names none.
	 *
	 * @param array<string, Result> $found By field.
	 */
	private function organisation( array $found ): ?string {
		$id = $found['organisation_id'] ?? array(
			'state' => 'absent',
			'value' => null,
		);
		if ( 'absent' !== $id['state'] ) {
			return 'usable' === $id['state'] && is_string( $id['value'] ) ? $id['value'] : null;
		}
		if ( 'absent' !== ( $found['organisation_name']['state'] ?? 'absent' ) ) {
			return null;
		}
		$constant = $this->map->constants['organisation_id'] ?? null;
		if ( null !== $constant ) {
			$this->note( $this->index, 'organisation_id', null, 'constant' );
		}
		return $constant;
	}

	/**
	 * Whether it is a membership in force; null: not known.
	 *
	 * @param array<string, Result> $found  By field.
	 * @param bool                  $usable Whether any mapped claim could be used.
	 */
	private function member( array $found, bool $usable ): ?bool {
		$member = $found['member'] ?? null;
		$status = $found['status'] ?? null;
		$until  = $found['valid_until'] ?? null;
		$end    = is_string( $until['value'] ?? null ) ? Dates::end( $until['value'] ) : null;
		if ( false === ( $member['value'] ?? null ) || ( is_string( $status['value'] ?? null ) && 'active' !== $status['value'] ) || ( null !== $end && $this->now >= $end ) ) {
			return false;
		}
		foreach ( array( $member, $status, $until ) as $result ) {
			if ( 'unusable' === ( $result['state'] ?? '' ) ) {
				return null;
			}
		}
		return 'active' === ( $status['value'] ?? null ) || true === ( $member['value'] ?? null ) || ( $this->map->presence && $usable ) ? true : null;
	}

	/**
	 * Reads one field: the first path that is present wins, even if what it holds cannot be used.
	 *
	 * @param Field_Map  $map    The field.
	 * @param \stdClass  $object The claims.
	 * @param list<Path> $paths  The paths tried.
	 * @return Result
	 */
	private function field( Field_Map $map, \stdClass $object, array $paths ): array {
		foreach ( $paths as $path ) {
			$selected = $path->select( $object );
			$present  = array_values( array_filter( $selected ?? array(), static fn( mixed $value ): bool => ! Value::is_absent( $value ) ) );
			if ( null !== $selected && ( array() === $present || ! $this->is_meant( $map, $path, $present[0] ) ) ) {
				continue;
			}
			$value = null === $selected ? null : ( 'roles' === $map->field ? $this->roles( $map, $present ) : $this->scalar( $map, $present, $path ) );
			$this->note( $this->index, $map->field, $path, null === $value ? 'unusable' : 'mapped' );
			return array(
				'state' => null === $value ? 'unusable' : 'usable',
				'value' => $value,
			);
		}
		return array(
			'state' => 'absent',
			'value' => null,
		);
	}

	/**
	 * The old alias holds either an id or a name: it counts for the one that it is.
	 */
	private function is_meant( Field_Map $map, Path $path, mixed $value ): bool {
		if ( array( Field::OLD_ORGANISATION ) !== $path->steps ) {
			return true;
		}
		$table = $this->map->fields['organisation_id']->values;
		$is_id = is_string( $value ) && ( isset( $table[ $value ] ) || 1 === preg_match( '#^\s*https?://#i', $value ) );
		return 'organisation_id' === $map->field ? $is_id : ! $is_id;
	}

	/**
	 * One value of one type; several different results are none.
	 *
	 * @param Field_Map   $map     The field.
	 * @param list<mixed> $present What the path selected.
	 * @param Path        $path    The path.
	 */
	private function scalar( Field_Map $map, array $present, Path $path ): string|int|bool|null {
		$results = array();
		foreach ( $present as $value ) {
			$result = $this->value( $map, $value );
			if ( null !== $result && ! in_array( $result, $results, true ) ) {
				$results[] = $result;
			}
		}
		if ( count( $results ) > 1 ) {
			$this->note( $this->index, $map->field, $path, 'ambiguous' );
			return null;
		}
		return $results[0] ?? null;
	}

	/**
	 * Roles: a lone string becomes a list and is never split; more than 20 are none.
	 *
	 * @param Field_Map   $map     The field.
	 * @param list<mixed> $present What the path selected.
	 * @return list<string>|null
	 */
	private function roles( Field_Map $map, array $present ): ?array {
		$roles = array();
		foreach ( $present as $value ) {
			foreach ( is_array( $value ) ? $value : array( $value ) as $element ) {
				$role = $this->value( $map, $element );
				if ( is_string( $role ) && ! in_array( $role, $roles, true ) ) {
					$roles[] = $role;
				}
			}
		}
		return array() === $roles || count( $roles ) > Field::MAX_ROLES ? null : $roles;
	}

	/**
	 * One wire value through the value table, then strictly by type.
	 */
	private function value( Field_Map $map, mixed $value ): string|int|bool|null {
		if ( array() !== $map->values ) {
			$text = is_string( $value ) ? $this->form->clean( $value ) : null;
			if ( null !== $text && isset( $map->values[ $text ] ) ) {
				$value = $map->values[ $text ];
			} elseif ( ! $map->keep ) {
				return null;
			}
		}
		return Field::read( $map->field, $value, $map->lenient, $this->form );
	}

	/**
	 * Drops the membership at hand.
	 */
	private function drop( string $reason ): void {
		$this->dropped[] = array(
			'index'  => $this->index,
			'reason' => $reason,
		);
		++$this->index;
	}

	/**
	 * Adds a line to the trace.
	 */
	private function note( ?int $index, string $field, ?Path $path, string $effect ): void {
		$this->trace[] = array(
			'm'      => $index,
			'field'  => $field,
			'path'   => $path?->steps,
			'effect' => $effect,
		);
	}
}
