import apiFetch from '@wordpress/api-fetch';
import { act, renderHook } from '@testing-library/react';

import { registerEntities } from '../../../api/entities';
import type { Rule, RulePlace } from '../../../api/rules';
import type { Rule as RuleDocument } from '../../../lib/rules';
import { type RuleForm, useRule } from '../use-rule';

const is = ( value: string ): RuleDocument => ( {
	v: 1,
	when: { path: [ 'class' ], op: 'eq', value },
} );

const PLACE: RulePlace = {
	type: 'gate',
	label: 'A part of “Minutes”',
	url: 'https://harbour.example/wp-admin/post.php?post=7&action=edit',
};

interface Call {
	readonly method: string;
	readonly path: string;
	readonly data: Record< string, unknown >;
}

/** A server as far as rules go: one rule, whose changes must name the version they are based on. */
class Server {
	public calls: Call[] = [];
	public places: RulePlace[] = [];
	public effect = { gain: 0, lose: 0, identities: 3 };
	public refusal: object | null = null;
	public rule: Rule | null = null;
	private static made = 0;

	public constructor() {
		apiFetch.setFetchHandler( ( options ) => this.answer( options ) );
	}

	public store( title: string, rule: RuleDocument ): Rule {
		const number = ( this.rule?.number ?? 0 ) + 1;
		this.rule = {
			uid: this.rule?.uid ?? `rule-${ ++Server.made }`,
			title,
			rule,
			number,
			version: `hash-${ number }`,
			is_template: false,
			is_valid: true,
		};
		return this.rule;
	}

	public get saves(): readonly Call[] {
		return this.calls.filter(
			( { path, method } ) =>
				method !== 'GET' && ! path.endsWith( '/effect' )
		);
	}

	private async answer( options: {
		method?: string;
		path?: string;
		data?: unknown;
		headers?: Record< string, string >;
	} ): Promise< unknown > {
		const call = {
			method:
				options.headers?.[ 'X-HTTP-Method-Override' ] ??
				options.method ??
				'GET',
			path: ( options.path ?? '' ).split( '?' )[ 0 ] ?? '',
			data: ( options.data ?? {} ) as Record< string, unknown >,
		};
		this.calls.push( call );
		if ( call.path.endsWith( '/effect' ) ) {
			return { places: this.places, effect: this.effect };
		}
		if ( call.method === 'GET' ) {
			return { ...this.rule, places: this.places };
		}
		if ( this.refusal ) {
			throw this.refusal;
		}
		const { title, rule, version } = call.data as unknown as Rule;
		if ( this.rule && version !== this.rule.version ) {
			throw {
				code: 'coop_credentials_rule_changed',
				message: 'Somebody else changed this rule meanwhile.',
				data: { status: 409, reason: 'rule_changed' },
			};
		}
		return this.store( title, rule );
	}
}

let server: Server;

beforeAll( registerEntities );

beforeEach( () => {
	server = new Server();
} );

const edit = ( stored: Rule | null, start = { title: '', rule: is( 'a' ) } ) =>
	renderHook( () => useRule( stored, stored ?? start ) ).result;

type Result = { current: RuleForm };

const does = async (
	result: Result,
	what: ( form: RuleForm ) => unknown
): Promise< unknown > => {
	let answer: unknown;
	await act( async () => {
		answer = await what( result.current );
	} );
	return answer;
};

describe( 'a new rule', () => {
	it( 'is not sent without a name, and says so from the first attempt on', async () => {
		const result = edit( null );
		expect( result.current.titleError ).toBe( '' );
		expect( await does( result, ( form ) => form.submit() ) ).toBeNull();
		expect( result.current.titleError ).toBe( 'Give the rule a name.' );
		expect( result.current.attempt ).toBe( 1 );
		expect( server.calls ).toEqual( [] );

		await does( result, ( form ) => form.setTitle( '  Workers ' ) );
		expect( result.current.titleError ).toBe( '' );
	} );

	it( 'is not sent with a fault in it', async () => {
		const result = edit( null, { title: 'Workers', rule: is( '' ) } );
		await does( result, ( form ) => form.submit() );
		expect( result.current.message ).toMatch( /still needs a look/ );
		expect( server.calls ).toEqual( [] );
		await does( result, ( form ) => form.setRule( is( 'worker' ) ) );
		expect( result.current.message ).toBe( '' );
	} );

	it( 'is made at once, with its name trimmed, and is then clean', async () => {
		const result = edit( null );
		await does( result, ( form ) => form.setTitle( '  Workers ' ) );
		expect( result.current.isDirty ).toBe( true );
		const kept = ( await does( result, ( form ) =>
			form.submit()
		) ) as Rule;
		expect( server.saves.map( ( { data } ) => data ) ).toEqual( [
			{ title: 'Workers', rule: is( 'a' ) },
		] );
		expect( kept.number ).toBe( 1 );
		expect( result.current.title ).toBe( 'Workers' );
		expect( result.current.isDirty ).toBe( false );

		// What follows is a change of what was just made.
		await does( result, ( form ) => form.setRule( is( 'b' ) ) );
		await does( result, ( form ) => form.submit() );
		expect( server.saves[ 1 ]?.data ).toMatchObject( {
			version: 'hash-1',
			rule: is( 'b' ),
		} );
		expect( server.rule?.number ).toBe( 2 );
	} );
} );

describe( 'a rule in use', () => {
	it( 'asks before its conditions change, and not for a new name', async () => {
		server.places = [ PLACE ];
		const result = edit( server.store( 'Workers', is( 'worker' ) ) );
		await does( result, ( form ) => form.setTitle( 'Workers of a co-op' ) );
		await does( result, ( form ) => form.submit() );
		expect( result.current.change ).toBeNull();
		expect( server.rule?.title ).toBe( 'Workers of a co-op' );

		await does( result, ( form ) => form.setRule( is( 'producer' ) ) );
		expect( await does( result, ( form ) => form.submit() ) ).toBeNull();
		expect( result.current.change?.places ).toEqual( [ PLACE ] );
		expect( server.saves ).toHaveLength( 1 );

		await does( result, ( form ) => form.cancel() );
		expect( result.current.change ).toBeNull();
		expect( result.current.rule ).toEqual( is( 'producer' ) );

		await does( result, ( form ) => form.submit() );
		await does( result, ( form ) => form.confirm( 'Asked by the board' ) );
		expect( server.saves[ 1 ]?.data ).toMatchObject( {
			note: 'Asked by the board',
			version: 'hash-2',
		} );
		expect( result.current.change ).toBeNull();
		expect( result.current.isDirty ).toBe( false );
	} );

	it( 'asks as well when no place uses it but somebody would feel it', async () => {
		server.effect = { gain: 0, lose: 1, identities: 3 };
		const result = edit( server.store( 'Workers', is( 'worker' ) ) );
		await does( result, ( form ) => form.setRule( is( 'producer' ) ) );
		await does( result, ( form ) => form.submit() );
		expect( result.current.change?.effect.lose ).toBe( 1 );
		expect( server.saves ).toEqual( [] );
	} );
} );

describe( 'a rule that somebody else changed meanwhile', () => {
	const conflict = async (): Promise< Result > => {
		const result = edit( server.store( 'Workers', is( 'worker' ) ) );
		server.store( 'Consumers', is( 'consumer' ) );
		await does( result, ( form ) => form.setRule( is( 'mine' ) ) );
		await does( result, ( form ) => form.submit() );
		return result;
	};

	it( 'shows theirs and keeps mine, without storing anything', async () => {
		const result = await conflict();
		expect( result.current.theirs?.title ).toBe( 'Consumers' );
		expect( result.current.rule ).toEqual( is( 'mine' ) );
		expect( result.current.message ).toBe( '' );
		expect( server.rule?.number ).toBe( 2 );

		await does( result, ( form ) => form.closeConflict() );
		expect( result.current.theirs ).toBeNull();
		expect( result.current.isDirty ).toBe( true );
	} );

	it( 'is overwritten only as the version after theirs', async () => {
		const result = await conflict();
		await does( result, ( form ) => form.keepMine() );
		expect( server.rule ).toMatchObject( {
			number: 3,
			title: 'Workers',
			rule: is( 'mine' ),
		} );
		expect( result.current.theirs ).toBeNull();
		expect( result.current.isDirty ).toBe( false );
	} );

	it( 'asks again when they were faster once more', async () => {
		const result = await conflict();
		server.store( 'Users', is( 'user' ) );
		await does( result, ( form ) => form.keepMine() );
		expect( result.current.theirs?.title ).toBe( 'Users' );
		expect( server.rule?.title ).toBe( 'Users' );
	} );

	it( 'goes on from theirs when mine is dropped', async () => {
		const result = await conflict();
		await does( result, ( form ) => form.takeTheirs() );
		expect( result.current.title ).toBe( 'Consumers' );
		expect( result.current.rule ).toEqual( is( 'consumer' ) );
		expect( result.current.isDirty ).toBe( false );
		await does( result, ( form ) => form.setTitle( 'Consumers all' ) );
		await does( result, ( form ) => form.submit() );
		expect( server.rule?.title ).toBe( 'Consumers all' );
	} );

	it( 'stays in sight when it shows after the question what a change does', async () => {
		server.places = [ PLACE ];
		const result = await conflict();
		expect( result.current.change?.places ).toEqual( [ PLACE ] );
		await does( result, async ( form ) => {
			await form.confirm();
			form.cancel(); // As the dialogue does that asked.
		} );
		expect( result.current.change ).toBeNull();
		expect( result.current.theirs?.title ).toBe( 'Consumers' );
	} );
} );

describe( 'a refusal', () => {
	it( 'is a sentence, and nothing of what was typed is lost', async () => {
		const result = edit( server.store( 'Workers', is( 'worker' ) ) );
		server.refusal = {
			code: 'coop_credentials_rule_missing',
			message: 'There is no such rule to change.',
			data: { status: 404, reason: 'rule_missing' },
		};
		await does( result, ( form ) => form.setTitle( 'Other' ) );
		await does( result, ( form ) => form.submit() );
		expect( result.current.message ).toBe(
			'There is no such rule to change.'
		);
		expect( result.current.title ).toBe( 'Other' );
		expect( result.current.isBusy ).toBe( false );
		server.refusal = null;
		await does( result, ( form ) => form.submit() );
		expect( result.current.message ).toBe( '' );
		expect( server.rule?.title ).toBe( 'Other' );
	} );

	it( 'of a rule that went while it was read again is a sentence too', async () => {
		const result = edit( server.store( 'Workers', is( 'worker' ) ) );
		server.store( 'Consumers', is( 'consumer' ) );
		apiFetch.setFetchHandler( async ( { path, method } ) => {
			if ( path?.endsWith( '/effect' ) ) {
				return { places: [], effect: server.effect };
			}
			throw method && method !== 'GET'
				? {
						code: 'coop_credentials_rule_changed',
						message: '',
						data: { reason: 'rule_changed' },
					}
				: {
						code: 'coop_credentials_rule_missing',
						message: 'There is no such rule.',
						data: { reason: 'rule_missing' },
					};
		} );
		await does( result, ( form ) => form.setRule( is( 'mine' ) ) );
		await does( result, ( form ) => form.submit() );
		expect( result.current.message ).toBe( 'There is no such rule.' );
		expect( result.current.theirs ).toBeNull();
	} );
} );
