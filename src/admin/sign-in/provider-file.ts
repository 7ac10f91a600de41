import type { Provider } from '../../api/providers';
import {
	EMPTY_PROVIDER,
	type ProviderValues,
	valuesOf,
} from './provider-values';

/** What a file holds, as the form shows it; null when it is no file of a provider. It is never switched on by itself. */
export function valuesOfFile( text: string ): ProviderValues | null {
	let file: unknown;
	try {
		file = JSON.parse( text );
	} catch {
		return null;
	}
	const { format, v, provider } = ( file ?? {} ) as Record< string, unknown >;
	if (
		format !== 'coop-credentials-provider' ||
		v !== 1 ||
		typeof provider !== 'object' ||
		provider === null
	) {
		return null;
	}
	const empty = {
		...EMPTY_PROVIDER,
		extra_scopes: [],
		extra_parameters: {},
		echo: {},
		role_rules: {},
		claim_map: null,
		issuer_scope: null,
		session_idle: 86400,
		session_absolute: 604800,
	};
	try {
		return {
			...valuesOf( { ...empty, ...provider } as unknown as Provider ),
			enabled: false,
			icon: 0,
		};
	} catch {
		return null;
	}
}
