import { Button, Notice, TabPanel } from '@wordpress/components';
import { useCallback, useId, useMemo, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import {
	isRule,
	type Problem,
	type Rule,
	ruleWarnings,
	validateRule,
} from '../../lib/rules';
import { Group } from './group';
import { JsonTab } from './json-tab';
import { Options } from './options';
import { organisationIds, useOrganisationNames } from './organisation-names';
import { problemText, warningText } from './problem-words';
import { useDraft } from './use-draft';
import { ruleSentence } from './words';

export interface RuleEditorProps {
	/** The rule; while it is being edited it may have faults. */
	readonly value: Rule;
	/** Told of every change, with the faults the rule has now: save only when there are none. */
	readonly onChange: ( rule: Rule, problems: readonly Problem[] ) => void;
	/** Raise it with each refused attempt to save: from then on every fault is shown at its place. */
	readonly attempt?: number;
}

/**
 * Edits one rule: groups and conditions with buttons, a sentence that says whom it lets in, warnings, and a JSON tab.
 *
 *     <RuleEditor value={ rule } onChange={ ( next, faults ) => { setRule( next ); setFaults( faults ); } } />
 */
export function RuleEditor( {
	value,
	onChange,
	attempt = 0,
}: RuleEditorProps ): ReactElement {
	const state = useDraft( value, onChange );
	const [ said, setSaid ] = useState( '' );
	const [ touched, setTouched ] = useState< ReadonlySet< string > >(
		new Set()
	);
	const { draft, problems, change, edit, undo, canUndo, container } = state;
	const touch = useCallback(
		( id: string ) =>
			setTouched( ( before ) =>
				before.has( id ) ? before : new Set( [ ...before, id ] )
			),
		[]
	);
	const editing = useMemo(
		() => ( { change, edit, say: setSaid, touch } ),
		[ change, edit, touch ]
	);
	const shown = problems.filter(
		( problem ) => attempt > 0 || touched.has( problem.id )
	);
	const whole = draft ? shown.filter( ( problem ) => ! problem.id ) : [];

	return (
		<div className="coop-credentials-rule">
			<Sentence rule={ value } />
			<TabPanel
				className="coop-credentials-rule__tabs"
				initialTabName={ draft ? 'conditions' : 'json' }
				onSelect={ ( name ) => {
					// Text that was no rule goes with its tab: what stands in the other one counts.
					if ( name === 'conditions' ) {
						onChange( value, validateRule( value ) );
					}
				} }
				tabs={ [
					{
						name: 'conditions',
						title: __( 'Conditions', 'coop-credentials' ),
						disabled: ! draft,
					},
					{ name: 'json', title: __( 'JSON', 'coop-credentials' ) },
				] }
			>
				{ ( tab ) =>
					tab.name === 'json' || ! draft ? (
						<JsonTab value={ value } onChange={ onChange } />
					) : (
						<div
							ref={ container }
							className="coop-credentials-rule__body"
						>
							<Group
								draft={ draft }
								group={ draft.root }
								problems={ shown }
								editing={ editing }
							/>
							<div>
								<Button
									variant="tertiary"
									__next40pxDefaultSize
									disabled={ ! canUndo }
									accessibleWhenDisabled
									onClick={ () => {
										undo();
										setSaid(
											__(
												'The last change was taken back.',
												'coop-credentials'
											)
										);
									} }
								>
									{ __( 'Undo', 'coop-credentials' ) }
								</Button>
							</div>
							<Options draft={ draft } onChange={ change } />
						</div>
					)
				}
			</TabPanel>
			{ whole.map( ( problem ) => (
				<Notice
					key={ `${ problem.at } ${ problem.code }` }
					status="error"
					isDismissible={ false }
				>
					{ problemText( problem.code ) }
				</Notice>
			) ) }
			<Warnings rule={ value } />
			<p className="screen-reader-text" role="status">
				{ said }
			</p>
		</div>
	);
}

/** Whom the rule lets in, in one sentence; while it has faults, that there is no sentence yet. */
export function Sentence( { rule }: { readonly rule: Rule } ): ReactElement {
	const names = useOrganisationNames( organisationIds( rule ) );
	return (
		<p className="coop-credentials-rule__sentence">
			{ isRule( rule )
				? ruleSentence( rule, names )
				: __(
						'Lets in: nobody yet. Something is still missing below.',
						'coop-credentials'
					) }
		</p>
	);
}

function Warnings( { rule }: { readonly rule: Rule } ): ReactElement | null {
	const heading = useId();
	const warnings =
		validateRule( rule ).length === 0 ? ruleWarnings( rule ) : [];
	const codes = [ ...new Set( warnings.map( ( { code } ) => code ) ) ];
	if ( codes.length === 0 ) {
		return null;
	}
	return (
		<section
			className="coop-credentials-rule__warnings"
			aria-labelledby={ heading }
		>
			<h3 id={ heading }>
				{ __( 'Is this meant?', 'coop-credentials' ) }
			</h3>
			<ul>
				{ codes.map( ( code ) => (
					<li key={ code }>{ warningText( code ) }</li>
				) ) }
			</ul>
		</section>
	);
}
