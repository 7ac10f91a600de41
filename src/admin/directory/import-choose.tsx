import {
	Button,
	FormFileUpload,
	SelectControl,
	TextControl,
} from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { createSource, type Source, startImport } from '../../api/imports';
import { toProblem } from '../../api/problem';
import { useRecords } from '../../api/records';
import { ErrorSummary } from '../../components/error-summary';

import { useRouter } from '../router';

const NEW = '+';

function slugOf( title: string ): string {
	return title
		.normalize( 'NFKD' )
		.replace( /[^\w\s-]/g, '' )
		.trim()
		.toLowerCase()
		.replace( /[\s_]+/g, '-' )
		.slice( 0, 64 );
}

/** First a source and a file; nothing is written. */
export function ImportChoice(): ReactElement {
	const sources = useRecords< Source >( 'source', {} );
	const [ chosen, setChosen ] = useState( '' );
	const [ title, setTitle ] = useState( '' );
	const [ licence, setLicence ] = useState( '' );
	const [ file, setFile ] = useState< File | null >( null );
	const [ isBusy, setBusy ] = useState( false );
	const [ message, setMessage ] = useState( '' );
	const [ attempt, setAttempt ] = useState( 0 );
	const { go } = useRouter();
	const source = chosen || sources.records[ 0 ]?.slug || NEW;
	const isNew = source === NEW;

	const refuse = ( sentence: string ) => {
		setMessage( sentence );
		setAttempt( ( before ) => before + 1 );
	};

	const start = async () => {
		if ( isBusy ) {
			return;
		}
		if ( ! file ) {
			refuse( __( 'Choose a file first.', 'coop-credentials' ) );
			return;
		}
		if ( isNew && slugOf( title ) === '' ) {
			refuse(
				__( 'Say where the list comes from.', 'coop-credentials' )
			);
			return;
		}
		setBusy( true );
		try {
			let slug = source;
			if ( isNew ) {
				slug = slugOf( title );
				await createSource( slug, title.trim(), licence.trim() );
				setChosen( slug );
				sources.reload();
			}
			const run = await startImport( file, slug );
			go( { room: 'directory', screen: 'import', item: run.uid } );
		} catch ( error ) {
			refuse( toProblem( error ).message );
			setBusy( false );
		}
	};

	return (
		<div className="coop-credentials-form">
			<ErrorSummary
				message={ message }
				errors={ [] }
				attempt={ attempt }
			/>
			<SelectControl
				__next40pxDefaultSize
				__nextHasNoMarginBottom
				label={ __(
					'Where does the list come from?',
					'coop-credentials'
				) }
				value={ source }
				options={ [
					...sources.records.map( ( { slug, title: label } ) => ( {
						value: slug,
						label,
					} ) ),
					{
						value: NEW,
						label: __( 'A new source', 'coop-credentials' ),
					},
				] }
				onChange={ setChosen }
				help={
					sources.problem?.message ??
					__(
						'Rows are recognised again by source and identifier.',
						'coop-credentials'
					)
				}
			/>
			{ isNew && (
				<div className="coop-credentials-form__row">
					<TextControl
						__next40pxDefaultSize
						__nextHasNoMarginBottom
						label={ __( 'Its name', 'coop-credentials' ) }
						help={ __(
							'Shown on profiles, for example: Co-operatives UK.',
							'coop-credentials'
						) }
						value={ title }
						onChange={ setTitle }
						maxLength={ 200 }
					/>
					<TextControl
						__next40pxDefaultSize
						__nextHasNoMarginBottom
						label={ __( 'Licence', 'coop-credentials' ) }
						help={ __(
							'For example: ODC-By 1.0.',
							'coop-credentials'
						) }
						value={ licence }
						onChange={ setLicence }
						maxLength={ 100 }
					/>
				</div>
			) }
			<div>
				<FormFileUpload
					accept=".csv,text/csv"
					onChange={ ( event ) =>
						setFile( event.currentTarget.files?.[ 0 ] ?? null )
					}
					render={ ( { openFileDialog } ) => (
						<Button
							variant="secondary"
							__next40pxDefaultSize
							onClick={ openFileDialog }
						>
							{ __( 'Choose a CSV file', 'coop-credentials' ) }
						</Button>
					) }
				/>
				<p aria-live="polite">
					{ file
						? file.name
						: __(
								'The 30-column standard maps itself. The first line names the columns.',
								'coop-credentials'
							) }
				</p>
			</div>
			<div className="coop-credentials-form__buttons">
				<Button
					variant="primary"
					__next40pxDefaultSize
					isBusy={ isBusy }
					onClick={ () => void start() }
				>
					{ __( 'Look through it', 'coop-credentials' ) }
				</Button>
				<span>
					{ __( 'Nothing is changed yet.', 'coop-credentials' ) }
				</span>
			</div>
		</div>
	);
}
