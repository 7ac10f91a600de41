<?php
/**
 * The operators at work.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Compares the elements a path selected with the value of a condition.
 *
 * Answers are a truth, a code why it is unknown ('' when it is known) and the element that decided.
 *
 * @phpstan-type Answer array{Truth, string, mixed}
 */
final class Comparison {

	/** Seconds a date may lie in the future and still be "newer": clocks differ. */
	private const FUTURE = 60;

	/**
	 * Keeps what every comparison needs.
	 *
	 * @param int                     $now  UTC epoch second.
	 * @param Normal_Form             $form How strings are normalised.
	 * @param \Closure(string):string $same Gives the one id for any id of an organisation, '' when it is none.
	 */
	public function __construct(
		private readonly int $now,
		private readonly Normal_Form $form,
		private readonly \Closure $same,
	) {
	}

	/**
	 * The best single result over the elements (true before unknown before false); a negation negates that.
	 *
	 * @param Rule_Leaf        $leaf     The condition.
	 * @param list<mixed>|null $elements What the path selected; null = too many.
	 * @return Answer
	 */
	public function decide( Rule_Leaf $leaf, ?array $elements ): array {
		if ( null === $elements ) {
			return array( Truth::Unknown, 'too_many', null );
		}
		$operator = $leaf->operator->negates() ?? $leaf->operator;
		$best     = null;
		foreach ( $elements as $element ) {
			$answer = $this->element( $operator, $leaf, $element );
			if ( null === $best || $answer[0]->value > $best[0]->value ) {
				$best = $answer;
			}
		}
		$best ??= array( Truth::Unknown, 'absent', null );
		return $operator === $leaf->operator ? $best : array( $best[0]->negated(), $best[1], $best[2] );
	}

	/**
	 * One element.
	 *
	 * @return Answer
	 */
	private function element( Operator $operator, Rule_Leaf $leaf, mixed $seen ): array {
		if ( Value::is_absent( $seen ) ) {
			return array( Truth::Unknown, 'absent', $seen );
		}
		if ( ! $this->is_usable( $seen ) ) {
			return array( Truth::Unknown, 'unusable', $seen );
		}
		$value = $leaf->value;
		if ( Operator::Exists === $operator ) {
			return array( Truth::True, '', $seen );
		}
		if ( is_array( $value ) ) {
			return Operator::In === $operator ? $this->in( $leaf, $seen, $value ) : $this->contains( $operator, $seen, $value );
		}
		if ( null === $value ) {
			return array( Truth::Unknown, 'unusable', $seen );
		}
		return match ( $operator ) {
			Operator::Eq       => $this->typed( $this->equals( $leaf, $seen, $value ), $seen ),
			Operator::Contains => $this->contains( $operator, $seen, array( $value ) ),
			Operator::Gt, Operator::Gte, Operator::Lt, Operator::Lte => $this->number( $operator, $seen, $value ),
			Operator::Before, Operator::After => $this->date( $operator, $seen, $value ),
			Operator::NewerThan => $this->newer( $seen, $value ),
			Operator::Prefix   => $this->prefix( $seen, $value ),
			Operator::HostIs   => $this->host( $seen, $value ),
			default            => array( Truth::Unknown, 'type', $seen ),
		};
	}

	/**
	 * Whether a number is exact and a string can be normalised.
	 */
	private function is_usable( mixed $seen ): bool {
		if ( is_string( $seen ) ) {
			return null !== $this->form->nfc( $seen );
		}
		return ! ( is_int( $seen ) || is_float( $seen ) ) || Value::is_number( $seen );
	}

	/**
	 * An unknown of a comparison by type.
	 *
	 * @return Answer
	 */
	private function typed( Truth $truth, mixed $seen ): array {
		return array( $truth, Truth::Unknown === $truth ? 'type' : '', $seen );
	}

	/**
	 * Equality; ids of organisations are compared by their primary id.
	 */
	private function equals( Rule_Leaf $leaf, mixed $seen, string|int|float|bool $value ): Truth {
		if ( is_string( $seen ) && is_string( $value ) && 'organisation_id' === $leaf->field() ) {
			$left  = ( $this->same )( $seen );
			$right = ( $this->same )( $value );
			return '' === $left || '' === $right ? Truth::Unknown : Truth::of( $left === $right );
		}
		return Value::equals( $seen, $value, $this->form );
	}

	/**
	 * Equals one of the list.
	 *
	 * @param Rule_Leaf                                        $leaf   The condition.
	 * @param mixed                                            $seen   The element.
	 * @param list<string>|list<int|float>|list<bool> $values The list.
	 * @return Answer
	 */
	private function in( Rule_Leaf $leaf, mixed $seen, array $values ): array {
		$best = Truth::False;
		foreach ( $values as $value ) {
			$best = $best->max( $this->equals( $leaf, $seen, $value ) );
		}
		return $this->typed( $best, $seen );
	}

	/**
	 * An array contains one or all of the values. Strings have no parts here.
	 *
	 * @param Operator                    $operator contains, contains_any or contains_all.
	 * @param mixed                       $seen     The element.
	 * @param list<string|int|float|bool> $values   The values.
	 * @return Answer
	 */
	private function contains( Operator $operator, mixed $seen, array $values ): array {
		if ( ! is_array( $seen ) ) {
			return array( Truth::Unknown, 'type', $seen );
		}
		$usable = true;
		foreach ( $seen as $element ) {
			$usable = $usable && $this->is_usable( $element );
		}
		$all = Operator::ContainsAll === $operator;
		$sum = Truth::of( $all );
		foreach ( $values as $value ) {
			// An element that cannot be read may be the one that is looked for.
			$usable_value = ! is_string( $value ) || null !== $this->form->nfc( $value );
			$found        = $usable && $usable_value ? Truth::False : Truth::Unknown;
			foreach ( $seen as $element ) {
				$found = Truth::True === Value::equals( $element, $value, $this->form ) ? Truth::True : $found;
			}
			$sum = $all ? $sum->min( $found ) : $sum->max( $found );
		}
		return array( $sum, Truth::Unknown === $sum ? 'unusable' : '', $seen );
	}

	/**
	 * Compares numbers.
	 *
	 * @return Answer
	 */
	private function number( Operator $operator, mixed $seen, string|int|float|bool $value ): array {
		if ( ! ( is_int( $seen ) || is_float( $seen ) ) || is_string( $value ) || is_bool( $value ) ) {
			return array( Truth::Unknown, 'type', $seen );
		}
		$order = (float) $seen <=> (float) $value;
		$holds = match ( $operator ) {
			Operator::Gt  => $order > 0,
			Operator::Gte => $order >= 0,
			Operator::Lt  => $order < 0,
			default       => $order <= 0,
		};
		return array( Truth::of( $holds ), '', $seen );
	}

	/**
	 * Before and after. What is seen is one unknown second of its interval: the answer is known only when it is the same
	 * for every second. `2021` is neither before nor not before June 2021.
	 *
	 * @return Answer
	 */
	private function date( Operator $operator, mixed $seen, string|int|float|bool $value ): array {
		$seen_at = Dates::interval( $seen );
		$bounds  = 'now' === $value ? array( $this->now, $this->now ) : Dates::interval( $value );
		if ( null === $seen_at || null === $bounds ) {
			return array( Truth::Unknown, 'not_a_date', $seen );
		}
		if ( Operator::Before === $operator ) {
			$surely = $seen_at[1] < $bounds[0];
			$never  = $seen_at[0] >= $bounds[0];
		} else {
			$surely = $seen_at[0] > $bounds[1];
			$never  = $seen_at[1] <= $bounds[1];
		}
		return $surely || $never ? array( Truth::of( $surely ), '', $seen ) : array( Truth::Unknown, 'overlap', $seen );
	}

	/**
	 * Not longer ago than a duration.
	 *
	 * @return Answer
	 */
	private function newer( mixed $seen, string|int|float|bool $value ): array {
		$seen_at  = Dates::interval( $seen );
		$duration = Duration::from( $value );
		if ( null === $seen_at || null === $duration ) {
			return array( Truth::Unknown, 'not_a_date', $seen );
		}
		if ( $seen_at[0] > $this->now + self::FUTURE ) {
			return array( Truth::Unknown, 'future', $seen );
		}
		$limit = $duration->before( $this->now );
		if ( $seen_at[0] < $limit && $seen_at[1] >= $limit ) {
			return array( Truth::Unknown, 'overlap', $seen );
		}
		return array( Truth::of( $seen_at[0] >= $limit ), '', $seen );
	}

	/**
	 * Starts with, case-sensitive.
	 *
	 * @return Answer
	 */
	private function prefix( mixed $seen, string|int|float|bool $value ): array {
		if ( ! is_string( $seen ) || ! is_string( $value ) ) {
			return array( Truth::Unknown, 'type', $seen );
		}
		$text   = $this->form->nfc( $seen );
		$prefix = $this->form->nfc( $value );
		if ( null === $text || null === $prefix ) {
			return array( Truth::Unknown, 'unusable', $seen );
		}
		return array( Truth::of( str_starts_with( $text, $prefix ) ), '', $seen );
	}

	/**
	 * The host of a URL is the given one or a sub-domain of it.
	 *
	 * @return Answer
	 */
	private function host( mixed $seen, string|int|float|bool $value ): array {
		// A backslash counts as a slash in browsers: it never ends the host here, so it makes the host unreadable.
		if ( ! is_string( $seen ) || ! is_string( $value ) || 1 !== preg_match( '#^[a-z][a-z0-9+.-]*://([^/?\#]*)#i', $seen, $part ) ) {
			return array( Truth::Unknown, 'no_host', $seen );
		}
		if ( str_contains( $part[1], '@' ) ) {
			return array( Truth::Unknown, 'user_info', $seen );
		}
		if ( 1 !== preg_match( '/^([a-z0-9-]+(?:\.[a-z0-9-]+)*)\.?(?::\d{0,5})?$/iD', $part[1], $name ) ) {
			return array( Truth::Unknown, 'no_host', $seen );
		}
		$host   = strtolower( $name[1] );
		$wanted = strtolower( $value );
		return array( Truth::of( $host === $wanted || str_ends_with( $host, ".$wanted" ) ), '', $seen );
	}
}
