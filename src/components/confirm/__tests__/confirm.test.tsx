import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { Confirm } from '..';

describe( 'Confirm', () => {
	it( 'closes after it was done', async () => {
		const user = userEvent.setup();
		const close = jest.fn();
		const done = jest.fn();
		render(
			<Confirm
				title="Sure?"
				confirmLabel="Do it"
				onConfirm={ done }
				onClose={ close }
			/>
		);
		await user.click( screen.getByRole( 'button', { name: 'Do it' } ) );
		expect( done ).toHaveBeenCalledTimes( 1 );
		expect( close ).toHaveBeenCalledTimes( 1 );
	} );

	it( 'stays open and says why when it was refused', async () => {
		const user = userEvent.setup();
		const close = jest.fn();
		render(
			<Confirm
				title="Sure?"
				confirmLabel="Do it"
				onConfirm={ () =>
					Promise.reject( {
						code: 'coop_credentials_too_late',
						message: 'It is too late to take this back.',
						data: { reason: 'too_late' },
					} )
				}
				onClose={ close }
			/>
		);
		await user.click( screen.getByRole( 'button', { name: 'Do it' } ) );
		expect( screen.getByRole( 'alert' ) ).toHaveTextContent( 'too late' );
		expect( close ).not.toHaveBeenCalled();
	} );
} );
