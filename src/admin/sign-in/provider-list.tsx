import { Spinner } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { Provider } from '../../api/providers';
import { useRecords } from '../../api/records';
import { ProblemPanel } from '../../components/problem-panel';
import { type Mark, StateMark } from '../../components/state-mark';
import { ButtonLink } from '../router';
import { Screen } from '../screen';
import { SignInTabs } from './tabs';
import { fieldWord } from './words';

interface Standing {
	readonly mark: Mark;
	readonly sentence: string;
	readonly button: string;
}

function standing( provider: Provider ): Standing {
	if ( provider.from_network ) {
		return {
			mark: provider.enabled ? 'ok' : 'neutral',
			sentence: provider.enabled
				? __( 'From the network · switched on', 'coop-credentials' )
				: __( 'From the network · switched off', 'coop-credentials' ),
			button: __( 'Show', 'coop-credentials' ),
		};
	}
	if ( provider.missing.length > 0 ) {
		return {
			mark: provider.enabled ? 'no' : 'pending',
			sentence: sprintf(
				/* translators: %s: names of what is missing. */
				__( 'Not complete. Missing: %s.', 'coop-credentials' ),
				provider.missing.map( fieldWord ).join( ', ' )
			),
			button: __( 'Finish', 'coop-credentials' ),
		};
	}
	const kind =
		provider.kind === 'oidc'
			? __( 'OpenID Connect', 'coop-credentials' )
			: __( 'OAuth 2', 'coop-credentials' );
	return provider.enabled
		? {
				mark: 'ok',
				sentence: sprintf(
					/* translators: %s: kind of provider. */
					__( 'Switched on · %s', 'coop-credentials' ),
					kind
				),
				button: __( 'Edit', 'coop-credentials' ),
			}
		: {
				mark: 'neutral',
				sentence: sprintf(
					/* translators: %s: kind of provider. */
					__( 'Complete, switched off · %s', 'coop-credentials' ),
					kind
				),
				button: __( 'Edit', 'coop-credentials' ),
			};
}

/** Who may sign people in, and what works today. */
export function ProviderList(): ReactElement {
	const list = useRecords< Provider >( 'provider', { per_page: 100 } );
	return (
		<Screen
			title={ __( 'Providers', 'coop-credentials' ) }
			tabs={ <SignInTabs /> }
			subtitle={ __(
				'Services where members already have a log-in.',
				'coop-credentials'
			) }
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
				{ list.records.map( ( provider ) => {
					const { mark, sentence, button } = standing( provider );
					return (
						<li key={ provider.slug }>
							<StateMark mark={ mark } />
							<div>
								<h2>{ provider.label }</h2>
								<p>{ sentence }</p>
							</div>
							<div className="coop-credentials-lines__buttons">
								<ButtonLink
									to={ {
										room: 'sign-in',
										item: provider.slug,
									} }
								>
									{ button }
								</ButtonLink>
							</div>
						</li>
					);
				} ) }
			</ul>
		</Screen>
	);
}
