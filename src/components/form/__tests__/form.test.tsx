import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { ErrorSummary } from '../../error-summary';
import { SecretField, TextField, useForm } from '..';

type Values = { readonly title: string; readonly secret: string };

function Sample( {
	save,
	source = 'none',
}: {
	readonly save: ( values: Values ) => Promise< unknown >;
	readonly source?: 'environment' | 'option' | 'none';
} ) {
	const form = useForm< Values >( { title: '', secret: '' }, ( values ) =>
		values.title === '' ? { title: 'Say what it is.' } : {}
	);
	return (
		<>
			<ErrorSummary
				message={ form.message }
				errors={ form.summary }
				attempt={ form.attempt }
			/>
			<TextField form={ form } name="title" label="Title" help="Short." />
			<SecretField
				form={ form }
				name="secret"
				label="Secret"
				source={ source }
				constant="COOP_CREDENTIALS_X_SECRET"
			/>
			<button onClick={ () => void form.submit( save ) }>Save</button>
			<output>{ form.isDirty ? 'unsaved' : 'saved' }</output>
		</>
	);
}

describe( 'a form', () => {
	it( 'says what is wrong beside the field and in a summary that takes the focus', async () => {
		const user = userEvent.setup();
		const save = jest.fn();
		render( <Sample save={ save } /> );
		await user.click( screen.getByText( 'Save' ) );

		const summary = screen.getByRole( 'alert' );
		expect( summary ).toHaveFocus();
		const field = screen.getByLabelText( 'Title' );
		expect( field ).toHaveAttribute( 'aria-invalid', 'true' );
		expect( field ).toHaveAccessibleDescription(
			expect.stringContaining( 'Say what it is.' )
		);
		await user.click(
			within( summary ).getByRole( 'link', { name: 'Title' } )
		);
		expect( field ).toHaveFocus();
		expect( save ).not.toHaveBeenCalled();
	} );

	it( 'says a sentence about one field once in the summary', async () => {
		const user = userEvent.setup();
		const refused = ( message: string, params: object ) => () =>
			Promise.reject( {
				code: 'coop_credentials_metadata_unreadable',
				message,
				data: { reason: 'metadata_unreadable', params },
			} );
		const { unmount } = render(
			<Sample
				save={ refused( 'Nothing answers.', {
					title: 'Nothing answers.',
				} ) }
			/>
		);
		await user.type( screen.getByLabelText( 'Title' ), 'x' );
		await user.click( screen.getByText( 'Save' ) );
		const summary = await screen.findByRole( 'alert' );
		expect( summary.textContent?.split( 'Nothing answers.' ) ).toHaveLength(
			2
		);
		expect(
			within( summary ).getByRole( 'link', { name: 'Title' } )
		).toBeVisible();
		unmount();

		render(
			<Sample
				save={ refused( 'Nothing was saved.', {
					title: 'Too short.',
				} ) }
			/>
		);
		await user.type( screen.getByLabelText( 'Title' ), 'x' );
		await user.click( screen.getByText( 'Save' ) );
		expect( await screen.findByRole( 'alert' ) ).toHaveTextContent(
			'Nothing was saved.'
		);
	} );

	it( 'keeps what was typed when the server refuses, and shows the sentence at its field', async () => {
		const user = userEvent.setup();
		render(
			<Sample
				save={ () =>
					Promise.reject( {
						code: 'coop_credentials_invalid_request',
						message: 'No.',
						data: {
							reason: 'invalid_request',
							params: { title: 'There is one like that.' },
						},
					} )
				}
			/>
		);
		await user.type( screen.getByLabelText( 'Title' ), 'Ten percent' );
		await user.click( screen.getByText( 'Save' ) );
		expect( screen.getByLabelText( 'Title' ) ).toHaveValue( 'Ten percent' );
		expect( screen.getByLabelText( 'Title' ) ).toHaveAccessibleDescription(
			expect.stringContaining( 'There is one like that.' )
		);
		expect( screen.getByRole( 'status' ) ).toHaveTextContent( 'unsaved' );
	} );

	it( 'never sends twice', async () => {
		const user = userEvent.setup();
		let finish: () => void = () => undefined;
		const save = jest.fn(
			() => new Promise< void >( ( done ) => ( finish = done ) )
		);
		render( <Sample save={ save } /> );
		await user.type( screen.getByLabelText( 'Title' ), 'X' );
		await user.dblClick( screen.getByText( 'Save' ) );
		expect( save ).toHaveBeenCalledTimes( 1 );
		await act( async () => finish() );
		expect( screen.getByRole( 'status' ) ).toHaveTextContent( 'saved' );
	} );

	it( 'never shows a stored secret and replaces it on request only', async () => {
		const user = userEvent.setup();
		render( <Sample save={ jest.fn() } source="option" /> );
		expect( screen.queryByLabelText( 'Secret' ) ).not.toBeInTheDocument();
		await user.click( screen.getByRole( 'button', { name: 'Replace' } ) );
		expect( screen.getByLabelText( 'Secret' ) ).toHaveValue( '' );
		expect( screen.getByLabelText( 'Secret' ) ).toHaveFocus();
		await user.type( screen.getByLabelText( 'Secret' ), 'new' );
		await user.click(
			screen.getByRole( 'button', { name: 'Keep the stored one' } )
		);
		expect( screen.queryByLabelText( 'Secret' ) ).not.toBeInTheDocument();
		expect(
			screen.getByRole( 'button', { name: 'Replace' } )
		).toHaveFocus();
		expect( screen.getByRole( 'status' ) ).toHaveTextContent( 'saved' );
	} );

	it( 'has no field for a secret of the environment', () => {
		render( <Sample save={ jest.fn() } source="environment" /> );
		expect( screen.queryByLabelText( 'Secret' ) ).not.toBeInTheDocument();
		expect(
			screen.getByText( 'COOP_CREDENTIALS_X_SECRET' )
		).toBeInTheDocument();
	} );
} );
