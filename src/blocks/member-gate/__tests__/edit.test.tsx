/**
 * The gate in the editor.
 */
import '@testing-library/jest-dom';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

const mockSetting = { isPreviewMode: false };
const mockPicked = jest.fn();

function mockStore() {
	const { createReduxStore, register } =
		jest.requireActual( '@wordpress/data' );
	const store = createReduxStore( 'test/block-editor', {
		reducer: () => ( {} ),
		selectors: { getSettings: () => mockSetting },
	} );
	register( store );
	return store;
}

jest.mock( '@wordpress/block-editor', () => ( {
	BlockControls: ( { children }: { children: JSX.Element } ) => children,
	InspectorControls: ( { children }: { children: JSX.Element } ) => children,
	InnerBlocks: Object.assign( () => <div>inner blocks</div>, {
		Content: () => <div>stored blocks</div>,
		DefaultBlockAppender: null,
	} ),
	store: mockStore(),
	useBlockProps: ( props: object ) => props,
	useInnerBlocksProps: ( props: object ) => ( {
		...props,
		children: 'inner blocks',
	} ),
} ) );
jest.mock( '../../../api/records', () => ( {
	useRecord: () => ( { record: { title: 'Workers of a co-op' } } ),
} ) );
jest.mock( '../../../components/rule-editor', () => ( {
	RulePicker: ( {
		value,
		onChange,
	}: {
		value: string;
		onChange: ( uid: string ) => void;
	} ) => {
		mockPicked( value );
		return (
			<button onClick={ () => onChange( 'board' ) }>choose rule</button>
		);
	},
} ) );
jest.mock( '../../../components/editor/use-server-markup', () => ( {
	useServerMarkup: ( _: string, __: object, state: string ) => ( {
		status: 'ready',
		html: `<p>closed for ${ state }</p>`,
	} ),
} ) );

import { Edit, type Attributes } from '../edit';
import { Save } from '../save';
import { transforms } from '../transforms';

const attributes: Attributes = {
	rule: 'own_members',
	heading: '',
	headingLevel: 3,
};

function show( changed: Partial< Attributes > = {} ) {
	const setAttributes = jest.fn();
	render(
		<Edit
			name="coop-credentials/member-gate"
			attributes={ { ...attributes, ...changed } }
			setAttributes={ setAttributes }
		/>
	);
	return setAttributes;
}

describe( 'member gate', () => {
	beforeEach( () => {
		mockSetting.isPreviewMode = false;
	} );

	it( 'shows what is inside, and for whom', () => {
		show();
		expect( screen.getByText( 'inner blocks' ) ).toBeInTheDocument();
		expect(
			screen.getByText( 'For: Workers of a co-op' )
		).toBeInTheDocument();
	} );

	it( 'says that nobody gets in without a rule', () => {
		show( { rule: '' } );
		expect(
			screen.getByText( /stays closed for everyone/ )
		).toBeInTheDocument();
	} );

	it( 'stores the uid of the rule that is chosen', async () => {
		const setAttributes = show();
		expect( mockPicked ).toHaveBeenCalledWith( 'own_members' );
		await userEvent.click( screen.getByText( 'choose rule' ) );
		expect( setAttributes ).toHaveBeenCalledWith( { rule: 'board' } );
	} );

	it( 'previews what others see in place of the blocks', async () => {
		show();
		await userEvent.click(
			screen.getByRole( 'button', { name: 'Preview as' } )
		);
		await userEvent.click(
			screen.getByRole( 'menuitemradio', { name: 'Refused' } )
		);
		expect( screen.getByText( 'closed for refused' ) ).toBeInTheDocument();
		expect( screen.queryByText( 'inner blocks' ) ).not.toBeInTheDocument();
	} );

	it( 'asks nobody in the inserter', () => {
		mockSetting.isPreviewMode = true;
		show();
		expect( screen.queryByText( 'choose rule' ) ).not.toBeInTheDocument();
		expect(
			screen.getByText( 'For members of co-ops' )
		).toBeInTheDocument();
	} );

	it( 'stores the blocks inside and nothing around them', () => {
		const { container } = render( <Save /> );
		expect( container.innerHTML ).toBe( '<div>stored blocks</div>' );
	} );

	it( 'takes blocks out of the gate unchanged', () => {
		const inside = [ { name: 'core/paragraph' } ] as never[];
		expect( transforms.ungroup( {}, inside ) ).toBe( inside );
		const isMatch = transforms.from[ 0 ]!.isMatch;
		expect(
			isMatch( {}, [ { name: 'coop-credentials/member-gate' } ] as never )
		).toBe( false );
		expect( isMatch( {}, inside ) ).toBe( true );
	} );
} );
