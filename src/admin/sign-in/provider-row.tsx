import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { chevronDown, chevronUp } from '@wordpress/icons';
import type { ReactElement } from 'react';

import type { Provider } from '../../api/providers';
import { forgetRecords, saveRecord } from '../../api/records';
import { StateMark } from '../../components/state-mark';
import { ButtonLink } from '../router';
import { home, isForeign } from './home';
import { orderAfterMove } from './order';
import { standing } from './standing';
import { SwitchOff } from './switch-off';
import { useAct } from './use-act';

interface Props {
	readonly provider: Provider;
	readonly all: readonly Provider[];
	readonly index: number;
}

/** One provider in the list: how it stands, its place, on or off. */
export function ProviderRow( { provider, all, index }: Props ): ReactElement {
	const { mark, sentence, button } = standing( provider );
	const [ isAsked, setAsked ] = useState( false );
	const [ isBusy, act ] = useAct( () =>
		forgetRecords( home().entity, provider.slug )
	);
	const move = ( by: -1 | 1 ) =>
		act( async () => {
			for ( const { slug, order } of orderAfterMove( all, index, by ) ) {
				await saveRecord( home().entity, { slug, order } );
			}
			return sprintf(
				/* translators: 1: name of a provider, 2: its place, 3: how many there are. */
				__( '%1$s is now number %2$d of %3$d.', 'coop-credentials' ),
				provider.label,
				index + by + 1,
				all.length
			);
		} );
	const turn = () =>
		act( async () => {
			await saveRecord( home().entity, {
				slug: provider.slug,
				enabled: ! provider.enabled,
			} );
			return provider.enabled
				? sprintf(
						/* translators: %s: name of a provider. */
						__( '%s is switched off.', 'coop-credentials' ),
						provider.label
					)
				: sprintf(
						/* translators: %s: name of a provider. */
						__( '%s is switched on.', 'coop-credentials' ),
						provider.label
					);
		} );
	return (
		<li>
			<StateMark mark={ mark } />
			<div>
				<h2>{ provider.label }</h2>
				<p>{ sentence }</p>
			</div>
			<div className="coop-credentials-lines__buttons">
				{ all.length > 1 && ! isForeign( provider ) && (
					<>
						<Button
							icon={ chevronUp }
							__next40pxDefaultSize
							accessibleWhenDisabled
							disabled={ index === 0 || isBusy }
							label={ sprintf(
								/* translators: %s: name of a provider. */
								__( 'Move %s up', 'coop-credentials' ),
								provider.label
							) }
							onClick={ () => void move( -1 ) }
						/>
						<Button
							icon={ chevronDown }
							__next40pxDefaultSize
							accessibleWhenDisabled
							disabled={ index === all.length - 1 || isBusy }
							label={ sprintf(
								/* translators: %s: name of a provider. */
								__( 'Move %s down', 'coop-credentials' ),
								provider.label
							) }
							onClick={ () => void move( 1 ) }
						/>
					</>
				) }
				{ provider.missing.length === 0 && (
					<Button
						variant="tertiary"
						__next40pxDefaultSize
						isBusy={ isBusy }
						aria-label={
							provider.enabled
								? sprintf(
										/* translators: %s: name of a provider. */
										__(
											'Switch %s off',
											'coop-credentials'
										),
										provider.label
									)
								: sprintf(
										/* translators: %s: name of a provider. */
										__(
											'Switch %s on',
											'coop-credentials'
										),
										provider.label
									)
						}
						onClick={ () =>
							provider.enabled ? setAsked( true ) : void turn()
						}
					>
						{ provider.enabled
							? __( 'Switch off', 'coop-credentials' )
							: __( 'Switch on', 'coop-credentials' ) }
					</Button>
				) }
				<ButtonLink to={ { room: 'sign-in', item: provider.slug } }>
					{ button }
				</ButtonLink>
			</div>
			{ isAsked && (
				<SwitchOff
					label={ provider.label }
					onConfirm={ turn }
					onClose={ () => setAsked( false ) }
				/>
			) }
		</li>
	);
}
