<?php
/**
 * Decides rules.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Three-valued evaluation over memberships, claims and the sign-in. Anything that goes wrong is a no.
 */
final class Rule_Evaluator {

	/** Reasons for skipping a membership, in the order in which they are told. */
	private const SKIPS = array(
		Reason::MembershipStale,
		Reason::MembershipExpired,
		Reason::MembershipInactive,
		Reason::MembershipStatusUnknown,
		Reason::PolicyNotAllowed,
	);

	/**
	 * How strings are normalised.
	 */
	private readonly Normal_Form $form;

	/**
	 * Takes the directory, so that two ids of one organisation are the same.
	 *
	 * @param Organisation_Facts $facts The directory.
	 * @param Normal_Form|null   $form  How strings are normalised; null = as PHP can.
	 */
	public function __construct( private readonly Organisation_Facts $facts = new No_Facts(), ?Normal_Form $form = null ) {
		$this->form = $form ?? Normal_Form::detect();
	}

	/**
	 * Decides a rule as stored, which may be missing or broken.
	 *
	 * @param string|\stdClass|null $rule    The stored rule; null when there is none.
	 * @param Context               $context What it is decided on.
	 */
	public function decide_stored( string|\stdClass|null $rule, Context $context ): Decision {
		try {
			return $this->decide( null === $rule ? null : Rule::from_json( $rule ), $context );
		} catch ( \Throwable ) {
			return Decision::refuse( Reason::RuleInvalid, $context->now );
		}
	}

	/**
	 * Decides a rule.
	 *
	 * @param Rule|null $rule    The rule; null when there is none.
	 * @param Context   $context What it is decided on.
	 */
	public function decide( ?Rule $rule, Context $context ): Decision {
		if ( null === $rule ) {
			return Decision::refuse( Reason::RuleMissing, $context->now );
		}
		if ( ! $context->signed_in ) {
			return Decision::refuse( Reason::NotSignedIn, $context->now, $rule );
		}
		try {
			return $this->evaluate( $rule, $context );
		} catch ( \Throwable ) {
			return Decision::refuse( Reason::RuleInvalid, $context->now, $rule );
		}
	}

	/**
	 * Evaluates a rule for somebody who is signed in.
	 */
	private function evaluate( Rule $rule, Context $context ): Decision {
		$run     = new Rule_Run( $rule, $context, $this->facts, $this->form );
		$policy  = $context->policy( $rule );
		$skipped = array();
		$truths  = array();
		foreach ( $context->memberships as $index => $membership ) {
			$reason = $this->skip( $membership, $index, $rule, $context, $policy );
			if ( null === $reason ) {
				$truths[ $index ] = $run->over( $membership, $index );
			} else {
				$skipped[] = array(
					'm'      => $index,
					'reason' => $reason->value,
				);
			}
		}
		$truth  = array() === $truths ? $run->over( null, null ) : $this->joined( $rule, $truths );
		$auth   = $context->auth ?? new Auth_Context();
		$reason = match ( true ) {
			Truth::False === $truth                                                 => Reason::RuleNotMet,
			Truth::Unknown === $truth && array() === $truths                        => $this->why_nobody( $rule, $context, $skipped ),
			Truth::Unknown === $truth                                               => Reason::ClaimUnknown,
			null === $rule->auth || $rule->auth->is_met( $auth, $context->now )     => null,
			$context->stepped_up                                                    => Reason::StepUpFailed,
			default                                                                 => Reason::StepUpRequired,
		};
		$ends = null === $reason ? $this->lasting( $rule, $context, $truths ) : array( null, null );

		return new Decision(
			null === $reason ? 'allow' : ( Reason::StepUpRequired === $reason ? 'step_up' : 'deny' ),
			null === $reason ? '' : $reason->value,
			$reason?->next_step() === 'sign_in_again' && $this->can_renew( $reason, $context ) ? 'renew' : $reason?->next_step(),
			$reason?->http_status() ?? 200,
			$context->now,
			$rule,
			$ends[0],
			null === $ends[0] ? null : $context->memberships[ $ends[0] ],
			$ends[1],
			$skipped,
			$run->trace(),
			$run->evaluated()
		);
	}

	/**
	 * Why a membership is not looked at; null: it is.
	 */
	private function skip( Membership $membership, int $index, Rule $rule, Context $context, ?string $policy ): ?Reason {
		$member = $membership->member_at( $context->now );
		return match ( true ) {
			$context->is_stale( $context->taken_at[ $index ] ?? $context->memberships_at )     => Reason::MembershipStale,
			true === $member || $rule->inactive                                                => $this->lacks( $membership, $policy ) ? Reason::PolicyNotAllowed : null,
			$membership->has_ended( $context->now )                                            => Reason::MembershipExpired,
			false === $member                                                                  => Reason::MembershipInactive,
			default                                                                            => Reason::MembershipStatusUnknown,
		};
	}

	/**
	 * Whether the organisation lacks the trust-policy switch that is needed.
	 */
	private function lacks( Membership $membership, ?string $policy ): bool {
		return null !== $policy && ! in_array( $policy, $membership->policy ?? array(), true );
	}

	/**
	 * `any` wants one membership to satisfy the whole condition, `every` wants each.
	 *
	 * @param Rule                       $rule   The rule.
	 * @param non-empty-array<int,Truth> $truths By membership.
	 */
	private function joined( Rule $rule, array $truths ): Truth {
		$joined = null;
		foreach ( $truths as $truth ) {
			$joined = null === $joined ? $truth : ( 'every' === $rule->for ? $joined->min( $truth ) : $joined->max( $truth ) );
		}
		return $joined;
	}

	/**
	 * The reason when no membership could be looked at and the answer is not known.
	 *
	 * @param Rule                                $rule    The rule.
	 * @param Context                             $context What it was decided on.
	 * @param list<array{m: int, reason: string}> $skipped Memberships not looked at.
	 */
	private function why_nobody( Rule $rule, Context $context, array $skipped ): Reason {
		$stale = null !== $context->memberships_at && $context->is_stale( $context->memberships_at );
		if ( $stale && ( $rule->names_memberships() || $rule->names_claims() ) ) {
			return Reason::MembershipStale;
		}
		if ( ! $rule->names_memberships() ) {
			return Reason::ClaimUnknown;
		}
		$reasons = array_column( $skipped, 'reason' );
		foreach ( self::SKIPS as $reason ) {
			if ( in_array( $reason->value, $reasons, true ) ) {
				return $reason;
			}
		}
		return array() === $context->dropped ? Reason::NoMembership : Reason::IssuerScope;
	}

	/**
	 * Whether a snapshot is only too old for this use, so that an ordinary request to the provider renews it.
	 */
	private function can_renew( Reason $reason, Context $context ): bool {
		return Reason::MembershipStale === $reason && null !== $context->memberships_at
			&& $context->now - $context->memberships_at <= Context::SNAPSHOT;
	}

	/**
	 * The membership that satisfied the rule and how long the answer holds: to the earlier of its end and the snapshot's
	 * limit. Of several the one that holds longest; under `every` the shortest bounds the answer.
	 *
	 * @param Rule            $rule    The rule, which is satisfied.
	 * @param Context         $context What it was decided on.
	 * @param array<int,Truth> $truths By membership.
	 * @return array{int|null, int|null}
	 */
	private function lasting( Rule $rule, Context $context, array $truths ): array {
		$every = 'every' === $rule->for;
		$best  = array( null, null === $context->memberships_at ? null : $context->memberships_at + $context->snapshot_limit() );
		foreach ( $truths as $index => $truth ) {
			if ( Truth::True !== $truth ) {
				continue;
			}
			$ends  = $context->memberships[ $index ]->ends_at();
			$until = ( $context->taken_at[ $index ] ?? $context->memberships_at ?? $context->now ) + $context->snapshot_limit();
			$until = null !== $ends && $ends > $context->now ? min( $until, $ends ) : $until;
			if ( null === $best[0] || ( $every ? $until < $best[1] : $until > $best[1] ) ) {
				$best = array( $index, $until );
			}
		}
		return $best;
	}
}
