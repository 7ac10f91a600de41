import { SelectControl } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import type { FocusEvent, ReactElement } from 'react';

import {
	describeNode,
	type Draft,
	type DraftLeaf,
	type DraftProblem,
	FIELDS,
	IDENTITY_FIELDS,
	isRule,
	type LeafDraft,
	type Operator,
	operatorsOf,
	type RuleNode,
	setLeaf,
	withField,
	withOperator,
} from '../../lib/rules';
import type { Editing } from './group';
import { fieldLabel, operatorLabel } from './labels';
import { NodeButtons } from './node-buttons';
import { organisationIds, useOrganisationNames } from './organisation-names';
import { PathField } from './path-field';
import { problemText } from './problem-words';
import { ValueField } from './value-field';
import { ruleWords } from './words';

interface Props {
	readonly draft: Draft;
	readonly node: DraftLeaf;
	readonly problems: readonly DraftProblem[];
	readonly editing: Editing;
	readonly position: { readonly index: number; readonly count: number };
}

/** One comparison: what is looked at, how, and with what. */
export function Condition( {
	draft,
	node,
	problems,
	editing,
	position,
}: Props ): ReactElement {
	const { id, leaf } = node;
	const name = useName( leaf );
	const errorId = `${ id }-error`;
	const change = ( next: LeafDraft, key = '' ) =>
		editing.change( setLeaf( draft, id, next ).draft, key );
	const leave = ( event: FocusEvent< HTMLElement > ) => {
		if ( ! event.currentTarget.contains( event.relatedTarget ) ) {
			editing.touch( id );
		}
	};
	return (
		<div
			role="group"
			className={
				problems.length > 0
					? 'coop-credentials-rule__condition has-error'
					: 'coop-credentials-rule__condition'
			}
			data-node={ id }
			aria-label={ sprintf(
				/* translators: 1: number of the condition, 2: the condition in words. */
				__( 'Condition %1$d: %2$s', 'coop-credentials' ),
				position.index + 1,
				name
			) }
			aria-describedby={ problems.length > 0 ? errorId : undefined }
			onBlur={ leave }
		>
			<div className="coop-credentials-rule__parts">
				<FieldSelect
					leaf={ leaf }
					onChange={ ( next ) => change( next ) }
				/>
				{ ( leaf.of === 'claim' || leaf.path.length > 1 ) && (
					<PathField
						leaf={ leaf }
						onChange={ ( path ) =>
							change( { ...leaf, path }, `${ id } path` )
						}
					/>
				) }
				<SelectControl
					__next40pxDefaultSize
					__nextHasNoMarginBottom
					hideLabelFromVision
					label={ __( 'Comparison', 'coop-credentials' ) }
					value={ leaf.op }
					options={ operatorsOf( leaf ).map( ( value ) => ( {
						value,
						label: operatorLabel( value ),
					} ) ) }
					onChange={ ( op: Operator ) =>
						change( withOperator( leaf, op ) )
					}
				/>
				<ValueField
					leaf={ leaf }
					isInvalid={ problems.length > 0 }
					onChange={ ( value ) =>
						change( { ...leaf, value }, `${ id } value` )
					}
				/>
			</div>
			<NodeButtons
				draft={ draft }
				node={ node }
				name={ name }
				position={ position }
				editing={ editing }
			/>
			{ problems.length > 0 && (
				<p id={ errorId } className="coop-credentials-field__error">
					{ problems
						.map( ( { code } ) => problemText( code ) )
						.join( ' ' ) }
				</p>
			) }
		</div>
	);
}

/** The condition in words; the name of its field while it is not complete. */
function useName( leaf: LeafDraft ): string {
	const when = leaf as unknown as RuleNode;
	const rule = { v: 1 as const, when };
	const names = useOrganisationNames( organisationIds( rule ) );
	return isRule( rule )
		? describeNode( when, ruleWords( names ), false )
		: fieldLabel( String( leaf.path[ 0 ] ?? '' ) );
}

const CO_OP = [
	'organisation_id',
	'policy',
	'category',
	'country',
	'organisation_level',
	'organisation_name',
];

function FieldSelect( {
	leaf,
	onChange,
}: {
	readonly leaf: LeafDraft;
	readonly onChange: ( leaf: LeafDraft ) => void;
} ): ReactElement {
	const of = leaf.of ?? 'membership';
	const option = ( source: string, field: string ) => (
		<option key={ field } value={ `${ source } ${ field }` }>
			{ fieldLabel( field ) }
		</option>
	);
	return (
		<SelectControl
			data-part="field"
			__next40pxDefaultSize
			__nextHasNoMarginBottom
			hideLabelFromVision
			label={ __( 'What is looked at', 'coop-credentials' ) }
			value={ of === 'claim' ? 'claim' : `${ of } ${ leaf.path[ 0 ] }` }
			onChange={ ( chosen: string ) => {
				const [ source, field ] = chosen.split( ' ' );
				onChange(
					field
						? withField(
								leaf,
								[ field ],
								source === 'identity'
									? 'identity'
									: 'membership'
							)
						: withField( leaf, [ '' ], 'claim' )
				);
			} }
		>
			<optgroup label={ __( 'The co-op', 'coop-credentials' ) }>
				{ CO_OP.map( ( field ) => option( 'membership', field ) ) }
			</optgroup>
			<optgroup label={ __( 'The membership', 'coop-credentials' ) }>
				{ FIELDS.filter( ( field ) => ! CO_OP.includes( field ) ).map(
					( field ) => option( 'membership', field )
				) }
			</optgroup>
			<optgroup label={ __( 'The log-in', 'coop-credentials' ) }>
				{ IDENTITY_FIELDS.map( ( field ) =>
					option( 'identity', field )
				) }
			</optgroup>
			<optgroup label={ __( 'For experts', 'coop-credentials' ) }>
				<option value="claim">
					{ __( 'Another claim', 'coop-credentials' ) }
				</option>
			</optgroup>
		</SelectControl>
	);
}
