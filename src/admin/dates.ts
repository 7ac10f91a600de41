import { dateI18n, getDate, getSettings } from '@wordpress/date';

/** A day in words, in the site's zone; a dash when there is none. */
export function day( iso: string | null | undefined ): string {
	return iso ? dateI18n( getSettings().formats.date, iso, undefined ) : '–';
}

/** Day and time in the site's zone. */
export function moment( iso: string | null | undefined ): string {
	return iso
		? dateI18n( getSettings().formats.datetime, iso, undefined )
		: '–';
}

/** Last day of a half-open span that ends at `iso`, as a date field wants it. */
export function lastDay( iso: string | null | undefined ): string {
	if ( ! iso ) {
		return '';
	}
	const before = new Date( Date.parse( iso ) - 1000 ).toISOString();
	return dateI18n( 'Y-m-d', before, undefined );
}

/** Day of a moment, as a date field wants it. */
export function firstDay( iso: string | null | undefined ): string {
	return iso ? dateI18n( 'Y-m-d', iso, undefined ) : '';
}

/** Moment as a date-and-time field wants it, in the site's zone. */
export function localTime( iso: string | null | undefined ): string {
	return iso ? dateI18n( 'Y-m-d\\TH:i', iso, undefined ) : '';
}

/** A time typed in the site's zone, as an instant; null when nothing was typed. */
export function instantOf( local: string ): string | null {
	return local === ''
		? null
		: getDate( local )
				.toISOString()
				.replace( /\.\d+Z$/, 'Z' );
}
