/**
 * A sentence from the server with its gap filled.
 *
 * @param sentence With %s.
 * @param value    What goes into the gap.
 */
export const fill = ( sentence = '', value: string | number = '' ) =>
	sentence.replace( '%s', String( value ) );

/**
 * A date in words. A day without a time is that day everywhere; an end at midnight belongs to the day before.
 *
 * @param value ISO 8601.
 */
export const inWords = ( value?: string | null ) =>
	value
		? new Date(
				Date.parse( value ) - ( value[ 10 ] ? 1 : 0 )
			).toLocaleDateString( document.documentElement.lang, {
				dateStyle: 'long',
				...( ! value[ 10 ] && { timeZone: 'UTC' } ),
			} )
		: '';
