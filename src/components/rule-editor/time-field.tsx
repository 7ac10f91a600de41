import { SelectControl, TextControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { durationParts, type DurationUnit } from '../../lib/rules';
import type { ValueProps } from './value-field';

const SUFFIX: Readonly< Record< DurationUnit, string > > = {
	year: 'Y',
	month: 'M',
	week: 'W',
	day: 'D',
	hour: 'H',
	minute: 'M',
};

function unitChoices(): { value: DurationUnit; label: string }[] {
	return [
		{ value: 'year', label: __( 'years', 'coop-credentials' ) },
		{ value: 'month', label: __( 'months', 'coop-credentials' ) },
		{ value: 'week', label: __( 'weeks', 'coop-credentials' ) },
		{ value: 'day', label: __( 'days', 'coop-credentials' ) },
		{ value: 'hour', label: __( 'hours', 'coop-credentials' ) },
		{ value: 'minute', label: __( 'minutes', 'coop-credentials' ) },
	];
}

/** A duration of a rule: `P1Y`, `PT30M`. An empty number gives a text that is none, so that it is refused. */
function durationOf( count: string, unit: DurationUnit ): string {
	const time = unit === 'hour' || unit === 'minute' ? 'T' : '';
	return `P${ time }${ count }${ SUFFIX[ unit ] }`;
}

/** Number and unit, also of a duration whose number is being typed. */
function partsOf( value: unknown ): { count: string; unit: DurationUnit } {
	const text = typeof value === 'string' ? value : '';
	const whole = durationParts( text );
	if ( whole ) {
		return { count: String( whole.count ), unit: whole.unit };
	}
	const parts = /^P(T?)(.*)([YMWDH])$/.exec( text );
	const guess = durationParts(
		`P${ parts?.[ 1 ] ?? '' }1${ parts?.[ 3 ] ?? 'Y' }`
	);
	return { count: parts?.[ 2 ] ?? '', unit: guess?.unit ?? 'year' };
}

/** A length of time: a number and a unit. */
export function DurationField( {
	leaf,
	onChange,
	isInvalid,
}: ValueProps ): ReactElement {
	const { count, unit } = partsOf( leaf.value );
	return (
		<div className="coop-credentials-rule__pair">
			<TextControl
				__next40pxDefaultSize
				__nextHasNoMarginBottom
				hideLabelFromVision
				label={ __( 'How many', 'coop-credentials' ) }
				aria-invalid={ isInvalid ? true : undefined }
				inputMode="numeric"
				autoComplete="off"
				value={ count }
				onChange={ ( next ) =>
					onChange( durationOf( next.replace( /\D/g, '' ), unit ) )
				}
			/>
			<SelectControl
				__next40pxDefaultSize
				__nextHasNoMarginBottom
				hideLabelFromVision
				label={ __( 'Unit of time', 'coop-credentials' ) }
				value={ unit }
				options={ unitChoices() }
				onChange={ ( next: DurationUnit ) =>
					onChange( durationOf( count, next ) )
				}
			/>
		</div>
	);
}

/** Today, or a date. A year, a month or an instant is kept as text. */
export function DateField( {
	leaf,
	onChange,
	isInvalid,
}: ValueProps ): ReactElement {
	const value = String( leaf.value ?? '' );
	const isNow = value === 'now';
	const isDay = value === '' || /^\d{4}-\d{2}-\d{2}$/.test( value );
	return (
		<div className="coop-credentials-rule__pair">
			<SelectControl
				__next40pxDefaultSize
				__nextHasNoMarginBottom
				hideLabelFromVision
				label={ __( 'Which day', 'coop-credentials' ) }
				value={ isNow ? 'now' : 'day' }
				options={ [
					{ value: 'now', label: __( 'today', 'coop-credentials' ) },
					{
						value: 'day',
						label: __( 'the date', 'coop-credentials' ),
					},
				] }
				onChange={ ( next: string ) =>
					onChange( next === 'now' ? 'now' : '' )
				}
			/>
			{ ! isNow && (
				<TextControl
					__next40pxDefaultSize
					__nextHasNoMarginBottom
					hideLabelFromVision
					label={ __( 'Date', 'coop-credentials' ) }
					aria-invalid={ isInvalid ? true : undefined }
					type={ isDay ? 'date' : 'text' }
					value={ value }
					onChange={ onChange }
				/>
			) }
		</div>
	);
}
