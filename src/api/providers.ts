import { send } from './client';

/** A provider as the admin edits it. The secret is written, never read. */
export interface Provider {
	readonly slug: string;
	readonly label: string;
	readonly enabled: boolean;
	readonly order: number;
	readonly preset: string;
	readonly show_in: readonly string[];
	readonly kind: 'oidc' | 'oauth2';
	readonly discovery_url: string;
	readonly issuer: string;
	readonly authorization_endpoint: string;
	readonly token_endpoint: string;
	readonly userinfo_endpoint: string;
	readonly client_id: string;
	readonly client_auth: string;
	readonly algorithms: readonly string[];
	readonly response_mode: string;
	readonly extra_scopes: readonly string[];
	readonly subject: string;
	readonly claim_map: object | null;
	readonly issuer_scope: object | null;
	readonly require: string;
	readonly accounts: string;
	readonly userinfo: string;
	readonly session_idle: number;
	readonly session_absolute: number;
	readonly logout: string;
	readonly backchannel: boolean;
	readonly has_secret: boolean;
	readonly secret_source: 'environment' | 'constant' | 'option' | 'none';
	readonly secret_constant: string;
	readonly missing: readonly string[];
	readonly redirect_uri: string;
	readonly post_logout_redirect_uri: string;
	readonly backchannel_logout_uri: string;
	readonly version: string;
}

export interface TestLine {
	readonly id: string;
	readonly status: 'ok' | 'warn' | 'fail';
	readonly label: string;
	readonly detail: string;
	readonly remedy: string;
}

/** A form to be posted as it is. */
export interface PlainForm {
	readonly url: string;
	readonly fields: Readonly< Record< string, string > >;
}

export interface TestResult {
	readonly status: 'ok' | 'warn' | 'fail';
	readonly checks: readonly TestLine[];
	/** A whole sign-in that is only shown; null while something is missing for it. */
	readonly round_trip: PlainForm | null;
}

/** Every check short of a log-in; nothing is stored, nobody is signed in. */
export function testProvider( slug: string ): Promise< TestResult > {
	return send< TestResult >( `providers/${ slug }/test` );
}

/** Makes a provider. Not by core-data: with its short name known, that would take it for one that exists. */
export function createProvider(
	body: Readonly< Record< string, unknown > >
): Promise< Provider > {
	return send< Provider >( 'providers', body );
}
