/**
 * A sentence from the server with its gap filled.
 *
 * @param sentence With %s, or %1$s and %2$s.
 * @param values   What goes into the gaps.
 */
export const fill = (sentence = '', ...values: (string | number)[]) =>
	sentence.replace(/%(?:(\d)\$)?s/g, (_, place) =>
		String(values[(place ?? 1) - 1] ?? '')
	);

/**
 * A date in words. A day without a time is that day everywhere.
 *
 * @param value ISO 8601 or seconds since 1970.
 * @param time  With hours and minutes.
 */
export function inWords(
	value: string | number | null | undefined,
	time = false
): string {
	const date = new Date(
		typeof value === 'number' ? value * 1000 : (value ?? NaN)
	);
	return isNaN(+date)
		? ''
		: date.toLocaleString(document.documentElement.lang || undefined, {
				dateStyle: 'long',
				...(time && { timeStyle: 'short' }),
				...(!time && { timeZone: 'UTC' }),
			});
}
