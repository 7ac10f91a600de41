/** Decimal places of a currency, as the browser knows them: 2 for EUR, 0 for JPY. */
export function exponentOf( currency: string ): number {
	try {
		return (
			new Intl.NumberFormat( 'en', {
				style: 'currency',
				currency,
			} ).resolvedOptions().maximumFractionDigits ?? 2
		);
	} catch {
		return 2;
	}
}

/** "42.5" or "42,50" as minor units; null when empty, NaN when it is no amount. Never by floats. */
export function toMinor( text: string, exponent: number ): number | null {
	const typed = text.trim();
	if ( typed === '' ) {
		return null;
	}
	const parts = /^(\d{1,9})(?:[.,](\d+))?$/.exec( typed );
	const fraction = parts?.[ 2 ] ?? '';
	if ( ! parts || fraction.length > exponent ) {
		return NaN;
	}
	return Number( `${ parts[ 1 ] }${ fraction.padEnd( exponent, '0' ) }` );
}

/** Minor units as text for a field: "42.50". */
export function fromMinor(
	minor: number | null | undefined,
	exponent: number
): string {
	if ( minor === null || minor === undefined ) {
		return '';
	}
	if ( exponent === 0 ) {
		return String( minor );
	}
	const digits = String( minor ).padStart( exponent + 1, '0' );
	return `${ digits.slice( 0, -exponent ) }.${ digits.slice( -exponent ) }`;
}

/** An amount as people write it: "£42.50". */
export function formatMoney( minor: number, currency: string ): string {
	const exponent = exponentOf( currency );
	const amount = minor / 10 ** exponent;
	try {
		return new Intl.NumberFormat( document.documentElement.lang || 'en', {
			style: 'currency',
			currency,
			minimumFractionDigits: minor % 10 ** exponent === 0 ? 0 : exponent,
		} ).format( amount );
	} catch {
		return `${ fromMinor( minor, exponent ) } ${ currency }`;
	}
}
