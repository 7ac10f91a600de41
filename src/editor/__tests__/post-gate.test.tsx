/**
 * The panel "Who may read this".
 */
import '@testing-library/jest-dom';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

const mockEdit = jest.fn();
const mockPost: { coop_credentials_gate?: string } = {};

jest.mock(
	'@wordpress/editor',
	() => ( {
		store: 'editor',
		PluginDocumentSettingPanel: ( {
			title,
			children,
		}: {
			title: string;
			children: JSX.Element;
		} ) => (
			<section>
				<h2>{ title }</h2>
				{ children }
			</section>
		),
	} ),
	{ virtual: true }
);
jest.mock( '@wordpress/data', () => ( {
	useDispatch: () => ( { editPost: mockEdit } ),
	useSelect: ( select: ( s: () => object ) => unknown ) =>
		select( () => ( {
			getEditedPostAttribute: ( name: keyof typeof mockPost ) =>
				mockPost[ name ],
		} ) ),
} ) );
jest.mock( '../../components/rule-editor', () => ( {
	RulePicker: ( {
		value,
		noneLabel,
		onChange,
	}: {
		value: string;
		noneLabel: string;
		onChange: ( uid: string ) => void;
	} ) => (
		<>
			<output>{ value || noneLabel }</output>
			<button onClick={ () => onChange( 'board' ) }>close</button>
			<button onClick={ () => onChange( '' ) }>open</button>
		</>
	),
} ) );

import { PostGatePanel } from '../post-gate';

describe( 'gate of a whole post', () => {
	beforeEach( () => mockEdit.mockReset() );

	it( 'is open to everybody until a rule is chosen', async () => {
		mockPost.coop_credentials_gate = '';
		render( <PostGatePanel /> );
		expect( screen.getByText( 'Everybody' ) ).toBeInTheDocument();
		await userEvent.click( screen.getByText( 'close' ) );
		expect( mockEdit ).toHaveBeenCalledWith( {
			coop_credentials_gate: 'board',
		} );
	} );

	it( 'opens the post again', async () => {
		mockPost.coop_credentials_gate = 'board';
		render( <PostGatePanel /> );
		await userEvent.click( screen.getByText( 'open' ) );
		expect( mockEdit ).toHaveBeenCalledWith( {
			coop_credentials_gate: '',
		} );
	} );

	it( 'stays away where the post has no such field', () => {
		delete mockPost.coop_credentials_gate;
		const { container } = render( <PostGatePanel /> );
		expect( container ).toBeEmptyDOMElement();
	} );
} );
