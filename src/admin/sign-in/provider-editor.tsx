import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { Provider } from '../../api/providers';
import { ErrorSummary } from '../../components/error-summary';
import { Link, useUnsavedGuard } from '../router';
import { Screen } from '../screen';
import { home } from './home';
import { ImportFile, saveProviderFile } from './import-file';
import { ProviderFields } from './provider-fields';
import type { ProviderValues } from './provider-values';
import { RemoveProvider } from './remove-provider';
import { SwitchOff } from './switch-off';
import { TestPanel } from './test-panel';
import { useProviderForm } from './use-provider-form';

/** One provider: settings on one side, the test on the other. */
export function ProviderEditor( {
	provider,
	initial,
}: {
	readonly provider: Provider | null;
	readonly initial: ProviderValues;
} ): ReactElement {
	const work = useProviderForm( provider, initial );
	const [ isAsked, setAsked ] = useState( false );
	const [ next, setNext ] = useState< ( () => Promise< unknown > ) | null >(
		null
	);
	const { form } = work;
	/** Saving may switch the provider off, which asks first. */
	const saveBy = ( what: () => Promise< unknown > ) => {
		if ( provider?.enabled && ! form.values.enabled ) {
			setNext( () => what );
		} else {
			void what();
		}
	};
	useUnsavedGuard( form.isDirty );

	return (
		<Screen
			title={
				provider?.label ?? __( 'Add provider', 'coop-credentials' )
			}
			subtitle={ subtitle( provider ) }
			back={
				<Link to={ { room: 'sign-in' } }>
					{ __( 'All providers', 'coop-credentials' ) }
				</Link>
			}
			actions={
				<>
					{ provider && (
						<>
							<Button
								variant="tertiary"
								isDestructive
								__next40pxDefaultSize
								onClick={ () => setAsked( true ) }
							>
								{ __( 'Remove', 'coop-credentials' ) }
							</Button>
							{ ! home().isNetwork && (
								<Button
									variant="tertiary"
									__next40pxDefaultSize
									onClick={ () =>
										void work.attempt( () =>
											saveProviderFile( provider.slug )
										)
									}
								>
									{ __( 'Export', 'coop-credentials' ) }
								</Button>
							) }
							<Button
								variant="secondary"
								__next40pxDefaultSize
								isBusy={ work.isTesting }
								onClick={ () => saveBy( work.test ) }
							>
								{ form.isDirty
									? __( 'Save and test', 'coop-credentials' )
									: __(
											'Test connection',
											'coop-credentials'
										) }
							</Button>
						</>
					) }
					<Button
						variant="primary"
						__next40pxDefaultSize
						isBusy={ form.isBusy }
						onClick={ () => saveBy( work.save ) }
					>
						{ provider
							? __( 'Save', 'coop-credentials' )
							: __( 'Save and go on', 'coop-credentials' ) }
					</Button>
				</>
			}
		>
			<ErrorSummary
				message={ form.message }
				errors={ form.summary }
				attempt={ form.attempt }
			/>
			<div className="coop-credentials-columns">
				<div>
					{ ! provider && <ImportFile form={ form } /> }
					<ProviderFields
						form={ form }
						provider={ provider }
						mismatch={ work.mismatch }
						onTake={ work.take }
					/>
				</div>
				<TestPanel
					provider={ provider }
					result={ work.result }
					isTesting={ work.isTesting }
					onTest={ () => saveBy( work.test ) }
				/>
			</div>
			{ provider && next && (
				<SwitchOff
					label={ provider.label }
					confirmLabel={ __(
						'Save and switch off',
						'coop-credentials'
					) }
					onConfirm={ async () => {
						await next();
					} }
					onClose={ () => setNext( null ) }
				/>
			) }
			{ provider && isAsked && (
				<RemoveProvider
					provider={ provider }
					onClose={ () => setAsked( false ) }
				/>
			) }
		</Screen>
	);
}

function subtitle( provider: Provider | null ): string {
	if ( ! provider ) {
		return __(
			'A few questions first. What comes next depends on them.',
			'coop-credentials'
		);
	}
	if ( provider.enabled ) {
		return home().isNetwork
			? __( 'Sites can switch it on', 'coop-credentials' )
			: __( 'Switched on', 'coop-credentials' );
	}
	return provider.missing.length > 0
		? __(
				'Switched off. Send the text to the provider’s people, then enter what they send back.',
				'coop-credentials'
			)
		: __( 'Switched off', 'coop-credentials' );
}
