/**
 * Glewlwyd, an OpenID Provider of Debian's archive, set up for one website: a second implementation that knows nothing
 * of ours. Everything lies in one folder; the program is not started by the system.
 *
 * The provider's signing key, its OpenID Connect module, one client and its people are made through its own
 * administration API, as its operator would.
 */
import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, ToolError, which } from '../../tools/lib/run.mjs';

const SHARE = '/usr/share/glewlwyd';
const MODULES = '/usr/lib/glewlwyd';
const TABLES = '/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3';
const CLAIMS = [
	'coop_id',
	'coop_name',
	'coop_category',
	'coop_class',
	'coop_status',
];

/** Name of the Debian package. */
export const PACKAGE = 'glewlwyd';

/** Whether the provider is installed here. */
export function isInstalled() {
	return which( 'glewlwyd' ) !== null;
}

/** Media types the login pages need. */
const TYPES = {
	'.html': 'text/html',
	'.js': 'application/javascript',
	'.css': 'text/css',
	'.json': 'application/json',
	'.png': 'image/png',
	'.svg': 'image/svg+xml',
	'.woff': 'font/woff',
	'.woff2': 'font/woff2',
	'.ico': 'image/x-icon',
};

function configuration( folder, port ) {
	const values = {
		port,
		external_url: `http://localhost:${ port }`,
		login_url: 'login.html',
		api_prefix: 'api',
		static_files_path: join( folder, 'webapp' ),
		log_mode: 'console',
		log_level: 'INFO',
		cookie_domain: 'localhost',
		cookie_secure: false,
		session_expiration: 86400,
		session_key: 'GLEWLWYD2_SESSION_ID',
		admin_session_authentication: 'cookie',
		profile_session_authentication: 'cookie',
		allow_multiple_user_per_session: false,
		login_api_enabled: true,
		admin_scope: 'g_admin',
		profile_scope: 'g_profile',
		user_module_path: `${ MODULES }/user`,
		user_middleware_module_path: join( folder, 'none' ),
		client_module_path: `${ MODULES }/client`,
		user_auth_scheme_module_path: `${ MODULES }/scheme`,
		plugin_module_path: `${ MODULES }/plugin`,
		use_secure_connection: false,
		secure_connection_key_file: '',
		secure_connection_pem_file: '',
		hash_algorithm: 'SHA512',
	};
	const types = Object.entries( TYPES ).map(
		( [ extension, type ] ) =>
			`{ extension = "${ extension }" mime_type = "${ type }" }`
	);
	return [
		...Object.entries( values ).map(
			( [ name, value ] ) => `${ name }=${ JSON.stringify( value ) }`
		),
		`database = { type = "sqlite3" path = "${ join( folder, 'people.sqlite' ) }" };`,
		`static_files_mime_types = ( ${ types.join( ', ' ) } )`,
		'',
	].join( '\n' );
}

/** Talks to the administration API as the administrator its tables come with. */
class Administration {
	#cookie = '';

	constructor( url ) {
		this.url = `${ url }/api`;
	}

	async call( method, path, body ) {
		const answer = await fetch( this.url + path, {
			method,
			headers: {
				'content-type': 'application/json',
				cookie: this.#cookie,
			},
			body: body === undefined ? undefined : JSON.stringify( body ),
		} );
		const cookies = answer.headers.getSetCookie();
		if ( cookies.length ) {
			this.#cookie = cookies
				.map( ( cookie ) => cookie.split( ';' )[ 0 ] )
				.join( '; ' );
		}
		const text = await answer.text();
		if ( answer.status !== 200 ) {
			throw new ToolError(
				`Glewlwyd refused ${ method } ${ path }: ${ answer.status } ${ text }`
			);
		}
		return text ? JSON.parse( text ) : null;
	}
}

async function waitFor( url, child ) {
	for ( let tries = 0; tries < 100 && child.exitCode === null; tries++ ) {
		try {
			await fetch( `${ url }/config`, {
				signal: AbortSignal.timeout( 1000 ),
			} );
			return;
		} catch {
			await new Promise( ( wake ) => setTimeout( wake, 100 ) );
		}
	}
	throw new ToolError( 'Glewlwyd did not start; see its log.' );
}

async function setUp( url, site, slug, client, people ) {
	const admin = new Administration( url );
	await admin.call( 'POST', '/auth/', {
		username: 'admin',
		password: 'password',
	} );
	const users = await admin.call( 'GET', '/mod/user/database' );
	for ( const name of CLAIMS ) {
		users.parameters[ 'data-format' ][ name ] = {
			multiple: false,
			read: true,
			write: true,
			'profile-read': true,
			'profile-write': false,
		};
	}
	await admin.call( 'PUT', '/mod/user/database', users );
	await admin.call( 'PUT', '/mod/user/database/reset' );
	const clients = await admin.call( 'GET', '/mod/client/database' );
	clients.parameters[ 'data-format' ].post_logout_redirect_uris = {
		multiple: true,
		read: true,
		write: true,
	};
	await admin.call( 'PUT', '/mod/client/database', clients );
	await admin.call( 'PUT', '/mod/client/database/reset' );
	const keys = generateKeyPairSync( 'rsa', {
		modulusLength: 2048,
		privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
		publicKeyEncoding: { type: 'spki', format: 'pem' },
	} );
	await admin.call( 'POST', '/mod/plugin/', {
		module: 'oidc',
		name: 'oidc',
		display_name: 'Members of co-ops',
		parameters: {
			iss: `${ url }/api/oidc`,
			'subject-type': 'public',
			'jwt-type': 'rsa',
			'jwt-key-size': '256',
			key: keys.privateKey,
			cert: keys.publicKey,
			'access-token-duration': 3600,
			'refresh-token-duration': 1209600,
			'code-duration': 600,
			'refresh-token-rolling': true,
			'refresh-token-one-use': 'always',
			'auth-type-code-enabled': true,
			'auth-type-code-revoke-replayed': true,
			'auth-type-refresh-enabled': true,
			'auth-type-implicit-enabled': false,
			'auth-type-token-enabled': false,
			'jwks-show': true,
			'pkce-allowed': true,
			'pkce-required': true,
			'pkce-method-plain-allowed': false,
			'oauth-as-iss-id': true,
			'allowed-scope': [ 'openid' ],
			'name-claim': 'on-demand',
			'email-claim': 'on-demand',
			'scope-claim': 'no',
			'address-claim': { type: 'no' },
			'request-parameter-allow': false,
			'session-management-allowed': true,
			'session-cookie-name': 'GLEWLWYD2_OIDC_SID',
			'session-cookie-expiration': 86400,
			'back-channel-logout-allowed': true,
			'front-channel-logout-allowed': true,
			claims: CLAIMS.map( ( name ) => ( {
				name,
				'user-property': name,
				type: 'string',
				mandatory: true,
				'on-demand': true,
				scope: [ 'openid' ],
			} ) ),
		},
	} );
	await admin.call( 'POST', '/client/', {
		client_id: client.id,
		name: 'The website of a co-op',
		confidential: true,
		enabled: true,
		client_secret: client.secret,
		password: client.secret,
		authorization_type: [ 'code', 'refresh_token' ],
		token_endpoint_auth_method: [ 'client_secret_basic' ],
		redirect_uri: [ `${ site }/coop-credentials/callback/${ slug }` ],
		post_logout_redirect_uri: `${ site }/coop-credentials/sign-out`,
		post_logout_redirect_uris: [ `${ site }/coop-credentials/sign-out` ],
		backchannel_logout_uri: `${ site }/coop-credentials/backchannel-logout/${ slug }`,
		backchannel_logout_session_required: 'true',
		scope: [ 'openid' ],
	} );
	for ( const person of people ) {
		await admin.call( 'POST', '/user/', {
			enabled: true,
			scope: [ 'openid' ],
			...person,
		} );
	}
}

/**
 * Starts a fresh provider.
 *
 * @param {Object}                options
 * @param {string}                options.folder Folder of its own, emptied first.
 * @param {number}                options.port   Port.
 * @param {string}                options.site   Address of the website that relies on it.
 * @param {string}                options.slug   Slug of the provider record there.
 * @param {Array<Object<string>>} options.people Users: username, password, name, email and claims.
 * @return {Promise<{issuer: string, client: {id: string, secret: string}, stop: () => Promise<void>}>} The running provider.
 */
export async function startGlewlwyd( { folder, port, site, slug, people } ) {
	rmSync( folder, { recursive: true, force: true } );
	mkdirSync( join( folder, 'none' ), { recursive: true } );
	cpSync( `${ SHARE }/webapp`, join( folder, 'webapp' ), {
		recursive: true,
		dereference: true, // Its scripts are links into other packages.
		filter: ( path ) => ! path.endsWith( 'config.json' ),
	} );
	cpSync(
		`${ SHARE }/templates/config.json`,
		join( folder, 'webapp/config.json' )
	);
	writeFileSync(
		join( folder, 'glewlwyd.conf' ),
		configuration( folder, port )
	);
	await run(
		'php',
		[
			'-r',
			'$d = new SQLite3( $argv[1] ); $d->enableExceptions( true ); $d->exec( file_get_contents( $argv[2] ) );',
			join( folder, 'people.sqlite' ),
			TABLES,
		],
		{ quiet: true }
	);
	const url = `http://localhost:${ port }`;
	const log = openSync( join( folder, 'glewlwyd.log' ), 'a' );
	const child = spawn(
		which( 'glewlwyd' ) ?? 'glewlwyd',
		[ `--config-file=${ join( folder, 'glewlwyd.conf' ) }` ],
		{ stdio: [ 'ignore', log, log ] }
	);
	process.once( 'exit', () => child.kill( 'SIGKILL' ) );
	const ended = new Promise( ( done ) => child.once( 'exit', done ) );
	await waitFor( url, child );
	const client = {
		id: 'coop-site',
		secret: randomBytes( 24 ).toString( 'base64url' ),
	};
	await setUp( url, site, slug, client, people );
	return {
		issuer: `${ url }/api/oidc`,
		client,
		stop: async () => {
			child.kill( 'SIGTERM' );
			await ended;
		},
	};
}
