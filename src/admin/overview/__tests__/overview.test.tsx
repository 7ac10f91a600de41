import apiFetch from '@wordpress/api-fetch';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { registerEntities } from '../../../api/entities';
import { RouterProvider } from '../../router';
import { Overview } from '..';

const CHECKS = [
	{
		id: 'pages',
		state: 'todo',
		title: 'No page shows offers',
		detail: 'We can make them.',
		code: '',
		remedy: { label: 'Make the pages', action: 'create_pages' },
	},
	{
		id: 'provider',
		state: 'no',
		title: 'Example Weavers is not complete',
		detail: 'The secret is gone.',
		code: '',
		remedy: { label: 'Finish', room: 'sign-in', item: 'weavers' },
	},
];

describe( 'the checklist', () => {
	it( 'shows live lines with their remedy, and does what its button says', async () => {
		const asked: string[] = [];
		let pagesMade = false;
		apiFetch.setFetchHandler( async ( options ) => {
			const path = options.path ?? '';
			asked.push( `${ options.method ?? 'GET' } ${ path }` );
			expect( options.headers ).toHaveProperty(
				'X-Coop-Credentials',
				'1'
			);
			pagesMade ||= path.includes( 'onboarding/pages' );
			const checks = pagesMade
				? [
						{
							...CHECKS[ 0 ],
							state: 'ok',
							title: 'The pages are there',
							remedy: null,
						},
						CHECKS[ 1 ],
					]
				: CHECKS;
			const body = {
				ready: pagesMade ? 1 : 0,
				total: 2,
				sentence: `${ pagesMade ? 1 : 0 } of 2 are ready.`,
				checked_at: String( asked.length ),
				checks,
			};
			return options.parse === false
				? { json: async () => body, headers: new Headers() }
				: body;
		} );
		registerEntities();
		const user = userEvent.setup();
		render(
			<RouterProvider>
				<Overview />
			</RouterProvider>
		);

		expect( await screen.findByText( '0 of 2 are ready.' ) ).toBeVisible();
		expect(
			screen.getByText( 'Something stops this' )
		).toBeInTheDocument();
		expect(
			screen.getByRole( 'link', { name: 'Finish' } )
		).toHaveAttribute(
			'href',
			expect.stringContaining(
				'page=coop-credentials-sign-in&item=weavers'
			)
		);
		expect( document.title ).toContain( 'Start' );

		await user.click(
			screen.getByRole( 'button', { name: 'Make the pages' } )
		);
		await waitFor( () =>
			expect(
				screen.getByText( 'The pages are there' )
			).toBeInTheDocument()
		);
		expect( asked.some( ( line ) => line.startsWith( 'POST' ) ) ).toBe(
			true
		);
	} );
} );
