import { Notice, TextareaControl } from '@wordpress/components';
import { useEffect, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { type DecodeError, decodeClaims } from './decode';

type Claims = Readonly< Record< string, unknown > >;

interface Props {
	/** Told the claims, or null while there are none. The text itself never leaves the field. */
	readonly onChange: ( claims: Claims | null ) => void;
}

/** Takes a token, JSON or a UserInfo answer. The browser keeps the payload only; the field forgets it on leaving. */
export function ClaimsField( { onChange }: Props ): ReactElement {
	const [ text, setText ] = useState( '' );
	const decoded = decodeClaims( text );
	const error = decoded.kind === 'error' ? decoded.code : null;
	useEffect( () => {
		const forget = () => {
			setText( '' );
			onChange( null );
		};
		window.addEventListener( 'pagehide', forget );
		return () => window.removeEventListener( 'pagehide', forget );
	}, [ onChange ] );
	return (
		<>
			<Notice
				status="warning"
				isDismissible={ false }
				politeness="polite"
			>
				{ __(
					'What is pasted here is not verified and grants nothing. Your browser takes out the claims and drops the signature; nothing is stored.',
					'coop-credentials'
				) }
			</Notice>
			<TextareaControl
				__nextHasNoMarginBottom
				label={ __( 'Token or claims', 'coop-credentials' ) }
				help={
					error && error !== 'empty'
						? decodeErrorText( error )
						: __(
								'An ID token, the answer of UserInfo, or JSON.',
								'coop-credentials'
							)
				}
				aria-invalid={ error && error !== 'empty' ? true : undefined }
				dir="ltr"
				rows={ 6 }
				spellCheck={ false }
				autoComplete="off"
				value={ text }
				onChange={ ( next ) => {
					setText( next );
					const found = decodeClaims( next );
					onChange( found.kind === 'error' ? null : found.claims );
				} }
			/>
		</>
	);
}

/** Why a pasted text holds no claims. */
export function decodeErrorText( code: DecodeError ): string {
	switch ( code ) {
		case 'empty':
			return __( 'Nothing is pasted yet.', 'coop-credentials' );
		case 'encrypted':
			return __(
				'This token is encrypted (it has five parts). Only the provider and this site’s key could read it. Paste the ID token after it was opened, or the UserInfo answer.',
				'coop-credentials'
			);
		case 'not_base64':
			return __(
				'This looks like a token, but its middle part is damaged. Copy it again, from the first to the last letter.',
				'coop-credentials'
			);
		case 'not_json':
			return __(
				'This is no readable JSON. Look for a missing bracket, comma or quotation mark.',
				'coop-credentials'
			);
		case 'not_claims':
			return __(
				'Claims are a JSON object: they begin with { and end with }.',
				'coop-credentials'
			);
		case 'too_large':
			return __( 'This is too long: at most 60 KB.', 'coop-credentials' );
		case 'unknown':
			return __(
				'This is neither a token (three parts with dots between them) nor JSON.',
				'coop-credentials'
			);
	}
}
