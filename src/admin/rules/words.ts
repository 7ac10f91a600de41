import { __ } from '@wordpress/i18n';

import type { DryRunAnswer } from '../../api/rules';

export function outcomeText( outcome: DryRunAnswer[ 'outcome' ] ): string {
	switch ( outcome ) {
		case 'allow':
			return __( 'Yes: let in.', 'coop-credentials' );
		case 'deny':
			return __( 'No: not let in.', 'coop-credentials' );
		case 'step_up':
			return __(
				'Yes, after confirming with the provider.',
				'coop-credentials'
			);
	}
}

/** Why not, for the owner of the site. */
export function reasonText( reason: string ): string {
	switch ( reason ) {
		case 'rule_not_met':
			return __( 'A condition is not true.', 'coop-credentials' );
		case 'claim_unknown':
			return __(
				'Something the rule asks for is not known.',
				'coop-credentials'
			);
		case 'no_membership':
			return __( 'There is no membership.', 'coop-credentials' );
		case 'issuer_scope':
			return __(
				'The provider may not speak for this co-op.',
				'coop-credentials'
			);
		case 'organisation_denied':
			return __(
				'This co-op is excluded at the provider.',
				'coop-credentials'
			);
		case 'organisation_unresolved':
			return __(
				'It does not say which co-op by its address.',
				'coop-credentials'
			);
		case 'membership_expired':
			return __( 'The membership has run out.', 'coop-credentials' );
		case 'membership_inactive':
			return __( 'The membership is not in force.', 'coop-credentials' );
		case 'membership_status_unknown':
			return __(
				'It is not known whether the membership is in force.',
				'coop-credentials'
			);
		case 'membership_stale':
			return __( 'What is stored is too old.', 'coop-credentials' );
		case 'policy_not_allowed':
			return __(
				'The trust policy does not give the co-op this right.',
				'coop-credentials'
			);
		case 'step_up_required':
			return __(
				'The log-in is too old or too weak.',
				'coop-credentials'
			);
		case 'verified_time_future':
			return __(
				'The time of the check lies in the future.',
				'coop-credentials'
			);
		case 'not_an_object':
			return __( 'It is no membership.', 'coop-credentials' );
		case 'rule_invalid':
			return __( 'The rule cannot be read.', 'coop-credentials' );
	}
	return reason;
}

/** Why a condition is unknown. */
export function whyText( why: string ): string {
	switch ( why ) {
		case 'absent':
			return __( 'not said', 'coop-credentials' );
		case 'type':
			return __( 'of another kind', 'coop-credentials' );
		case 'unusable':
			return __( 'cannot be used', 'coop-credentials' );
		case 'not_a_date':
			return __( 'no date', 'coop-credentials' );
		case 'overlap':
			return __( 'only partly before or after', 'coop-credentials' );
		case 'future':
			return __( 'lies in the future', 'coop-credentials' );
		case 'no_host':
			return __( 'no address', 'coop-credentials' );
		case 'user_info':
			return __( 'the address hides its host', 'coop-credentials' );
		case 'too_many':
			return __( 'too many elements', 'coop-credentials' );
	}
	return why;
}

/** What became of a claim. */
export function effectText( effect: string ): string {
	switch ( effect ) {
		case 'mapped':
		case 'used':
			return __( 'taken', 'coop-credentials' );
		case 'constant':
			return __( 'filled in by the claim map', 'coop-credentials' );
		case 'ambiguous':
			return __(
				'left out: several different values',
				'coop-credentials'
			);
		case 'claim_conflict':
			return __(
				'ID token and UserInfo differ; the ID token counts',
				'coop-credentials'
			);
		case 'json_broken':
			return __( 'no readable JSON', 'coop-credentials' );
		case 'list_too_long':
			return __(
				'left out: more than 50 memberships',
				'coop-credentials'
			);
		case 'list_unusable':
			return __( 'left out: no list', 'coop-credentials' );
		case 'framework_unknown':
			return __(
				'left out: checked under other rules',
				'coop-credentials'
			);
		case 'field_not_allowed':
			return __(
				'left out: the provider may not say this',
				'coop-credentials'
			);
		case 'assurance_capped':
			return __(
				'lowered to what the provider may say',
				'coop-credentials'
			);
		case 'assurance_default':
			return __(
				'set to the usual for this provider',
				'coop-credentials'
			);
	}
	return effect;
}
