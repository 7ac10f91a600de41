import { Placeholder } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import {
	BlockEdit,
	BlockSettings,
	Sample,
	type BlockEditProps,
	type Setting,
} from '../../components/editor';

export interface Attributes extends Record< string, unknown > {
	slug: string;
	layout: 'page' | 'card';
}

const slug = (): Setting => ( {
	name: 'slug',
	label: __( 'Co-op', 'coop-credentials' ),
	help: __( 'Type part of its name.', 'coop-credentials' ),
	fallback: '',
	choose: 'organisation-slug',
} );

const layout = (): Setting => ( {
	name: 'layout',
	label: __( 'Show', 'coop-credentials' ),
	fallback: 'page',
	options: [
		{ value: 'page', label: __( 'Everything', 'coop-credentials' ) },
		{ value: 'card', label: __( 'A short card', 'coop-credentials' ) },
	],
} );

export function Edit( props: BlockEditProps< Attributes > ) {
	const placeholder = props.attributes.slug === '' && (
		<Placeholder
			label={ __( 'Co-op profile', 'coop-credentials' ) }
			instructions={ __(
				'Choose a co-op of the directory. Visitors see nothing until then.',
				'coop-credentials'
			) }
		>
			<BlockSettings
				settings={ [ slug() ] }
				attributes={ props.attributes }
				setAttributes={ props.setAttributes as never }
			/>
		</Placeholder>
	);
	return (
		<BlockEdit
			{ ...props }
			settings={ [ slug(), layout() ] }
			placeholder={ placeholder || undefined }
			sample={
				<Sample
					title={ __( 'Example Weavers Co-op', 'coop-credentials' ) }
					lines={ [ __( 'Verified co-op', 'coop-credentials' ) ] }
				/>
			}
		/>
	);
}
