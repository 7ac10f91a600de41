/**
 * Hands a text to the browser as a file to keep.
 *
 * @param name    File name.
 * @param content Text.
 * @param type    Media type.
 */
export function saveFile( name: string, content: string, type: string ): void {
	// The mark tells spreadsheets that the text is UTF-8.
	const mark = type === 'text/csv' ? '\uFEFF' : '';
	const url = URL.createObjectURL(
		new Blob( [ mark + content ], { type: `${ type };charset=utf-8` } )
	);
	const link = document.createElement( 'a' );
	link.href = url;
	link.download = name;
	link.click();
	URL.revokeObjectURL( url );
}
