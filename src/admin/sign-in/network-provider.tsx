import { ToggleControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { addQueryArgs } from '@wordpress/url';
import type { ReactElement } from 'react';

import type { Provider } from '../../api/providers';
import { saveRecord } from '../../api/records';
import { boot } from '../boot';
import { Link } from '../router';
import { Screen } from '../screen';
import { SwitchOff } from './switch-off';
import { useAct } from './use-act';

/** A provider of the network: this site has its switch and its own addresses, the rest is not for it to see. */
export function NetworkProvider( {
	provider,
}: {
	readonly provider: Provider;
} ): ReactElement {
	const [ isAsked, setAsked ] = useState( false );
	const [ , act ] = useAct();

	const turn = ( enabled: boolean ) =>
		act( async () => {
			await saveRecord< Provider >( 'provider', {
				slug: provider.slug,
				enabled,
			} );
			return __( 'Saved.', 'coop-credentials' );
		} );

	return (
		<Screen
			title={ provider.label }
			subtitle={ __(
				'From the network: set up once for all its sites.',
				'coop-credentials'
			) }
			back={
				<Link to={ { room: 'sign-in' } }>
					{ __( 'All providers', 'coop-credentials' ) }
				</Link>
			}
		>
			<div className="coop-credentials-stack">
				<p>
					{ whoManages() }{ ' ' }
					{ boot().network?.url && (
						<a
							href={ addQueryArgs( boot().network?.url, {
								item: provider.slug,
							} ) }
						>
							{ __(
								'Open its settings in the network',
								'coop-credentials'
							) }
						</a>
					) }
				</p>
				<section className="coop-credentials-panel">
					<div>
						<ToggleControl
							__nextHasNoMarginBottom
							label={ __(
								'Members can sign in with it here',
								'coop-credentials'
							) }
							help={
								provider.missing.length > 0
									? __(
											'The network has not finished this provider.',
											'coop-credentials'
										)
									: undefined
							}
							checked={ provider.enabled }
							onChange={ ( enabled ) =>
								enabled ? void turn( true ) : setAsked( true )
							}
						/>
					</div>
				</section>
				<section className="coop-credentials-panel">
					<header>
						<h2>
							{ __(
								'Addresses of this site',
								'coop-credentials'
							) }
						</h2>
					</header>
					<div>
						<p>
							{ __(
								'The provider has to know them. If sign-in ends with an error there, send them to whoever looks after the network.',
								'coop-credentials'
							) }
						</p>
						<dl className="coop-credentials-addresses">
							<dt>
								{ __( 'Return address', 'coop-credentials' ) }
							</dt>
							<dd>
								<code>{ provider.redirect_uri }</code>
							</dd>
							<dt>
								{ __(
									'Address after sign-out',
									'coop-credentials'
								) }
							</dt>
							<dd>
								<code>
									{ provider.post_logout_redirect_uri }
								</code>
							</dd>
						</dl>
					</div>
				</section>
			</div>
			{ isAsked && (
				<SwitchOff
					label={ provider.label }
					onConfirm={ () => turn( false ) }
					onClose={ () => setAsked( false ) }
				/>
			) }
		</Screen>
	);
}

/** Whom to ask about its settings. */
function whoManages(): string {
	const name = boot().network?.name ?? '';
	return name === ''
		? __(
				'The administrators of the network manage it. Here it can be switched on and off, nothing else.',
				'coop-credentials'
			)
		: sprintf(
				/* translators: %s: name of a network of sites. */
				__(
					'The administrators of the network “%s” manage it. Here it can be switched on and off, nothing else.',
					'coop-credentials'
				),
				name
			);
}
