<?php
/**
 * Why a decision is no.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Stable codes, in the order in which the first that applies is told.
 */
enum Reason: string {

	case RuleMissing             = 'rule_missing';
	case RuleInvalid             = 'rule_invalid';
	case NotSignedIn             = 'not_signed_in';
	case MembershipStale         = 'membership_stale';
	case MembershipExpired       = 'membership_expired';
	case MembershipInactive      = 'membership_inactive';
	case MembershipStatusUnknown = 'membership_status_unknown';
	case PolicyNotAllowed        = 'policy_not_allowed';
	case IssuerScope             = 'issuer_scope';
	case NoMembership            = 'no_membership';
	case RuleNotMet              = 'rule_not_met';
	case ClaimUnknown            = 'claim_unknown';
	case StepUpRequired          = 'step_up_required';
	case StepUpFailed            = 'step_up_failed';

	/**
	 * HTTP status of a refusal for this reason.
	 */
	public function http_status(): int {
		return match ( $this ) {
			self::NotSignedIn, self::StepUpRequired => 401,
			default                                 => 403,
		};
	}

	/**
	 * What the visitor can do, or null when nothing helps.
	 */
	public function next_step(): ?string {
		return match ( $this ) {
			self::NotSignedIn                        => 'sign_in',
			self::MembershipStale, self::ClaimUnknown => 'sign_in_again',
			self::MembershipExpired                  => 'renew_membership',
			self::MembershipInactive, self::MembershipStatusUnknown, self::PolicyNotAllowed => 'contact_organisation',
			self::IssuerScope, self::NoMembership    => 'apply',
			self::StepUpRequired                     => 'step_up',
			default                                  => null,
		};
	}
}
