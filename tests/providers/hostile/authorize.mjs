/**
 * The authorization endpoint of the hostile provider.
 */
import { escape, sha256 } from './wire.mjs';

/**
 * Answers the authorization request at once.
 *
 * @param {Object}                             world    What the provider knows.
 * @param {URL}                                url      Address.
 * @param {import('node:http').ServerResponse} response Response.
 */
export function authorize( world, url, response ) {
	const { codes, is, issuer } = world;
	const query = url.searchParams;
	if (
		is( 'T-redirect-unknown' ) ||
		( is( 'T-redirect-second' ) &&
			query.get( 'redirect_uri' ).includes( '/second/' ) )
	) {
		response
			.writeHead( 400, { 'content-type': 'text/html' } )
			.end( '<p>redirect_uri is not registered</p>' );
		return;
	}
	if ( is( 'T-invalid-scope' ) ) {
		const back = new URL( query.get( 'redirect_uri' ) );
		back.searchParams.append( 'state', query.get( 'state' ) );
		back.searchParams.append( 'error', 'invalid_scope' );
		response.writeHead( 302, { location: back.href } ).end();
		return;
	}
	const target = new URL( query.get( 'redirect_uri' ) );
	const code = sha256( `${ query.get( 'state' ) }${ codes.size }` );
	codes.set( code, {
		nonce: query.get( 'nonce' ),
		challenge: query.get( 'code_challenge' ),
		redirect: query.get( 'redirect_uri' ),
		scopes: ( query.get( 'scope' ) ?? '' ).split( ' ' ),
		maxAge: query.get( 'max_age' ),
		acr: query.get( 'acr_values' )?.split( ' ' )[ 0 ],
		asked: query.get( 'pres_req_conf_id' ),
	} );
	target.searchParams.append( 'state', query.get( 'state' ) );
	if ( is( 'B14-login-required' ) ) {
		target.searchParams.append( 'error', 'login_required' );
	} else if ( is( 'B8-error' ) || is( 'B7-error-iss' ) ) {
		target.searchParams.append( 'error', 'access_denied' );
		target.searchParams.append(
			'error_description',
			`<script>alert(1)</script>You <b>said</b> no\u0007 ${ 'x'.repeat(
				300
			) }`
		);
	} else {
		target.searchParams.append( 'code', code );
	}
	if ( is( 'B9-code-and-error' ) ) {
		target.searchParams.append( 'error', 'access_denied' );
	}
	if ( is( 'B9-duplicate-state' ) ) {
		target.searchParams.append( 'state', query.get( 'state' ) );
	}
	if ( is( 'B5-iss' ) || is( 'B7-error-iss' ) ) {
		target.searchParams.append( 'iss', 'https://elsewhere.example' );
	} else if ( ! is( 'B5-no-iss' ) ) {
		target.searchParams.append( 'iss', issuer );
	}
	if ( 'form_post' === query.get( 'response_mode' ) ) {
		selfSubmitting( response, query.get( 'redirect_uri' ), target );
		return;
	}
	response.writeHead( 302, { location: target.href } ).end();
}

/**
 * Answers with a form that submits itself (OAuth 2.0 Form Post Response Mode §2).
 *
 * @param {import('node:http').ServerResponse} response Response.
 * @param {string}                             action   Where the form goes.
 * @param {URL}                                target   The answer as an address.
 */
function selfSubmitting( response, action, target ) {
	const own = new URL( action ).searchParams;
	const inputs = [ ...target.searchParams ]
		.filter( ( [ name ] ) => ! own.has( name ) )
		.map(
			( [ name, value ] ) =>
				`<input type="hidden" name="${ escape( name ) }" value="${ escape(
					value
				) }">`
		);
	response
		.writeHead( 200, {
			'content-type': 'text/html',
			'cache-control': 'no-store',
		} )
		.end(
			`<html><body onload="document.forms[0].submit()"><form method="post" action="${ escape(
				action
			) }">${ inputs.join( '' ) }</form></body></html>`
		);
}
