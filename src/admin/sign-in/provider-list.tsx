import { Spinner } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { Provider } from '../../api/providers';
import { useRecords } from '../../api/records';
import { ProblemPanel } from '../../components/problem-panel';
import { ButtonLink } from '../router';
import { Screen } from '../screen';
import { home } from './home';
import { ProviderRow } from './provider-row';
import { SignInTabs } from './tabs';

/** Who may sign people in, and what works today. */
export function ProviderList(): ReactElement {
	const { entity, isNetwork } = home();
	const list = useRecords< Provider >( entity, { per_page: 100 } );
	return (
		<Screen
			title={
				isNetwork
					? __( 'Providers of the network', 'coop-credentials' )
					: __( 'Providers', 'coop-credentials' )
			}
			tabs={ isNetwork ? undefined : <SignInTabs /> }
			subtitle={
				isNetwork
					? __(
							'Set up once for all sites. Each site then switches them on for itself, and sees nothing of their settings.',
							'coop-credentials'
						)
					: __(
							'Services where members already have a log-in.',
							'coop-credentials'
						)
			}
			actions={
				<ButtonLink
					variant="primary"
					to={ { room: 'sign-in', item: 'new' } }
				>
					{ __( 'Add provider', 'coop-credentials' ) }
				</ButtonLink>
			}
		>
			{ list.isLoading && <Spinner /> }
			{ list.problem && (
				<ProblemPanel
					problem={ list.problem }
					onRetry={ list.reload }
				/>
			) }
			{ ! list.isLoading &&
				! list.problem &&
				list.records.length === 0 && (
					<p>
						{ __(
							'There is no provider yet. Ask your federation or the people who run your membership system for “OpenID Connect” details, then add it here.',
							'coop-credentials'
						) }
					</p>
				) }
			<ul className="coop-credentials-lines">
				{ list.records.map( ( provider, index ) => (
					<ProviderRow
						key={ provider.slug }
						provider={ provider }
						all={ list.records }
						index={ index }
					/>
				) ) }
			</ul>
		</Screen>
	);
}
