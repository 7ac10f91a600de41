import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { SelectField, TextField } from '../../../components/form';
import { slugOf } from '../check';
import { presetChoices, presetValues, presetWords } from '../presets';
import type { ProviderValues } from '../provider-values';
import { fieldWord } from '../words';
import type { SectionProps } from './section';

/** What runs there, and what members read on the button. */
export function Basics( { form, provider }: SectionProps ): ReactElement {
	const { values } = form;
	const isFollowing =
		! provider &&
		( values.slug === '' || values.slug === slugOf( values.label ) );
	const choose = ( preset: string ) => {
		form.set( 'preset', preset );
		for ( const [ key, filled ] of Object.entries(
			presetValues( preset )
		) ) {
			form.set( key as keyof ProviderValues, filled as never );
		}
	};
	return (
		<fieldset className="coop-credentials-form__section">
			<legend>{ __( 'The provider', 'coop-credentials' ) }</legend>
			<SelectField
				form={ {
					...form,
					set: ( name, value ) =>
						name === 'preset'
							? choose( String( value ) )
							: form.set( name, value ),
				} }
				name="preset"
				label={ __( 'What runs there?', 'coop-credentials' ) }
				options={ presetChoices() }
				help={ presetWords( values.preset ) }
			/>
			<div className="coop-credentials-form__row">
				<TextField
					form={ {
						...form,
						set: ( name, value ) => {
							form.set( name, value );
							if ( isFollowing ) {
								form.set( 'slug', slugOf( String( value ) ) );
							}
						},
					} }
					name="label"
					label={ fieldWord( 'label' ) }
					help={ __(
						'Members read “Sign in with …”.',
						'coop-credentials'
					) }
					maxLength={ 60 }
					required
				/>
				<TextField
					form={ form }
					name="slug"
					label={ fieldWord( 'slug' ) }
					help={ __(
						'Part of the return address. It cannot be changed later.',
						'coop-credentials'
					) }
					maxLength={ 32 }
					disabled={ provider !== null }
					dir="ltr"
					required
				/>
			</div>
		</fieldset>
	);
}
