<?php
/**
 * Decides what somebody is about to do.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Flow;

use CoopCredentials\Claims\Context;
use CoopCredentials\Claims\Decision;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Decider;
use CoopCredentials\Sign_In\Visitor;

/**
 * The door of every action with a rule: renews an old snapshot if that can be done without the visitor, and turns a no into
 * the refusal a client understands. Looking at a page never renews anything.
 */
final class Action_Gate {

	/**
	 * Builds the gate.
	 *
	 * @param Decider   $decider   Decisions.
	 * @param Renewal   $renewal   Refresh.
	 * @param Challenge $challenge Step-up.
	 * @param Clock     $clock     Time.
	 */
	public function __construct(
		private readonly Decider $decider,
		private readonly Renewal $renewal,
		private readonly Challenge $challenge,
		private readonly Clock $clock,
	) {
	}

	/**
	 * Decides a rule for an action, with a younger snapshot where that helps.
	 *
	 * @param Visitor     $visitor Visitor.
	 * @param string|null $rule    Rule or template.
	 * @param string      $use     What for.
	 * @param string|null $policy  Trust-policy switch; null = what the use needs.
	 * @param int         $max_age Oldest snapshot, seconds.
	 * @return array{Visitor,Decision} The visitor the decision is about, and the decision.
	 * @throws Problem `refresh_ended`, `refresh_mismatch`, `session_revoked` (401): the session has ended.
	 */
	public function decide( Visitor $visitor, ?string $rule, string $use, ?string $policy, int $max_age ): array {
		$decision = $this->decider->decide( $visitor, $rule, $use, $policy, $max_age );
		if ( $decision->is_allowed() || ! $visitor->can_refresh || $this->clock->now()->getTimestamp() - $visitor->memberships_at <= $max_age ) {
			return array( $visitor, $decision );
		}
		$visitor = $this->renewal->renew( $visitor );

		return array( $visitor, $this->decider->decide( $visitor, $rule, $use, $policy, $max_age ) );
	}

	/**
	 * What {@see decide()} is likely to say, for showing: asks nobody and changes nothing.
	 *
	 * @param Visitor|null $visitor Visitor.
	 * @param string|null  $rule    Rule or template.
	 * @param string       $use     What for.
	 * @param string|null  $policy  Trust-policy switch.
	 * @param int          $max_age Oldest snapshot, seconds.
	 */
	public function foresee( ?Visitor $visitor, ?string $rule, string $use, ?string $policy, int $max_age ): Decision {
		return $this->decider->decide( $visitor, $rule, $use, $policy, null !== $visitor && $visitor->can_refresh ? Context::SNAPSHOT : $max_age );
	}

	/**
	 * The form with which the person proves again who they are; null where that is not what is missing.
	 *
	 * @param Decision     $decision Decision.
	 * @param Visitor|null $visitor  Visitor.
	 * @param string|null  $action   What the visitor was about to do.
	 * @return array{url:string,fields:array<string,string>}|null
	 */
	public function step_up_form( Decision $decision, ?Visitor $visitor, ?string $action = null ): ?array {
		return null !== $visitor && 'step_up' === $decision->outcome ? $this->challenge->form( $visitor, Demand::of( $decision->step_up() ), '/', $action ) : null;
	}

	/**
	 * The refusal a decision means.
	 *
	 * @param Decision     $decision Decision that lets nobody in.
	 * @param Visitor|null $visitor  Visitor.
	 * @param string|null  $action   What the visitor was about to do, `claim:{uid}` or `gate:{uid}`.
	 */
	public function refusal( Decision $decision, ?Visitor $visitor, ?string $action = null ): Problem {
		return $this->challenge->problem( $decision, $visitor, $action );
	}
}
