import { __ } from '@wordpress/i18n';

/** What is wrong at a place of a rule, and what to do. */
export function problemText( code: string ): string {
	switch ( code ) {
		case 'not_json':
			return __(
				'This is no JSON. Look for a missing comma, bracket or quotation mark.',
				'coop-credentials'
			);
		case 'duplicate_key':
			return __( 'A name stands twice.', 'coop-credentials' );
		case 'too_large':
			return __(
				'The rule is too long: at most 32 KB.',
				'coop-credentials'
			);
		case 'too_deep':
			return __(
				'Groups are nested too deeply: at most six levels. Ungroup one.',
				'coop-credentials'
			);
		case 'too_many_leaves':
			return __( 'At most 60 conditions in a rule.', 'coop-credentials' );
		case 'too_many':
			return __( 'There are too many here.', 'coop-credentials' );
		case 'empty_list':
			return __(
				'Nothing is in here yet. Add something, or remove it.',
				'coop-credentials'
			);
		case 'missing':
		case 'string_length':
		case 'empty':
			return __( 'This is still needed.', 'coop-credentials' );
		case 'mixed_list':
			return __(
				'All values of a list must be of one kind.',
				'coop-credentials'
			);
		case 'not_a_number':
			return __( 'Give a number.', 'coop-credentials' );
		case 'not_a_date':
			return __( 'Give a date such as 2026–11–23.', 'coop-credentials' );
		case 'not_a_duration':
			return __( 'Give a length of time.', 'coop-credentials' );
		case 'not_a_prefix':
			return __( 'Give at least three characters.', 'coop-credentials' );
		case 'not_a_host':
			return __(
				'Give a host such as weavers.example, without https://.',
				'coop-credentials'
			);
		case 'path':
			return __(
				'Give the name of the claim, or its path as a list.',
				'coop-credentials'
			);
		case 'out_of_range':
			return __( 'Between one minute and one year.', 'coop-credentials' );
		case 'unknown_key':
			return __( 'A name here is not known.', 'coop-credentials' );
		case 'unknown_field':
			return __( 'Rules know no such field.', 'coop-credentials' );
		case 'unknown_operator':
			return __( 'Rules know no such comparison.', 'coop-credentials' );
		case 'unknown_version':
			return __( 'Only version 1 is understood.', 'coop-credentials' );
		case 'value_not_allowed':
			return __( 'This comparison takes no value.', 'coop-credentials' );
	}
	return __( 'This does not fit here.', 'coop-credentials' );
}

/** What a rule may do without its author noticing. */
export function warningText( code: string ): string {
	switch ( code ) {
		case 'no_organisation':
			return __(
				'No condition names a co-op or what it may do here: members of any organisation a provider vouches for are let in.',
				'coop-credentials'
			);
		case 'organisation_name':
			return __(
				'A name identifies nobody: two organisations may have the same one. Choose the co-op instead.',
				'coop-credentials'
			);
		case 'raw_claim':
			return __(
				'A raw claim is taken as the provider says it. Nothing limits which co-ops it speaks for.',
				'coop-credentials'
			);
		case 'every':
			return __(
				'Each membership must fit: somebody who joins a second co-op may lose what they have.',
				'coop-credentials'
			);
		case 'inactive':
			return __(
				'Suspended, lapsed and ended memberships are looked at too.',
				'coop-credentials'
			);
		case 'prefix_host':
			return __(
				'Without a slash at the end, look-alike addresses fit too: https://weavers.example also begins https://weavers.example.other.example. Add the slash, or compare the host.',
				'coop-credentials'
			);
		case 'two_eq':
			return __(
				'Two conditions ask one field to be two different things: nobody is let in. Use “is one of”, or a group “any of these”.',
				'coop-credentials'
			);
	}
	return code;
}
