import { __ } from '@wordpress/i18n';

import type { ProviderValues } from './provider-values';

function isJsonObject( text: string ): boolean {
	try {
		const document: unknown = JSON.parse( text );
		return (
			typeof document === 'object' &&
			document !== null &&
			! Array.isArray( document )
		);
	} catch {
		return false;
	}
}

/** What can be said before the server is asked. */
export function checkProvider(
	values: ProviderValues
): Record< string, string > {
	const problems: Record< string, string > = {};
	if ( values.label.trim() === '' ) {
		problems.label = __(
			'A name for the button is needed.',
			'coop-credentials'
		);
	}
	if ( ! /^[a-z0-9-]{2,32}$/.test( values.slug ) ) {
		problems.slug = __(
			'2 to 32 small letters, digits and hyphens.',
			'coop-credentials'
		);
	}
	for ( const name of [ 'claim_map', 'issuer_scope' ] as const ) {
		if (
			values[ name ].trim() !== '' &&
			! isJsonObject( values[ name ] )
		) {
			problems[ name ] = __(
				'This is not a JSON object. Look for a missing comma or bracket.',
				'coop-credentials'
			);
		}
	}
	for ( const name of [ 'session_idle', 'session_absolute' ] as const ) {
		const hours = Number( values[ name ] );
		if ( ! ( hours >= 0.1 && hours <= 720 ) ) {
			problems[ name ] = __(
				'From 1 hour to 720 hours (30 days).',
				'coop-credentials'
			);
		}
	}
	if ( values.algorithms.length === 0 ) {
		problems.algorithms = __( 'Choose at least one.', 'coop-credentials' );
	}
	for ( const name of [
		'extra_parameters',
		'echo',
		'role_rules',
	] as const ) {
		const half = values[ name ].some(
			( pair ) =>
				( pair.name.trim() === '' ) !== ( pair.value.trim() === '' )
		);
		if ( half ) {
			problems[ name ] = __(
				'Each row needs both parts. Empty a row to leave it out.',
				'coop-credentials'
			);
		}
	}
	if (
		values.algorithms.includes( 'HS256' ) &&
		values.algorithms.length > 1
	) {
		problems.algorithms = __(
			'HS256 can only be used alone.',
			'coop-credentials'
		);
	}
	return problems;
}

/** A short name made of the label, until somebody types one. */
export function slugOf( label: string ): string {
	return label
		.normalize( 'NFKD' )
		.replace( /[^\w\s-]/g, '' )
		.trim()
		.toLowerCase()
		.replace( /[\s_]+/g, '-' )
		.replace( /^(the|die|der|das)-/, '' )
		.slice( 0, 32 )
		.replace( /^-+|-+$/g, '' );
}
