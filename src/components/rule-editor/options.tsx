import {
	CheckboxControl,
	SelectControl,
	TextControl,
} from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { AuthRule, Draft } from '../../lib/rules';
import { ageText } from './words';

interface Props {
	readonly draft: Draft;
	readonly onChange: ( draft: Draft, key?: string ) => void;
}

/** Ages offered for the log-in, seconds; others are kept and shown. */
const AGES = [ 900, 3600, 28800, 86400, 2592000 ];

/** Whose memberships count, and what is asked of the log-in itself. */
export function Options( { draft, onChange }: Props ): ReactElement {
	const auth = draft.auth ?? {};
	const setAuth = ( next: AuthRule, key = '' ) => {
		const filled = Object.fromEntries(
			Object.entries( next ).filter( ( [ , value ] ) =>
				Array.isArray( value ) ? value.length > 0 : value
			)
		) as AuthRule;
		onChange(
			{
				...draft,
				auth: Object.keys( filled ).length > 0 ? filled : null,
			},
			key
		);
	};
	const age = auth.max_age ?? 0;
	const ages = AGES.includes( age ) || age === 0 ? AGES : [ age, ...AGES ];
	return (
		<details className="coop-credentials-rule__options">
			<summary>
				{ __( 'Which memberships, which log-in', 'coop-credentials' ) }
			</summary>
			<div>
				<CheckboxControl
					__nextHasNoMarginBottom
					label={ __(
						'Every membership of the person must fit',
						'coop-credentials'
					) }
					help={ __(
						'Otherwise one that fits is enough.',
						'coop-credentials'
					) }
					checked={ draft.every }
					onChange={ ( every ) => onChange( { ...draft, every } ) }
				/>
				<CheckboxControl
					__nextHasNoMarginBottom
					label={ __(
						'Look at memberships that are not in force, too',
						'coop-credentials'
					) }
					help={ __(
						'Suspended, lapsed or ended ones, for example to invite former members back.',
						'coop-credentials'
					) }
					checked={ draft.inactive }
					onChange={ ( inactive ) =>
						onChange( { ...draft, inactive } )
					}
				/>
				<SelectControl
					__next40pxDefaultSize
					__nextHasNoMarginBottom
					label={ __(
						'How long ago the log-in may be',
						'coop-credentials'
					) }
					help={ __(
						'Who logged in earlier is asked to confirm with the provider again.',
						'coop-credentials'
					) }
					value={ String( age ) }
					options={ [
						{
							value: '0',
							label: __( 'Does not matter', 'coop-credentials' ),
						},
						...ages.map( ( seconds ) => ( {
							value: String( seconds ),
							label: ageText( seconds ),
						} ) ),
					] }
					onChange={ ( seconds: string ) =>
						setAuth( { ...auth, max_age: Number( seconds ) } )
					}
				/>
				<Words
					label={ __(
						'Accepted kinds of log-in (acr)',
						'coop-credentials'
					) }
					value={ auth.acr_any }
					onChange={ ( acr ) =>
						setAuth( { ...auth, acr_any: acr }, 'acr_any' )
					}
				/>
				<Words
					label={ __(
						'One of these ways of log-in (amr)',
						'coop-credentials'
					) }
					value={ auth.amr_any }
					onChange={ ( amr ) =>
						setAuth( { ...auth, amr_any: amr }, 'amr_any' )
					}
				/>
				<Words
					label={ __(
						'All of these ways of log-in (amr)',
						'coop-credentials'
					) }
					value={ auth.amr_all }
					onChange={ ( amr ) =>
						setAuth( { ...auth, amr_all: amr }, 'amr_all' )
					}
				/>
			</div>
		</details>
	);
}

/** Words with spaces between them: the names of acr and amr values hold none. */
function Words( {
	label,
	value,
	onChange,
}: {
	readonly label: string;
	readonly value: readonly string[] | undefined;
	readonly onChange: ( words: string[] ) => void;
} ): ReactElement {
	const [ typed, setTyped ] = useState( () => ( value ?? [] ).join( ' ' ) );
	const isSame = wordsOf( typed ).join( ' ' ) === ( value ?? [] ).join( ' ' );
	return (
		<TextControl
			__next40pxDefaultSize
			__nextHasNoMarginBottom
			label={ label }
			help={ __(
				'As the provider writes them, with spaces between them. Leave empty when it does not matter.',
				'coop-credentials'
			) }
			dir="ltr"
			spellCheck={ false }
			autoComplete="off"
			value={ isSame ? typed : ( value ?? [] ).join( ' ' ) }
			onChange={ ( text ) => {
				setTyped( text );
				onChange( wordsOf( text ) );
			} }
		/>
	);
}

function wordsOf( text: string ): string[] {
	return text.split( /\s+/ ).filter( Boolean );
}
