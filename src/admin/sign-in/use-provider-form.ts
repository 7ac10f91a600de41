import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';

import { toProblem } from '../../api/problem';
import {
	createProvider,
	type Provider,
	testProvider,
	type TestResult,
} from '../../api/providers';
import { forgetRecords, saveRecord } from '../../api/records';
import { type Form, useForm } from '../../components/form';
import { useTell } from '../../components/notices';
import { useRouter } from '../router';
import { checkProvider } from './check';
import type { Mismatch } from './fields/section';
import { home } from './home';
import { bodyOf, type ProviderValues, valuesOf } from './provider-values';

interface Work {
	readonly form: Form< ProviderValues >;
	readonly save: () => Promise< boolean >;
	readonly test: () => Promise< void >;
	readonly result: TestResult | null;
	readonly isTesting: boolean;
	/** Both issuers, when the last save was refused because they differ. */
	readonly mismatch: Mismatch | null;
	/** Takes over the issuer the provider states. */
	readonly take: ( issuer: string ) => void;
	/** Does something and says when it did not work. */
	readonly attempt: ( what: () => Promise< void > ) => Promise< void >;
}

function mismatchOf( error: unknown ): Mismatch | null {
	const { reason, data } = toProblem( error );
	return reason === 'issuer_mismatch' &&
		typeof data.seen === 'string' &&
		typeof data.expected === 'string'
		? { seen: data.seen, expected: data.expected }
		: null;
}

/** Saving and testing of one provider. */
export function useProviderForm(
	provider: Provider | null,
	initial: ProviderValues
): Work {
	const form = useForm< ProviderValues >( initial, checkProvider );
	const [ result, setResult ] = useState< TestResult | null >( null );
	const [ isTesting, setTesting ] = useState( false );
	const [ mismatch, setMismatch ] = useState< Mismatch | null >( null );
	const { go } = useRouter();
	const { entity, route } = home();
	const tell = useTell();

	const save = async (): Promise< boolean > => {
		let stored: Provider | null = null;
		setMismatch( null );
		const isDone = await form.submit( async ( values ) => {
			try {
				stored = provider
					? await saveRecord< Provider >( entity, {
							...bodyOf( values ),
							version: provider.version,
						} )
					: await createProvider( bodyOf( values ), route );
			} catch ( error ) {
				setMismatch( mismatchOf( error ) );
				throw error;
			}
		} );
		const kept = stored as Provider | null;
		if ( isDone && kept ) {
			form.reset( valuesOf( kept ) );
			tell.done( __( 'Saved.', 'coop-credentials' ) );
			if ( ! provider ) {
				forgetRecords( entity, kept.slug );
				go(
					{ room: 'sign-in', item: kept.slug },
					{ replace: true, force: true }
				);
			}
		}
		return isDone;
	};

	const attempt = async ( what: () => Promise< void > ) => {
		try {
			await what();
		} catch ( error ) {
			tell.failed( error );
		}
	};

	const test = async () => {
		if ( ! provider || isTesting ) {
			return;
		}
		if ( form.isDirty && ! ( await save() ) ) {
			return;
		}
		setTesting( true );
		await attempt( async () =>
			setResult( await testProvider( provider.slug, route ) )
		);
		setTesting( false );
	};

	return {
		form,
		save,
		test,
		result,
		isTesting,
		mismatch,
		take: ( issuer ) => {
			form.set( 'issuer', issuer );
			setMismatch( null );
		},
		attempt,
	};
}
