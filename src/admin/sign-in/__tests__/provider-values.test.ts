import { checkProvider, slugOf } from '../check';
import { bodyOf, EMPTY_PROVIDER } from '../provider-values';

const provider = {
	...EMPTY_PROVIDER,
	slug: 'weavers',
	label: 'Example Weavers',
};

describe( 'values of a provider', () => {
	it( 'does not send an empty secret, so that the stored one stays', () => {
		expect( bodyOf( provider ) ).not.toHaveProperty( 'secret' );
		expect( bodyOf( { ...provider, secret: 'x' } ) ).toHaveProperty(
			'secret',
			'x'
		);
	} );

	it( 'vouches for nobody until somebody is named', () => {
		expect( bodyOf( provider ) ).toHaveProperty( 'issuer_scope', null );
		expect(
			bodyOf( { ...provider, scope_own: ' https://weavers.example/ ' } )
		).toHaveProperty( 'issuer_scope', {
			organisations: { own: 'https://weavers.example/' },
		} );
	} );

	it( 'keeps what the plain questions do not ask', () => {
		expect(
			bodyOf( {
				...provider,
				scope_kind: 'any',
				issuer_scope:
					'{"organisations":{"any":true},"max_assurance":2}',
			} )
		).toHaveProperty( 'issuer_scope', {
			organisations: { any: true },
			max_assurance: 2,
		} );
	} );

	it.each( [
		[ 'label', { label: '' } ],
		[ 'slug', { slug: 'Big' } ],
		[ 'claim_map', { claim_map: '{' } ],
		[ 'claim_map', { claim_map: '[]' } ],
		[ 'session_idle', { session_idle: 'long' } ],
		[ 'algorithms', { algorithms: [] } ],
	] )( 'asks for %s', ( field, change ) => {
		expect(
			Object.keys( checkProvider( { ...provider, ...change } ) )
		).toContain( field );
	} );

	it( 'makes a short name of the label', () => {
		expect( slugOf( 'The Midcounties Co-operative' ) ).toBe(
			'midcounties-co-operative'
		);
		expect( slugOf( 'Bäckerei Zürich' ) ).toBe( 'backerei-zurich' );
	} );
} );
