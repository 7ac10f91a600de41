import { Button, RadioControl, Spinner } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { TrustPolicy } from '../../api/organisations';
import { forgetRecords, saveRecord, useRecord } from '../../api/records';
import { useTell } from '../../components/notices';
import { ProblemPanel } from '../../components/problem-panel';
import { useUnsavedGuard } from '../router';
import { Screen } from '../screen';
import { DirectoryTabs } from './tabs';

interface Preset {
	readonly value: string;
	readonly label: string;
	readonly description: string;
}

function presets(): Preset[] {
	return [
		{
			value: 'strict',
			label: __( 'Strict', 'coop-credentials' ),
			description: __(
				'Co-ops only. A badge needs an entry in a public register or the signed statement of a federation.',
				'coop-credentials'
			),
		},
		{
			value: 'dotcoop',
			label: __( 'Like .coop', 'coop-credentials' ),
			description: __(
				'Co-ops, their associations, and what they control or are served by. Any one proof from level 2 gives a badge.',
				'coop-credentials'
			),
		},
		{
			value: 'movement',
			label: __( 'Movement (usual)', 'coop-credentials' ),
			description: __(
				'As before, and mutuals and democratic workplaces. Any one proof from level 2 gives a badge.',
				'coop-credentials'
			),
		},
		{
			value: 'solidarity',
			label: __( 'Solidarity economy', 'coop-credentials' ),
			description: __(
				'All eight kinds of organisation. A questionnaire counts as a proof too.',
				'coop-credentials'
			),
		},
	];
}

/** Who is listed, badged and may offer here: one of four ready-made policies. */
export function PolicyScreen(): ReactElement {
	const { record, problem, reload } =
		useRecord< TrustPolicy >( 'trust-policy' );
	if ( record ) {
		return <PolicyForm key={ record.version } policy={ record } />;
	}
	return (
		<Screen
			title={ __( 'Trust policy', 'coop-credentials' ) }
			tabs={ <DirectoryTabs /> }
		>
			{ problem ? (
				<ProblemPanel problem={ problem } onRetry={ reload } />
			) : (
				<Spinner />
			) }
		</Screen>
	);
}

function PolicyForm( {
	policy,
}: {
	readonly policy: TrustPolicy;
} ): ReactElement {
	const current = policy.document.id ?? '';
	const [ chosen, setChosen ] = useState( current );
	const [ isBusy, setBusy ] = useState( false );
	const tell = useTell();
	useUnsavedGuard( chosen !== current );
	const options = presets();
	if ( ! options.some( ( { value } ) => value === current ) ) {
		options.unshift( {
			value: current,
			label: __( 'Your own', 'coop-credentials' ),
			description: __(
				'A policy file of this site.',
				'coop-credentials'
			),
		} );
	}
	const save = async () => {
		if ( isBusy || chosen === current ) {
			return;
		}
		setBusy( true );
		try {
			await saveRecord( 'trust-policy', {
				preset: chosen,
				version: policy.version,
			} );
			forgetRecords( 'organisation' );
			tell.done(
				__(
					'Saved. States and badges follow the new policy.',
					'coop-credentials'
				)
			);
		} catch ( error ) {
			tell.failed( error );
		} finally {
			setBusy( false );
		}
	};
	return (
		<Screen
			title={ __( 'Trust policy', 'coop-credentials' ) }
			subtitle={ __(
				'Visitors read it in plain words under “How we verify”.',
				'coop-credentials'
			) }
			actions={
				<Button
					variant="primary"
					__next40pxDefaultSize
					isBusy={ isBusy }
					disabled={ chosen === current }
					accessibleWhenDisabled
					onClick={ () => void save() }
				>
					{ __( 'Use this policy', 'coop-credentials' ) }
				</Button>
			}
			tabs={ <DirectoryTabs /> }
		>
			<div className="coop-credentials-form">
				<RadioControl
					label={ __(
						'Which organisations count here?',
						'coop-credentials'
					) }
					selected={ chosen }
					options={ options }
					onChange={ setChosen }
				/>
				<p>
					{ __(
						'The site’s own co-op may always sign in, offer and redeem here. A stricter policy takes no badge away at once: those who fall short get 30 days.',
						'coop-credentials'
					) }
				</p>
			</div>
		</Screen>
	);
}
