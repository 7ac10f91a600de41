<?php
/**
 * Parser and validator of claim maps.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * A field the map does not mention is read from its flat wire claims; one with an empty `from` is switched off.
 */
final class Map_Parser {

	/** Claims that get reassigned to other people and so never name a subject. */
	private const NO_SUBJECT = array( 'email', 'preferred_username', 'phone_number', 'name', 'given_name', 'family_name', 'middle_name', 'nickname', 'sub' );

	/**
	 * Refuses with the place.
	 */
	private readonly Shape $shape;

	/**
	 * Ready to parse.
	 */
	public function __construct() {
		$this->shape = new Shape( Invalid_Map::class );
	}

	/**
	 * Parses one map.
	 *
	 * @param string|\stdClass $json Text or decoded object.
	 * @throws Invalid_Map With the place and the problem.
	 */
	public function parse( string|\stdClass $json ): Claim_Map {
		$keys = array( 'v', 'subject', 'strip_prefix', 'decode_json', 'base', 'list', 'presence_means_member', 'constants', 'fields', 'verified' );
		$vars = $this->shape->object( $this->shape->document( $json, Json::MAX_BYTES ), '', $keys );
		$this->shape->version( $vars['v'] ?? null );

		$subject = $this->shape->string( $vars['subject'] ?? 'stable', '/subject', 300 );
		if ( 'stable' !== $subject && 'ephemeral' !== $subject && null === self::subject_path( $subject ) ) {
			$this->shape->fail( '/subject', 'unknown_value' );
		}
		$decode = array();
		foreach ( $this->shape->list( $vars['decode_json'] ?? array(), '/decode_json', 0, 5 ) as $index => $path ) {
			$decode[] = $this->shape->path( $path, "/decode_json/$index" );
		}
		$prefix = $vars['strip_prefix'] ?? '';
		return new Claim_Map(
			$subject,
			'' === $prefix ? '' : $this->shape->string( $prefix, '/strip_prefix', 255 ),
			$decode,
			$this->optional_path( $vars['base'] ?? array(), '/base' ),
			$this->optional_path( $vars['list'] ?? array( 'coop_memberships' ), '/list' ),
			$this->shape->boolean( $vars['presence_means_member'] ?? false, '/presence_means_member' ),
			$this->constants( $vars['constants'] ?? new \stdClass() ),
			$this->fields( $vars['fields'] ?? array() ),
			$this->frameworks( $vars['verified'] ?? new \stdClass() )
		);
	}

	/**
	 * The path in `claim:name` or `claim:["a","b"]`; null when there is none or it names a claim that gets reassigned.
	 */
	public static function subject_path( string $subject ): ?Path {
		if ( ! str_starts_with( $subject, 'claim:' ) ) {
			return null;
		}
		$text = substr( $subject, 6 );
		try {
			$path = Path::from( str_starts_with( $text, '[' ) ? Json::decode( $text ) : array( $text ) );
		} catch ( Invalid_Json ) {
			return null;
		}
		$last = null === $path ? null : $path->steps[ count( $path->steps ) - 1 ];
		return is_string( $last ) && ! in_array( $last, self::NO_SUBJECT, true ) ? $path : null;
	}

	/**
	 * A path, or null for the empty list.
	 */
	private function optional_path( mixed $path, string $at ): ?Path {
		return array() === $path ? null : $this->shape->path( $path, $at );
	}

	/**
	 * What fills in for claims that are absent.
	 *
	 * @return array{organisation_id?: string, class?: string, roles?: list<string>, framework?: string}
	 */
	private function constants( mixed $constants ): array {
		$vars   = $this->shape->object( $constants, '/constants', array( 'organisation_id', 'class', 'roles', 'framework' ) );
		$filled = array();
		if ( array_key_exists( 'organisation_id', $vars ) ) {
			$filled['organisation_id'] = $this->shape->organisation( $vars['organisation_id'], '/constants/organisation_id' );
		}
		if ( array_key_exists( 'class', $vars ) ) {
			$filled['class'] = $this->slug( $vars['class'], '/constants/class' );
		}
		if ( array_key_exists( 'roles', $vars ) ) {
			$filled['roles'] = array();
			foreach ( $this->shape->list( $vars['roles'], '/constants/roles', 1, Field::MAX_ROLES ) as $index => $role ) {
				$filled['roles'][] = $this->slug( $role, "/constants/roles/$index" );
			}
		}
		if ( array_key_exists( 'framework', $vars ) ) {
			$filled['framework'] = $this->shape->string( $vars['framework'], '/constants/framework' );
		}
		return $filled;
	}

	/**
	 * A slug.
	 */
	private function slug( mixed $value, string $at ): string {
		return Field::slug( $this->shape->string( $value, $at, 64 ) ) ?? $this->shape->fail( $at, 'not_a_slug' );
	}

	/**
	 * All fields, those of the map in place of the usual ones.
	 *
	 * @return array<string, Field_Map>
	 */
	private function fields( mixed $fields ): array {
		$all = array();
		foreach ( Field::FLAT as $field => $names ) {
			$paths         = array_map( static fn( string $name ): ?Path => Path::from( array( $name ) ), $names );
			$all[ $field ] = new Field_Map( $field, array_values( array_filter( $paths ) ) );
		}
		$seen = array();
		foreach ( $this->shape->list( $fields, '/fields', 0, 20 ) as $index => $entry ) {
			$at    = "/fields/$index";
			$vars  = $this->shape->object( $entry, $at, array( 'to', 'from', 'values', 'other', 'lenient' ) );
			$field = $this->shape->word( $vars['to'] ?? null, "$at/to", array_keys( Field::FLAT ) );
			if ( isset( $seen[ $field ] ) ) {
				$this->shape->fail( "$at/to", 'duplicate_field' );
			}
			$seen[ $field ] = true;
			$paths          = array();
			foreach ( $this->shape->list( $vars['from'] ?? null, "$at/from", 0, 10 ) as $number => $path ) {
				$paths[] = $this->shape->path( $path, "$at/from/$number" );
			}
			$all[ $field ] = new Field_Map(
				$field,
				$paths,
				$this->values( $vars['values'] ?? new \stdClass(), "$at/values" ),
				'keep' === $this->shape->word( $vars['other'] ?? 'drop', "$at/other", array( 'drop', 'keep' ) ),
				$this->shape->boolean( $vars['lenient'] ?? false, "$at/lenient" ),
				array() === $paths
			);
		}
		return $all;
	}

	/**
	 * A value table of at most 200 entries.
	 *
	 * @return array<array-key, string|int|float|bool>
	 */
	private function values( mixed $values, string $at ): array {
		$table = array();
		foreach ( $this->shape->object( $values, $at ) as $from => $to ) {
			if ( ! is_string( $to ) && ! is_bool( $to ) && ! Value::is_number( $to ) ) {
				$this->shape->fail( $at, 'not_a_scalar' );
			}
			$table[ $from ] = is_string( $to ) ? $this->shape->string( $to, $at ) : $to;
		}
		return count( $table ) > 200 ? $this->shape->fail( $at, 'too_many' ) : $table;
	}

	/**
	 * Accepted trust frameworks.
	 *
	 * @return array<array-key, Framework>
	 */
	private function frameworks( mixed $verified ): array {
		$frameworks = array();
		foreach ( $this->shape->object( $verified, '/verified' ) as $name => $entry ) {
			$vars   = $this->shape->object( $entry, '/verified', array( 'levels', 'max' ) );
			$levels = array();
			foreach ( $this->shape->object( $vars['levels'] ?? new \stdClass(), '/verified' ) as $theirs => $ours ) {
				$levels[ $theirs ] = $this->shape->integer( $ours, '/verified', 0, 4 );
			}
			$frameworks[ $name ] = new Framework( $levels, $this->shape->integer( $vars['max'] ?? 2, '/verified', 0, 4 ) );
		}
		return count( $frameworks ) > 20 ? $this->shape->fail( '/verified', 'too_many' ) : $frameworks;
	}
}
