<?php
/**
 * Parser and validator of rules.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Knows every limit of a rule. `src/lib/rules/validate.ts` knows the same; both read `limits.json` in their tests.
 */
final class Rule_Parser {

	public const MAX_BYTES    = 32768;
	public const MAX_DEPTH    = 6;
	public const MAX_LEAVES   = 60;
	public const MAX_CHILDREN = 20;
	public const MAX_LIST     = 100;
	public const MAX_SELECTED = 200;

	/** What a path may start from, with the fields a path of an identity may name. */
	private const IDENTITY = array( 'issuer', 'provider', 'subject_strategy' );

	/**
	 * Refuses with the place.
	 */
	private readonly Shape $shape;

	/**
	 * Conditions found so far.
	 *
	 * @var list<Rule_Leaf>
	 */
	private array $leaves = array();

	/**
	 * Starts empty.
	 */
	public function __construct() {
		$this->shape = new Shape( Invalid_Rule::class );
	}

	/**
	 * Parses one rule.
	 *
	 * @param string|\stdClass $json    Text or decoded object.
	 * @param string           $uid     Name of the stored rule.
	 * @param int              $version Version of the stored rule.
	 * @throws Invalid_Rule With the place and the problem.
	 */
	public function parse( string|\stdClass $json, string $uid, int $version ): Rule {
		$text = is_string( $json ) ? $json : Json::encode( $json );
		$rule = $this->shape->document( $json, self::MAX_BYTES );
		$vars = $this->shape->object( $rule, '', array( 'v', 'when', 'for', 'inactive', 'auth' ) );
		$this->shape->version( $vars['v'] ?? null );
		if ( ! array_key_exists( 'when', $vars ) ) {
			$this->shape->fail( '/when', 'missing' );
		}

		$this->leaves = array();

		$when = $this->node( $vars['when'], '/when', 1 );
		$for  = array_key_exists( 'for', $vars ) ? $this->shape->word( $vars['for'], '/for', array( 'any', 'every' ) ) : 'any';
		return new Rule(
			$when,
			'every' === $for ? 'every' : 'any',
			array_key_exists( 'inactive', $vars ) && $this->shape->boolean( $vars['inactive'], '/inactive' ),
			array_key_exists( 'auth', $vars ) ? $this->auth( $vars['auth'] ) : null,
			$text,
			hash( 'sha256', $text ),
			$this->leaves,
			$uid,
			$version
		);
	}

	/**
	 * A group or a leaf. The node directly under `when` has depth 1, and leaves count.
	 */
	private function node( mixed $node, string $at, int $depth ): Rule_Group|Rule_Leaf {
		if ( $depth > self::MAX_DEPTH ) {
			$this->shape->fail( $at, 'too_deep' );
		}
		$vars = $this->shape->object( $node, $at );
		foreach ( array( 'all', 'any', 'not' ) as $kind ) {
			if ( ! array_key_exists( $kind, $vars ) ) {
				continue;
			}
			if ( 1 !== count( $vars ) ) {
				$this->shape->fail( $at, 'unknown_key' );
			}
			if ( 'not' === $kind ) {
				return new Rule_Group( $at, $kind, array( $this->node( $vars[ $kind ], "$at/not", $depth + 1 ) ) );
			}
			$children = array();
			foreach ( $this->shape->list( $vars[ $kind ], "$at/$kind", 1, self::MAX_CHILDREN ) as $index => $child ) {
				$children[] = $this->node( $child, "$at/$kind/$index", $depth + 1 );
			}
			return array() === $children ? $this->shape->fail( "$at/$kind", 'empty_list' ) : new Rule_Group( $at, $kind, $children );
		}
		return $this->leaf( $node, $at );
	}

	/**
	 * A condition.
	 */
	private function leaf( mixed $node, string $at ): Rule_Leaf {
		$vars     = $this->shape->object( $node, $at, array( 'path', 'op', 'value', 'of' ) );
		$of       = array_key_exists( 'of', $vars ) ? $this->shape->word( $vars['of'], "$at/of", array( 'membership', 'claim', 'identity' ) ) : 'membership';
		$path     = $this->shape->path( $vars['path'] ?? null, "$at/path" );
		$operator = is_string( $vars['op'] ?? null ) ? Operator::tryFrom( $vars['op'] ) : null;
		if ( null === $operator ) {
			$this->shape->fail( "$at/op", 'unknown_operator' );
		}
		$fields = array(
			'membership' => Field::IN_RULES,
			'identity'   => self::IDENTITY,
		);
		if ( isset( $fields[ $of ] ) && ! in_array( $path->steps[0], $fields[ $of ], true ) ) {
			$this->shape->fail( "$at/path", 'unknown_field' );
		}
		if ( 'none' === $operator->takes() ) {
			if ( array_key_exists( 'value', $vars ) ) {
				$this->shape->fail( "$at/value", 'value_not_allowed' );
			}
			$value = null;
		} else {
			if ( ! array_key_exists( 'value', $vars ) ) {
				$this->shape->fail( "$at/value", 'missing' );
			}
			$value = $this->value( $operator->takes(), $vars['value'], "$at/value" );
		}
		$leaf           = new Rule_Leaf( $at, $of, $path, $operator, $value );
		$this->leaves[] = $leaf;
		return count( $this->leaves ) > self::MAX_LEAVES ? $this->shape->fail( $at, 'too_many_leaves' ) : $leaf;
	}

	/**
	 * The value by the kind its operator takes.
	 *
	 * @return string|int|float|bool|list<string>|list<int|float>|list<bool>
	 */
	private function value( string $kind, mixed $value, string $at ): string|int|float|bool|array {
		if ( 'scalar' === $kind ) {
			return $this->scalar( $value, $at );
		}
		if ( 'list' === $kind ) {
			return $this->scalars( $value, $at );
		}
		if ( 'number' === $kind ) {
			return Value::is_number( $value ) ? $value : $this->shape->fail( $at, 'not_a_number' );
		}
		$text  = $this->shape->string( $value, $at );
		$valid = match ( $kind ) {
			'date'     => 'now' === $text || null !== Dates::interval( $text ),
			'duration' => null !== Duration::from( $text ),
			'prefix'   => strlen( $text ) >= 3,
			default    => strlen( $text ) <= 253 && 1 === preg_match( '/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/iD', $text ),
		};
		return $valid ? $text : $this->shape->fail( $at, 'not_a_' . $kind );
	}

	/**
	 * A string of 1–1,024 bytes, an exact number or a boolean.
	 */
	private function scalar( mixed $value, string $at ): string|int|float|bool {
		if ( is_string( $value ) ) {
			return $this->shape->string( $value, $at );
		}
		return is_bool( $value ) || Value::is_number( $value ) ? $value : $this->shape->fail( $at, 'not_a_scalar' );
	}

	/**
	 * A list of 1–100 scalars of one type.
	 *
	 * @return list<string>|list<int|float>|list<bool>
	 */
	private function scalars( mixed $value, string $at ): array {
		$strings  = array();
		$numbers  = array();
		$booleans = array();
		foreach ( $this->shape->list( $value, $at, 1, self::MAX_LIST ) as $index => $element ) {
			$element = $this->scalar( $element, "$at/$index" );
			if ( is_string( $element ) ) {
				$strings[] = $element;
			} elseif ( is_bool( $element ) ) {
				$booleans[] = $element;
			} else {
				$numbers[] = $element;
			}
		}
		if ( ( array() !== $strings ) + ( array() !== $numbers ) + ( array() !== $booleans ) > 1 ) {
			$this->shape->fail( $at, 'mixed_list' );
		}
		return array() !== $strings ? $strings : ( array() !== $numbers ? $numbers : $booleans );
	}

	/**
	 * What is asked of the sign-in.
	 */
	private function auth( mixed $auth ): Auth_Rule {
		$vars = $this->shape->object( $auth, '/auth', array( 'max_age', 'acr_any', 'amr_any', 'amr_all' ) );
		if ( array() === $vars ) {
			$this->shape->fail( '/auth', 'empty' );
		}
		$strings = fn( string $key ): ?array => array_key_exists( $key, $vars ) ? $this->shape->strings( $vars[ $key ], "/auth/$key", 1, 10 ) : null;
		return new Auth_Rule(
			array_key_exists( 'max_age', $vars ) ? $this->shape->integer( $vars['max_age'], '/auth/max_age', 60, 31536000 ) : null,
			$strings( 'acr_any' ),
			$strings( 'amr_any' ),
			$strings( 'amr_all' )
		);
	}
}
