import { __ } from '@wordpress/i18n';

import { exponentOf, fromMinor, toMinor } from '../../api/money';
import type { Offer, OfferKind, ValueKind } from '../../api/offers';
import { firstDay, instantOf, lastDay, localTime } from '../dates';

/** The form's fields: everything a person types is text. */
export type OfferValues = {
	readonly kind: OfferKind;
	readonly value_kind: ValueKind;
	readonly value: string;
	readonly max_discount_minor: string;
	readonly min_spend_minor: string;
	readonly currency: string;
	readonly title: string;
	readonly text: string;
	readonly terms_url: string;
	readonly audience: string;
	readonly organisation_uid: string;
	readonly starts_at: string;
	readonly ends_at: string;
	readonly valid_until: string;
	readonly max_claims: string;
	readonly per_holder_limit: string;
	readonly uses_per_coupon: string;
	readonly event_starts_at: string;
	readonly event_ends_at: string;
	readonly event_venue: string;
};

/** Which way of giving fits which kind; the first is taken when the kind changes. */
export const VALUE_KINDS: Readonly<
	Record< OfferKind, readonly ValueKind[] >
> = {
	discount: [ 'percent', 'amount' ],
	free_item: [ 'none' ],
	member_price: [ 'price' ],
	pass: [ 'none', 'price' ],
};

export function emptyOffer(
	currency: string,
	organisation: string
): OfferValues {
	return {
		kind: 'discount',
		value_kind: 'percent',
		value: '10',
		max_discount_minor: '',
		min_spend_minor: '',
		currency,
		title: '',
		text: '',
		terms_url: '',
		audience: 'any_listed_member',
		organisation_uid: organisation,
		starts_at: '',
		ends_at: '',
		valid_until: '',
		max_claims: '',
		per_holder_limit: '1',
		uses_per_coupon: '1',
		event_starts_at: '',
		event_ends_at: '',
		event_venue: '',
	};
}

function count( value: number | null ): string {
	return value === null ? '' : String( value );
}

/** A stored offer as the form shows it. */
export function valuesOf( offer: Offer, fallback: string ): OfferValues {
	const currency = offer.currency ?? fallback;
	const exponent = exponentOf( currency );
	return {
		kind: offer.kind,
		value_kind: offer.value_kind,
		value:
			offer.value_kind === 'percent'
				? String( offer.value / 100 )
				: fromMinor( offer.value, exponent ),
		max_discount_minor: fromMinor( offer.max_discount_minor, exponent ),
		min_spend_minor: fromMinor( offer.min_spend_minor, exponent ),
		currency,
		title: offer.title,
		text: offer.text,
		terms_url: offer.terms_url ?? '',
		audience: offer.audience,
		organisation_uid: offer.organisation_uid,
		starts_at: firstDay( offer.starts_at ),
		ends_at: lastDay( offer.ends_at ),
		valid_until: lastDay( offer.valid_until ),
		max_claims: count( offer.max_claims ),
		per_holder_limit: String( offer.per_holder_limit ),
		uses_per_coupon: String( offer.uses_per_coupon ),
		event_starts_at: localTime( offer.event?.starts_at ),
		event_ends_at: localTime( offer.event?.ends_at ),
		event_venue: offer.event?.venue ?? '',
	};
}

/** Basis points of "10" or "12.5"; NaN when it is no percentage. */
export function toBasisPoints( text: string ): number {
	const points = toMinor( text, 2 );
	return points === null || points > 10000 ? NaN : points;
}

/** The value in the unit the server wants. */
export function valueNumber( values: OfferValues ): number {
	if ( values.value_kind === 'none' ) {
		return 0;
	}
	return values.value_kind === 'percent'
		? toBasisPoints( values.value )
		: ( toMinor( values.value, exponentOf( values.currency ) ) ?? NaN );
}

const COUNTS = [ 'max_claims', 'per_holder_limit', 'uses_per_coupon' ] as const;

/** What can be said before the server is asked. */
export function checkOffer( values: OfferValues ): Record< string, string > {
	const problems: Record< string, string > = {};
	const exponent = exponentOf( values.currency );
	if ( values.title.trim() === '' ) {
		problems.title = __(
			'Say in one sentence what members get.',
			'coop-credentials'
		);
	}
	if ( Number.isNaN( valueNumber( values ) ) ) {
		problems.value =
			values.value_kind === 'percent'
				? __( 'Type a number from 1 to 100.', 'coop-credentials' )
				: __( 'Type an amount like 5.00.', 'coop-credentials' );
	}
	for ( const name of [ 'max_discount_minor', 'min_spend_minor' ] as const ) {
		if ( Number.isNaN( toMinor( values[ name ], exponent ) ) ) {
			problems[ name ] = __(
				'Type an amount like 5.00, or leave it empty.',
				'coop-credentials'
			);
		}
	}
	for ( const name of COUNTS ) {
		const typed = values[ name ].trim();
		const isOptional = name === 'max_claims' && typed === '';
		if ( ! isOptional && ! /^[1-9]\d{0,8}$/.test( typed ) ) {
			problems[ name ] = __(
				'Type a whole number from 1.',
				'coop-credentials'
			);
		}
	}
	if ( values.kind === 'pass' && values.event_starts_at === '' ) {
		problems.event_starts_at = __(
			'Say when the event begins.',
			'coop-credentials'
		);
	}
	if (
		values.valid_until &&
		values.ends_at &&
		values.valid_until < values.ends_at
	) {
		problems.valid_until = __(
			'This lies before the last day for claiming.',
			'coop-credentials'
		);
	}
	return problems;
}

/** The body of a save. */
export function bodyOf( values: OfferValues ): Record< string, unknown > {
	const exponent = exponentOf( values.currency );
	const isDiscount = values.kind === 'discount';
	return {
		kind: values.kind,
		value_kind: values.value_kind,
		value: valueNumber( values ),
		currency: values.currency,
		max_discount_minor:
			isDiscount && values.value_kind === 'percent'
				? toMinor( values.max_discount_minor, exponent )
				: null,
		min_spend_minor: toMinor( values.min_spend_minor, exponent ),
		title: values.title.trim(),
		text: values.text,
		terms_url: values.terms_url.trim() || null,
		audience: values.audience,
		organisation_uid: values.organisation_uid,
		starts_at: values.starts_at || null,
		ends_at: values.ends_at || null,
		valid_until: values.valid_until || null,
		max_claims: values.max_claims ? Number( values.max_claims ) : null,
		per_holder_limit: Number( values.per_holder_limit ),
		uses_per_coupon: Number( values.uses_per_coupon ),
		event:
			values.kind === 'pass'
				? {
						starts_at: instantOf( values.event_starts_at ),
						ends_at: instantOf( values.event_ends_at ),
						venue: values.event_venue.trim(),
					}
				: null,
	};
}
