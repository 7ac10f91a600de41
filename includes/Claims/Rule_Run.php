<?php
/**
 * One evaluation of one rule.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Walks the rule over one membership at a time and writes the trace. Nothing is short-circuited: the trace shows all.
 */
final class Rule_Run {

	/** Most characters of a value that a trace shows. */
	public const SEEN = 64;

	/**
	 * The trace so far, in reading order.
	 *
	 * @var list<array{m: int|null, at: string, op: string, result: string, why: string, seen_type: string, seen: string|int|float|bool|null}>
	 */
	private array $trace = array();

	/**
	 * How many conditions were evaluated.
	 */
	private int $evaluated = 0;

	/**
	 * The operators.
	 */
	private readonly Comparison $comparison;

	/**
	 * What a condition on the identity reads.
	 */
	private readonly \stdClass $identity;

	/**
	 * What a condition on raw claims reads; claims as old as a stale snapshot are not looked at.
	 */
	private readonly ?\stdClass $claims;

	/**
	 * Prepares one evaluation.
	 *
	 * @param Rule               $rule    The rule.
	 * @param Context            $context What it is decided on.
	 * @param Organisation_Facts $facts   The directory.
	 * @param Normal_Form        $form    How strings are normalised.
	 */
	public function __construct( private readonly Rule $rule, private readonly Context $context, Organisation_Facts $facts, Normal_Form $form ) {
		$known = array();
		$same  = static function ( string $id ) use ( $facts, &$known ): string {
			if ( ! isset( $known[ $id ] ) ) {
				$canonical    = Organisation_Id::canonical( $id );
				$known[ $id ] = null === $canonical ? '' : $facts->primary_id( $canonical ) ?? $canonical;
			}
			return $known[ $id ];
		};

		$stale            = null !== $context->memberships_at && $context->is_stale( $context->memberships_at );
		$this->claims     = $stale ? null : $context->claims;
		$this->identity   = (object) $context->identity;
		$this->comparison = new Comparison( $context->now, $form, $same );
	}

	/**
	 * The truth of the rule for one membership.
	 *
	 * @param Membership|null $membership Null: an empty one, of which nothing is known.
	 * @param int|null        $index      Its place, for the trace.
	 */
	public function over( ?Membership $membership, ?int $index ): Truth {
		$fields = null === $membership ? new \stdClass() : $membership->for_rules( $this->context->now );
		return $this->node( $this->rule->when, $fields, $index );
	}

	/**
	 * The trace so far.
	 *
	 * @return list<array{m: int|null, at: string, op: string, result: string, why: string, seen_type: string, seen: string|int|float|bool|null}>
	 */
	public function trace(): array {
		return $this->trace;
	}

	/**
	 * How many conditions were evaluated: conditions × memberships looked at.
	 */
	public function evaluated(): int {
		return $this->evaluated;
	}

	/**
	 * One node.
	 */
	private function node( Rule_Group|Rule_Leaf $node, \stdClass $fields, ?int $index ): Truth {
		if ( $node instanceof Rule_Leaf ) {
			return $this->leaf( $node, $fields, $index );
		}
		$place         = count( $this->trace );
		$this->trace[] = $this->entry( $index, $node->at, $node->kind, Truth::Unknown, '', null );

		$truth = null;
		foreach ( $node->children as $child ) {
			$one   = $this->node( $child, $fields, $index );
			$truth = match ( true ) {
				'not' === $node->kind => $one->negated(),
				null === $truth       => $one,
				'all' === $node->kind => $truth->min( $one ),
				default               => $truth->max( $one ),
			};
		}
		$this->trace[ $place ]['result'] = $truth->word();
		return $truth;
	}

	/**
	 * One condition.
	 */
	private function leaf( Rule_Leaf $leaf, \stdClass $fields, ?int $index ): Truth {
		++$this->evaluated;
		$root = match ( $leaf->of ) {
			'claim'    => $this->claims,
			'identity' => $this->identity,
			default    => $fields,
		};
		list( $truth, $why, $seen ) = $this->comparison->decide( $leaf, $leaf->path->select( $root, Rule_Parser::MAX_SELECTED ) );
		$this->trace[]              = $this->entry( $index, $leaf->at, $leaf->operator->value, $truth, $why, $seen );
		return $truth;
	}

	/**
	 * One line of the trace.
	 *
	 * @return array{m: int|null, at: string, op: string, result: string, why: string, seen_type: string, seen: string|int|float|bool|null}
	 */
	private function entry( ?int $index, string $at, string $op, Truth $truth, string $why, mixed $seen ): array {
		return array(
			'm'         => $index,
			'at'        => $at,
			'op'        => $op,
			'result'    => $truth->word(),
			'why'       => $why,
			'seen_type' => Value::type( $seen ),
			'seen'      => self::shown( $seen ),
		);
	}

	/**
	 * A value fit for the trace: cut at 64 characters, e-mail addresses masked.
	 */
	private static function shown( mixed $seen ): string|int|float|bool|null {
		if ( null === $seen || is_bool( $seen ) || is_int( $seen ) || ( is_float( $seen ) && is_finite( $seen ) ) ) {
			return $seen;
		}
		$text = is_string( $seen ) ? $seen : Json::encode( $seen );
		if ( 1 !== preg_match( '//u', $text ) ) {
			return '';
		}
		if ( str_contains( $text, '@' ) ) {
			$text = (string) preg_replace( '/([^\s@"<>,;:\/]?)[^\s@"<>,;:\/]*@/u', '$1***@', $text );
		}
		return 1 === preg_match( '/^.{' . self::SEEN . '}/su', $text, $part ) ? $part[0] : $text;
	}
}
