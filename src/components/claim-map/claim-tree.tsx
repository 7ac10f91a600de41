import { Button } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { PathStep } from '../../lib/rules';

export type ClaimPath = readonly PathStep[];

interface Props {
	readonly claims: Readonly< Record< string, unknown > >;
	/** Called with the path of the value that was clicked. */
	readonly onPick: ( path: ClaimPath, value: unknown ) => void;
}

/** Claims as a tree in which each value is a button. */
export function ClaimTree( { claims, onPick }: Props ): ReactElement {
	return (
		<div className="coop-credentials-claims" dir="ltr">
			<Branch value={ claims } path={ [] } onPick={ onPick } />
		</div>
	);
}

function Branch( {
	value,
	path,
	onPick,
}: {
	readonly value: object;
	readonly path: ClaimPath;
	readonly onPick: Props[ 'onPick' ];
} ): ReactElement {
	const entries: readonly [ string | number, unknown ][] = Array.isArray(
		value
	)
		? value
				.slice( 0, 50 )
				.map( ( item: unknown, index ) => [ index, item ] )
		: Object.entries( value );
	return (
		<ul>
			{ entries.map( ( [ key, item ] ) => {
				const here = [ ...path, key ];
				return (
					<li key={ String( key ) }>
						<code>{ key }</code>{ ' ' }
						{ typeof item === 'object' && item !== null ? (
							<Branch
								value={ item }
								path={ here }
								onPick={ onPick }
							/>
						) : (
							<Button
								variant="link"
								aria-label={ sprintf(
									/* translators: 1: value of a claim, 2: its name or path. */
									__(
										'Use %1$s at %2$s',
										'coop-credentials'
									),
									JSON.stringify( item ),
									here.join( ' › ' )
								) }
								onClick={ () => onPick( here, item ) }
							>
								{ JSON.stringify( item ) }
							</Button>
						) }
					</li>
				);
			} ) }
		</ul>
	);
}
