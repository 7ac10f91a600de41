import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { AccountDetails } from './fields/account-details';
import { Accounts } from './fields/accounts';
import { Admission } from './fields/admission';
import { Basics } from './fields/basics';
import { Claims } from './fields/claims';
import { Connection } from './fields/connection';
import { Protocol } from './fields/protocol';
import type { Mismatch, SectionProps } from './fields/section';
import { Visits } from './fields/visits';
import { home } from './home';
import { NetworkSites } from './network-sites';
import { TellProvider } from './tell-provider';

interface Props extends SectionProps {
	readonly mismatch: Mismatch | null;
	readonly onTake: ( issuer: string ) => void;
}

/** The record in the order in which things are known; what most providers need not touch is folded away. */
export function ProviderFields( {
	form,
	provider,
	mismatch,
	onTake,
}: Props ): ReactElement {
	const part = { form, provider };
	if ( ! provider ) {
		return (
			<div className="coop-credentials-form">
				<Basics { ...part } />
			</div>
		);
	}
	return (
		<div className="coop-credentials-form">
			<Basics { ...part } />
			{ home().isNetwork ? (
				<NetworkSites provider={ provider } />
			) : (
				<TellProvider provider={ provider } />
			) }
			<Connection { ...part } mismatch={ mismatch } onTake={ onTake } />
			<Admission { ...part } />
			<Accounts { ...part } />
			<details
				className="coop-credentials-fine"
				open={ hasHiddenError( form.errors ) || undefined }
			>
				<summary>{ __( 'More settings', 'coop-credentials' ) }</summary>
				<div className="coop-credentials-form">
					<Protocol { ...part } />
					<Claims { ...part } />
					<AccountDetails { ...part } />
					<Visits { ...part } />
				</div>
			</details>
		</div>
	);
}

const SEEN = new Set( [
	'preset',
	'label',
	'slug',
	'issuer',
	'discovery_url',
	'authorization_endpoint',
	'token_endpoint',
	'userinfo_endpoint',
	'client_id',
	'client_auth',
	'secret',
	'extra_scopes',
	'issuer_scope',
	'scope_own',
	'require',
	'enabled',
	'accounts',
	'show_in',
] );

/** A refusal must not hide behind a fold. */
function hasHiddenError(
	errors: Readonly< Record< string, string > >
): boolean {
	return Object.keys( errors ).some( ( name ) => ! SEEN.has( name ) );
}
