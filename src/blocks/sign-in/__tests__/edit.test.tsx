/**
 * What the editor lets an author set, and where the block may stand.
 */
import '@testing-library/jest-dom';
import { render, screen } from '@testing-library/react';
import metadata from '../block.json';
import { inNavigation } from '../navigation';
import { transforms } from '../transforms';
import { variations } from '../variations';

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
} ) );

describe( 'the sign-in block in the editor', () => {
	it( 'has a setting for each attribute and none for addresses, scopes or HTML', () => {
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
		expect( screen.getByText( 'When signed in, show' ) ).toBeVisible();
	} );

	it( 'comes as button, card and menu', () => {
		expect(
			variations.map( ( { attributes } ) => attributes?.layout )
		).toEqual( metadata.attributes.layout.enum );
	} );

	it( 'takes over the shortcode’s settings, and nothing that is none', () => {
		const { attributes } = transforms.from[ 1 ]! as {
			attributes: Record<
				string,
				{ shortcode: ( given: object ) => unknown }
			>;
		};
		const read = ( named: object ) =>
			Object.fromEntries(
				Object.entries( attributes ).map(
					( [ name, { shortcode } ] ) => [
						name,
						shortcode( { named } ),
					]
				)
			);
		expect(
			read( {
				provider: 'demo',
				label: 'Enter',
				signedin: 'hide',
				style: 'link',
			} )
		).toEqual( {
			provider: 'demo',
			label: 'Enter',
			signedIn: 'hide',
			className: 'is-style-link',
		} );
		expect( read( { signedin: 'all', style: 'evil x' } ) ).toEqual( {} );
	} );

	it( 'may stand in core’s navigation, and changes no other block', () => {
		expect(
			inNavigation(
				{ allowedBlocks: [ 'core/navigation-link' ] },
				'core/navigation'
			).allowedBlocks
		).toEqual( [ 'core/navigation-link', 'coop-credentials/sign-in' ] );
		const other = { allowedBlocks: [ 'core/button' ] };
		expect( inNavigation( other, 'core/buttons' ) ).toBe( other );
		expect( inNavigation( {}, 'core/navigation' ) ).toEqual( {} );
	} );
} );
