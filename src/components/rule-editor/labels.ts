import { __ } from '@wordpress/i18n';

import type { FieldKind, Operator } from '../../lib/rules';
import { categoryChoices } from '../categories';

export interface Option {
	readonly value: string;
	readonly label: string;
}

/** What a field of a membership is called. */
export function fieldLabel( field: string ): string {
	switch ( field ) {
		case 'organisation_id':
			return __( 'Co-op', 'coop-credentials' );
		case 'organisation_name':
			return __( 'Name of the co-op', 'coop-credentials' );
		case 'category':
			return __( 'Category of the co-op', 'coop-credentials' );
		case 'country':
			return __( 'Country of the co-op', 'coop-credentials' );
		case 'organisation_level':
			return __( 'How sure we are of the co-op', 'coop-credentials' );
		case 'policy':
			return __( 'What the co-op may do here', 'coop-credentials' );
		case 'class':
			return __( 'Class of member', 'coop-credentials' );
		case 'roles':
			return __( 'Roles', 'coop-credentials' );
		case 'since':
			return __( 'Member since', 'coop-credentials' );
		case 'status':
			return __( 'Status of the membership', 'coop-credentials' );
		case 'valid_until':
			return __( 'Membership valid until', 'coop-credentials' );
		case 'member':
			return __( 'Is a member today', 'coop-credentials' );
		case 'assurance':
			return __( 'How sure the provider is', 'coop-credentials' );
		case 'verified_at':
			return __( 'Membership last checked', 'coop-credentials' );
		case 'framework':
			return __( 'Rules it was checked under', 'coop-credentials' );
		case 'issuer':
			return __( 'Issuer', 'coop-credentials' );
		case 'provider':
			return __( 'Provider', 'coop-credentials' );
		case 'source':
			return __( 'Where the membership comes from', 'coop-credentials' );
		case 'subject_strategy':
			return __( 'How people are recognised', 'coop-credentials' );
	}
	return field;
}

/** An operator in words, as it stands between field and value. */
export function operatorLabel( operator: Operator ): string {
	switch ( operator ) {
		case 'exists':
			return __( 'is known', 'coop-credentials' );
		case 'eq':
			return __( 'is', 'coop-credentials' );
		case 'neq':
			return __( 'is not', 'coop-credentials' );
		case 'in':
			return __( 'is one of', 'coop-credentials' );
		case 'nin':
			return __( 'is none of', 'coop-credentials' );
		case 'gt':
			return __( 'is more than', 'coop-credentials' );
		case 'gte':
			return __( 'is at least', 'coop-credentials' );
		case 'lt':
			return __( 'is less than', 'coop-credentials' );
		case 'lte':
			return __( 'is at most', 'coop-credentials' );
		case 'before':
			return __( 'is before', 'coop-credentials' );
		case 'after':
			return __( 'is after', 'coop-credentials' );
		case 'newer_than':
			return __( 'not longer ago than', 'coop-credentials' );
		case 'older_than':
			return __( 'longer ago than', 'coop-credentials' );
		case 'contains':
			return __( 'include', 'coop-credentials' );
		case 'contains_any':
			return __( 'include one of', 'coop-credentials' );
		case 'contains_all':
			return __( 'include all of', 'coop-credentials' );
		case 'prefix':
			return __( 'begins with', 'coop-credentials' );
		case 'host_is':
			return __( 'is at the host', 'coop-credentials' );
	}
}

/** The words a field may hold, when they are few; an empty list when anything may stand there. */
export function valueOptions( kind: FieldKind ): readonly Option[] {
	switch ( kind ) {
		case 'category':
			return categoryChoices();
		case 'status':
			return [
				{ value: 'active', label: __( 'active', 'coop-credentials' ) },
				{
					value: 'pending',
					label: __( 'pending', 'coop-credentials' ),
				},
				{
					value: 'suspended',
					label: __( 'suspended', 'coop-credentials' ),
				},
				{ value: 'lapsed', label: __( 'lapsed', 'coop-credentials' ) },
				{ value: 'ended', label: __( 'ended', 'coop-credentials' ) },
			];
		case 'policy':
			return [
				{
					value: 'listed',
					label: __( 'be listed', 'coop-credentials' ),
				},
				{
					value: 'badged',
					label: __( 'show a badge', 'coop-credentials' ),
				},
				{
					value: 'sign_in',
					label: __( 'sign people in', 'coop-credentials' ),
				},
				{
					value: 'offer',
					label: __( 'make offers', 'coop-credentials' ),
				},
				{
					value: 'redeem',
					label: __( 'use offers', 'coop-credentials' ),
				},
			];
		case 'source':
			return [
				{
					value: 'claim',
					label: __( 'said by the provider', 'coop-credentials' ),
				},
				{
					value: 'verified_claims',
					label: __( 'verified claims', 'coop-credentials' ),
				},
				{
					value: 'application',
					label: __(
						'an application approved here',
						'coop-credentials'
					),
				},
				{
					value: 'credential',
					label: __( 'a credential', 'coop-credentials' ),
				},
			];
		case 'subject_strategy':
			return [
				{
					value: 'stable',
					label: __( 'the same each time', 'coop-credentials' ),
				},
				{
					value: 'ephemeral',
					label: __( 'new each time', 'coop-credentials' ),
				},
				{
					value: 'claim',
					label: __( 'by a named claim', 'coop-credentials' ),
				},
			];
		case 'boolean':
			return [
				{ value: 'true', label: __( 'yes', 'coop-credentials' ) },
				{ value: 'false', label: __( 'no', 'coop-credentials' ) },
			];
	}
	return [];
}

/** The steps of a scale from 0 to 4: about the co-op, or about the person. */
export function scaleOptions( field: string ): readonly Option[] {
	const words =
		field === 'organisation_level'
			? [
					__( 'listed, not checked', 'coop-credentials' ),
					__( 'first evidence', 'coop-credentials' ),
					__( 'documents checked', 'coop-credentials' ),
					__( 'confirmed in a register', 'coop-credentials' ),
					__( 'attested by a federation', 'coop-credentials' ),
				]
			: [
					__( 'said by the person', 'coop-credentials' ),
					__( 'e-mail checked', 'coop-credentials' ),
					__( 'vouched for by the co-op', 'coop-credentials' ),
					__( 'documents seen', 'coop-credentials' ),
					__( 'proved by a register or wallet', 'coop-credentials' ),
				];
	return words.map( ( word, level ) => ( {
		value: String( level ),
		label: `${ level } · ${ word }`,
	} ) );
}

/** Words often used for a class or a role; sites may have others. */
export function slugSuggestions( kind: FieldKind ): readonly string[] {
	switch ( kind ) {
		case 'class':
			return [
				'worker',
				'consumer',
				'producer',
				'user',
				'community',
				'investor',
				'supporter',
				'founder',
			];
		case 'roles':
			return [
				'member',
				'board',
				'staff',
				'volunteer',
				'delegate',
				'editor',
			];
	}
	return [];
}
