import { Button, Spinner } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { useRecords } from '../../api/records';
import type { Rule } from '../../api/rules';
import { newLeaf, type Rule as RuleDocument } from '../../lib/rules';
import { ProblemPanel } from '../problem-panel';
import type { RuleStart } from './use-rule';
import { ruleSentence } from './words';

interface Props {
	readonly onPick: ( start: RuleStart ) => void;
	/** Further ways to begin, for example from a file. */
	readonly children?: ReactElement;
}

/** Ready-made rules to begin with; what is picked is a copy. */
export function RuleStarts( { onPick, children }: Props ): ReactElement {
	const { records, isLoading, problem, reload } = useRecords< Rule >(
		'rule',
		{ per_page: 100 }
	);
	if ( problem ) {
		return <ProblemPanel problem={ problem } onRetry={ reload } />;
	}
	if ( isLoading ) {
		return <Spinner />;
	}
	const blank = { v: 1, when: { all: [ newLeaf() ] } } as RuleDocument;
	return (
		<>
			<p>
				{ __(
					'Choose what comes closest. You change the copy; the ready-made rule stays as it is.',
					'coop-credentials'
				) }
			</p>
			<ul className="coop-credentials-rule-starts">
				{ records
					.filter( ( rule ) => rule.is_template && rule.is_valid )
					.map( ( rule ) => (
						<Start
							key={ rule.uid }
							title={ rule.title }
							text={ ruleSentence( rule.rule ) }
							onPick={ () => onPick( rule ) }
						/>
					) ) }
				<Start
					title={ __( 'Something else', 'coop-credentials' ) }
					text={ __(
						'One condition to begin with; put it together yourself.',
						'coop-credentials'
					) }
					onPick={ () => onPick( { title: '', rule: blank } ) }
				/>
				{ children }
			</ul>
		</>
	);
}

function Start( {
	title,
	text,
	onPick,
}: {
	readonly title: string;
	readonly text: string;
	readonly onPick: () => void;
} ): ReactElement {
	return (
		<li>
			<div>
				<b>{ title }</b>
				<p>{ text }</p>
			</div>
			<Button
				variant="secondary"
				__next40pxDefaultSize
				aria-label={ sprintf(
					/* translators: %s: title of a ready-made rule. */
					__( 'Start from “%s”', 'coop-credentials' ),
					title
				) }
				onClick={ onPick }
			>
				{ __( 'Start from this', 'coop-credentials' ) }
			</Button>
		</li>
	);
}
