import { Button } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { Organisation } from '../../../api/organisations';
import { useRecord } from '../../../api/records';
import type { Form } from '../../../components/form';
import { OrganisationChoice } from '../../../components/organisation-choice';
import type { ProviderValues } from '../provider-values';
import { listOf, withList } from '../scope';

const LOCAL = 'local:';

/** Organisations a provider may vouch for, each found in the directory. */
export function OrganisationList( {
	form,
}: {
	readonly form: Form< ProviderValues >;
} ): ReactElement {
	const text = form.values.issuer_scope;
	const ids = listOf( text );
	const set = ( next: readonly string[] ) =>
		form.set( 'issuer_scope', withList( text, next ) );
	return (
		<div>
			{ ids.length > 0 && (
				<ul className="coop-credentials-lines is-small">
					{ ids.map( ( id ) => (
						<li key={ id }>
							<span />
							<Name id={ id } />
							<Button
								variant="tertiary"
								isDestructive
								size="small"
								aria-label={ sprintf(
									/* translators: %s: name or address of an organisation. */
									__( 'Take %s out', 'coop-credentials' ),
									id
								) }
								onClick={ () =>
									set( ids.filter( ( one ) => one !== id ) )
								}
							>
								{ __( 'Take out', 'coop-credentials' ) }
							</Button>
						</li>
					) ) }
				</ul>
			) }
			<OrganisationChoice
				label={ __( 'Add an organisation', 'coop-credentials' ) }
				value=""
				onChange={ ( uid ) => {
					if ( uid ) {
						const id = LOCAL + uid.toLowerCase();
						set( [ ...ids.filter( ( one ) => one !== id ), id ] );
					}
				} }
				help={ __(
					'While there is none, nobody counts as a member.',
					'coop-credentials'
				) }
			/>
		</div>
	);
}

function Name( { id }: { readonly id: string } ): ReactElement {
	return id.startsWith( LOCAL ) ? (
		<Listed uid={ id.slice( LOCAL.length ).toUpperCase() } />
	) : (
		<code dir="ltr">{ id }</code>
	);
}

function Listed( { uid }: { readonly uid: string } ): ReactElement {
	const { record } = useRecord< Organisation >( 'organisation', uid );
	return <bdi>{ record?.name ?? uid }</bdi>;
}
