<?php
/**
 * What changing a rule does.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Rules;

use CoopCredentials\Claims\Context;
use CoopCredentials\Claims\Rule;
use CoopCredentials\Claims\Rule_Evaluator;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Sign_In\Linked_Identities;
use CoopCredentials\Sign_In\Linked_Identity;
use CoopCredentials\Sign_In\Roles\Role_Repository;

/**
 * Decides the rule before and after on the stored snapshot of every known identity. What a rule asks of the log-in itself
 * counts as met: it can be met at any time.
 */
final class Effect {

	/** Identities looked at, oldest first; a site with more is told about so many. */
	public const MOST = 5000;

	private const BATCH = 250;

	/**
	 * Builds the comparison.
	 *
	 * @param Role_Repository   $identities Pages through identities.
	 * @param Linked_Identities $linked     What counts of an identity today.
	 * @param Rule_Evaluator    $evaluator  Evaluator.
	 * @param Clock             $clock      Time.
	 */
	public function __construct(
		private readonly Role_Repository $identities,
		private readonly Linked_Identities $linked,
		private readonly Rule_Evaluator $evaluator,
		private readonly Clock $clock,
	) {
	}

	/**
	 * How many known identities a change lets in more, or no more.
	 *
	 * @param Rule|null $before Rule now; null lets nobody in.
	 * @param Rule|null $after  Rule then.
	 * @return array{gain:int,lose:int,identities:int}
	 */
	public function of( ?Rule $before, ?Rule $after ): array {
		$sum  = array(
			'gain'       => 0,
			'lose'       => 0,
			'identities' => 0,
		);
		$last = 0;
		do {
			$batch = $this->identities->identities_after( $last, self::BATCH );
			$full  = self::BATCH === count( $batch );
			foreach ( $batch as $identity ) {
				$last = $identity->id;
				$one  = $this->linked->read( $identity );
				if ( null === $one ) {
					continue;
				}
				++$sum['identities'];
				$was = $this->lets_in( $before, $one );
				$is  = $this->lets_in( $after, $one );
				if ( $is !== $was ) {
					++$sum[ $is ? 'gain' : 'lose' ];
				}
			}
		} while ( $full && $sum['identities'] < self::MOST );

		return $sum;
	}

	/**
	 * Whether a rule lets an identity in.
	 *
	 * @param Rule|null       $rule Rule.
	 * @param Linked_Identity $one  Identity.
	 */
	private function lets_in( ?Rule $rule, Linked_Identity $one ): bool {
		$decision = $this->evaluator->decide(
			$rule,
			new Context(
				now: $this->clock->now()->getTimestamp(),
				memberships: $one->memberships,
				identity: array(
					'issuer'           => $one->identity->issuer,
					'provider'         => $one->provider->slug,
					'subject_strategy' => $one->provider->strategy(),
				),
				signed_in: true,
				memberships_at: $one->identity->memberships_at->getTimestamp(),
				use: 'gate',
				dropped: $one->dropped,
			)
		);

		return 'deny' !== $decision->outcome;
	}
}
