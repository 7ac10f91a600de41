import apiFetch from '@wordpress/api-fetch';
import { render, screen } from '@testing-library/react';

import { RouterProvider } from '../../router';
import { ImportProgress } from '../import-run';
import { problemWord } from '../import-words';

/** Every code the importer writes down beside a row or a file. */
const CODES = [
	'cell_count',
	'country_ambiguous',
	'country_unknown',
	'degrees_invalid',
	'double_encoded',
	'duplicate_header',
	'duplicate_id',
	'empty_header',
	'encoding_mixed',
	'encoding_unconfirmed',
	'entity_decoded',
	'identifier_conflict',
	'identifier_invalid',
	'identifier_missing',
	'leading_zero',
	'markup_in_name',
	'name_missing',
	'quote_unclosed',
	'replacement_char',
	'same_name_and_postcode',
	'same_website',
	'source_missing',
	'storage_failed',
	'tombstoned',
	'too_long',
	'unknown_code',
	'unsupported_file',
	'website_scheme',
	'website_scheme_added',
	'website_several',
	'website_unusable',
	'zero_point',
];

function show( counts: object ): void {
	apiFetch.setFetchHandler( async ( { path } ) =>
		path?.includes( 'problems' )
			? []
			: {
					uid: 'R1',
					status: 'ready',
					byte_offset: 10,
					total_bytes: 10,
					counts: {
						created: 0,
						updated: 0,
						unchanged: 0,
						skipped: 0,
						conflicts: 0,
						errors: 0,
						...counts,
					},
					error_code: null,
					warnings: [],
				}
	);
	render(
		<RouterProvider>
			<ImportProgress uid="R1" />
		</RouterProvider>
	);
}

/** A text on the screen; the live region may speak the same words. */
function shown( text: RegExp ): Promise< HTMLElement > {
	return screen.findByText( text, {
		ignore: '.a11y-speak-region, script, style',
	} );
}

describe( 'a list that was looked through', () => {
	it( 'offers no import of nothing when no row can be read', async () => {
		show( { errors: 3 } );
		expect(
			await shown( /^No row of this list can be imported/ )
		).toBeVisible();
		expect(
			screen.queryByRole( 'button', { name: /^Import/ } )
		).toBeNull();
		expect(
			screen.getByRole( 'button', { name: 'Choose another list' } )
		).toBeEnabled();
	} );

	it( 'says so when everything is there already', async () => {
		show( { unchanged: 12, errors: 1 } );
		expect( await shown( /is in the directory already/ ) ).toBeVisible();
		expect(
			screen.queryByRole( 'button', { name: /^Import/ } )
		).toBeNull();
	} );

	it( 'offers to import what it would change', async () => {
		show( { created: 2, updated: 1 } );
		expect(
			await screen.findByRole( 'button', { name: 'Import 3 rows' } )
		).toBeEnabled();
	} );
} );

it.each( CODES )( '%s is said in words', ( code ) => {
	expect( problemWord( code ) ).not.toContain( code );
	expect( problemWord( code ) ).not.toMatch( /^Something else/ );
} );

it( 'names a code nobody has words for yet in a sentence', () => {
	expect( problemWord( 'quite_new' ) ).toMatch( /Something else.*quite_new/ );
} );
