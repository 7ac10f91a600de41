import { Button, Spinner } from '@wordpress/components';
import { speak } from '@wordpress/a11y';
import { useEffect, useRef, useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { Check, Onboarding } from '../../api/onboarding';
import { useRecord } from '../../api/records';
import { ProblemPanel } from '../../components/problem-panel';
import { type Mark, StateMark } from '../../components/state-mark';
import { Screen } from '../screen';
import { RemedyButton } from './remedy-button';

import './style.scss';

const MARKS: Readonly< Record< Check[ 'state' ], Mark > > = {
	ok: 'ok',
	attention: 'attention',
	todo: 'pending',
	no: 'no',
};

function word( state: Check[ 'state' ] ): string {
	switch ( state ) {
		case 'ok':
			return __( 'Ready', 'coop-credentials' );
		case 'attention':
			return __( 'Works, needs attention', 'coop-credentials' );
		case 'todo':
			return __( 'Not done yet', 'coop-credentials' );
		case 'no':
			return __( 'Something stops this', 'coop-credentials' );
	}
}

/** First screen: a checklist in which nothing can be ticked by hand; each line is a test with its remedy. */
export function Overview(): ReactElement {
	const { record, isLoading, problem, reload } =
		useRecord< Onboarding >( 'onboarding' );
	const [ isBusy, setBusy ] = useState( false );
	const seen = useRef( record );

	useEffect( () => {
		if ( record && seen.current !== record ) {
			if ( seen.current ) {
				speak( record.sentence );
			}
			seen.current = record;
			setBusy( false );
		}
	}, [ record ] );

	const again = (
		<Button
			variant="secondary"
			__next40pxDefaultSize
			isBusy={ isBusy }
			onClick={ () => {
				setBusy( true );
				reload();
			} }
		>
			{ __( 'Check all again', 'coop-credentials' ) }
		</Button>
	);

	return (
		<Screen
			title={ __( 'Start', 'coop-credentials' ) }
			subtitle={ record?.sentence }
			actions={ again }
		>
			{ isLoading && <Spinner /> }
			{ problem && (
				<ProblemPanel problem={ problem } onRetry={ reload } />
			) }
			{ record && <Checklist record={ record } reload={ reload } /> }
		</Screen>
	);
}

function variantOf(
	check: Check,
	next: Check | undefined
): 'primary' | 'secondary' | 'tertiary' {
	if ( check === next ) {
		return 'primary';
	}
	return check.state === 'ok' ? 'tertiary' : 'secondary';
}

function Checklist( {
	record,
	reload,
}: {
	readonly record: Onboarding;
	readonly reload: () => void;
} ): ReactElement {
	const done = record.checks.filter( ( check ) => check.state === 'ok' );
	const open = record.checks.filter( ( check ) => check.state !== 'ok' );
	const isFolded = done.length > 3 && open.length > 0;
	return (
		<div className="coop-credentials-overview">
			<progress
				className="coop-credentials-overview__bar"
				max={ record.total }
				value={ record.ready }
				aria-label={ __( 'Set-up', 'coop-credentials' ) }
			/>
			{ isFolded ? (
				<details>
					<summary>
						{ sprintf(
							/* translators: %d: number of finished steps. */
							_n(
								'%d step needs nothing more',
								'%d steps need nothing more',
								done.length,
								'coop-credentials'
							),
							done.length
						) }
					</summary>
					<Lines checks={ done } reload={ reload } />
				</details>
			) : (
				<Lines checks={ done } reload={ reload } />
			) }
			<Lines checks={ open } reload={ reload } />
			<p className="coop-credentials-overview__foot">
				{ __(
					'You can leave this page at any time. Local passwords keep working, whatever you set here.',
					'coop-credentials'
				) }
			</p>
		</div>
	);
}

function Lines( {
	checks,
	reload,
}: {
	readonly checks: readonly Check[];
	readonly reload: () => void;
} ): ReactElement | null {
	if ( checks.length === 0 ) {
		return null;
	}
	// One thing to do next: the first that stops something, else the first that is not done.
	const next =
		checks.find( ( { state, remedy } ) => state === 'no' && remedy ) ??
		checks.find( ( { state, remedy } ) => state === 'todo' && remedy );
	return (
		<ul className="coop-credentials-lines">
			{ checks.map( ( check ) => (
				<li key={ check.id }>
					<StateMark
						mark={ MARKS[ check.state ] }
						label={ word( check.state ) }
					/>
					<div>
						<h2>{ check.title }</h2>
						<p>
							{ check.detail }{ ' ' }
							{ check.code && (
								<code dir="ltr">{ check.code }</code>
							) }
						</p>
					</div>
					{ check.remedy && (
						<div className="coop-credentials-lines__buttons">
							<RemedyButton
								remedy={ check.remedy }
								variant={ variantOf( check, next ) }
								reload={ reload }
							/>
						</div>
					) }
				</li>
			) ) }
		</ul>
	);
}
