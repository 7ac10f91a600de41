import { Button, Spinner } from '@wordpress/components';
import { speak } from '@wordpress/a11y';
import { useEffect, useRef } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type {
	PlainForm,
	Provider,
	TestLine,
	TestResult,
} from '../../api/providers';
import { type Mark, StateMark } from '../../components/state-mark';
import { lastTest } from './last-test';

const MARKS: Readonly< Record< TestLine[ 'status' ], Mark > > = {
	ok: 'ok',
	warn: 'attention',
	fail: 'no',
};

function word( status: TestLine[ 'status' ] ): string {
	switch ( status ) {
		case 'ok':
			return __( 'Good', 'coop-credentials' );
		case 'warn':
			return __( 'Works, needs attention', 'coop-credentials' );
		case 'fail':
			return __( 'Stops sign-in', 'coop-credentials' );
	}
}

function verdict( result: TestResult ): string {
	const failed = result.checks.filter( ( line ) => line.status === 'fail' );
	if ( failed.length > 0 ) {
		return sprintf(
			/* translators: %d: number of things. */
			_n(
				'%d thing stops sign-in',
				'%d things stop sign-in',
				failed.length,
				'coop-credentials'
			),
			failed.length
		);
	}
	return result.status === 'warn'
		? __( 'It works. Something could be better.', 'coop-credentials' )
		: __( 'Everything works.', 'coop-credentials' );
}

interface Props {
	readonly provider: Provider | null;
	readonly result: TestResult | null;
	readonly isTesting: boolean;
	readonly onTest: () => void;
}

/** The test, with a remedy beside each line. */
export function TestPanel( {
	provider,
	result,
	isTesting,
	onTest,
}: Props ): ReactElement | null {
	const panel = useRef< HTMLElement >( null );
	useEffect( () => {
		if ( result ) {
			speak( verdict( result ), 'assertive' );
			// On a narrow screen it stands below a long form, far from the button on top.
			panel.current?.scrollIntoView( { block: 'nearest' } );
		}
	}, [ result ] );

	if ( ! provider ) {
		return null;
	}
	return (
		<div className="coop-credentials-stack">
			<section
				className="coop-credentials-panel coop-credentials-test"
				ref={ panel }
			>
				<header>
					<h2>{ __( 'Test', 'coop-credentials' ) }</h2>
					<Button
						variant="secondary"
						__next40pxDefaultSize
						isBusy={ isTesting }
						onClick={ onTest }
					>
						{ result
							? __( 'Test again', 'coop-credentials' )
							: __( 'Test now', 'coop-credentials' ) }
					</Button>
				</header>
				<div>
					{ isTesting && ! result && <Spinner /> }
					{ ! result && ! isTesting && provider.last_test && (
						<p>{ lastTest( provider.last_test ) }</p>
					) }
					{ ! result && ! isTesting && (
						<p>
							{ __(
								'“Test connection” asks the provider everything short of a log-in. Nothing is stored, nobody is signed in.',
								'coop-credentials'
							) }
						</p>
					) }
					{ result && <Result result={ result } /> }
					{ result?.round_trip && (
						<RoundTrip
							form={ result.round_trip }
							isStopped={ result.checks.some(
								( line ) => line.status === 'fail'
							) }
						/>
					) }
				</div>
			</section>
		</div>
	);
}

/** An address or a reason: for those who look it up, below the words for everybody. */
function isCode( detail: string ): boolean {
	return /^\S+:\/\/\S+$|^[a-z]+(_[a-z]+)+$/.test( detail );
}

/** What stops sign-in stands on top. */
function worstFirst( lines: readonly TestLine[] ): readonly TestLine[] {
	const rank = { fail: 0, warn: 1, ok: 2 };
	return [ ...lines ].sort( ( a, b ) => rank[ a.status ] - rank[ b.status ] );
}

function Result( { result }: { readonly result: TestResult } ): ReactElement {
	return (
		<>
			<p className={ `coop-credentials-verdict is-${ result.status }` }>
				<strong>{ verdict( result ) }</strong>
			</p>
			<ul className="coop-credentials-lines">
				{ worstFirst( result.checks ).map( ( line ) => (
					<li key={ line.id }>
						<StateMark
							mark={ MARKS[ line.status ] }
							label={ word( line.status ) }
						/>
						<div>
							<h3>{ line.label }</h3>
							{ line.detail && ! isCode( line.detail ) && (
								<p>{ line.detail }</p>
							) }
							{ line.remedy && <p>{ line.remedy }</p> }
							{ isCode( line.detail ) && (
								<p>
									<code dir="ltr">{ line.detail }</code>
								</p>
							) }
						</div>
					</li>
				) ) }
			</ul>
		</>
	);
}

/** A whole sign-in in a tab of its own, whose answer is only shown. */
function RoundTrip( {
	form,
	isStopped,
}: {
	readonly form: PlainForm;
	readonly isStopped: boolean;
} ): ReactElement {
	return (
		<form method="post" action={ form.url } target="_blank">
			{ Object.entries( form.fields ).map( ( [ name, value ] ) => (
				<input
					key={ name }
					type="hidden"
					name={ name }
					value={ value }
				/>
			) ) }
			<p>
				{ isStopped
					? __(
							'First mend what stops sign-in, and test again. A whole sign-in shows how far it gets until then.',
							'coop-credentials'
						)
					: __(
							'Next, go through a whole sign-in with an account of yours at the provider. You see what arrives and what this site makes of it. Nothing is stored, nobody is signed in.',
							'coop-credentials'
						) }
			</p>
			<Button
				type="submit"
				className="coop-credentials-wraps"
				variant="secondary"
				__next40pxDefaultSize
			>
				{ __(
					'Try a whole sign-in (opens a new tab)',
					'coop-credentials'
				) }
			</Button>
		</form>
	);
}
