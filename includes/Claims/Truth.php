<?php
/**
 * Three-valued truth.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Kleene's strong three values, ordered: false below unknown below true. Only true lets anybody in.
 */
enum Truth: int {

	case False   = 0;
	case Unknown = 1;
	case True    = 2;

	/**
	 * True or false for a plain comparison.
	 */
	public static function of( bool $holds ): self {
		return $holds ? self::True : self::False;
	}

	/**
	 * Swaps true and false; what is not known stays not known.
	 */
	public function negated(): self {
		return self::from( 2 - $this->value );
	}

	/**
	 * The lower of the two: "all of".
	 */
	public function min( Truth $other ): self {
		return $other->value < $this->value ? $other : $this;
	}

	/**
	 * The higher of the two: "any of".
	 */
	public function max( Truth $other ): self {
		return $other->value > $this->value ? $other : $this;
	}

	/**
	 * The word used in traces: true, false or unknown.
	 */
	public function word(): string {
		return match ( $this ) {
			self::True    => 'true',
			self::False   => 'false',
			self::Unknown => 'unknown',
		};
	}
}
