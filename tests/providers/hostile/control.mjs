/**
 * The control port of the hostile provider.
 */
import { generateKeyPair } from 'jose';
import { SWITCHES } from './switches.mjs';
import { json, readText } from './wire.mjs';

export const pair = async () =>
	generateKeyPair( 'RS256', { extractable: true, modulusLength: 2048 } );

/**
 * Puts everything back.
 *
 * @param {Object} world What the provider knows.
 */
export function reset( world ) {
	Object.assign( world, {
		active: new Set(),
		extra: {},
		person: { sub: 'wanda' },
		calls: {},
	} );
	world.codes.clear();
	world.refresh.clear();
	world.accessTokens.clear();
}

/**
 * Answers a command.
 *
 * @param {Object}                              world    What the provider knows.
 * @param {import('node:http').IncomingMessage} request  Request.
 * @param {import('node:http').ServerResponse}  response Response.
 */
export async function control( world, request, response ) {
	const path = decodeURIComponent( request.url );
	if ( path.startsWith( '/set/' ) ) {
		const names = path
			.slice( 5 )
			.split( '+' )
			.filter( ( name ) => 'honest' !== name );
		const unknown = names.filter( ( name ) => ! SWITCHES[ name ] );
		if ( unknown.length > 0 ) {
			json( response, { unknown }, 404 );
			return;
		}
		world.active = new Set( names );
		world.calls = {};
		json( response, { active: names } );
	} else if ( '/claims' === path || '/person' === path ) {
		world[ '/person' === path ? 'person' : 'extra' ] = JSON.parse(
			await readText( request )
		);
		json( response, {} );
	} else if ( '/reset' === path ) {
		reset( world );
		json( response, {} );
	} else if ( '/rotate' === path ) {
		world.signing = {
			kid: `k${ Number( world.signing.kid.slice( 1 ) ) + 1 }`,
			...( await pair() ),
		};
		json( response, { kid: world.signing.kid } );
	} else if ( '/calls' === path ) {
		json( response, world.calls );
	} else if ( '/switches' === path ) {
		json( response, SWITCHES );
	} else {
		response.writeHead( 404 ).end();
	}
}
