import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactElement } from 'react';

import type { Provider } from '../../../api/providers';
import { useForm } from '../../../components/form';
import { Admission } from '../fields/admission';
import { EMPTY_PROVIDER, type ProviderValues } from '../provider-values';

jest.mock( '../../../components/rule-editor', () => ( {
	RulePicker: () => null,
} ) );
jest.mock( '../../../components/organisation-choice', () => ( {
	OrganisationChoice: () => null,
} ) );
jest.mock( '../home', () => ( { home: () => ( { isNetwork: false } ) } ) );

const saved = jest.fn();

function Section( {
	provider = null,
}: {
	readonly provider?: Provider | null;
} ): ReactElement {
	const form = useForm< ProviderValues >( {
		...EMPTY_PROVIDER,
		label: 'Weavers',
	} );
	return (
		<form onSubmit={ saved }>
			<Admission form={ form } provider={ provider } />
		</form>
	);
}

describe( 'whose members a provider may vouch for', () => {
	it( 'is every organisation only after the owner has said so in words', async () => {
		render( <Section /> );
		const kind = screen.getByLabelText( /Whose members/ );
		await userEvent.selectOptions( kind, 'any' );
		expect( kind ).toHaveValue( 'own' );
		expect( screen.getByRole( 'dialog' ) ).toHaveTextContent(
			'Whoever runs Weavers could then make anybody a member'
		);
		await userEvent.click(
			screen.getByRole( 'button', { name: 'Cancel' } )
		);
		expect( kind ).toHaveValue( 'own' );

		await userEvent.selectOptions( kind, 'any' );
		await userEvent.click(
			screen.getByRole( 'button', {
				name: 'Yes, it may speak for every organisation',
			} )
		);
		expect( kind ).toHaveValue( 'any' );
		expect( saved ).not.toHaveBeenCalled();
	} );

	it( 'can be switched on when what is missing is there', () => {
		const { unmount } = render(
			<Section
				provider={
					{ missing: [ 'issuer', 'secret' ] } as unknown as Provider
				}
			/>
		);
		const name = 'Visitors may sign in with it';
		expect( screen.getByLabelText( name ) ).toBeDisabled();
		expect( screen.getByText( /Issuer, Client secret/ ) ).toBeVisible();
		unmount();
		render(
			<Section provider={ { missing: [] } as unknown as Provider } />
		);
		expect( screen.getByLabelText( name ) ).toBeEnabled();
	} );
} );
