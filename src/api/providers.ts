import { read, send } from './client';

/** A provider as the admin edits it. The secret is written, never read. */
export interface Provider {
	readonly slug: string;
	readonly label: string;
	/** Picture of the media library, 0 for none. */
	readonly icon: number;
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
	readonly require_iss: string;
	readonly extra_scopes: readonly string[];
	readonly extra_parameters: Readonly< Record< string, string > >;
	/** Parameter to the claim that brings it back. */
	readonly echo: Readonly< Record< string, string > >;
	readonly subject: string;
	readonly claim_map: object | null;
	readonly issuer_scope: object | null;
	readonly require: string;
	readonly accounts: string;
	readonly email: string;
	readonly username: string;
	readonly role: string;
	/** Uid of a rule to the role it gives. */
	readonly role_rules: Readonly< Record< string, string > >;
	readonly allow_privileged: boolean;
	readonly userinfo: string;
	readonly session_idle: number;
	readonly session_absolute: number;
	readonly recheck: string;
	readonly logout: string;
	readonly backchannel: boolean;
	/** Defined by the network of sites: only the switch is this site's. */
	readonly from_network: boolean;
	readonly has_secret: boolean;
	readonly secret_source: 'environment' | 'constant' | 'option' | 'none';
	readonly secret_constant: string;
	readonly missing: readonly string[];
	readonly redirect_uri: string;
	readonly post_logout_redirect_uri: string;
	readonly backchannel_logout_uri: string;
	readonly start_uri: string;
	/** Claim map of the preset, where the record has none of its own. */
	readonly preset_map: object;
	readonly registration: Registration;
	readonly last_test: LastTest | null;
	/** Identities it has vouched for. */
	readonly people: number;
	readonly version: string;
}

/** What to send to the provider's people: in words, and as client metadata (RFC 7591). */
export interface Registration {
	readonly text: string;
	readonly client: Readonly< Record< string, unknown > >;
}

export interface LastTest {
	readonly at: string;
	readonly status: 'ok' | 'warn' | 'fail';
	/** First line that was not good, and what it was about. */
	readonly line: string;
	readonly label: string;
	readonly remedy: string;
	/** Whether nothing that matters has changed since. */
	readonly current: boolean;
}

/** What decided how claims were read, until a change. */
export interface MapVersion {
	readonly until: string;
	readonly by: string;
	readonly claim_map: object | null;
	readonly issuer_scope: object | null;
}

/** A provider as a file, without its secret. */
export interface ProviderFile {
	readonly format: 'coop-credentials-provider';
	readonly v: number;
	readonly provider: Readonly< Record< string, unknown > >;
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

/** Providers of the site, or those its network defines for all of its sites. */
export type ProviderRoute = 'providers' | 'network-providers';

/** Every check short of a log-in; nothing is stored, nobody is signed in. */
export function testProvider(
	slug: string,
	route: ProviderRoute = 'providers'
): Promise< TestResult > {
	return send< TestResult >( `${ route }/${ slug }/test` );
}

/** Makes a provider. Not by core-data: with its short name known, that would take it for one that exists. */
export function createProvider(
	body: Readonly< Record< string, unknown > >,
	route: ProviderRoute
): Promise< Provider > {
	return send< Provider >( route, body );
}

/** Switches a provider on; refused while something is missing. */
export function enableProvider( slug: string ): Promise< Provider > {
	return send< Provider >( `providers/${ slug }`, { enabled: true } );
}

export function exportProvider( slug: string ): Promise< ProviderFile > {
	return read< ProviderFile >( `providers/${ slug }/export` );
}

/** The last twenty claim maps and issuer scopes, newest first. */
export function mapHistory( slug: string ): Promise< readonly MapVersion[] > {
	return read< readonly MapVersion[] >( `providers/${ slug }/history` );
}

/** A site of the network: its addresses at a provider, and whether it has switched it on. */
export interface NetworkSite {
	readonly site: number;
	readonly name: string;
	/** Address of its front page. */
	readonly home: string;
	readonly enabled: boolean;
	readonly redirect_uri: string;
	readonly post_logout_redirect_uri: string;
	readonly backchannel_logout_uri: string;
}

/** Sites on one page of {@see networkSites}. */
export const SITES = 50;

/** Sites of the network in the order in which they were made. */
export function networkSites(
	slug: string,
	page: number
): Promise< readonly NetworkSite[] > {
	return read< readonly NetworkSite[] >(
		`network-providers/${ slug }/sites?per_page=${ SITES }&page=${ page }`
	);
}

/** Switches a provider of the network on or off on one of its sites. */
export function switchSite(
	slug: string,
	site: number,
	enabled: boolean
): Promise< unknown > {
	return send( `network-providers/${ slug }/sites/${ site }`, { enabled } );
}
