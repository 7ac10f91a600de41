import { isUsualDiscovery } from '../fields/connection';
import { mapOf, withPath } from '../map-edit';
import { orderAfterMove } from '../order';
import { presetValues } from '../presets';
import { checkProvider } from '../check';
import { bodyOf, EMPTY_PROVIDER } from '../provider-values';
import { valuesOfFile } from '../provider-file';
import { listOf, scopeOf, withList } from '../scope';

const provider = {
	...EMPTY_PROVIDER,
	slug: 'weavers',
	label: 'Example Weavers',
};

describe( 'the record of a provider', () => {
	it( 'sends rows as an object and leaves empty rows out', () => {
		expect(
			bodyOf( {
				...provider,
				extra_parameters: [
					{ name: ' a ', value: ' 1 ' },
					{ name: '', value: '' },
				],
				role_rules: [ { name: 'RULE', value: 'author' } ],
			} )
		).toMatchObject( {
			extra_parameters: { a: '1' },
			role_rules: { RULE: 'author' },
		} );
	} );

	it.each( [ 'extra_parameters', 'echo', 'role_rules' ] as const )(
		'asks for the other half of a row of %s',
		( name ) => {
			expect(
				checkProvider( {
					...provider,
					[ name ]: [ { name: 'a', value: '' } ],
				} )
			).toHaveProperty( name );
		}
	);

	it( 'takes HS256 alone only', () => {
		expect(
			checkProvider( { ...provider, algorithms: [ 'HS256', 'RS256' ] } )
		).toHaveProperty( 'algorithms' );
		expect(
			checkProvider( { ...provider, algorithms: [ 'HS256' ] } )
		).not.toHaveProperty( 'algorithms' );
	} );

	it( 'leaves no traces of another preset', () => {
		expect( {
			...presetValues( 'vc_authn' ),
			...presetValues( 'generic' ),
		} ).toEqual( presetValues( 'generic' ) );
		expect( presetValues( 'oauth2' ) ).toMatchObject( {
			kind: 'oauth2',
			userinfo: 'always',
		} );
		expect( presetValues( 'mattr' ) ).toMatchObject( {
			subject: 'ephemeral',
			algorithms: [ 'ES256' ],
		} );
	} );

	it( 'knows a discovery address that follows from the issuer', () => {
		const at = ( issuer: string, url: string ) =>
			isUsualDiscovery( { ...provider, issuer, discovery_url: url } );
		const usual = 'https://id.example/.well-known/openid-configuration';
		expect( at( 'https://id.example/', usual ) ).toBe( true );
		expect( at( 'https://id.example', '' ) ).toBe( true );
		expect( at( 'https://other.example', usual ) ).toBe( false );
	} );

	it( 'changes places with a neighbour', () => {
		const all = [
			{ slug: 'a', order: 10, from_network: false },
			{ slug: 'b', order: 10, from_network: false },
			{ slug: 'c', order: 30, from_network: false },
		];
		expect( orderAfterMove( all, 1, -1 ) ).toEqual( [
			{ slug: 'a', order: 20 },
		] );
		expect( orderAfterMove( all, 1, 1 ) ).toEqual( [
			{ slug: 'c', order: 20 },
			{ slug: 'b', order: 30 },
		] );
		expect( orderAfterMove( all, 0, -1 ) ).toEqual( [] );
		expect(
			orderAfterMove(
				all.map( ( one ) => ( {
					...one,
					from_network: one.slug === 'c',
				} ) ),
				1,
				1
			)
		).toEqual( [ { slug: 'b', order: 30 } ] );
	} );
} );

describe( 'the scope', () => {
	it( 'lists organisations and keeps the rest', () => {
		const text = withList( '{"max_assurance":1}', [ 'local:a' ] );
		expect( JSON.parse( text ) ).toEqual( {
			max_assurance: 1,
			organisations: { list: [ 'local:a' ] },
		} );
		expect( listOf( text ) ).toEqual( [ 'local:a' ] );
		expect( scopeOf( JSON.parse( text ) ).scope_kind ).toBe( 'list' );
		expect( listOf( '{' ) ).toEqual( [] );
	} );
} );

describe( 'the claim map', () => {
	it( 'puts a clicked claim first and keeps the other places', () => {
		const map = withPath( { v: 1 }, 'class', [ 'kind' ] );
		expect( map ).toEqual( {
			v: 1,
			fields: [ { to: 'class', from: [ [ 'kind' ] ] } ],
		} );
		const again = withPath( map, 'class', [ 'groups', null ] );
		expect( again.fields ).toEqual( [
			{ to: 'class', from: [ [ 'groups', null ], [ 'kind' ] ] },
		] );
		expect( withPath( again, 'class', [ 'kind' ] ).fields ).toEqual( [
			{ to: 'class', from: [ [ 'kind' ], [ 'groups', null ] ] },
		] );
	} );

	it( 'gives words of the wire a meaning, and keeps those that need none', () => {
		const map = withPath( { v: 1 }, 'status', [ 'state' ], {
			ACTIVE: 'active',
		} );
		expect( map.fields ).toEqual( [
			{
				to: 'status',
				from: [ [ 'state' ] ],
				values: { ACTIVE: 'active' },
				other: 'keep',
			},
		] );
		const strict = {
			v: 1,
			fields: [
				{
					to: 'status',
					from: [ [ 'state' ] ],
					values: { A: 'active' },
				},
			],
		};
		expect(
			withPath( strict, 'status', [ 'state' ], { L: 'lapsed' } ).fields
		).toEqual( [
			{
				to: 'status',
				from: [ [ 'state' ] ],
				values: { A: 'active', L: 'lapsed' },
			},
		] );
	} );

	it.each( [ '{"v":1', '[1]', '"a"', 'nonsense' ] )(
		'leaves %s to whoever wrote it',
		( text ) => {
			expect( mapOf( text, { strip_prefix: 'x' } ) ).toBeNull();
		}
	);

	it( 'begins with the map of what runs there', () => {
		expect( mapOf( '', { strip_prefix: 'x' } ) ).toEqual( {
			v: 1,
			strip_prefix: 'x',
		} );
		expect( mapOf( '{"v":1}', { strip_prefix: 'x' } ) ).toEqual( {
			v: 1,
		} );
	} );
} );

describe( 'a file', () => {
	it( 'fills the form, switched off', () => {
		const values = valuesOfFile(
			JSON.stringify( {
				format: 'coop-credentials-provider',
				v: 1,
				provider: {
					slug: 'weavers',
					label: 'Example Weavers',
					enabled: true,
					extra_scopes: [ 'coop', 'email' ],
					echo: { a: 'b' },
					claim_map: { v: 1 },
					issuer_scope: { organisations: { any: true } },
				},
			} )
		);
		expect( values ).toMatchObject( {
			slug: 'weavers',
			enabled: false,
			extra_scopes: 'coop email',
			echo: [ { name: 'a', value: 'b' } ],
			scope_kind: 'any',
			secret: '',
		} );
		expect( checkProvider( values ?? EMPTY_PROVIDER ) ).toEqual( {} );
	} );

	it.each( [ '', '[]', '{}', 'null', '{"format":"other","v":1}' ] )(
		'is not taken for one: %s',
		( text ) => {
			expect( valuesOfFile( text ) ).toBeNull();
		}
	);
} );
