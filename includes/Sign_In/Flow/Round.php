<?php
/**
 * A step-up that was made.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Flow;

use CoopCredentials\Claims\Decision;
use CoopCredentials\Sign_In\Visitor;

/**
 * The session remembers the last demand a round was made for, so that a second round in vain is refused instead of sending
 * somebody to and fro. Only a new sign-in forgets it.
 */
final class Round {

	/**
	 * Builds the round.
	 *
	 * @param string $demand Hash of the demand, 32 lower hex.
	 * @param bool   $passed Whether the provider gave what was asked.
	 */
	private function __construct(
		private readonly string $demand,
		private readonly bool $passed,
	) {
	}

	/**
	 * A round for a demand, as it is stored.
	 *
	 * @param Demand $demand What was asked.
	 * @param bool   $passed Whether the provider gave it.
	 */
	public static function text( Demand $demand, bool $passed ): string {
		return self::hash( $demand ) . ( $passed ? '.1' : '.0' );
	}

	/**
	 * Whether the visitor's session has already asked the provider for this in vain.
	 *
	 * @param Visitor $visitor Visitor.
	 * @param Demand  $demand  What would be asked.
	 */
	public static function failed( Visitor $visitor, Demand $demand ): bool {
		$round = self::from_text( $visitor->step_up );

		return null !== $round && $round->is_for( $demand ) && ! $round->passed;
	}

	/**
	 * Whether one more round for what a rule asks cannot help: the last one failed, or it passed and it is something the
	 * provider cannot be asked for (`amr`) that is missing still. An authentication that has only grown old since is worth
	 * another round.
	 *
	 * @param Visitor|null $visitor  Visitor.
	 * @param Decision     $decision Decision that wants a step-up.
	 */
	public static function is_in_vain( ?Visitor $visitor, Decision $decision ): bool {
		$round = self::from_text( $visitor?->step_up );
		$asked = $decision->step_up();
		if ( null === $visitor || null === $round || ! $round->is_for( Demand::of( $asked ) ) ) {
			return false;
		}
		$grown_old = isset( $asked['max_age'] ) && $decision->evaluated_at - ( $visitor->auth->auth_time ?? 0 ) > $asked['max_age'];

		return ! $round->passed || ! $grown_old;
	}

	/**
	 * A stored round, or null.
	 *
	 * @param string|null $text As {@see text()} wrote it.
	 */
	private static function from_text( ?string $text ): ?self {
		return 1 === preg_match( '/\A([0-9a-f]{32})\.([01])\z/', $text ?? '', $found ) ? new self( $found[1], '1' === $found[2] ) : null;
	}

	/**
	 * Whether it was made for a demand.
	 *
	 * @param Demand $demand Demand.
	 */
	private function is_for( Demand $demand ): bool {
		return hash_equals( $this->demand, self::hash( $demand ) );
	}

	/**
	 * A demand, shortened.
	 *
	 * @param Demand $demand Demand.
	 */
	private static function hash( Demand $demand ): string {
		return substr( hash( 'sha256', implode( '|', $demand->fields() ) ), 0, 32 );
	}
}
