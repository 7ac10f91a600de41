/**
 * What the editor lets an author set.
 */
import '@testing-library/jest-dom';
import { render, screen } from '@testing-library/react';
import metadata from '../block.json';

const mockProps: Record< string, unknown >[] = [];

jest.mock( '../../../components/editor', () => ( {
	BlockEdit: ( props: {
		settings: { name: string; label: string }[];
		sample: unknown;
	} ) => {
		mockProps.push( props );
		return (
			<ul>
				{ props.settings.map( ( { name, label } ) => (
					<li key={ name }>{ label }</li>
				) ) }
			</ul>
		);
	},
	Sample: () => null,
	headingLevels: () => [],
} ) );

describe( 'my credentials in the editor', () => {
	it( 'has a setting for each attribute', () => {
		const { Edit } = require( '../edit' );
		render(
			<Edit
				name={ metadata.name }
				attributes={ {} }
				setAttributes={ () => {} }
			/>
		);
		const settings = mockProps[ 0 ]!.settings as { name: string }[];
		expect( settings.map( ( { name } ) => name ).sort() ).toEqual(
			Object.keys( metadata.attributes ).sort()
		);
		expect( mockProps[ 0 ]!.personal ).toBe( true );
		expect( screen.getByText( 'Show what happened' ) ).toBeVisible();
	} );
} );
