import { __, sprintf } from '@wordpress/i18n';

/** Heading levels a block of ours may use, for a control that chooses one. */
export function headingLevels(): { value: number; label: string }[] {
	return [ 2, 3, 4 ].map( ( value ) => ( {
		value,
		/* translators: %d: heading level. */
		label: sprintf( __( 'Heading %d', 'coop-credentials' ), value ),
	} ) );
}
