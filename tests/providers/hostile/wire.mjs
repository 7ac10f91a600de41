/**
 * Small helpers of the hostile provider: reading forms, writing answers.
 */
import { createHash } from 'node:crypto';

export const b64 = ( value ) =>
	Buffer.from(
		typeof value === 'string' ? value : JSON.stringify( value )
	).toString( 'base64url' );

export const sha256 = ( text ) =>
	createHash( 'sha256' ).update( text ).digest( 'base64url' );

export const escape = ( text ) =>
	text.replace(
		/[&<>"]/g,
		( character ) => `&#${ character.codePointAt( 0 ) };`
	);

export const json = ( response, value, status = 200, headers = {} ) =>
	response
		.writeHead( status, {
			'content-type': 'application/json',
			'cache-control': 'no-store',
			...headers,
		} )
		.end( JSON.stringify( value ) );

export const html = ( response, status = 200 ) =>
	response
		.writeHead( status, { 'content-type': 'text/html' } )
		.end( '<html><body>Welcome</body></html>' );

/**
 * Reads a body.
 *
 * @param {import('node:http').IncomingMessage} request Request.
 */
export async function readText( request ) {
	let text = '';
	for await ( const chunk of request ) {
		text += chunk;
	}
	return text;
}

/**
 * Reads a form body.
 *
 * @param {import('node:http').IncomingMessage} request Request.
 */
export async function readForm( request ) {
	return new URLSearchParams( await readText( request ) );
}
