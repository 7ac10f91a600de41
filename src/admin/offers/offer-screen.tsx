import { Spinner } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { Offer } from '../../api/offers';
import { useRecord } from '../../api/records';
import type { SiteSettings } from '../../api/settings';
import { ProblemPanel } from '../../components/problem-panel';
import { boot, can } from '../boot';
import { Screen } from '../screen';
import { OfferEditor } from './offer-editor';
import { emptyOffer, valuesOf } from './offer-values';

/** Loads what the editor needs. */
export function OfferScreen( { uid }: { readonly uid: string } ): ReactElement {
	if ( uid !== 'new' ) {
		return <Existing uid={ uid } />;
	}
	return can( 'manage' ) ? <NewOfOwn /> : <New organisation="" />;
}

function New( {
	organisation,
}: {
	readonly organisation: string;
} ): ReactElement {
	return (
		<OfferEditor
			offer={ null }
			initial={ emptyOffer( boot().currency, organisation ) }
		/>
	);
}

/** A new offer is the site's own co-op's unless somebody says otherwise. */
function NewOfOwn(): ReactElement {
	const { record, isLoading } = useRecord< SiteSettings >( 'settings' );
	if ( isLoading ) {
		return <Loading />;
	}
	return <New organisation={ record?.own_organisation ?? '' } />;
}

function Existing( { uid }: { readonly uid: string } ): ReactElement {
	const { record, problem, reload } = useRecord< Offer >( 'offer', uid );
	if ( problem ) {
		return (
			<Screen title={ __( 'Offer', 'coop-credentials' ) }>
				<ProblemPanel problem={ problem } onRetry={ reload } />
			</Screen>
		);
	}
	if ( ! record ) {
		return <Loading />;
	}
	return (
		<OfferEditor
			offer={ record }
			initial={ valuesOf( record, boot().currency ) }
		/>
	);
}

function Loading(): ReactElement {
	return (
		<Screen title={ __( 'Offer', 'coop-credentials' ) }>
			<Spinner />
		</Screen>
	);
}
