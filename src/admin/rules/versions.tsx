import { Button, Spinner } from '@wordpress/components';
import { useEffect, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { type Problem, toProblem } from '../../api/problem';
import { type RuleVersion, ruleVersions } from '../../api/rules';
import { ProblemPanel } from '../../components/problem-panel';
import { Sentence } from '../../components/rule-editor';
import { day } from '../dates';

interface Props {
	readonly uid: string;
	/** Number of the present version. */
	readonly number: number;
	readonly onRestore: ( version: RuleVersion ) => void;
}

/** Earlier versions of a rule; one of them can be put into the editor again. */
export function Versions( { uid, number, onRestore }: Props ): ReactElement {
	const [ versions, setVersions ] = useState< readonly RuleVersion[] | null >(
		null
	);
	const [ problem, setProblem ] = useState< Problem | null >( null );
	useEffect( () => {
		let isHere = true;
		ruleVersions( uid ).then(
			( found ) => isHere && setVersions( found ),
			( error: unknown ) => isHere && setProblem( toProblem( error ) )
		);
		return () => {
			isHere = false;
		};
	}, [ uid, number ] );
	return (
		<details className="coop-credentials-panel coop-credentials-versions">
			<summary>{ __( 'Earlier versions', 'coop-credentials' ) }</summary>
			<div>
				{ problem && <ProblemPanel problem={ problem } /> }
				{ ! versions && ! problem && <Spinner /> }
				<ul className="coop-credentials-lines">
					{ ( versions ?? [] ).map( ( version ) => (
						<li key={ version.number }>
							<b>{ version.number }</b>
							<div>
								<h3>
									<bdi>{ version.title }</bdi>
								</h3>
								<p>
									{ [
										day( version.saved_at ),
										version.author,
										version.note,
									]
										.filter( Boolean )
										.join( ' · ' ) }
								</p>
								<Sentence rule={ version.rule } />
							</div>
							{ version.number !== number && (
								<Button
									variant="secondary"
									__next40pxDefaultSize
									aria-label={ sprintf(
										/* translators: %d: number of a version. */
										__(
											'Restore version %d',
											'coop-credentials'
										),
										version.number
									) }
									onClick={ () => onRestore( version ) }
								>
									{ __( 'Restore', 'coop-credentials' ) }
								</Button>
							) }
						</li>
					) ) }
				</ul>
			</div>
		</details>
	);
}
