import { Button, Notice, ProgressBar } from '@wordpress/components';
import { useEffect, useRef, useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import {
	cancelImport,
	confirmImport,
	type ImportProblem,
	importProblems,
	type ImportRun,
	readImport,
	stepImport,
} from '../../api/imports';
import { type Problem, toProblem } from '../../api/problem';
import { forgetRecords } from '../../api/records';

import { useTell } from '../../components/notices';
import { ProblemPanel } from '../../components/problem-panel';
import { StateMark } from '../../components/state-mark';
import { ButtonLink, useRouter } from '../router';

import { problemWord } from './import-words';

const OPEN: readonly ImportRun[ 'status' ][] = [
	'uploaded',
	'checking',
	'running',
];

/** Steps through a run while the screen is open; closing it loses nothing. */
function useRun( uid: string ): {
	readonly run: ImportRun | null;
	readonly problem: Problem | null;
	readonly setRun: ( run: ImportRun ) => void;
	readonly retry: () => void;
} {
	const [ run, setRun ] = useState< ImportRun | null >( null );
	const [ problem, setProblem ] = useState< Problem | null >( null );
	const isMounted = useRef( true );
	const status = run?.status;
	const offset = run?.byte_offset;

	useEffect( () => {
		isMounted.current = true;
		return () => {
			isMounted.current = false;
		};
	}, [] );

	useEffect( () => {
		if ( problem || ( status && ! OPEN.includes( status ) ) ) {
			return;
		}
		const next = status ? stepImport( uid ) : readImport( uid );
		next.then(
			( answer ) => {
				if ( isMounted.current ) {
					setRun( answer );
				}
			},
			( error ) => {
				if ( isMounted.current ) {
					setProblem( toProblem( error ) );
				}
			}
		);
	}, [ uid, status, offset, problem ] );

	return { run, problem, setRun, retry: () => setProblem( null ) };
}

/** What a run would do, its way, and its end. */
export function ImportProgress( {
	uid,
}: {
	readonly uid: string;
} ): ReactElement {
	const { run, problem, setRun, retry } = useRun( uid );
	const [ isBusy, setBusy ] = useState( false );
	const tell = useTell();
	const { go } = useRouter();
	const status = run?.status;

	useEffect( () => {
		if ( status === 'done' ) {
			forgetRecords( 'organisation' );
		}
	}, [ status ] );

	if ( problem ) {
		return <ProblemPanel problem={ problem } onRetry={ retry } />;
	}
	if ( ! run ) {
		return <ProgressBar />;
	}

	const act = async ( what: ( id: string ) => Promise< ImportRun > ) => {
		if ( isBusy ) {
			return;
		}
		setBusy( true );
		try {
			setRun( await what( uid ) );
		} catch ( error ) {
			tell.failed( error );
		} finally {
			setBusy( false );
		}
	};
	const rows = run.counts.created + run.counts.updated;

	return (
		<div className="coop-credentials-stack">
			<Progress run={ run } />
			<Counts run={ run } />
			{ ( run.status === 'ready' || run.status === 'done' ) && (
				<Problems uid={ uid } />
			) }
			{ run.status === 'ready' && (
				<div className="coop-credentials-form__buttons">
					{ rows > 0 && (
						<Button
							variant="primary"
							__next40pxDefaultSize
							isBusy={ isBusy }
							onClick={ () => void act( confirmImport ) }
						>
							{ sprintf(
								/* translators: %d: number of rows. */
								_n(
									'Import %d row',
									'Import %d rows',
									rows,
									'coop-credentials'
								),
								rows
							) }
						</Button>
					) }
					<Button
						variant={ rows > 0 ? 'tertiary' : 'primary' }
						__next40pxDefaultSize
						onClick={ async () => {
							await act( cancelImport );
							go( { room: 'directory', screen: 'import' } );
						} }
					>
						{ rows > 0
							? __( 'Do not import', 'coop-credentials' )
							: __( 'Choose another list', 'coop-credentials' ) }
					</Button>
				</div>
			) }
			{ run.status === 'done' && (
				<div className="coop-credentials-form__buttons">
					<ButtonLink variant="primary" to={ { room: 'directory' } }>
						{ __( 'To the organisations', 'coop-credentials' ) }
					</ButtonLink>
				</div>
			) }
		</div>
	);
}

function Progress( { run }: { readonly run: ImportRun } ): ReactElement {
	const share =
		run.total_bytes > 0
			? Math.round( ( 100 * run.byte_offset ) / run.total_bytes )
			: 0;
	switch ( run.status ) {
		case 'ready':
			if ( run.counts.created + run.counts.updated === 0 ) {
				return <NothingToDo run={ run } />;
			}
			return (
				<Notice status="info" isDismissible={ false }>
					{ __(
						'Nothing has changed yet. Names of organisations that you edited here are kept.',
						'coop-credentials'
					) }
				</Notice>
			);
		case 'done':
			return (
				<Notice status="success" isDismissible={ false }>
					{ __(
						'The list is in the directory.',
						'coop-credentials'
					) }
				</Notice>
			);
		case 'failed':
			return (
				<Notice status="error" isDismissible={ false }>
					{ problemWord( run.error_code ?? '' ) }
				</Notice>
			);
		case 'cancelled':
			return (
				<Notice status="warning" isDismissible={ false }>
					{ __( 'This import was stopped.', 'coop-credentials' ) }
				</Notice>
			);
		default:
			return (
				<div aria-live="polite">
					<p>
						{ run.status === 'running'
							? sprintf(
									/* translators: %d: percent. */
									__(
										'Importing: %d %%. You can close this page and come back.',
										'coop-credentials'
									),
									share
								)
							: sprintf(
									/* translators: %d: percent. */
									__(
										'Looking through the list: %d %%.',
										'coop-credentials'
									),
									share
								) }
					</p>
					<ProgressBar value={ share } />
				</div>
			);
	}
}

/** A list of which no row would change anything: why, and no button that pretends otherwise. */
function NothingToDo( { run }: { readonly run: ImportRun } ): ReactElement {
	return run.counts.unchanged > 0 ? (
		<Notice status="info" isDismissible={ false }>
			{ __(
				'What can be read of this list is in the directory already. Nothing is left to import.',
				'coop-credentials'
			) }
		</Notice>
	) : (
		<Notice status="error" isDismissible={ false }>
			{ __(
				'No row of this list can be imported. Nothing has changed. Look below at what is the matter, mend the list and choose it again.',
				'coop-credentials'
			) }
		</Notice>
	);
}

function Counts( { run }: { readonly run: ImportRun } ): ReactElement {
	const facts = [
		[ run.counts.created, __( 'new', 'coop-credentials' ) ],
		[ run.counts.updated, __( 'changed', 'coop-credentials' ) ],
		[ run.counts.unchanged, __( 'the same', 'coop-credentials' ) ],
		[
			run.counts.conflicts + run.counts.skipped,
			__( 'left out', 'coop-credentials' ),
		],
		[ run.counts.errors, __( 'not readable', 'coop-credentials' ) ],
	] as const;
	return (
		<ul className="coop-credentials-facts">
			{ facts.map( ( [ number, label ] ) => (
				<li key={ label }>
					<strong>{ number.toLocaleString() }</strong>
					<b>{ label }</b>
				</li>
			) ) }
		</ul>
	);
}

function Problems( { uid }: { readonly uid: string } ): ReactElement | null {
	const [ rows, setRows ] = useState< readonly ImportProblem[] >( [] );
	useEffect( () => {
		let isCurrent = true;
		importProblems( uid ).then(
			( found ) => {
				if ( isCurrent ) {
					setRows( found );
				}
			},
			() => undefined
		);
		return () => {
			isCurrent = false;
		};
	}, [ uid ] );
	if ( rows.length === 0 ) {
		return null;
	}
	const groups = new Map< string, ImportProblem[] >();
	for ( const row of rows ) {
		groups.set( row.code, [ ...( groups.get( row.code ) ?? [] ), row ] );
	}
	return (
		<section className="coop-credentials-panel">
			<header>
				<h2>{ __( 'Please look at these', 'coop-credentials' ) }</h2>
			</header>
			<div>
				<ul className="coop-credentials-lines">
					{ [ ...groups ].map( ( [ code, found ] ) => (
						<li key={ code }>
							<StateMark mark="attention" />
							<div>
								<h3>
									{ `${ problemWord( code ) } (${
										found.length === 100
											? '100+'
											: found.length
									})` }
								</h3>
								<details>
									<summary>
										{ __( 'See rows', 'coop-credentials' ) }
									</summary>
									<ul>
										{ found.slice( 0, 20 ).map( ( row ) => (
											<li
												key={ `${ row.line }-${ row.field }` }
											>
												{ sprintf(
													/* translators: 1: number of a line, 2: part of its text. */
													__(
														'Line %1$s: %2$s',
														'coop-credentials'
													),
													String( row.line ?? '–' ),
													[ row.field, row.excerpt ]
														.filter( Boolean )
														.join( ' · ' )
												) }
											</li>
										) ) }
									</ul>
								</details>
							</div>
						</li>
					) ) }
				</ul>
			</div>
		</section>
	);
}
