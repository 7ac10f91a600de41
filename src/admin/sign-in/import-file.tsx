import { FormFileUpload } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { ChangeEvent, ReactElement } from 'react';

import { exportProvider } from '../../api/providers';
import type { Form } from '../../components/form';
import { useTell } from '../../components/notices';
import { saveFile } from '../save-file';
import { valuesOfFile } from './provider-file';
import type { ProviderValues } from './provider-values';

/** Hands the record to the browser as a file. The secret is not in it. */
export async function saveProviderFile( slug: string ): Promise< void > {
	const file = await exportProvider( slug );
	saveFile(
		`provider-${ slug }.json`,
		JSON.stringify( file, null, '\t' ),
		'application/json'
	);
}

/** Fills the form from a file. Nothing is stored before the owner saves. */
export function ImportFile( {
	form,
}: {
	readonly form: Form< ProviderValues >;
} ): ReactElement {
	const tell = useTell();
	const read = async ( event: ChangeEvent< HTMLInputElement > ) => {
		const file = event.currentTarget.files?.[ 0 ];
		if ( ! file ) {
			return;
		}
		const values = valuesOfFile( await file.text() );
		if ( ! values ) {
			tell.failed( {
				message: __(
					'This is not a provider’s file. Choose one that was made with “Export” on a provider’s screen.',
					'coop-credentials'
				),
			} );
			return;
		}
		for ( const [ name, value ] of Object.entries( values ) ) {
			form.set( name as keyof ProviderValues, value as never );
		}
		tell.done(
			__(
				'Read. Look it through and save; the secret has to be entered again.',
				'coop-credentials'
			)
		);
	};
	return (
		<div className="coop-credentials-import">
			<FormFileUpload
				__next40pxDefaultSize
				accept="application/json,.json"
				className="is-secondary"
				onChange={ ( event ) => void read( event ) }
			>
				{ __( 'Fill in from a file', 'coop-credentials' ) }
			</FormFileUpload>
		</div>
	);
}
