import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type {
	DryRunAnswer,
	MappingLine,
	TraceLine,
	Truth,
} from '../../api/rules';
import { fieldLabel, ruleWords } from '../../components/rule-editor';
import { type Mark, StateMark } from '../../components/state-mark';
import { describeNode, type Rule, type RuleNode, walk } from '../../lib/rules';
import { day } from '../dates';
import { effectText, outcomeText, reasonText, whyText } from './words';

const MARKS: Readonly< Record< Truth, Mark > > = {
	true: 'ok',
	false: 'no',
	unknown: 'attention',
};

interface Props {
	readonly answer: DryRunAnswer;
	readonly rule: Rule;
}

/** What the rule answered, and how it came to it. */
export function Answer( { answer, rule }: Props ): ReactElement {
	return (
		<div className="coop-credentials-stack coop-credentials-answer">
			<p
				className={ `coop-credentials-verdict${
					answer.outcome === 'allow' ? '' : ' is-warn'
				}` }
			>
				<b>{ outcomeText( answer.outcome ) }</b>{ ' ' }
				{ answer.reason && reasonText( answer.reason ) }
			</p>
			{ answer.sentence && (
				<p>
					{ sprintf(
						/* translators: %s: sentence. */
						__( 'The visitor reads: “%s”', 'coop-credentials' ),
						answer.sentence
					) }
				</p>
			) }
			{ answer.snapshot_at && (
				<p>
					{ sprintf(
						/* translators: %s: date. */
						__(
							'Decided on memberships as the provider said them on %s.',
							'coop-credentials'
						),
						day( answer.snapshot_at )
					) }
				</p>
			) }
			<h3>{ __( 'Conditions', 'coop-credentials' ) }</h3>
			<Trace trace={ answer.trace } rule={ rule } />
			<h3>{ __( 'Memberships', 'coop-credentials' ) }</h3>
			<Memberships answer={ answer } />
			{ answer.mapping && (
				<details>
					<summary>
						{ __( 'Which claim became what', 'coop-credentials' ) }
					</summary>
					<Mapping mapping={ answer.mapping } />
				</details>
			) }
			{ answer.request && (
				<details>
					<summary>
						{ __(
							'What a provider is asked for',
							'coop-credentials'
						) }
					</summary>
					<pre dir="ltr">
						{ JSON.stringify( answer.request, null, 2 ) }
					</pre>
				</details>
			) }
		</div>
	);
}

export function truthText( truth: Truth ): string {
	switch ( truth ) {
		case 'true':
			return __( 'true', 'coop-credentials' );
		case 'false':
			return __( 'false', 'coop-credentials' );
		case 'unknown':
			return __( 'unknown', 'coop-credentials' );
	}
}

/** Each node of the rule with its answer; a node within a group stands further in. */
function Trace( {
	trace,
	rule,
}: {
	readonly trace: readonly TraceLine[];
	readonly rule: Rule;
} ): ReactElement {
	const nodes = new Map< string, RuleNode >();
	walk( rule.when, '/when', ( node, at ) => nodes.set( at, node ) );
	if ( trace.length === 0 ) {
		return (
			<p>{ __( 'No condition was looked at.', 'coop-credentials' ) }</p>
		);
	}
	return (
		<ul className="coop-credentials-trace">
			{ trace.map( ( line, index ) => (
				<li
					key={ `${ index } ${ line.at }` }
					style={ {
						marginInlineStart: `${
							( line.at.match( /\/(all|any|not)/g ) ?? [] ).length
						}em`,
					} }
				>
					<StateMark mark={ MARKS[ line.result ] } />
					<div>
						<b>{ truthText( line.result ) }</b>{ ' ' }
						{ nodeText( nodes.get( line.at ), line.op ) }
						<small>
							{ [
								line.m !== null && membershipText( line.m ),
								line.why && whyText( line.why ),
								line.seen !== null &&
									sprintf(
										/* translators: %s: value of a claim. */
										__( 'found: %s', 'coop-credentials' ),
										String( line.seen )
									),
							]
								.filter( Boolean )
								.join( ' · ' ) }
						</small>
					</div>
				</li>
			) ) }
		</ul>
	);
}

function nodeText( node: RuleNode | undefined, op: string ): string {
	if ( ! node ) {
		return op;
	}
	if ( 'all' in node ) {
		return __( 'All of these', 'coop-credentials' );
	}
	if ( 'any' in node ) {
		return __( 'Any of these', 'coop-credentials' );
	}
	return 'not' in node
		? __( 'None of these', 'coop-credentials' )
		: describeNode( node, ruleWords(), false );
}

function membershipText( index: number ): string {
	/* translators: %d: number of a membership, from 1. */
	return sprintf( __( 'Membership %d', 'coop-credentials' ), index + 1 );
}

function Memberships( {
	answer,
}: {
	readonly answer: DryRunAnswer;
} ): ReactElement {
	if ( answer.memberships.length === 0 ) {
		return <p>{ __( 'None.', 'coop-credentials' ) }</p>;
	}
	return (
		<ol className="coop-credentials-memberships">
			{ answer.memberships.map( ( membership, index ) => {
				const skipped = answer.skipped.find( ( { m } ) => m === index );
				return (
					<li key={ index }>
						<dl>
							{ Object.entries( membership )
								.filter(
									( [ , value ] ) =>
										value !== null && value !== ''
								)
								.map( ( [ field, value ] ) => (
									<div key={ field }>
										<dt>{ fieldLabel( field ) }</dt>
										<dd>
											<bdi>
												{ Array.isArray( value )
													? value.join( ', ' )
													: String( value ) }
											</bdi>
										</dd>
									</div>
								) ) }
						</dl>
						{ skipped && (
							<p>
								{ sprintf(
									/* translators: %s: reason. */
									__(
										'Not looked at: %s',
										'coop-credentials'
									),
									reasonText( skipped.reason )
								) }
							</p>
						) }
						{ answer.matched === index && (
							<p>
								<b>
									{ __(
										'This one fits.',
										'coop-credentials'
									) }
								</b>
							</p>
						) }
					</li>
				);
			} ) }
		</ol>
	);
}

function Mapping( {
	mapping,
}: {
	readonly mapping: NonNullable< DryRunAnswer[ 'mapping' ] >;
} ): ReactElement {
	const text = ( line: MappingLine ) =>
		[
			line.m !== null && membershipText( line.m ),
			line.field && fieldLabel( line.field ),
			line.path && JSON.stringify( line.path ),
			effectText( line.effect ),
		]
			.filter( Boolean )
			.join( ' · ' );
	return (
		<ul className="coop-credentials-mapping">
			{ [ ...mapping.trace, ...mapping.scope ].map( ( line, index ) => (
				<li key={ index }>{ text( line ) }</li>
			) ) }
			{ mapping.dropped.map( ( { index, reason } ) => (
				<li key={ `dropped ${ index } ${ reason }` }>
					{ sprintf(
						/* translators: 1: "Membership 1", 2: reason. */
						__( '%1$s was dropped: %2$s', 'coop-credentials' ),
						membershipText( index ),
						reasonText( reason )
					) }
				</li>
			) ) }
		</ul>
	);
}
