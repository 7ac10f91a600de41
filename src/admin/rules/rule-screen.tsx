import { Button, FormFileUpload, Spinner } from '@wordpress/components';
import { useEffect, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { deleteRecord, useRecord, useRecords } from '../../api/records';
import { toProblem } from '../../api/problem';
import type { Rule, RulePlace } from '../../api/rules';
import { Confirm } from '../../components/confirm';
import { useTell } from '../../components/notices';
import { ProblemPanel } from '../../components/problem-panel';
import {
	Places,
	RuleFields,
	type RuleStart,
	RuleStarts,
	startOf,
	useRule,
} from '../../components/rule-editor';
import { addLeaf, fromDraft, toDraft } from '../../lib/rules';
import { Link, useRouter, useUnsavedGuard } from '../router';
import { saveFile } from '../save-file';
import { Screen } from '../screen';
import { DryRun } from './dry-run';
import { exportOf, freeTitle, importOf } from './file';
import { Versions } from './versions';

const BACK = { room: 'sign-in', screen: 'rules' } as const;

function BackLink(): ReactElement {
	return <Link to={ BACK }>{ __( 'All rules', 'coop-credentials' ) }</Link>;
}

/** A rule that is stored. */
export function RuleScreen( { uid }: { readonly uid: string } ): ReactElement {
	const { record, problem, reload } = useRecord< Rule >( 'rule', uid );
	// Out of a list it comes without its places.
	const isPartial = record !== null && ! record.places;
	useEffect( () => {
		if ( isPartial ) {
			reload();
		}
	}, [ isPartial, reload ] );
	if ( record?.version ) {
		return <Editor stored={ record } start={ record } />;
	}
	return (
		<Screen
			title={ __( 'Rule', 'coop-credentials' ) }
			back={ <BackLink /> }
		>
			{ problem ? (
				<ProblemPanel problem={ problem } onRetry={ reload } />
			) : (
				<Spinner />
			) }
		</Screen>
	);
}

/** A rule that is being made: from a ready-made one, or from a file. */
export function NewRule(): ReactElement {
	const { place } = useRouter();
	const from = place.query.from;
	return from ? <Copy uid={ from } /> : <Choose />;
}

function Copy( { uid }: { readonly uid: string } ): ReactElement {
	const { record, problem } = useRecord< Rule >( 'rule', uid );
	if ( record ) {
		return <Editor stored={ null } start={ startOf( record ) } />;
	}
	return (
		<Screen
			title={ __( 'New rule', 'coop-credentials' ) }
			back={ <BackLink /> }
		>
			{ problem ? <ProblemPanel problem={ problem } /> : <Spinner /> }
		</Screen>
	);
}

function Choose(): ReactElement {
	const [ start, setStart ] = useState< RuleStart | null >( null );
	const known = useRecords< Rule >( 'rule', { per_page: 100 } );
	const tell = useTell();
	if ( start ) {
		return <Editor stored={ null } start={ start } />;
	}
	const take = async ( file: File | undefined ) => {
		const found = file ? importOf( await file.text() ) : null;
		if ( found ) {
			setStart( {
				...found,
				title: freeTitle(
					found.title,
					known.records.map( ( { title } ) => title )
				),
			} );
		} else if ( file ) {
			tell.failed( {
				message: __(
					'This file holds no rule that could be read here. Choose one that was saved with “Save as file”.',
					'coop-credentials'
				),
			} );
		}
	};
	return (
		<Screen
			title={ __( 'New rule', 'coop-credentials' ) }
			back={ <BackLink /> }
		>
			<RuleStarts onPick={ setStart }>
				<li>
					<div>
						<b>{ __( 'From a file', 'coop-credentials' ) }</b>
						<p>
							{ __(
								'A rule that another site saved.',
								'coop-credentials'
							) }
						</p>
					</div>
					<FormFileUpload
						__next40pxDefaultSize
						accept="application/json,.json"
						className="is-secondary"
						onChange={ ( event ) =>
							void take( event.currentTarget.files?.[ 0 ] )
						}
					>
						{ __( 'Choose a file', 'coop-credentials' ) }
					</FormFileUpload>
				</li>
			</RuleStarts>
		</Screen>
	);
}

function Editor( {
	stored,
	start,
}: {
	readonly stored: Rule | null;
	readonly start: RuleStart;
} ): ReactElement {
	const form = useRule( stored, start );
	const [ isAsked, setAsked ] = useState( false );
	const { go } = useRouter();
	const tell = useTell();
	useUnsavedGuard( form.isDirty );
	const done = ( kept: Rule ) => {
		tell.done( __( 'Saved.', 'coop-credentials' ) );
		if ( ! stored ) {
			go( { ...BACK, item: kept.uid }, { replace: true, force: true } );
		}
	};
	return (
		<Screen
			title={ stored?.title ?? __( 'New rule', 'coop-credentials' ) }
			back={ <BackLink /> }
			actions={
				<>
					{ stored && (
						<Button
							variant="tertiary"
							isDestructive
							__next40pxDefaultSize
							onClick={ () => setAsked( true ) }
						>
							{ __( 'Remove rule', 'coop-credentials' ) }
						</Button>
					) }
					<Button
						variant="secondary"
						__next40pxDefaultSize
						onClick={ () =>
							saveFile(
								'rule.json',
								exportOf( form ),
								'application/json'
							)
						}
					>
						{ __( 'Save as file', 'coop-credentials' ) }
					</Button>
					<Button
						variant="primary"
						__next40pxDefaultSize
						isBusy={ form.isBusy }
						onClick={ async () => {
							const kept = await form.submit();
							if ( kept ) {
								done( kept );
							}
						} }
					>
						{ __( 'Save rule', 'coop-credentials' ) }
					</Button>
				</>
			}
		>
			<div className="coop-credentials-columns coop-credentials-rule-columns">
				<div className="coop-credentials-stack">
					<RuleFields form={ form } onSaved={ done } />
				</div>
				<div className="coop-credentials-stack">
					<DryRun
						rule={ form.rule }
						onPropose={ ( path, value ) => {
							const draft = toDraft( form.rule );
							if ( draft ) {
								const leaf = {
									path,
									op: 'eq' as const,
									value,
									of: 'claim' as const,
								};
								form.setRule(
									fromDraft(
										addLeaf( draft, draft.root.id, leaf )
											.draft
									).rule
								);
							}
						} }
					/>
					{ stored && (
						<section className="coop-credentials-panel">
							<header>
								<h2>{ __( 'In use', 'coop-credentials' ) }</h2>
							</header>
							<div>
								{ stored.places ? (
									<Places places={ stored.places } />
								) : (
									<Spinner />
								) }
							</div>
						</section>
					) }
					{ stored && (
						<Versions
							uid={ stored.uid }
							number={ stored.number }
							onRestore={ ( version ) => {
								form.setTitle( version.title );
								form.setRule( version.rule );
								tell.done(
									__(
										'The earlier version is in the editor. Save to make it count.',
										'coop-credentials'
									)
								);
							} }
						/>
					) }
				</div>
			</div>
			{ stored && isAsked && (
				<Remove rule={ stored } onClose={ () => setAsked( false ) } />
			) }
		</Screen>
	);
}

/** Removing asks first; a rule in use cannot be removed, and says where it is. */
function Remove( {
	rule,
	onClose,
}: {
	readonly rule: Rule;
	readonly onClose: () => void;
} ): ReactElement {
	const [ places, setPlaces ] = useState( rule.places ?? [] );
	const { go } = useRouter();
	const tell = useTell();
	return (
		<Confirm
			title={ __( 'Remove this rule?', 'coop-credentials' ) }
			confirmLabel={ __( 'Remove', 'coop-credentials' ) }
			isDestructive
			canConfirm={ places.length === 0 }
			onClose={ onClose }
			onConfirm={ async () => {
				try {
					await deleteRecord( 'rule', rule.uid );
				} catch ( error ) {
					const { reason, data } = toProblem( error );
					if (
						reason === 'rule_in_use' &&
						Array.isArray( data.places )
					) {
						setPlaces( data.places as RulePlace[] );
					}
					throw error;
				}
				tell.done( __( 'Removed.', 'coop-credentials' ) );
				go( BACK, { force: true } );
			} }
		>
			<Places places={ places } />
			{ places.length > 0 && (
				<p>
					{ __(
						'Choose another rule there first.',
						'coop-credentials'
					) }
				</p>
			) }
		</Confirm>
	);
}
