import { __, _n, sprintf } from '@wordpress/i18n';

import { describeRule, kindOf } from '../../lib/rules';
import type {
	AuthRule,
	DurationUnit,
	PathStep,
	Rule,
	RuleWords,
	Scalar,
} from '../../lib/rules';
import { countryName } from './countries';
import { operatorLabel, valueOptions } from './labels';

/** The sentence of a rule: "Lets in: …". */
export function ruleSentence(
	rule: Rule,
	names: Readonly< Record< string, string > > = {}
): string {
	return describeRule( rule, ruleWords( names ) );
}

/**
 * Words of sentences about rules.
 *
 * @param names Names of organisations by the id a rule holds.
 */
export function ruleWords(
	names: Readonly< Record< string, string > > = {}
): RuleWords {
	return {
		sentence: ( text ) =>
			/* translators: %s: who is let in, e.g. "active members where the class of member is worker". */
			sprintf( __( 'Lets in: %s.', 'coop-credentials' ), text ),
		who,
		where: ( subject, condition ) =>
			sprintf(
				/* translators: 1: who, e.g. "active members"; 2: condition. */
				__( '%1$s where %2$s', 'coop-credentials' ),
				subject,
				condition
			),
		every: ( text ) =>
			sprintf(
				/* translators: %s: who is let in. */
				__( '%s, true for each of their co-ops', 'coop-credentials' ),
				text
			),
		and: ( parts ) => join( parts, 'conjunction' ),
		or: ( parts ) => join( parts, 'disjunction' ),
		/* translators: %s: a group of conditions within a sentence. */
		group: ( text ) => sprintf( __( '(%s)', 'coop-credentials' ), text ),
		not: ( text ) =>
			/* translators: %s: condition, or several in brackets. */
			sprintf( __( 'it is not so that %s', 'coop-credentials' ), text ),
		field: fieldInSentence,
		value: ( value, path ) => valueInSentence( value, path, names ),
		duration: durationText,
		condition: ( operator, field, value ) =>
			operator === 'exists'
				? sprintf(
						/* translators: %s: what is looked at, e.g. "the class of member". */
						__( '%s is known', 'coop-credentials' ),
						field
					)
				: sprintf(
						/* translators: 1: what is looked at, 2: comparison, e.g. "is one of", 3: value. */
						__( '%1$s %2$s %3$s', 'coop-credentials' ),
						field,
						operatorLabel( operator ),
						value
					),
		auth: authText,
	};
}

function who( kind: 'active' | 'inactive' | 'anybody' | 'everybody' ): string {
	switch ( kind ) {
		case 'active':
			return __( 'active members', 'coop-credentials' );
		case 'inactive':
			return __( 'present and former members', 'coop-credentials' );
		case 'anybody':
			return __( 'anybody who signs in', 'coop-credentials' );
		case 'everybody':
			return __(
				'everybody who signs in, whatever the co-op says about them',
				'coop-credentials'
			);
	}
}

/** A list as the language writes it. */
function join(
	parts: readonly string[],
	type: 'conjunction' | 'disjunction'
): string {
	return new Intl.ListFormat( document.documentElement.lang || 'en', {
		type,
	} ).format( parts );
}

function fieldInSentence(
	path: readonly PathStep[],
	of: 'membership' | 'claim' | 'identity'
): string {
	if ( of === 'claim' ) {
		return sprintf(
			/* translators: %s: name of a claim as the provider writes it. */
			__( 'the claim “%s”', 'coop-credentials' ),
			path
				.map( ( step ) => ( step === null ? '*' : String( step ) ) )
				.join( ' › ' )
		);
	}
	switch ( String( path[ 0 ] ) ) {
		case 'organisation_id':
			return __( 'the co-op', 'coop-credentials' );
		case 'organisation_name':
			return __( 'the name of the co-op', 'coop-credentials' );
		case 'category':
			return __( 'the category of the co-op', 'coop-credentials' );
		case 'country':
			return __( 'the country of the co-op', 'coop-credentials' );
		case 'organisation_level':
			return __( 'our level of the co-op', 'coop-credentials' );
		case 'policy':
			return __( 'the rights of the co-op here', 'coop-credentials' );
		case 'class':
			return __( 'the class of member', 'coop-credentials' );
		case 'roles':
			return __( 'the roles', 'coop-credentials' );
		case 'since':
			return __( 'the first day of membership', 'coop-credentials' );
		case 'status':
			return __( 'the status of the membership', 'coop-credentials' );
		case 'valid_until':
			return __( 'the end of the membership', 'coop-credentials' );
		case 'member':
			return __( 'being a member today', 'coop-credentials' );
		case 'assurance':
			return __( 'the assurance of the provider', 'coop-credentials' );
		case 'verified_at':
			return __( 'the last check was', 'coop-credentials' );
		case 'framework':
			return __( 'the rules it was checked under', 'coop-credentials' );
		case 'issuer':
			return __( 'the issuer', 'coop-credentials' );
		case 'provider':
			return __( 'the provider', 'coop-credentials' );
		case 'source':
			return __( 'the source of the membership', 'coop-credentials' );
		case 'subject_strategy':
			return __( 'the way of recognising people', 'coop-credentials' );
	}
	return String( path[ 0 ] );
}

function valueInSentence(
	value: Scalar,
	path: readonly PathStep[],
	names: Readonly< Record< string, string > >
): string {
	if ( value === 'now' ) {
		return __( 'today', 'coop-credentials' );
	}
	if ( typeof value === 'boolean' ) {
		return value
			? __( 'yes', 'coop-credentials' )
			: __( 'no', 'coop-credentials' );
	}
	const kind = kindOf( { path, op: 'eq' } );
	const text = String( value );
	if ( kind === 'organisation' ) {
		return names[ text ] ?? text;
	}
	if ( kind === 'country' ) {
		return countryName( text );
	}
	const label = valueOptions( kind ).find(
		( option ) => option.value === text
	)?.label;
	/* translators: %s: a word with its own meaning, e.g. what a co-op may do: "be listed". */
	return label ? sprintf( __( '“%s”', 'coop-credentials' ), label ) : text;
}

/** "30 days". */
export function durationText( count: number, unit: DurationUnit ): string {
	switch ( unit ) {
		case 'year':
			/* translators: %d: number. */
			return sprintf( _n( '%d year', '%d years', count, 'coop-credentials' ), count ); // prettier-ignore
		case 'month':
			/* translators: %d: number. */
			return sprintf( _n( '%d month', '%d months', count, 'coop-credentials' ), count ); // prettier-ignore
		case 'week':
			/* translators: %d: number. */
			return sprintf( _n( '%d week', '%d weeks', count, 'coop-credentials' ), count ); // prettier-ignore
		case 'day':
			/* translators: %d: number. */
			return sprintf( _n( '%d day', '%d days', count, 'coop-credentials' ), count ); // prettier-ignore
		case 'hour':
			/* translators: %d: number. */
			return sprintf( _n( '%d hour', '%d hours', count, 'coop-credentials' ), count ); // prettier-ignore
		case 'minute':
			/* translators: %d: number. */
			return sprintf( _n( '%d minute', '%d minutes', count, 'coop-credentials' ), count ); // prettier-ignore
	}
}

function authText( auth: AuthRule ): string {
	const parts: string[] = [];
	if ( auth.max_age ) {
		parts.push(
			sprintf(
				/* translators: %s: length of time, e.g. "30 minutes". */
				__(
					'the log-in at the provider is not older than %s',
					'coop-credentials'
				),
				ageText( auth.max_age )
			)
		);
	}
	for ( const list of [ auth.acr_any, auth.amr_any, auth.amr_all ] ) {
		if ( list?.length ) {
			parts.push(
				sprintf(
					/* translators: %s: names of ways to log in. */
					__( 'the log-in was by %s', 'coop-credentials' ),
					join(
						list,
						list === auth.amr_all ? 'conjunction' : 'disjunction'
					)
				)
			);
		}
	}
	return join( parts, 'conjunction' );
}

/** Seconds in the largest unit that fits without a rest. */
export function ageText( seconds: number ): string {
	if ( seconds % 86400 === 0 ) {
		return durationText( seconds / 86400, 'day' );
	}
	return seconds % 3600 === 0
		? durationText( seconds / 3600, 'hour' )
		: durationText( Math.round( seconds / 60 ), 'minute' );
}
