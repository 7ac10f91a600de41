/**
 * A sentence from the server with its gap filled.
 *
 * @param sentence With %s.
 * @param value    What goes into the gap.
 */
export const fill = ( sentence = '', value: string | number = '' ) =>
	sentence.replace( '%s', String( value ) );

/**
 * A date in words. A day without a time is that day everywhere.
 *
 * @param value ISO 8601.
 */
export const inWords = ( value?: string | null ) =>
	value
		? new Date( value ).toLocaleDateString( document.documentElement.lang, {
				dateStyle: 'long',
				...( ! value[ 10 ] && { timeZone: 'UTC' } ),
			} )
		: '';
