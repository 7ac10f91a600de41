<?php
/**
 * Decides what a visitor may do.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Claims\Context;
use CoopCredentials\Claims\Decision;
use CoopCredentials\Claims\Membership;
use CoopCredentials\Claims\Reason;
use CoopCredentials\Claims\Rule;
use CoopCredentials\Claims\Rule_Evaluator;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Sign_In\Flow\Round;

/**
 * Puts the visitor's snapshot before a rule, and puts the outcome into one plain sentence and one next step.
 */
final class Decider {

	/** Reasons another membership could do away with. */
	private const OF_MEMBERSHIP = array( 'rule_not_met', 'no_membership', 'issuer_scope', 'membership_stale', 'membership_expired', 'membership_inactive', 'membership_status_unknown', 'policy_not_allowed' );

	/**
	 * Builds the decider.
	 *
	 * @param Rule_Evaluator      $evaluator Evaluator.
	 * @param Rule_Repository     $rules     Rules.
	 * @param Provider_Repository $providers Providers.
	 * @param Linked_Identities   $linked    Other identities of the visitor's account.
	 * @param Clock               $clock     Time.
	 */
	public function __construct(
		private readonly Rule_Evaluator $evaluator,
		private readonly Rule_Repository $rules,
		private readonly Provider_Repository $providers,
		private readonly Linked_Identities $linked,
		private readonly Clock $clock,
	) {
	}

	/**
	 * Decides a stored rule.
	 *
	 * @param Visitor|null $v                Visitor.
	 * @param string|null  $rule_uid         Rule or template.
	 * @param string       $use              What for: '', sign_in, gate, role, offer, redeem.
	 * @param string|null  $needs_policy     Trust-policy switch; null = what the use needs.
	 * @param int|null     $max_snapshot_age Seconds; null = what the use allows.
	 */
	public function decide( ?Visitor $v, ?string $rule_uid, string $use, ?string $needs_policy = null, ?int $max_snapshot_age = null ): Decision {
		$stored = null !== $rule_uid ? $this->rules->find( $rule_uid ) : null;
		if ( null !== $stored && null === $stored->rule ) {
			return Decision::refuse( Reason::RuleInvalid, $this->clock->now()->getTimestamp() );
		}

		return $this->decide_rule( $v, $stored?->rule, $use, $needs_policy, $max_snapshot_age );
	}

	/**
	 * Decides a rule.
	 *
	 * @param Visitor|null $v                Visitor.
	 * @param Rule|null    $rule             Rule.
	 * @param string       $use              What for.
	 * @param string|null  $needs_policy     Trust-policy switch.
	 * @param int|null     $max_snapshot_age Seconds.
	 */
	public function decide_rule( ?Visitor $v, ?Rule $rule, string $use, ?string $needs_policy = null, ?int $max_snapshot_age = null ): Decision {
		$decision = $this->evaluator->decide( $rule, $this->context( $v, $use, $needs_policy, $max_snapshot_age ) );

		return 'step_up' === $decision->outcome && ( Round::is_in_vain( $v, $decision ) || ! $this->can_step_up( $v ) )
			? Decision::refuse( Reason::StepUpFailed, $decision->evaluated_at, $rule )
			: $decision;
	}

	/**
	 * Whether the visitor's provider can be asked to authenticate again: without an ID token nobody could tell.
	 *
	 * @param Visitor|null $v Visitor.
	 */
	private function can_step_up( ?Visitor $v ): bool {
		return null !== $v && 'oidc' === $this->providers->find( $v->provider )?->text( 'kind' );
	}

	/**
	 * Decides a stored rule for an account, without a visitor: its identities count together.
	 *
	 * @param Linked_Identity       $one      The identity through whose provider the rule is asked.
	 * @param list<Linked_Identity> $all      All of the account, with that one.
	 * @param Visitor|null          $session  The account's present session, which says how somebody logged in: only to the
	 *                                        rules of the issuer that said it. What another calls strong is its own affair.
	 * @param string                $rule_uid Rule or template.
	 * @param string                $use      What for.
	 */
	public function decide_account( Linked_Identity $one, array $all, ?Visitor $session, string $rule_uid, string $use ): Decision {
		$stored = $this->rules->find( $rule_uid );
		$now    = $this->clock->now()->getTimestamp();
		if ( null !== $stored && null === $stored->rule ) {
			return Decision::refuse( Reason::RuleInvalid, $now );
		}
		$others = array_values( array_filter( $all, static fn( Linked_Identity $other ): bool => $other->identity->id !== $one->identity->id ) );
		$sum    = self::together( $one->memberships, $one->dropped, $others );

		return $this->evaluator->decide(
			$stored?->rule,
			new Context(
				now: $now,
				memberships: $sum['memberships'],
				identity: array(
					'issuer'           => $one->identity->issuer,
					'provider'         => $one->provider->slug,
					'subject_strategy' => $one->provider->strategy(),
				),
				auth: $session?->issuer === $one->identity->issuer ? $session->auth : null,
				signed_in: true,
				memberships_at: $one->identity->memberships_at->getTimestamp(),
				use: $use,
				dropped: $sum['dropped'],
				taken_at: $sum['taken_at'],
			)
		);
	}

	/**
	 * The visitor as the evaluator sees them: with the memberships of all identities linked to the same account, each with
	 * the age of its snapshot. How somebody signed in is said by the present session alone.
	 *
	 * @param Visitor|null $v                Visitor.
	 * @param string       $use              What for.
	 * @param string|null  $needs_policy     Trust-policy switch.
	 * @param int|null     $max_snapshot_age Seconds.
	 */
	public function context( ?Visitor $v, string $use, ?string $needs_policy = null, ?int $max_snapshot_age = null ): Context {
		$now = $this->clock->now()->getTimestamp();
		if ( null === $v ) {
			return new Context( now: $now, use: $use, needs_policy: $needs_policy, max_snapshot_age: $max_snapshot_age );
		}

		$sum = self::together( $v->memberships, $v->dropped, $this->others( $v ) );

		return new Context(
			now: $now,
			memberships: $sum['memberships'],
			identity: array(
				'issuer'           => $v->issuer,
				'provider'         => $v->provider,
				'subject_strategy' => $v->ephemeral ? 'ephemeral' : $this->providers->readable( $v->provider )?->strategy() ?? 'stable',
			),
			auth: $v->auth,
			signed_in: true,
			memberships_at: $v->memberships_at,
			use: $use,
			needs_policy: $needs_policy,
			max_snapshot_age: $max_snapshot_age,
			dropped: $sum['dropped'],
			taken_at: $sum['taken_at'],
		);
	}

	/**
	 * The other identity of the visitor's account whose membership satisfied the rule; null when it was the visitor's own,
	 * or none at all.
	 *
	 * @param Visitor  $v        The visitor whom the decision is about.
	 * @param Decision $decision Of {@see decide()}, in this request.
	 */
	public function vouching( Visitor $v, Decision $decision ): ?Linked_Identity {
		$left = ( $decision->matched ?? -1 ) - count( $v->memberships );
		if ( $left < 0 ) {
			return null;
		}
		foreach ( $this->others( $v ) as $other ) {
			if ( $left < count( $other->memberships ) ) {
				return $other;
			}
			$left -= count( $other->memberships );
		}

		return null;
	}

	/**
	 * The identities that count together with the visitor's own, in the order in which the evaluator sees them.
	 *
	 * @param Visitor $v Visitor.
	 * @return list<Linked_Identity>
	 */
	private function others( Visitor $v ): array {
		return null === $v->user_id || $v->user_id <= 0 ? array() : array_values(
			array_filter( $this->linked->of_account( $v->user_id ), static fn( Linked_Identity $other ): bool => $other->identity->id !== $v->identity_id )
		);
	}

	/**
	 * Memberships of one identity and of others, with the time of the others' snapshots.
	 *
	 * @param list<Membership>      $memberships Of the one.
	 * @param list<array{index: int, reason: string}> $dropped What map and scope left out of the one.
	 * @param list<Linked_Identity> $others      The others.
	 * @return array{memberships: list<Membership>, dropped: list<array{index: int, reason: string}>, taken_at: array<int, int>}
	 */
	private static function together( array $memberships, array $dropped, array $others ): array {
		$taken_at = array();
		foreach ( $others as $other ) {
			foreach ( $other->memberships as $membership ) {
				$taken_at[ count( $memberships ) ] = $other->identity->memberships_at->getTimestamp();
				$memberships[]                     = $membership;
			}
			$dropped = array_merge( $dropped, $other->dropped );
		}

		return array(
			'memberships' => $memberships,
			'dropped'     => $dropped,
			'taken_at'    => $taken_at,
		);
	}

	/**
	 * The outcome in one plain sentence for the visitor; '' when they are let in.
	 *
	 * @param Decision $decision Decision.
	 */
	public function sentence( Decision $decision ): string {
		return self::why( $decision->reason );
	}

	/**
	 * What a decision's reason means to the visitor.
	 *
	 * @param string $reason Stable code; '' when they are let in.
	 */
	public static function why( string $reason ): string {
		return match ( $reason ) {
			''                          => '',
			'not_signed_in'             => __( 'Please sign in first.', 'coop-credentials' ),
			'membership_stale'          => __( 'Your membership was confirmed some time ago. Please sign in again so that it can be confirmed anew.', 'coop-credentials' ),
			'membership_expired'        => __( 'Your membership has ended. Renew it with your co-op, then have it checked here again.', 'coop-credentials' ),
			'membership_inactive'       => __( 'Your co-op does not confirm an active membership at the moment.', 'coop-credentials' ),
			'membership_status_unknown' => __( 'Your co-op did not say whether your membership is active.', 'coop-credentials' ),
			'policy_not_allowed'        => __( 'Your co-op is not yet confirmed well enough on this site for this.', 'coop-credentials' ),
			'issuer_scope'              => __( 'The membership you showed is not one this sign-in can confirm here.', 'coop-credentials' ),
			'no_membership'             => __( 'You are signed in, but no co-op membership was confirmed.', 'coop-credentials' ),
			'rule_not_met'              => __( 'This is not for your membership.', 'coop-credentials' ),
			'claim_unknown'             => __( 'Something this needs was not confirmed when you signed in.', 'coop-credentials' ),
			'step_up_required'          => __( 'Please confirm that it is you.', 'coop-credentials' ),
			'step_up_failed'            => __( 'You confirmed that it is you, but your co-op did not do it in the way that is asked for here.', 'coop-credentials' ),
			default                     => __( 'This is closed at the moment. The site’s team can see why.', 'coop-credentials' ),
		};
	}

	/**
	 * The one thing the visitor can do, or null when nothing helps.
	 *
	 * @param Decision $decision Decision.
	 * @return array{label:string,action:string}|null
	 */
	public function next_step( Decision $decision ): ?array {
		$label = match ( $decision->next_step ) {
			'sign_in'              => __( 'Sign in', 'coop-credentials' ),
			'sign_in_again', 'renew' => __( 'Sign in again', 'coop-credentials' ),
			'renew_membership'     => __( 'Check my membership again', 'coop-credentials' ),
			'contact_organisation' => __( 'Ask your co-op', 'coop-credentials' ),
			'apply'                => __( 'Use another co-op', 'coop-credentials' ),
			'step_up'              => __( 'Confirm that it is you', 'coop-credentials' ),
			default                => null,
		};

		return null === $label ? null : array(
			'label'  => $label,
			'action' => (string) $decision->next_step,
		);
	}

	/**
	 * Whether a membership of another co-op could help.
	 *
	 * @param string $reason Stable code.
	 */
	public static function is_of_membership( string $reason ): bool {
		return in_array( $reason, self::OF_MEMBERSHIP, true );
	}

	/**
	 * What a provider's `require` asks for, in the words of the rule's title.
	 *
	 * @param string $slug Provider.
	 * @return list<string>
	 */
	public function labels( string $slug ): array {
		$provider = $this->providers->find( $slug );
		$rule     = null !== $provider ? $this->rules->find( $provider->text( 'require' ) ) : null;

		return null !== $rule && '' !== $rule->title ? array( $rule->title ) : array();
	}
}
