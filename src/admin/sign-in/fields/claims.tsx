import { Button, Notice } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { ClaimMapHelper } from '../../../components/claim-map';
import {
	SelectField,
	TextareaField,
	TextField,
} from '../../../components/form';
import { home } from '../home';
import { mapOf, withPath } from '../map-edit';
import { documentText } from '../scope';
import { fieldWord } from '../words';
import { History } from './history';
import type { SectionProps } from './section';

/** How claims become memberships: by pointing at a sample, or as JSON; and how people are told apart. */
export function Claims( { form, provider }: SectionProps ): ReactElement {
	const { values } = form;
	const [ isBroken, setBroken ] = useState( false );
	const kind = values.subject.startsWith( 'claim:' )
		? 'claim:'
		: values.subject;
	const start =
		provider && provider.preset === values.preset
			? provider.preset_map
			: null;
	return (
		<fieldset className="coop-credentials-form__section">
			<legend>{ fieldWord( 'claim_map' ) }</legend>
			<p>
				{ __(
					'Paste what the provider says of a member, then click a value and say what it means.',
					'coop-credentials'
				) }
			</p>
			<ClaimMapHelper
				onPick={ ( field, path, table ) => {
					const map = mapOf( values.claim_map, start );
					setBroken( ! map );
					if ( map ) {
						form.set(
							'claim_map',
							documentText( withPath( map, field, path, table ) )
						);
					}
					return map !== null;
				} }
			/>
			{ isBroken && (
				<Notice status="error" onRemove={ () => setBroken( false ) }>
					{ __(
						'What stands in “Claim map as JSON” cannot be read, so nothing was added to it. Correct it, or go back to the usual map.',
						'coop-credentials'
					) }
				</Notice>
			) }
			<TextareaField
				form={ form }
				name="claim_map"
				label={ __( 'Claim map as JSON', 'coop-credentials' ) }
				help={ __(
					'Empty: as usual for what runs there; flat claims coop_id, coop_name, coop_status and so on are read in any case.',
					'coop-credentials'
				) }
				rows={ 8 }
				isCode
			/>
			{ values.claim_map.trim() !== '' && (
				<div>
					<Button
						variant="tertiary"
						__next40pxDefaultSize
						onClick={ () => form.set( 'claim_map', '' ) }
					>
						{ __( 'Back to the usual map', 'coop-credentials' ) }
					</Button>
				</div>
			) }
			{ provider && ! home().isNetwork && (
				<History form={ form } provider={ provider } />
			) }
			<SelectField
				form={ {
					...form,
					values: { ...values, subject: kind },
				} }
				name="subject"
				label={ __( 'How people are told apart', 'coop-credentials' ) }
				help={ __(
					'Without a lasting mark there are no accounts, and no offers that count per person.',
					'coop-credentials'
				) }
				options={ [
					{
						value: 'stable',
						label: __(
							'By the subject the provider states (usual)',
							'coop-credentials'
						),
					},
					{
						value: 'ephemeral',
						label: __(
							'Not at all: each visit is a new person',
							'coop-credentials'
						),
					},
					{
						value: 'claim:',
						label: __(
							'By another claim that never changes',
							'coop-credentials'
						),
					},
				] }
			/>
			{ kind === 'claim:' && (
				<TextField
					form={ {
						...form,
						values: {
							...values,
							subject: values.subject.slice( 'claim:'.length ),
						},
						set: ( name, value ) =>
							form.set(
								name,
								( 'claim:' + String( value ) ) as never
							),
					} }
					name="subject"
					label={ __( 'Which claim?', 'coop-credentials' ) }
					help={ __(
						'Its name, or a path like /data/id. Addresses, numbers and names are refused: they are given to somebody else one day.',
						'coop-credentials'
					) }
					dir="ltr"
				/>
			) }
		</fieldset>
	);
}
