import { SelectControl } from '@wordpress/components';
import { useEntityRecords } from '@wordpress/core-data';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { describe, type Form } from '../../../components/form';
import type { ProviderValues } from '../provider-values';

interface Picture {
	readonly id: number;
	readonly title?: { readonly rendered?: string };
	readonly source_url?: string;
}

/** A picture of this site's media library; one from elsewhere would tell strangers who visits. */
export function IconField( {
	form,
}: {
	readonly form: Form< ProviderValues >;
} ): ReactElement {
	const label = __( 'Picture on the button', 'coop-credentials' );
	form.label( 'icon', label );
	const { records } = useEntityRecords< Picture >( 'postType', 'attachment', {
		media_type: 'image',
		per_page: 50,
		_fields: 'id,title,source_url',
	} );
	const chosen = form.values.icon;
	const options = ( records ?? [] ).map( ( { id, title } ) => ( {
		value: String( id ),
		label: title?.rendered || String( id ),
	} ) );
	if (
		chosen > 0 &&
		! options.some( ( { value } ) => value === String( chosen ) )
	) {
		options.unshift( { value: String( chosen ), label: String( chosen ) } );
	}
	return (
		<SelectControl
			id={ form.controlId( 'icon' ) }
			__next40pxDefaultSize
			__nextHasNoMarginBottom
			label={ label }
			help={ describe(
				__(
					'From the media library of this site; best square, at least 64 pixels.',
					'coop-credentials'
				),
				form.errors.icon
			) }
			value={ String( chosen ) }
			options={ [
				{ value: '0', label: __( 'None', 'coop-credentials' ) },
				...options,
			] }
			onChange={ ( value ) => form.set( 'icon', Number( value ) ) }
		/>
	);
}
