import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import {
	mapHistory,
	type MapVersion,
	type Provider,
} from '../../../api/providers';
import type { Form } from '../../../components/form';
import { useTell } from '../../../components/notices';
import { moment } from '../../dates';
import type { ProviderValues } from '../provider-values';
import { documentText, scopeOf } from '../scope';

/** Earlier maps and scopes; one goes into the form and is saved like any change. */
export function History( {
	form,
	provider,
}: {
	readonly form: Form< ProviderValues >;
	readonly provider: Provider;
} ): ReactElement {
	const [ versions, setVersions ] = useState< readonly MapVersion[] | null >(
		null
	);
	const tell = useTell();
	const load = async () => {
		try {
			setVersions( await mapHistory( provider.slug ) );
		} catch ( error ) {
			tell.failed( error );
		}
	};
	const take = ( version: MapVersion ) => {
		form.set( 'claim_map', documentText( version.claim_map ) );
		form.set( 'issuer_scope', documentText( version.issuer_scope ) );
		const scope = scopeOf( version.issuer_scope );
		form.set( 'scope_kind', scope.scope_kind );
		form.set( 'scope_own', scope.scope_own );
		tell.done(
			__( 'It stands in the form. Save to use it.', 'coop-credentials' )
		);
	};
	if ( ! versions ) {
		return (
			<div>
				<Button
					variant="tertiary"
					__next40pxDefaultSize
					onClick={ () => void load() }
				>
					{ __( 'Earlier versions', 'coop-credentials' ) }
				</Button>
			</div>
		);
	}
	if ( versions.length === 0 ) {
		return (
			<p role="status">
				{ __( 'There are no earlier versions.', 'coop-credentials' ) }
			</p>
		);
	}
	return (
		<ul className="coop-credentials-lines is-small">
			{ versions.map( ( version, index ) => {
				const until = sprintf(
					/* translators: 1: date and time, 2: name of a person. */
					__( 'Until %1$s, changed by %2$s', 'coop-credentials' ),
					moment( version.until ),
					version.by || __( 'nobody known', 'coop-credentials' )
				);
				return (
					<li key={ index }>
						<span />
						<span>{ until }</span>
						<Button
							variant="secondary"
							size="small"
							aria-label={ sprintf(
								/* translators: %s: "Until …, changed by …". */
								__( 'Take back: %s', 'coop-credentials' ),
								until
							) }
							onClick={ () => take( version ) }
						>
							{ __( 'Take back', 'coop-credentials' ) }
						</Button>
					</li>
				);
			} ) }
		</ul>
	);
}
