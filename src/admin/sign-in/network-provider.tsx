import { ToggleControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { Provider } from '../../api/providers';
import { saveRecord } from '../../api/records';
import { useTell } from '../../components/notices';
import { Link } from '../router';
import { Screen } from '../screen';
import { SwitchOff } from './switch-off';

/** A provider of the network: this site has its switch and its own addresses, the rest is not for it to see. */
export function NetworkProvider( {
	provider,
}: {
	readonly provider: Provider;
} ): ReactElement {
	const [ isBusy, setBusy ] = useState( false );
	const [ isAsked, setAsked ] = useState( false );
	const tell = useTell();

	const turn = async ( enabled: boolean ) => {
		setBusy( true );
		try {
			await saveRecord< Provider >( 'provider', {
				slug: provider.slug,
				enabled,
			} );
			tell.done( __( 'Saved.', 'coop-credentials' ) );
		} catch ( error ) {
			tell.failed( error );
		} finally {
			setBusy( false );
		}
	};

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
			<section className="coop-credentials-panel">
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
					disabled={ isBusy }
					onChange={ ( enabled ) =>
						enabled ? void turn( true ) : setAsked( true )
					}
				/>
			</section>
			<section className="coop-credentials-panel">
				<header>
					<h2>
						{ __( 'Addresses of this site', 'coop-credentials' ) }
					</h2>
				</header>
				<p>
					{ __(
						'The provider has to know them. If sign-in ends with an error there, send them to whoever looks after the network.',
						'coop-credentials'
					) }
				</p>
				<dl>
					<dt>{ __( 'Return address', 'coop-credentials' ) }</dt>
					<dd>
						<code>{ provider.redirect_uri }</code>
					</dd>
					<dt>
						{ __( 'Address after sign-out', 'coop-credentials' ) }
					</dt>
					<dd>
						<code>{ provider.post_logout_redirect_uri }</code>
					</dd>
				</dl>
			</section>
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
