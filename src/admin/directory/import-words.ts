import { __, sprintf } from '@wordpress/i18n';

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
		case 'markup_in_name':
			return __(
				'Names with HTML in them. It is shown as text and does nothing.',
				'coop-credentials'
			);
		case 'website_scheme':
			return __(
				'Websites whose address is not one of the web (http or https). They are left out.',
				'coop-credentials'
			);
		case 'website_scheme_added':
			return __(
				'Websites without http:// or https://. It was added.',
				'coop-credentials'
			);
		case 'website_several':
			return __(
				'Several websites in one cell. The first is taken.',
				'coop-credentials'
			);
		case 'website_unusable':
			return __(
				'Websites that cannot be read as an address. They are left out.',
				'coop-credentials'
			);
		case 'cell_count':
			return __(
				'Rows with more or fewer cells than there are columns. They are left out.',
				'coop-credentials'
			);
		case 'name_missing':
			return __(
				'Rows without a name. They are left out.',
				'coop-credentials'
			);
		case 'identifier_missing':
			return __(
				'Rows without an identifier. They are left out, as they could not be found again.',
				'coop-credentials'
			);
		case 'identifier_invalid':
			return __(
				'Numbers of a register that are not written as that register does. They are left out.',
				'coop-credentials'
			);
		case 'identifier_conflict':
			return __(
				'Rows whose identifiers belong to different organisations here. They are left out.',
				'coop-credentials'
			);
		case 'same_website':
			return __(
				'Organisations that share a website with another one. They are kept apart.',
				'coop-credentials'
			);
		case 'same_name_and_postcode':
			return __(
				'Organisations with the same name and postcode as another one. They are kept apart.',
				'coop-credentials'
			);
		case 'unknown_code':
			return __(
				'Codes this site does not know. The cell is left empty.',
				'coop-credentials'
			);
		case 'country_unknown':
			return __(
				'Countries that are not known. The cell is left empty.',
				'coop-credentials'
			);
		case 'country_ambiguous':
			return __(
				'Countries whose name means more than one. The cell is left empty.',
				'coop-credentials'
			);
		case 'leading_zero':
			return __(
				'Postcodes that may have lost a zero at the start. They are imported as they are.',
				'coop-credentials'
			);
		case 'zero_point':
			return __(
				'Places at 0, 0, which is in the sea. They are left out.',
				'coop-credentials'
			);
		case 'degrees_invalid':
			return __(
				'Places that are not on the earth. They are left out.',
				'coop-credentials'
			);
		case 'entity_decoded':
			return __(
				'Text with HTML entities. They were turned into characters.',
				'coop-credentials'
			);
		case 'encoding_unconfirmed':
			return __(
				'It is not certain how the characters of this list are encoded. Please look at names with accents.',
				'coop-credentials'
			);
		case 'unsupported_file':
			return __(
				'This kind of file cannot be read. Save the list as CSV (UTF-8) and choose it again.',
				'coop-credentials'
			);
		case 'empty_header':
			return __(
				'A column has no name. Name it and choose the file again.',
				'coop-credentials'
			);
		case 'storage_failed':
			return __(
				'The site could not save. Please try again in a moment.',
				'coop-credentials'
			);
		case '':
			return __( 'The file could not be read.', 'coop-credentials' );
		default:
			return sprintf(
				/* translators: %s: short code of a problem, in English. */
				__(
					'Something else is the matter (%s). Please look at the rows.',
					'coop-credentials'
				),
				code
			);
	}
}
