import apiFetch from '@wordpress/api-fetch';
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { registerEntities } from '../../../api/entities';
import { forgetRecords } from '../../../api/records';
import type { DryRunAnswer, DryRunQuestion } from '../../../api/rules';
import type { Rule } from '../../../lib/rules';
import { DryRun } from '../dry-run';
import { Answer } from '../dry-run-answer';

const RULE: Rule = {
	v: 1,
	when: {
		all: [
			{ path: [ 'class' ], op: 'eq', value: 'worker' },
			{ not: { path: [ 'roles' ], op: 'contains', value: 'board' } },
		],
	},
};

const ANSWER: DryRunAnswer = {
	outcome: 'deny',
	reason: 'claim_unknown',
	sentence: 'This is not for your membership.',
	step: null,
	good_until: null,
	matched: null,
	skipped: [ { m: 1, reason: 'membership_expired' } ],
	trace: [
		{
			m: 0,
			at: '/when',
			op: 'all',
			result: 'unknown',
			why: '',
			seen_type: '',
			seen: null,
		},
		{
			m: 0,
			at: '/when/all/0',
			op: 'eq',
			result: 'true',
			why: '',
			seen_type: 'string',
			seen: 'worker',
		},
		{
			m: 0,
			at: '/when/all/1/not',
			op: 'contains',
			result: 'unknown',
			why: 'absent',
			seen_type: 'absent',
			seen: null,
		},
	],
	memberships: [
		{
			organisation_id: 'https://weavers.example/',
			class: 'worker',
			roles: [ 'member', 'staff' ],
			since: null,
		},
		{ organisation_id: 'https://bakers.example/', class: '' },
	],
	snapshot_at: null,
};

const shown = ( changes: Partial< DryRunAnswer > = {} ) =>
	render( <Answer answer={ { ...ANSWER, ...changes } } rule={ RULE } /> );

const lines = () =>
	screen
		.getAllByRole( 'listitem' )
		.map( ( line ) => line.textContent?.replace( /\s+/g, ' ' ).trim() );

describe( 'the answer of a dry run', () => {
	it( 'says the outcome, why, and what the visitor reads', () => {
		const { container } = shown();
		const verdict = container.querySelector( '.coop-credentials-verdict' );
		expect( verdict ).toHaveTextContent(
			'No: not let in. Something the rule asks for is not known.'
		);
		expect( verdict ).toHaveClass( 'is-warn' );
		expect(
			screen.getByText(
				'The visitor reads: “This is not for your membership.”'
			)
		).toBeVisible();
	} );

	it( 'is calm about a yes, and names what a step-up needs', () => {
		const { container, rerender } = shown( {
			outcome: 'allow',
			reason: null,
			sentence: null,
			matched: 0,
			skipped: [],
		} );
		const verdict = () =>
			container.querySelector( '.coop-credentials-verdict' );
		expect( verdict() ).toHaveTextContent( /^Yes: let in\.$/ );
		expect( verdict() ).not.toHaveClass( 'is-warn' );
		expect( screen.queryByText( /^The visitor reads/ ) ).toBeNull();
		expect( screen.getAllByText( 'This one fits.' ) ).toHaveLength( 1 );
		rerender(
			<Answer
				answer={ {
					...ANSWER,
					outcome: 'step_up',
					reason: 'step_up_required',
				} }
				rule={ RULE }
			/>
		);
		expect( verdict() ).toHaveTextContent(
			'Yes, after confirming with the provider. The log-in is too old or too weak.'
		);
		expect( verdict() ).toHaveClass( 'is-warn' );
	} );

	it( 'shows every node with its answer as a word, what was found, and how deep it stands', () => {
		const { container } = shown();
		const trace = [
			...container.querySelectorAll< HTMLElement >(
				'.coop-credentials-trace > li'
			),
		];
		expect(
			trace.map( ( line ) =>
				line.textContent?.replace( /\s+/g, ' ' ).trim()
			)
		).toEqual( [
			expect.stringMatching( /unknown All of these ?Membership 1$/ ),
			expect.stringMatching(
				/true .*class.* is worker ?Membership 1 · found: worker$/
			),
			expect.stringMatching(
				/unknown .*board.*Membership 1 · not said$/
			),
		] );
		expect( trace.map( ( line ) => line.style.marginInlineStart ) ).toEqual(
			[ '0em', '1em', '2em' ]
		);
	} );

	it( 'names a node that is no longer in the rule by its operator', () => {
		shown( {
			trace: [ { ...ANSWER.trace[ 1 ]!, at: '/when/all/7', op: 'gte' } ],
		} );
		expect( screen.getByText( /^gte/ ) ).toBeVisible();
	} );

	it( 'says so when nothing was looked at and there is no membership', () => {
		shown( { trace: [], memberships: [], skipped: [] } );
		expect(
			screen.getByText( 'No condition was looked at.' )
		).toBeVisible();
		expect( screen.getByText( 'None.' ) ).toBeVisible();
	} );

	it( 'lists the memberships without what is empty, and which were not looked at', () => {
		const { container } = shown();
		const [ first, second ] = container.querySelectorAll(
			'.coop-credentials-memberships > li'
		);
		expect( first ).toHaveTextContent( 'member, staff' );
		expect( first?.querySelectorAll( 'dt' ) ).toHaveLength( 3 );
		expect( second?.querySelectorAll( 'dt' ) ).toHaveLength( 1 );
		expect( first ).not.toHaveTextContent( 'Not looked at' );
		expect( second ).toHaveTextContent(
			'Not looked at: The membership has run out.'
		);
	} );

	it( 'shows text out of a token as text', () => {
		const { container } = shown( {
			memberships: [ { organisation_name: '<img src=x onerror=1>' } ],
			trace: [ { ...ANSWER.trace[ 1 ]!, seen: '<b>worker</b>' } ],
		} );
		expect( container.querySelector( 'img' ) ).toBeNull();
		expect( screen.getByText( '<img src=x onerror=1>' ) ).toBeVisible();
		expect( screen.getByText( /found: <b>worker<\/b>/ ) ).toBeVisible();
	} );

	it( 'tells what became of each claim, what was dropped, and what is asked of a provider', async () => {
		shown( {
			trace: [],
			mapping: {
				trace: [
					{
						m: 0,
						field: 'class',
						path: [ 'coop', 'class' ],
						effect: 'mapped',
					},
				],
				scope: [
					{ m: 0, field: 'assurance', effect: 'assurance_capped' },
				],
				dropped: [ { index: 2, reason: 'organisation_denied' } ],
			},
			request: { userinfo: { coop_class: null } },
		} );
		await userEvent
			.setup()
			.click( screen.getByText( 'Which claim became what' ) );
		expect( lines() ).toEqual(
			expect.arrayContaining( [
				expect.stringMatching(
					/^Membership 1 · .*class.* · \["coop","class"\] · taken$/i
				),
				expect.stringMatching(
					/lowered to what the provider may say$/
				),
				'Membership 3 was dropped: This co-op is excluded at the provider.',
			] )
		);
		expect( screen.getByText( /"coop_class": null/ ) ).toBeInTheDocument();
	} );
} );

describe( 'the dry run', () => {
	let asked: DryRunQuestion[];
	let searched: string[];
	let refusal: object | null;

	beforeAll( () => {
		registerEntities();
		Element.prototype.scrollIntoView = () => {}; // jsdom lays nothing out.
	} );

	beforeEach( async () => {
		asked = [];
		searched = [];
		refusal = null;
		apiFetch.setFetchHandler( async ( { path = '', data } ) => {
			if ( path.includes( '/rules/people' ) ) {
				searched.push( path );
				return [
					{
						uid: '01JD0000000000000000000001',
						name: 'Olga',
						provider: 'demo',
						memberships_at: '2026-11-20T10:00:00Z',
					},
				];
			}
			if ( path.includes( '/rules/evaluate' ) ) {
				asked.push( data as DryRunQuestion );
				if ( refusal ) {
					throw refusal;
				}
				return ANSWER;
			}
			return {
				json: async () => [ { slug: 'demo', label: 'Federation' } ],
				headers: new Headers( {
					'X-WP-Total': '1',
					'X-WP-TotalPages': '1',
				} ),
			};
		} );
		await act( async () => forgetRecords( 'provider' ) );
	} );

	const open = async ( rule: Rule = RULE, onPropose = () => {} ) => {
		const view = render( <DryRun rule={ rule } onPropose={ onPropose } /> );
		await screen.findByRole( 'option', { name: 'Federation' } );
		return view;
	};
	const run = () => screen.getByRole( 'button', { name: 'Try the rule' } );
	const choose = ( label: string, option: string ) =>
		userEvent
			.setup()
			.selectOptions( screen.getByLabelText( label ), option );

	it( 'tries an example as its kind of provider sends it, or as a provider of this site reads it', async () => {
		await open();
		await userEvent.setup().click( run() );
		expect( await screen.findByText( 'No: not let in.' ) ).toBeVisible();
		expect( asked[ 0 ] ).toMatchObject( {
			rule: RULE,
			preset: 'generic',
		} );
		expect( asked[ 0 ]?.claims ).toHaveProperty( 'sub' );

		await choose( 'As said by', 'Federation' );
		expect( screen.queryByText( 'No: not let in.' ) ).toBeNull();
		await userEvent.setup().click( run() );
		await screen.findByText( 'No: not let in.' );
		expect( asked[ 1 ] ).toMatchObject( { provider: 'demo' } );
		expect( asked[ 1 ] ).not.toHaveProperty( 'preset' );
	} );

	it( 'lets an answer go when the rule changes', async () => {
		const { rerender } = await open();
		await userEvent.setup().click( run() );
		await screen.findByText( 'No: not let in.' );
		rerender(
			<DryRun
				rule={ { v: 1, when: { path: [ 'class' ], op: 'exists' } } }
				onPropose={ () => {} }
			/>
		);
		expect( screen.queryByText( 'No: not let in.' ) ).toBeNull();
	} );

	it( 'does not try what is no rule', async () => {
		await open( {
			v: 1,
			when: { path: [ 'class' ], op: 'eq', value: '' },
		} );
		expect( run() ).toHaveAttribute( 'aria-disabled', 'true' );
		await userEvent.setup().click( run() );
		expect( asked ).toEqual( [] );
	} );

	it( 'sends of a token its claims alone, and proposes what is clicked', async () => {
		const onPropose = jest.fn();
		await open( RULE, onPropose );
		await choose( 'Try it with', 'a pasted token' );
		expect( run() ).toHaveAttribute( 'aria-disabled', 'true' );
		const part = ( value: object ) =>
			window.btoa( JSON.stringify( value ) ).replace( /=+$/, '' );
		const user = userEvent.setup();
		await user.click( screen.getByLabelText( 'Token or claims' ) );
		await user.paste(
			`${ part( { alg: 'RS256' } ) }.${ part( {
				sub: 'w',
				shift: 'early',
			} ) }.c2lnbmF0dXJl`
		);
		await user.click( run() );
		await screen.findByText( 'No: not let in.' );
		expect( asked[ 0 ]?.claims ).toEqual( { sub: 'w', shift: 'early' } );
		expect( JSON.stringify( asked ) ).not.toContain( 'c2lnbmF0dXJl' );

		await user.click( screen.getByText( 'Claims' ) );
		await user.click( screen.getByRole( 'button', { name: /early/ } ) );
		await user.click( screen.getByRole( 'button', { name: /^Ask for/ } ) );
		expect( onPropose ).toHaveBeenCalledWith( [ 'shift' ], 'early' );
	} );

	it( 'tries a person by the uid of the identity, without claims', async () => {
		await open();
		await choose( 'Try it with', 'a person who signed in' );
		expect( screen.queryByLabelText( 'As said by' ) ).toBeNull();
		const user = userEvent.setup();
		const field = screen.getByRole( 'combobox', { name: 'Person' } );
		await user.type( field, 'Ol' );
		await user.click(
			await screen.findByRole( 'option', { name: /^Olga · demo · / } )
		);
		expect( searched.at( 0 ) ).toMatch( /search=&/ );
		expect( searched ).toContainEqual(
			expect.stringMatching( /search=Ol&/ )
		);
		await user.click( run() );
		await screen.findByText( 'No: not let in.' );
		expect( asked ).toEqual( [
			{ rule: RULE, identity: '01JD0000000000000000000001' },
		] );
	} );

	it( 'shows a refusal in place of an answer', async () => {
		refusal = {
			code: 'coop_credentials_rate_limited',
			message: 'Too many attempts. Try again in 1 minute.',
			data: { status: 429, reason: 'rate_limited' },
		};
		const { container } = await open();
		await userEvent.setup().click( run() );
		await waitFor( () =>
			expect(
				within( container ).getByText( /Too many attempts/ )
			).toBeVisible()
		);
		expect(
			container.querySelector( '.coop-credentials-verdict' )
		).toBeNull();
		expect( run() ).not.toHaveClass( 'is-busy' );
	} );
} );
