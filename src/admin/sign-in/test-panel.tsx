import { Button, Spinner } from '@wordpress/components';
import { speak } from '@wordpress/a11y';
import { useEffect } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type {
	PlainForm,
	Provider,
	TestLine,
	TestResult,
} from '../../api/providers';
import { type Mark, StateMark } from '../../components/state-mark';
import { useTell } from '../../components/notices';

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

/** The addresses to copy, and the test with a remedy beside each line. */
export function TestPanel( {
	provider,
	result,
	isTesting,
	onTest,
}: Props ): ReactElement | null {
	useEffect( () => {
		if ( result ) {
			speak( verdict( result ), 'assertive' );
		}
	}, [ result ] );

	if ( ! provider ) {
		return null;
	}
	return (
		<div className="coop-credentials-stack">
			<section className="coop-credentials-panel">
				<header>
					<h2>{ __( 'Tell the provider', 'coop-credentials' ) }</h2>
				</header>
				<div className="coop-credentials-stack">
					<Address
						label={ __( 'Return address', 'coop-credentials' ) }
						value={ provider.redirect_uri }
					/>
					<Address
						label={ __(
							'Address after sign-out',
							'coop-credentials'
						) }
						value={ provider.post_logout_redirect_uri }
					/>
					{ provider.backchannel && (
						<Address
							label={ __(
								'Address for sign-out by the provider',
								'coop-credentials'
							) }
							value={ provider.backchannel_logout_uri }
						/>
					) }
				</div>
			</section>
			<section className="coop-credentials-panel">
				<header>
					<h2>{ __( 'Test', 'coop-credentials' ) }</h2>
					{ result && (
						<Button
							variant="secondary"
							__next40pxDefaultSize
							isBusy={ isTesting }
							onClick={ onTest }
						>
							{ __( 'Test again', 'coop-credentials' ) }
						</Button>
					) }
				</header>
				<div>
					{ isTesting && ! result && <Spinner /> }
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
						<RoundTrip form={ result.round_trip } />
					) }
				</div>
			</section>
		</div>
	);
}

function Result( { result }: { readonly result: TestResult } ): ReactElement {
	return (
		<>
			<p className={ `coop-credentials-verdict is-${ result.status }` }>
				<strong>{ verdict( result ) }</strong>
			</p>
			<ul className="coop-credentials-lines">
				{ result.checks.map( ( line ) => (
					<li key={ line.id }>
						<StateMark
							mark={ MARKS[ line.status ] }
							label={ word( line.status ) }
						/>
						<div>
							<h3>{ line.label }</h3>
							{ line.detail && (
								<p>
									{ /^\S+:\/\//.test( line.detail ) ? (
										<code dir="ltr">{ line.detail }</code>
									) : (
										line.detail
									) }
								</p>
							) }
							{ line.remedy && <p>{ line.remedy }</p> }
						</div>
					</li>
				) ) }
			</ul>
		</>
	);
}

/** A whole sign-in in a tab of its own, whose answer is only shown. */
function RoundTrip( { form }: { readonly form: PlainForm } ): ReactElement {
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
				{ __(
					'Next, go through a whole sign-in with an account of yours at the provider. You see what arrives and what this site makes of it. Nothing is stored, nobody is signed in.',
					'coop-credentials'
				) }
			</p>
			<Button type="submit" variant="secondary" __next40pxDefaultSize>
				{ __(
					'Try a whole sign-in (opens a new tab)',
					'coop-credentials'
				) }
			</Button>
		</form>
	);
}

function Address( {
	label,
	value,
}: {
	readonly label: string;
	readonly value: string;
} ): ReactElement {
	const tell = useTell();
	const copy = async () => {
		try {
			await navigator.clipboard.writeText( value );
			tell.done( __( 'Copied.', 'coop-credentials' ) );
		} catch {
			tell.failed( {
				message: __(
					'The browser does not let us copy. Select the address and copy it by hand.',
					'coop-credentials'
				),
			} );
		}
	};
	return (
		<div className="coop-credentials-address">
			<div>
				<strong>{ label }</strong>
				<br />
				<code dir="ltr">{ value }</code>
			</div>
			<Button
				variant="secondary"
				__next40pxDefaultSize
				onClick={ () => void copy() }
				aria-label={ sprintf(
					/* translators: %s: what is copied. */
					__( 'Copy: %s', 'coop-credentials' ),
					label
				) }
			>
				{ __( 'Copy', 'coop-credentials' ) }
			</Button>
		</div>
	);
}
