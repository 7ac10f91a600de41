import type { Provider, ProviderRoute } from '../../api/providers';
import { boot } from '../boot';

/** Whose providers these screens are about: the site's, or the network's. */
interface Home {
	readonly isNetwork: boolean;
	/** Entity of core-data. */
	readonly entity: 'provider' | 'network-provider';
	readonly route: ProviderRoute;
}

export function home(): Home {
	const { isNetwork } = boot();
	return {
		isNetwork,
		entity: isNetwork ? 'network-provider' : 'provider',
		route: isNetwork ? 'network-providers' : 'providers',
	};
}

/** Whether somebody else manages a provider: on a site, one of the network. */
export function isForeign(
	provider: Pick< Provider, 'from_network' >
): boolean {
	return provider.from_network && ! home().isNetwork;
}
