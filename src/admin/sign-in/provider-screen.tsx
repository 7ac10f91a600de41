import { Button, Spinner } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import {
	createProvider,
	type Provider,
	testProvider,
	type TestResult,
} from '../../api/providers';
import {
	deleteRecord,
	forgetRecords,
	saveRecord,
	useRecord,
} from '../../api/records';
import { Confirm } from '../../components/confirm';
import { ErrorSummary } from '../../components/error-summary';
import { useForm } from '../../components/form';
import { useTell } from '../../components/notices';
import { ProblemPanel } from '../../components/problem-panel';
import { Link, useRouter, useUnsavedGuard } from '../router';
import { Screen } from '../screen';
import { NetworkProvider } from './network-provider';
import { ProviderFields } from './provider-fields';
import {
	bodyOf,
	checkProvider,
	EMPTY_PROVIDER,
	type ProviderValues,
	valuesOf,
} from './provider-values';
import { TestPanel } from './test-panel';

/** Loads the provider. */
export function ProviderScreen( {
	slug,
}: {
	readonly slug: string;
} ): ReactElement {
	return slug === 'new' ? (
		<ProviderEditor provider={ null } initial={ EMPTY_PROVIDER } />
	) : (
		<Existing slug={ slug } />
	);
}

function Existing( { slug }: { readonly slug: string } ): ReactElement {
	const { record, problem, reload } = useRecord< Provider >(
		'provider',
		slug
	);
	if ( record?.from_network ) {
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

function ProviderEditor( {
	provider,
	initial,
}: {
	readonly provider: Provider | null;
	readonly initial: ProviderValues;
} ): ReactElement {
	const form = useForm< ProviderValues >( initial, checkProvider );
	const [ result, setResult ] = useState< TestResult | null >( null );
	const [ isTesting, setTesting ] = useState( false );
	const [ isAsked, setAsked ] = useState( false );
	const { go } = useRouter();
	const tell = useTell();
	useUnsavedGuard( form.isDirty );

	const save = async (): Promise< boolean > => {
		let stored: Provider | null = null;
		const isDone = await form.submit( async ( values ) => {
			stored = provider
				? await saveRecord< Provider >( 'provider', {
						...bodyOf( values ),
						version: provider.version,
					} )
				: await createProvider( bodyOf( values ) );
		} );
		const kept = stored as Provider | null;
		if ( isDone && kept ) {
			form.reset( valuesOf( kept ) );
			tell.done( __( 'Saved.', 'coop-credentials' ) );
			if ( ! provider ) {
				forgetRecords( 'provider', kept.slug );
				go(
					{ room: 'sign-in', item: kept.slug },
					{ replace: true, force: true }
				);
			}
		}
		return isDone;
	};

	const test = async () => {
		if ( ! provider || isTesting ) {
			return;
		}
		if ( form.isDirty && ! ( await save() ) ) {
			return;
		}
		setTesting( true );
		try {
			setResult( await testProvider( provider.slug ) );
		} catch ( error ) {
			tell.failed( error );
		} finally {
			setTesting( false );
		}
	};

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
						<Button
							variant="tertiary"
							isDestructive
							__next40pxDefaultSize
							onClick={ () => setAsked( true ) }
						>
							{ __( 'Remove', 'coop-credentials' ) }
						</Button>
					) }
					{ provider && (
						<Button
							variant="secondary"
							__next40pxDefaultSize
							isBusy={ isTesting }
							onClick={ () => void test() }
						>
							{ form.isDirty
								? __( 'Save and test', 'coop-credentials' )
								: __( 'Test connection', 'coop-credentials' ) }
						</Button>
					) }
					<Button
						variant="primary"
						__next40pxDefaultSize
						isBusy={ form.isBusy }
						onClick={ () => void save() }
					>
						{ __( 'Save', 'coop-credentials' ) }
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
				<ProviderFields form={ form } provider={ provider } />
				<TestPanel
					provider={ provider }
					result={ result }
					isTesting={ isTesting }
					onTest={ () => void test() }
				/>
			</div>
			{ provider && isAsked && (
				<Confirm
					title={ __( 'Remove this provider?', 'coop-credentials' ) }
					confirmLabel={ __( 'Remove', 'coop-credentials' ) }
					isDestructive
					onClose={ () => setAsked( false ) }
					onConfirm={ async () => {
						await deleteRecord( 'provider', provider.slug );
						tell.done( __( 'Removed.', 'coop-credentials' ) );
						go( { room: 'sign-in' }, { force: true } );
					} }
				>
					<p>
						{ __(
							'Nobody can sign in with it any more. Coupons that were claimed stay good. WordPress accounts and passwords are not touched.',
							'coop-credentials'
						) }
					</p>
				</Confirm>
			) }
		</Screen>
	);
}

function subtitle( provider: Provider | null ): string {
	if ( ! provider ) {
		return __(
			'Save first, then copy the addresses to the provider and test.',
			'coop-credentials'
		);
	}
	return provider.enabled
		? __( 'Switched on', 'coop-credentials' )
		: __( 'Switched off', 'coop-credentials' );
}
