const DAY = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const INSTANT =
	/^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:[Zz]|[+-](\d{2}):(\d{2}))$/;
const DURATION = /^P(?:[1-9]\d{0,3}[YMWD]|T[1-9]\d{0,3}[HM])$/;

/** Whether a text is YYYY, YYYY-MM, YYYY-MM-DD or an RFC 3339 instant that exists. */
export function isDate( text: string ): boolean {
	const day = DAY.exec( text );
	if ( day ) {
		const year = Number( day[ 1 ] );
		const month = Number( day[ 2 ] ?? 1 );
		const date = Number( day[ 3 ] ?? 1 );
		const leap = ( year % 4 === 0 && year % 100 !== 0 ) || year % 400 === 0;
		const lengths = [ 31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31 ];
		const length = [ ...lengths, 30, 31 ][ month - 1 ] ?? 0;
		return year >= 1 && date >= 1 && date <= length;
	}
	const instant = text.length <= 64 ? INSTANT.exec( text ) : null;
	return (
		instant !== null &&
		isDate( instant[ 1 ] ?? '' ) &&
		Number( instant[ 2 ] ) <= 23 &&
		Number( instant[ 3 ] ) <= 59 &&
		Number( instant[ 4 ] ?? 0 ) <= 59 &&
		Number( instant[ 5 ] ?? 0 ) <= 23 &&
		Number( instant[ 6 ] ?? 0 ) <= 59
	);
}

/** Whether a text is a duration of a rule: one number from 1 and one unit. */
export function isDuration( text: string ): boolean {
	return DURATION.test( text );
}

/** Number and unit of a duration: years, months, weeks, days, hours or minutes. */
export function durationParts(
	text: string
): { count: number; unit: DurationUnit } | null {
	const units: Record< string, DurationUnit > = {
		Y: 'year',
		M: text.startsWith( 'PT' ) ? 'minute' : 'month',
		W: 'week',
		D: 'day',
		H: 'hour',
	};
	const unit = units[ text.slice( -1 ) ];
	return isDuration( text ) && unit
		? { count: Number( text.replace( /\D/g, '' ) ), unit }
		: null;
}

export type DurationUnit =
	'year' | 'month' | 'week' | 'day' | 'hour' | 'minute';
