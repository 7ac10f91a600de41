import { Button, SelectControl } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import {
	addGroup,
	addLeaf,
	type Draft,
	type DraftGroup,
	type DraftProblem,
	type Edit,
	type GroupKind,
	isGroup,
	newLeaf,
	setKind,
} from '../../lib/rules';
import { Condition } from './condition';
import { NodeButtons } from './node-buttons';
import { problemText } from './problem-words';

/** What a group or a condition may do with the draft. */
export interface Editing {
	readonly change: ( draft: Draft, key?: string ) => void;
	readonly edit: ( edit: Edit | null, part: string ) => void;
	/** Has the live region say something. */
	readonly say: ( text: string ) => void;
	/** Faults of a node are shown once the person has left it. */
	readonly touch: ( id: string ) => void;
}

interface Props {
	readonly draft: Draft;
	readonly group: DraftGroup;
	readonly problems: readonly DraftProblem[];
	readonly editing: Editing;
	/** Place among its siblings; left out for the root. */
	readonly position?: { readonly index: number; readonly count: number };
}

/** Words of a kind of group. */
export function kindLabel( kind: GroupKind ): string {
	switch ( kind ) {
		case 'all':
			return __( 'All of these', 'coop-credentials' );
		case 'any':
			return __( 'Any of these', 'coop-credentials' );
		case 'none':
			return __( 'None of these', 'coop-credentials' );
	}
}

const KINDS: readonly GroupKind[] = [ 'all', 'any', 'none' ];

/** A group of conditions: a fieldset whose legend says how they are joined. */
export function Group( {
	draft,
	group,
	problems,
	editing,
	position,
}: Props ): ReactElement {
	const { edit, say } = editing;
	const own = problems.filter( ( problem ) => problem.id === group.id );
	const errorId = `${ group.id }-error`;
	return (
		<fieldset
			className="coop-credentials-rule__group"
			data-node={ group.id }
			aria-describedby={ own.length > 0 ? errorId : undefined }
		>
			<legend className="screen-reader-text">
				{ kindLabel( group.kind ) }
			</legend>
			<div className="coop-credentials-rule__head">
				<SelectControl
					__next40pxDefaultSize
					__nextHasNoMarginBottom
					hideLabelFromVision
					label={ __( 'How many must be true', 'coop-credentials' ) }
					value={ group.kind }
					options={ KINDS.map( ( value ) => ( {
						value,
						label: kindLabel( value ),
					} ) ) }
					onChange={ ( kind: GroupKind ) =>
						editing.change( setKind( draft, group.id, kind ).draft )
					}
				/>
				{ position && (
					<NodeButtons
						draft={ draft }
						node={ group }
						name={ kindLabel( group.kind ) }
						position={ position }
						editing={ editing }
					/>
				) }
			</div>
			<div className="coop-credentials-rule__children">
				{ group.children.map( ( child, index ) => {
					const place = { index, count: group.children.length };
					return isGroup( child ) ? (
						<Group
							key={ child.id }
							draft={ draft }
							group={ child }
							problems={ problems }
							editing={ editing }
							position={ place }
						/>
					) : (
						<Condition
							key={ child.id }
							draft={ draft }
							node={ child }
							problems={ problems.filter(
								( problem ) => problem.id === child.id
							) }
							editing={ editing }
							position={ place }
						/>
					);
				} ) }
				<div className="coop-credentials-rule__add">
					<Button
						data-part="add"
						variant="secondary"
						size="compact"
						onClick={ () => {
							edit(
								addLeaf( draft, group.id, newLeaf() ),
								'field'
							);
							say(
								sprintf(
									/* translators: %s: kind of group, e.g. "All of these". */
									__(
										'Condition added to “%s”.',
										'coop-credentials'
									),
									kindLabel( group.kind )
								)
							);
						} }
					>
						{ __( 'Add condition', 'coop-credentials' ) }
					</Button>
					<Button
						variant="tertiary"
						size="compact"
						onClick={ () => {
							const kind = group.kind === 'any' ? 'all' : 'any';
							edit(
								addGroup( draft, group.id, kind, newLeaf() ),
								'field'
							);
							say( __( 'Group added.', 'coop-credentials' ) );
						} }
					>
						{ __( 'Add group', 'coop-credentials' ) }
					</Button>
				</div>
			</div>
			{ own.length > 0 && (
				<p id={ errorId } className="coop-credentials-field__error">
					{ own
						.map( ( { code } ) => problemText( code ) )
						.join( ' ' ) }
				</p>
			) }
		</fieldset>
	);
}
