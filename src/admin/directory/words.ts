import { __ } from '@wordpress/i18n';

import type { OrganisationState } from '../../api/organisations';
import { categoryChoices } from '../../components/categories';
import type { Choice } from '../../components/form';
import type { Mark } from '../../components/state-mark';

export const STATE_MARKS: Readonly< Record< OrganisationState, Mark > > = {
	draft: 'pending',
	listed: 'neutral',
	refused: 'neutral',
	pending: 'pending',
	provisional: 'ending',
	verified: 'ok',
	grace: 'ending',
	expired: 'attention',
	suspended: 'attention',
	revoked: 'no',
	withdrawn: 'neutral',
};

export function stateWord( state: OrganisationState ): string {
	switch ( state ) {
		case 'draft':
			return __( 'Draft', 'coop-credentials' );
		case 'listed':
			return __( 'Listed', 'coop-credentials' );
		case 'refused':
			return __( 'Listed, not accepted', 'coop-credentials' );
		case 'pending':
			return __( 'In review', 'coop-credentials' );
		case 'provisional':
			return __( 'Provisional', 'coop-credentials' );
		case 'verified':
			return __( 'Verified', 'coop-credentials' );
		case 'grace':
			return __( 'Renewal due', 'coop-credentials' );
		case 'expired':
			return __( 'Ended', 'coop-credentials' );
		case 'suspended':
			return __( 'Paused', 'coop-credentials' );
		case 'revoked':
			return __( 'Withdrawn by us', 'coop-credentials' );
		case 'withdrawn':
			return __( 'Removed', 'coop-credentials' );
	}
}

export function levelWord( level: number ): string {
	switch ( level ) {
		case 1:
			return __( '1 · First evidence', 'coop-credentials' );
		case 2:
			return __( '2 · Documents checked', 'coop-credentials' );
		case 3:
			return __( '3 · Confirmed in a register', 'coop-credentials' );
		case 4:
			return __( '4 · Attested by a federation', 'coop-credentials' );
		default:
			return __( '0 · Listed, not checked', 'coop-credentials' );
	}
}

export function categoryWord( category: string ): string {
	return (
		categoryChoices().find( ( { value } ) => value === category )?.label ??
		category
	);
}

export function typeChoices(): Choice[] {
	return [
		{ value: '', label: __( 'Not known', 'coop-credentials' ) },
		{
			value: 'BMT10',
			label: __( 'Consumers or users', 'coop-credentials' ),
		},
		{ value: 'BMT20', label: __( 'Producers', 'coop-credentials' ) },
		{ value: 'BMT30', label: __( 'Workers', 'coop-credentials' ) },
		{ value: 'BMT40', label: __( 'Several groups', 'coop-credentials' ) },
		{ value: 'BMT50', label: __( 'Residents', 'coop-credentials' ) },
		{
			value: 'BMT60',
			label: __( 'Community and others', 'coop-credentials' ),
		},
	];
}

/** What a record of evidence is, with the level it gives. */
export function evidenceChoices(): Choice[] {
	return [
		{
			value: 'public_filing',
			label: __(
				'Entry in a public register (level 3)',
				'coop-credentials'
			),
		},
		{
			value: 'apex_membership',
			label: __(
				'Member in a federation’s public list (level 3)',
				'coop-credentials'
			),
		},
		{
			value: 'attestation',
			label: __(
				'Signed statement of a federation (level 4)',
				'coop-credentials'
			),
		},
		{
			value: 'governing_document',
			label: __( 'Rules or articles read (level 2)', 'coop-credentials' ),
		},
		{
			value: 'ownership',
			label: __( 'Ownership checked (level 2)', 'coop-credentials' ),
		},
		{
			value: 'reference',
			label: __( 'Another co-op vouches (level 2)', 'coop-credentials' ),
		},
		{
			value: 'questionnaire',
			label: __( 'Questionnaire answered (level 2)', 'coop-credentials' ),
		},
		{
			value: 'domain_control',
			label: __(
				'Controls its web address (level 1)',
				'coop-credentials'
			),
		},
		{
			value: 'work_examples',
			label: __( 'Examples of its work (level 1)', 'coop-credentials' ),
		},
		{
			value: 'sponsors',
			label: __( 'Sponsors (level 1)', 'coop-credentials' ),
		},
	];
}

export function evidenceWord( kind: string ): string {
	return (
		evidenceChoices().find( ( { value } ) => value === kind )?.label ?? kind
	);
}
