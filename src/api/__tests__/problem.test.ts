import { toProblem } from '../problem';

describe( 'toProblem', () => {
	it( 'reads our contract: reason, fields as a map, further facts', () => {
		const problem = toProblem( {
			code: 'coop_credentials_invalid_request',
			message: 'Something in the request is not valid.',
			data: {
				status: 400,
				reason: 'invalid_request',
				params: { title: 'Too long.' },
				request_id: 'R1',
			},
		} );
		expect( problem.reason ).toBe( 'invalid_request' );
		expect( problem.fields ).toEqual( { title: 'Too long.' } );
		expect( problem.data.request_id ).toBe( 'R1' );
	} );

	it( 'gives every field of a plain list the sentence', () => {
		const problem = toProblem( {
			code: 'coop_credentials_not_publishable',
			message: 'Not complete.',
			data: { reason: 'not_publishable', params: [ 'audience' ] },
		} );
		expect( problem.fields ).toEqual( { audience: 'Not complete.' } );
	} );

	it( 'marks the fields that are still needed', () => {
		const problem = toProblem( {
			code: 'coop_credentials_provider_incomplete',
			message: 'Something is missing.',
			data: { reason: 'provider_incomplete', missing: [ 'secret' ] },
		} );
		expect( Object.keys( problem.fields ) ).toEqual( [ 'secret' ] );
	} );

	it.each( [
		[ 'a lost connection', { code: 'fetch_error', message: 'x' } ],
		[ 'nothing at all', undefined ],
		[ 'a thrown string', 'broken' ],
		[ 'a bare reason', { code: 'coop_credentials_x', message: 'x' } ],
	] )( 'says a whole sentence for %s', ( _name, error ) => {
		expect( toProblem( error ).message ).toMatch( /^[A-Z].{20,}\.$/ );
	} );
} );
