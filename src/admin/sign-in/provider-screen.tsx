import { Spinner } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { Provider } from '../../api/providers';
import { useRecord } from '../../api/records';
import type { SiteSettings } from '../../api/settings';
import { ProblemPanel } from '../../components/problem-panel';
import { Screen } from '../screen';
import { home, isForeign } from './home';
import { NetworkProvider } from './network-provider';
import { ProviderEditor } from './provider-editor';
import { EMPTY_PROVIDER, valuesOf } from './provider-values';

/** Loads the provider. */
export function ProviderScreen( {
	slug,
}: {
	readonly slug: string;
} ): ReactElement {
	if ( slug !== 'new' ) {
		return <Existing slug={ slug } />;
	}
	return home().isNetwork ? (
		<ProviderEditor provider={ null } initial={ EMPTY_PROVIDER } />
	) : (
		<New />
	);
}

/** A new one vouches for the site's own co-op, until the owner says otherwise. */
function New(): ReactElement {
	const { record, problem } = useRecord< SiteSettings >( 'settings' );
	if ( ! record && ! problem ) {
		return (
			<Screen title={ __( 'Add provider', 'coop-credentials' ) }>
				<Spinner />
			</Screen>
		);
	}
	const own = record?.own_organisation ?? '';
	return (
		<ProviderEditor
			provider={ null }
			initial={ {
				...EMPTY_PROVIDER,
				scope_own: own === '' ? '' : `local:${ own.toLowerCase() }`,
			} }
		/>
	);
}

function Existing( { slug }: { readonly slug: string } ): ReactElement {
	const { record, problem, reload } = useRecord< Provider >(
		home().entity,
		slug
	);
	if ( record && isForeign( record ) ) {
		return <NetworkProvider provider={ record } />;
	}
	if ( record ) {
		return (
			<ProviderEditor
				provider={ record }
				initial={ valuesOf( record ) }
			/>
		);
	}
	return (
		<Screen title={ __( 'Provider', 'coop-credentials' ) }>
			{ problem ? (
				<ProblemPanel problem={ problem } onRetry={ reload } />
			) : (
				<Spinner />
			) }
		</Screen>
	);
}
