import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { createPages, type Remedy } from '../../api/onboarding';
import { enableProvider, testProvider } from '../../api/providers';
import { forgetRecords } from '../../api/records';
import { useTell } from '../../components/notices';
import { ROOMS } from '../location';
import { ButtonLink } from '../router';

type Variant = 'primary' | 'secondary' | 'tertiary';

interface Props {
	readonly remedy: Remedy;
	readonly variant: Variant;
	readonly reload: () => void;
}

/** The one button of a line: leads somewhere, or does at once what is to be done. */
export function RemedyButton( {
	remedy,
	variant,
	reload,
}: Props ): ReactElement | null {
	const room = ROOMS.find( ( name ) => name === remedy.room );
	if ( room ) {
		return (
			<ButtonLink
				variant={ variant }
				to={ {
					room,
					screen: remedy.screen ?? '',
					item: remedy.item ?? '',
				} }
			>
				{ remedy.label }
			</ButtonLink>
		);
	}
	if ( remedy.url ) {
		return (
			<Button
				variant={ variant }
				__next40pxDefaultSize
				href={ remedy.url }
				target="_blank"
				rel="noopener"
			>
				{ remedy.label }
				<span className="screen-reader-text">
					{ __( '(opens in a new tab)', 'coop-credentials' ) }
				</span>
			</Button>
		);
	}
	return remedy.action ? (
		<ActionButton remedy={ remedy } variant={ variant } reload={ reload } />
	) : null;
}

function ActionButton( { remedy, variant, reload }: Props ): ReactElement {
	const [ isBusy, setBusy ] = useState( false );
	const tell = useTell();
	const act = async () => {
		if ( isBusy ) {
			return;
		}
		setBusy( true );
		try {
			tell.done( await done( remedy ) );
		} catch ( error ) {
			tell.failed( error );
		} finally {
			setBusy( false );
			reload();
		}
	};
	return (
		<Button
			variant={ variant }
			__next40pxDefaultSize
			isBusy={ isBusy }
			onClick={ () => void act() }
		>
			{ remedy.label }
		</Button>
	);
}

/** Does it and says what was done. */
async function done( { action, item = '' }: Remedy ): Promise< string > {
	switch ( action ) {
		case 'test_provider': {
			const { status } = await testProvider( item );
			forgetRecords( 'provider', item );
			return status === 'fail'
				? __(
						'Tested. Something stops sign-in; the list says what.',
						'coop-credentials'
					)
				: __( 'Tested. The connection works.', 'coop-credentials' );
		}
		case 'enable_provider':
			await enableProvider( item );
			forgetRecords( 'provider', item );
			return __(
				'Switched on. Visitors can sign in now.',
				'coop-credentials'
			);
		default:
			await createPages();
			return __( 'The pages are made.', 'coop-credentials' );
	}
}
