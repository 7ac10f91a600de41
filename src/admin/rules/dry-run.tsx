import {
	Button,
	ComboboxControl,
	SelectControl,
	TextControl,
} from '@wordpress/components';
import { useCallback, useEffect, useRef, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { type Problem, toProblem } from '../../api/problem';
import type { Provider } from '../../api/providers';
import { useRecords } from '../../api/records';
import {
	type DryRunAnswer,
	type DryRunQuestion,
	evaluateRule,
	findPeople,
	type RulePerson,
} from '../../api/rules';
import {
	type ClaimPath,
	ClaimsField,
	ClaimTree,
	pathWords,
	samples,
} from '../../components/claim-map';
import { ProblemPanel } from '../../components/problem-panel';
import { isRule, type Rule } from '../../lib/rules';
import { day } from '../dates';
import { Answer } from './dry-run-answer';

type Way = 'sample' | 'token' | 'person';

/** Tries the rule as it stands in the editor, saved or not. Nothing that is tried is kept. */
export function DryRun( {
	rule,
	onPropose,
}: {
	readonly rule: Rule;
	/** Called when a value of the claims shall become a condition. */
	readonly onPropose: ( path: ClaimPath, value: unknown ) => void;
} ): ReactElement {
	const [ way, setWay ] = useState< Way >( 'sample' );
	const [ sampleId, setSample ] = useState( 'oidc' );
	const [ pasted, setPasted ] = useState< Readonly<
		Record< string, unknown >
	> | null >( null );
	const [ person, setPerson ] = useState( '' );
	const [ provider, setProvider ] = useState( '' );
	const [ now, setNow ] = useState( '' );
	const [ answer, setAnswer ] = useState< DryRunAnswer | null >( null );
	const [ problem, setProblem ] = useState< Problem | null >( null );
	const [ isBusy, setBusy ] = useState( false );
	const [ picked, setPicked ] = useState< {
		readonly path: ClaimPath;
		readonly value: unknown;
	} | null >( null );
	const last = useRef( 0 );
	const providers = useRecords< Provider >( 'provider', { per_page: 100 } );
	const sample = samples().find( ( { id } ) => id === sampleId );
	const shown = way === 'sample' ? sample?.claims : pasted;
	const takePasted = useCallback(
		( claims: Readonly< Record< string, unknown > > | null ) => {
			setPasted( claims );
			setAnswer( null );
		},
		[]
	);

	// An answer belongs to what was asked; it goes when the question changes.
	const asked = JSON.stringify( [
		rule,
		way,
		sampleId,
		person,
		provider,
		now,
	] );
	useEffect( () => {
		last.current += 1;
		setAnswer( null );
		setProblem( null );
	}, [ asked ] );

	const question = (): DryRunQuestion | null => {
		const base = {
			rule,
			...( now ? { now: new Date( now ).toISOString() } : {} ),
		};
		if ( way === 'person' ) {
			return person ? { ...base, identity: person } : null;
		}
		if ( ! shown ) {
			return null;
		}
		return {
			...base,
			claims: shown,
			...( provider
				? { provider }
				: {
						preset:
							way === 'sample' && sample
								? sample.preset
								: 'generic',
					} ),
		};
	};
	const ready = isRule( rule ) ? question() : null;
	const run = async () => {
		if ( ! ready || isBusy ) {
			return;
		}
		last.current += 1;
		const mine = last.current;
		setBusy( true );
		setProblem( null );
		try {
			const found = await evaluateRule( ready );
			if ( mine === last.current ) {
				setAnswer( found );
			}
		} catch ( error ) {
			setProblem( toProblem( error ) );
		} finally {
			setBusy( false );
		}
	};
	return (
		<section className="coop-credentials-panel coop-credentials-dry-run">
			<header>
				<h2>{ __( 'Dry run', 'coop-credentials' ) }</h2>
			</header>
			<div className="coop-credentials-stack">
				<SelectControl
					__next40pxDefaultSize
					__nextHasNoMarginBottom
					label={ __( 'Try it with', 'coop-credentials' ) }
					value={ way }
					options={ [
						{
							value: 'sample',
							label: __( 'an example', 'coop-credentials' ),
						},
						{
							value: 'person',
							label: __(
								'a person who signed in',
								'coop-credentials'
							),
						},
						{
							value: 'token',
							label: __( 'a pasted token', 'coop-credentials' ),
						},
					] }
					onChange={ ( next: Way ) => {
						setWay( next );
						setPasted( null );
						setPicked( null );
					} }
				/>
				{ way === 'sample' && (
					<SelectControl
						__next40pxDefaultSize
						__nextHasNoMarginBottom
						label={ __( 'Example', 'coop-credentials' ) }
						value={ sampleId }
						options={ samples().map( ( { id, label } ) => ( {
							value: id,
							label,
						} ) ) }
						onChange={ setSample }
					/>
				) }
				{ way === 'token' && <ClaimsField onChange={ takePasted } /> }
				{ way === 'person' && (
					<PersonField value={ person } onChange={ setPerson } />
				) }
				{ way !== 'person' && shown && (
					<details>
						<summary>
							{ __( 'Claims', 'coop-credentials' ) }
						</summary>
						<ClaimTree
							claims={ shown }
							onPick={ ( path, value ) =>
								setPicked( { path, value } )
							}
						/>
						{ picked && (
							<p>
								<code dir="ltr">
									{ JSON.stringify( picked.path ) }
								</code>{ ' ' }
								<Button
									variant="secondary"
									size="compact"
									onClick={ () => {
										onPropose( picked.path, picked.value );
										setPicked( null );
									} }
								>
									{ sprintf(
										/* translators: %s: path of a claim. */
										__(
											'Ask for %s in the rule',
											'coop-credentials'
										),
										pathWords( picked.path )
									) }
								</Button>
							</p>
						) }
					</details>
				) }
				{ way !== 'person' && (
					<SelectControl
						__next40pxDefaultSize
						__nextHasNoMarginBottom
						label={ __( 'As said by', 'coop-credentials' ) }
						help={ __(
							'With a provider, its claim map and what it may say count.',
							'coop-credentials'
						) }
						value={ provider }
						options={ [
							{
								value: '',
								label: __(
									'nobody in particular',
									'coop-credentials'
								),
							},
							...providers.records.map( ( { slug, label } ) => ( {
								value: slug,
								label,
							} ) ),
						] }
						onChange={ setProvider }
					/>
				) }
				<TextControl
					__next40pxDefaultSize
					__nextHasNoMarginBottom
					type="datetime-local"
					label={ __( 'Pretend now is', 'coop-credentials' ) }
					help={ __( 'Empty: now.', 'coop-credentials' ) }
					value={ now }
					onChange={ setNow }
				/>
				<div>
					<Button
						variant="secondary"
						__next40pxDefaultSize
						isBusy={ isBusy }
						disabled={ ! ready }
						accessibleWhenDisabled
						onClick={ () => void run() }
					>
						{ __( 'Try the rule', 'coop-credentials' ) }
					</Button>
				</div>
				{ problem && <ProblemPanel problem={ problem } /> }
				<div aria-live="polite">
					{ answer && <Answer answer={ answer } rule={ rule } /> }
				</div>
			</div>
		</section>
	);
}

/** Somebody with a linked identity, found by name. Looking is recorded. */
function PersonField( {
	value,
	onChange,
}: {
	readonly value: string;
	readonly onChange: ( uid: string ) => void;
} ): ReactElement {
	const [ people, setPeople ] = useState< readonly RulePerson[] >( [] );
	const [ search, setSearch ] = useState( '' );
	const [ chosen, setChosen ] = useState< RulePerson | null >( null );
	const options =
		chosen && people.every( ( { uid } ) => uid !== chosen.uid )
			? [ chosen, ...people ]
			: people;
	useEffect( () => {
		let isHere = true;
		findPeople( search ).then(
			( found ) => isHere && setPeople( found ),
			() => isHere && setPeople( [] )
		);
		return () => {
			isHere = false;
		};
	}, [ search ] );
	return (
		<ComboboxControl
			__next40pxDefaultSize
			__nextHasNoMarginBottom
			label={ __( 'Person', 'coop-credentials' ) }
			help={ __(
				'People with an account here who linked a log-in. Uses what their provider said last; that you looked is written to the log.',
				'coop-credentials'
			) }
			value={ value || null }
			options={ options.map( ( one ) => ( {
				value: one.uid,
				label: `${ one.name } · ${ one.provider } · ${ day(
					one.memberships_at
				) }`,
			} ) ) }
			onFilterValueChange={ setSearch }
			onChange={ ( uid ) => {
				setChosen( options.find( ( one ) => one.uid === uid ) ?? null );
				onChange( uid ? String( uid ) : '' );
			} }
		/>
	);
}
