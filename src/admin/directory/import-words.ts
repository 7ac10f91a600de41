import { __ } from '@wordpress/i18n';

/** What is the matter with a row or a file, and what happens with it. */
export function problemWord( code: string ): string {
	switch ( code ) {
		case 'replacement_char':
			return __(
				'Names with a damaged character. They are imported as they are.',
				'coop-credentials'
			);
		case 'encoding_mixed':
			return __(
				'Rows in another character encoding. They are left out.',
				'coop-credentials'
			);
		case 'double_encoded':
			return __(
				'Text that looks encoded twice. It is imported as it is.',
				'coop-credentials'
			);
		case 'duplicate_id':
			return __(
				'Identifiers that occur twice. The second is left out.',
				'coop-credentials'
			);
		case 'too_long':
			return __(
				'Values that are too long. They are not cut but left out.',
				'coop-credentials'
			);
		case 'tombstoned':
			return __(
				'Organisations that asked not to be listed. They stay out.',
				'coop-credentials'
			);
		case 'quote_unclosed':
			return __(
				'A quotation mark is opened and never closed. Mend the file and choose it again; nothing was changed.',
				'coop-credentials'
			);
		case 'duplicate_header':
			return __(
				'Two columns have the same name. Rename one and choose the file again.',
				'coop-credentials'
			);
		case 'source_missing':
			return __(
				'The uploaded file is gone. Choose it again.',
				'coop-credentials'
			);
		default:
			return code
				? code.replace( /_/g, ' ' )
				: __( 'The file could not be read.', 'coop-credentials' );
	}
}
