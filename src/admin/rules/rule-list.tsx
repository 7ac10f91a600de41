import { Spinner } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { useRecords } from '../../api/records';
import type { Rule } from '../../api/rules';
import { ProblemPanel } from '../../components/problem-panel';
import { Sentence } from '../../components/rule-editor';
import { StateMark } from '../../components/state-mark';
import { ButtonLink } from '../router';
import { Screen } from '../screen';
import { SignInTabs } from '../sign-in/tabs';

/** The site's own rules, then the ready-made ones. */
export function RuleList(): ReactElement {
	const own = useRecords< Rule >( 'rule', { per_page: 100 } );
	const more = useRecords< Rule >( 'rule', { per_page: 100, page: 2 } );
	const third = useRecords< Rule >( 'rule', { per_page: 100, page: 3 } );
	const all = [ ...own.records, ...more.records, ...third.records ];
	const mine = all
		.filter( ( rule ) => ! rule.is_template )
		.sort( ( a, b ) => a.title.localeCompare( b.title ) );
	return (
		<Screen
			title={ __( 'Rules', 'coop-credentials' ) }
			subtitle={ __(
				'Who may see, claim or become something. What is not known counts as no.',
				'coop-credentials'
			) }
			tabs={ <SignInTabs /> }
			actions={
				<ButtonLink
					variant="primary"
					to={ { room: 'sign-in', screen: 'rules', item: 'new' } }
				>
					{ __( 'Add rule', 'coop-credentials' ) }
				</ButtonLink>
			}
		>
			{ own.isLoading && <Spinner /> }
			{ own.problem && (
				<ProblemPanel problem={ own.problem } onRetry={ own.reload } />
			) }
			{ ! own.isLoading && ! own.problem && mine.length === 0 && (
				<p>
					{ __(
						'There is no rule of your own yet. The ready-made ones below can be used as they are, or copied and changed.',
						'coop-credentials'
					) }
				</p>
			) }
			<Lines rules={ mine } />
			{ ! own.isLoading && (
				<h2>{ __( 'Ready-made', 'coop-credentials' ) }</h2>
			) }
			<Lines rules={ all.filter( ( rule ) => rule.is_template ) } />
		</Screen>
	);
}

function Lines( { rules }: { readonly rules: readonly Rule[] } ): ReactElement {
	return (
		<ul className="coop-credentials-lines">
			{ rules.map( ( rule ) => (
				<li key={ rule.uid }>
					<StateMark
						mark={ rule.is_valid ? 'neutral' : 'no' }
						{ ...( rule.is_valid
							? {}
							: {
									label: __(
										'Lets nobody in: it cannot be read.',
										'coop-credentials'
									),
								} ) }
					/>
					<div>
						<h3>
							<bdi>{ rule.title }</bdi>
						</h3>
						<Sentence rule={ rule.rule } />
					</div>
					<div className="coop-credentials-lines__buttons">
						<ButtonLink
							to={
								rule.is_template
									? {
											room: 'sign-in',
											screen: 'rules',
											item: 'new',
											query: { from: rule.uid },
										}
									: {
											room: 'sign-in',
											screen: 'rules',
											item: rule.uid,
										}
							}
						>
							{ rule.is_template
								? __( 'Copy', 'coop-credentials' )
								: __( 'Edit', 'coop-credentials' ) }
							<span className="screen-reader-text">
								{ ` ${ rule.title }` }
							</span>
						</ButtonLink>
					</div>
				</li>
			) ) }
		</ul>
	);
}
