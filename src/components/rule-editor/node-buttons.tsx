import { Button } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import {
	chevronDown,
	chevronUp,
	group as groupIcon,
	trash,
	ungroup,
} from '@wordpress/icons';
import type { ReactElement } from 'react';

import {
	type Draft,
	type DraftNode,
	isGroup,
	moveNode,
	removeNode,
	unwrapGroup,
	wrapNode,
} from '../../lib/rules';
import type { Editing } from './group';

interface Props {
	readonly draft: Draft;
	readonly node: DraftNode;
	/** The condition or group in words, for the live region. */
	readonly name: string;
	readonly position: { readonly index: number; readonly count: number };
	readonly editing: Editing;
}

/** What can be done with a node: up, down, into a group or out of one, away. */
export function NodeButtons( {
	draft,
	node,
	name,
	position,
	editing,
}: Props ): ReactElement {
	const { edit, say } = editing;
	const { index, count } = position;
	const move = ( by: 1 | -1 ) => {
		const step = moveNode( draft, node.id, by );
		if ( ! step ) {
			return;
		}
		edit( step, by < 0 ? 'up' : 'down' );
		say(
			sprintf(
				/* translators: 1: condition, 2: its place now, 3: number of places. */
				__( '%1$s, now %2$d of %3$d.', 'coop-credentials' ),
				name,
				index + by + 1,
				count
			)
		);
	};
	return (
		<div className="coop-credentials-rule__buttons">
			<Button
				data-part="up"
				size="compact"
				icon={ chevronUp }
				label={ __( 'Move up', 'coop-credentials' ) }
				disabled={ index === 0 }
				accessibleWhenDisabled
				onClick={ () => move( -1 ) }
			/>
			<Button
				data-part="down"
				size="compact"
				icon={ chevronDown }
				label={ __( 'Move down', 'coop-credentials' ) }
				disabled={ index === count - 1 }
				accessibleWhenDisabled
				onClick={ () => move( 1 ) }
			/>
			{ isGroup( node ) && (
				<Button
					data-part="unwrap"
					size="compact"
					icon={ ungroup }
					label={ __( 'Ungroup', 'coop-credentials' ) }
					onClick={ () => {
						edit( unwrapGroup( draft, node.id ), 'field' );
						say(
							__(
								'The group is gone, its conditions stay.',
								'coop-credentials'
							)
						);
					} }
				/>
			) }
			<Button
				data-part="wrap"
				size="compact"
				icon={ groupIcon }
				label={ __( 'Put into a group', 'coop-credentials' ) }
				onClick={ () => {
					edit( wrapNode( draft, node.id ), 'kind' );
					say(
						sprintf(
							/* translators: %s: condition. */
							__(
								'%s is in a group of its own.',
								'coop-credentials'
							),
							name
						)
					);
				} }
			/>
			<Button
				data-part="remove"
				size="compact"
				icon={ trash }
				label={ __( 'Remove', 'coop-credentials' ) }
				onClick={ () => {
					edit( removeNode( draft, node.id ), 'field' );
					say(
						sprintf(
							/* translators: %s: condition. */
							__( 'Removed: %s.', 'coop-credentials' ),
							name
						)
					);
				} }
			/>
		</div>
	);
}
