/**
 * Metadata of the hostile provider.
 */
import { gzipSync } from 'node:zlib';
import { html, json } from './wire.mjs';

/**
 * Discovery document.
 *
 * @param {Object} world What the provider knows.
 */
function metadata( world ) {
	const { issuer, is } = world;
	const document = {
		issuer,
		authorization_endpoint: `${ issuer }/authorize`,
		token_endpoint: `${ issuer }/token`,
		userinfo_endpoint: `${ issuer }/userinfo`,
		jwks_uri: `${ issuer }/keys`,
		end_session_endpoint: `${ issuer }/end-session`,
		backchannel_logout_supported: true,
		backchannel_logout_session_supported: true,
		id_token_signing_alg_values_supported: [ 'RS256' ],
		token_endpoint_auth_methods_supported: [ 'client_secret_basic' ],
		code_challenge_methods_supported: [ 'S256' ],
		authorization_response_iss_parameter_supported: true,
		response_types_supported: [ 'code' ],
		subject_types_supported: [ 'public' ],
	};
	if ( is( 'A1-issuer-mismatch' ) ) {
		document.issuer = 'https://elsewhere.example';
	}
	if ( is( 'A2-issuer-slash' ) ) {
		document.issuer = `${ issuer }/`;
	}
	if ( is( 'A2-placeholder' ) ) {
		document.issuer = `${ issuer }/{tenantid}`;
	}
	if ( is( 'A3-http-endpoint' ) ) {
		document.token_endpoint = 'http://elsewhere.example/token';
	}
	if ( is( 'A6-no-jwks' ) ) {
		delete document.jwks_uri;
	}
	if ( is( 'A6-only-none' ) ) {
		document.id_token_signing_alg_values_supported = [ 'none' ];
	}
	if ( is( 'keys-elsewhere' ) ) {
		document.jwks_uri = `${ issuer }/other-keys`;
	}
	if ( is( 'H1-not-offered' ) ) {
		delete document.backchannel_logout_supported;
	}
	if ( is( 'H1-no-sid' ) ) {
		delete document.backchannel_logout_session_supported;
	}
	if ( is( 'H7-no-end-session' ) ) {
		delete document.end_session_endpoint;
	}
	if ( is( 'A7-no-pkce' ) ) {
		delete document.code_challenge_methods_supported;
	}
	if ( is( 'A8-endpoint' ) ) {
		document.userinfo_endpoint = `${ issuer }/userinfo?moved=1`;
	}
	if ( is( 'T-auth-methods' ) ) {
		document.token_endpoint_auth_methods_supported = [ 'private_key_jwt' ];
	}
	if ( is( 'A5-huge' ) ) {
		document.padding = 'x'.repeat( 1024 * 1024 );
	}
	if ( is( 'claims-parameter' ) ) {
		document.claims_parameter_supported = true;
	}
	return document;
}

/**
 * Answers the metadata request.
 *
 * @param {Object}                             world    What the provider knows.
 * @param {import('node:http').ServerResponse} response Response.
 */
export function discovery( world, response ) {
	const { is, issuer } = world;
	if ( is( 'T-clock' ) ) {
		response.setHeader(
			'date',
			new Date( Date.now() + 300000 ).toUTCString()
		);
	}
	response.sendDate = ! is( 'T-no-date' );
	if ( is( 'A4-redirect' ) ) {
		response.writeHead( 302, { location: `${ issuer }/elsewhere` } ).end();
	} else if ( is( 'A5-html' ) ) {
		html( response );
	} else if ( is( 'A5-404' ) ) {
		html( response, 404 );
	} else if ( is( 'A5-array' ) ) {
		json( response, [ metadata( world ) ] );
	} else if ( is( 'A5-bomb' ) ) {
		response
			.writeHead( 200, {
				'content-type': 'application/json',
				'content-encoding': 'gzip',
			} )
			.end(
				gzipSync(
					JSON.stringify( {
						...metadata( world ),
						padding: 'x'.repeat( 20 * 1024 * 1024 ),
					} )
				)
			);
	} else {
		json( response, metadata( world ) );
	}
}
