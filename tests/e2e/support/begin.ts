/**
 * An empty site and a provider that knows only what it was told.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

export interface EmptySite {
	readonly url: string;
	readonly issuer: string;
	readonly providerPort: number;
	readonly stop: () => Promise< void >;
}

/** Client metadata as the owner copies them (RFC 7591). */
export interface Client {
	readonly redirect_uris: readonly string[];
	readonly post_logout_redirect_uris?: readonly string[];
	readonly backchannel_logout_uri?: string;
	readonly scope?: string;
	readonly token_endpoint_auth_method: string;
}

/**
 * Starts a script and waits for its JSON line.
 *
 * @param script File.
 * @param args   Arguments.
 */
async function start(
	script: string,
	args: readonly string[]
): Promise< { child: ChildProcess; said: Record< string, unknown > } > {
	const child = spawn(
		process.execPath,
		[ '--no-warnings', resolve( script ), ...args ],
		{ stdio: [ 'pipe', 'pipe', 'inherit' ] }
	);
	const lines = createInterface( { input: child.stdout } );
	for await ( const text of lines ) {
		if ( text.startsWith( '{' ) ) {
			return {
				child,
				said: JSON.parse( text ) as Record< string, unknown >,
			};
		}
	}
	throw new Error( `${ script } ended before it was ready.` );
}

function stop( child: ChildProcess ): Promise< void > {
	return new Promise( ( done ) => {
		if ( child.exitCode !== null ) {
			done();
			return;
		}
		child.once( 'exit', () => done() );
		child.stdin?.end();
	} );
}

/**
 * WordPress with the plugin switched on and nothing set up.
 *
 * @param kind One site, or a network of two that knows the provider of the run.
 */
export async function emptySite(
	kind: 'site' | 'network' = 'site'
): Promise< EmptySite > {
	const { child, said } = await start(
		'tests/e2e/support/empty-site.mjs',
		kind === 'network' ? [ '--network' ] : []
	);
	return {
		url: String( said.url ),
		issuer: String( said.issuer ),
		providerPort: Number( said.providerPort ),
		stop: () => stop( child ),
	};
}

/**
 * What the provider's people do with the text they were sent.
 *
 * @param site   Site.
 * @param client What the owner sent.
 * @param secret Secret they make.
 * @return Stops the provider.
 */
export async function register(
	site: EmptySite,
	client: Client,
	secret: string
): Promise< () => Promise< void > > {
	const { child } = await start( 'tests/providers/honest.mjs', [
		`--port=${ site.providerPort }`,
		'--client-id=harbour',
		`--client-secret=${ secret }`,
		...client.redirect_uris.map( ( uri ) => `--redirect-uri=${ uri }` ),
		...( client.post_logout_redirect_uris ?? [] ).map(
			( uri ) => `--post-logout-uri=${ uri }`
		),
		...( client.backchannel_logout_uri
			? [ `--backchannel-logout-uri=${ client.backchannel_logout_uri }` ]
			: [] ),
	] );
	return () =>
		new Promise( ( done ) => {
			child.once( 'exit', () => done() );
			child.kill( 'SIGTERM' );
		} );
}
