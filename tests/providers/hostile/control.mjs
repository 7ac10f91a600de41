/**
 * The control port of the hostile provider.
 */
import { rotate } from './keys.mjs';
import { logoutToken } from './logout.mjs';
import { SWITCHES } from './switches.mjs';
import { json, readText } from './wire.mjs';

/**
 * Puts everything back.
 *
 * @param {Object} world What the provider knows.
 */
export function reset( world ) {
	Object.assign( world, {
		active: new Set(),
		extra: {},
		missing: [],
		person: { sub: 'wanda' },
		calls: {},
	} );
	world.codes.clear();
	world.refresh.clear();
	world.accessTokens.clear();
	world.idTokens.clear();
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
	} else if ( '/missing' === path ) {
		world.missing = JSON.parse( await readText( request ) );
		json( response, {} );
	} else if ( '/reset' === path ) {
		reset( world );
		json( response, {} );
	} else if ( '/rotate' === path ) {
		await rotate( world );
		json( response, { kid: world.signing.kid } );
	} else if ( '/logout-token' === path ) {
		json( response, {
			token: await logoutToken(
				world,
				JSON.parse( await readText( request ) )
			),
		} );
	} else if ( '/calls' === path ) {
		json( response, world.calls );
	} else if ( '/switches' === path ) {
		json( response, SWITCHES );
	} else {
		response.writeHead( 404 ).end();
	}
}
