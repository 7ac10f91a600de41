<?php
/**
 * What an action asks of the log-in.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Flow;

use CoopCredentials\Sign_In\Decider;
use CoopCredentials\Sign_In\Visitor;

/**
 * A button on a cached page cannot carry the nonce of a step-up. Its press names the action instead, and here it is found
 * out whether the action's rule wants the person to prove again who they are.
 */
final class Action_Demands {

	/**
	 * Builds the finder.
	 *
	 * @param Decider                                    $decider    Decisions.
	 * @param (\Closure( string ): (string|null))|null $offer_rule Rule of an offer, by its uid; from the room above.
	 */
	public function __construct(
		private readonly Decider $decider,
		private readonly ?\Closure $offer_rule,
	) {
	}

	/**
	 * What has to be asked of the provider before an action; null when nothing has.
	 *
	 * @param Visitor $visitor Visitor.
	 * @param string  $action  `claim:{offer uid}` or `gate:{rule uid}`.
	 */
	public function of( Visitor $visitor, string $action ): ?Demand {
		list( $kind, $uid )    = explode( ':', $action, 2 ) + array( '', '' );
		list( $rule, $policy ) = match ( $kind ) {
			'claim' => array( null !== $this->offer_rule ? ( $this->offer_rule )( $uid ) : null, 'redeem' ),
			'gate'  => array( $uid, null ),
			default => array( null, null ),
		};
		if ( null === $rule ) {
			return null;
		}
		$decision = $this->decider->decide( $visitor, $rule, 'claim' === $kind ? 'offer' : 'gate', $policy );

		return 'step_up' === $decision->outcome ? Demand::of( $decision->step_up() ) : null;
	}
}
