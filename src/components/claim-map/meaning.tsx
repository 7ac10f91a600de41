import {
	Button,
	Notice,
	SelectControl,
	TextControl,
} from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { fieldLabel } from '../rule-editor/labels';
import { type Fit, text } from './fit';

interface Props {
	readonly field: string;
	readonly value: unknown;
	readonly fit: Fit;
	/** Called with the word that stands for the value. */
	readonly onMeaning: ( word: string ) => void;
}

/** What a value stands for that cannot be read as it is. */
export function Meaning( props: Props ): ReactElement {
	const { field, value, fit, onMeaning } = props;
	const label = sprintf(
		/* translators: 1: value of a claim, 2: field of a membership. */
		__( '%1$s as “%2$s” stands for', 'coop-credentials' ),
		JSON.stringify( value ),
		fieldLabel( field )
	);
	if ( fit.kind === 'choose' ) {
		return (
			<SelectControl
				__next40pxDefaultSize
				__nextHasNoMarginBottom
				label={ label }
				help={ __(
					'The site does not know this word. Other words of the provider can be clicked the same way.',
					'coop-credentials'
				) }
				value=""
				options={ [
					{
						value: '',
						label: __( 'Please choose', 'coop-credentials' ),
					},
					...fit.options,
				] }
				onChange={ onMeaning }
			/>
		);
	}
	return <Written { ...props } label={ label } />;
}

function Written( {
	field,
	fit,
	label,
	onMeaning,
}: Props & { readonly label: string } ): ReactElement {
	const [ word, setWord ] = useState(
		fit.kind === 'write' ? fit.proposal : ''
	);
	const [ isWrong, setWrong ] = useState( false );
	const help =
		field === 'organisation_id'
			? __(
					'The address of this co-op as the directory has it, for example https://weavers.example/',
					'coop-credentials'
				)
			: __(
					'One word of small letters, digits and hyphens.',
					'coop-credentials'
				);
	return (
		<form
			className="coop-credentials-stack"
			onSubmit={ ( event ) => {
				event.preventDefault();
				if ( text( field, word ) ) {
					onMeaning( word.trim() );
				} else {
					setWrong( true );
				}
			} }
		>
			<TextControl
				__next40pxDefaultSize
				__nextHasNoMarginBottom
				label={ label }
				help={ help }
				dir="ltr"
				value={ word }
				onChange={ setWord }
			/>
			{ isWrong && (
				<Notice status="error" isDismissible={ false }>
					{ help }
				</Notice>
			) }
			<Button variant="secondary" type="submit" __next40pxDefaultSize>
				{ __( 'Use it', 'coop-credentials' ) }
			</Button>
		</form>
	);
}
