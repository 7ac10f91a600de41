import { Button, Spinner } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { Evidence, Organisation } from '../../api/organisations';
import { forgetRecords, saveRecord, useRecords } from '../../api/records';
import { ErrorSummary } from '../../components/error-summary';
import {
	SelectField,
	TextareaField,
	TextField,
	useForm,
} from '../../components/form';
import { useTell } from '../../components/notices';
import { ProblemPanel } from '../../components/problem-panel';
import { type Mark, StateMark } from '../../components/state-mark';
import { can } from '../boot';
import { day } from '../dates';
import { evidenceChoices, evidenceWord } from './words';

function standing( record: Evidence ): { mark: Mark; word: string } {
	if ( record.result === 'revoked' ) {
		return { mark: 'no', word: __( 'Taken back', 'coop-credentials' ) };
	}
	if ( record.result === 'failed' ) {
		return { mark: 'no', word: __( 'Not confirmed', 'coop-credentials' ) };
	}
	if ( record.result === 'pending' ) {
		return {
			mark: 'pending',
			word: __( 'Being checked', 'coop-credentials' ),
		};
	}
	const isOver =
		record.valid_until !== null &&
		Date.parse( record.valid_until ) <= Date.now();
	return isOver || record.is_valid === false
		? { mark: 'neutral', word: __( 'Ended', 'coop-credentials' ) }
		: { mark: 'ok', word: __( 'Valid', 'coop-credentials' ) };
}

/** Why the organisation counts as what it is; records are added, never changed. */
export function EvidencePanel( {
	organisation,
}: {
	readonly organisation: Organisation;
} ): ReactElement {
	const list = useRecords< Evidence >( 'evidence', {
		organisation: organisation.uid,
		per_page: 100,
	} );
	const [ isOpen, setOpen ] = useState( false );
	return (
		<section className="coop-credentials-panel">
			<header>
				<h2>{ __( 'Evidence', 'coop-credentials' ) }</h2>
				{ can( 'review' ) && ! isOpen && (
					<Button
						variant="secondary"
						__next40pxDefaultSize
						onClick={ () => setOpen( true ) }
					>
						{ __( 'Add evidence', 'coop-credentials' ) }
					</Button>
				) }
			</header>
			<div className="coop-credentials-stack">
				{ isOpen && (
					<EvidenceForm
						organisation={ organisation }
						onClose={ () => setOpen( false ) }
						onDone={ list.reload }
					/>
				) }
				{ list.isLoading && <Spinner /> }
				{ list.problem && (
					<ProblemPanel
						problem={ list.problem }
						onRetry={ list.reload }
					/>
				) }
				{ ! list.isLoading &&
					! list.problem &&
					list.records.length === 0 && (
						<p>
							{ __(
								'There is none yet. Ask a federation or a neighbouring co-op to check it.',
								'coop-credentials'
							) }
						</p>
					) }
				<ul className="coop-credentials-lines">
					{ list.records.map( ( record ) => {
						const { mark, word } = standing( record );
						return (
							<li key={ record.uid }>
								<StateMark mark={ mark } />
								<div>
									<h3>
										{ record.kind_label ??
											evidenceWord( record.kind ) }
									</h3>
									<p>
										{ [
											word,
											record.issuer,
											record.valid_until &&
												sprintf(
													/* translators: %s: date. */
													__(
														'until %s',
														'coop-credentials'
													),
													day( record.valid_until )
												),
										]
											.filter( Boolean )
											.join( ' · ' ) }
									</p>
									{ record.note && <p>{ record.note }</p> }
									{ record.reference_url && (
										<p>
											<a
												href={ record.reference_url }
												rel="noreferrer noopener"
											>
												{ __(
													'Where to see it',
													'coop-credentials'
												) }
											</a>
										</p>
									) }
								</div>
							</li>
						);
					} ) }
				</ul>
			</div>
		</section>
	);
}

type EvidenceValues = {
	readonly kind: string;
	readonly issuer: string;
	readonly reference_url: string;
	readonly valid_until: string;
	readonly note: string;
};

function checkEvidence( values: EvidenceValues ): Record< string, string > {
	return values.issuer.trim() === ''
		? {
				issuer: __(
					'Say who confirms it: the register, federation or person.',
					'coop-credentials'
				),
			}
		: {};
}

function EvidenceForm( {
	organisation,
	onClose,
	onDone,
}: {
	readonly organisation: Organisation;
	readonly onClose: () => void;
	readonly onDone: () => void;
} ): ReactElement {
	const tell = useTell();
	const form = useForm< EvidenceValues >(
		{
			kind: 'public_filing',
			issuer: '',
			reference_url: '',
			valid_until: '',
			note: '',
		},
		checkEvidence
	);
	const save = async () => {
		const isDone = await form.submit( ( values ) =>
			saveRecord( 'evidence', {
				organisation: organisation.uid,
				kind: values.kind,
				method: 'manual',
				issuer: values.issuer.trim(),
				reference_url: values.reference_url.trim() || null,
				supports: [ organisation.category ],
				result: 'confirmed',
				valid_until: values.valid_until
					? `${ values.valid_until }T23:59:59Z`
					: null,
				note: values.note.trim(),
			} )
		);
		if ( isDone ) {
			forgetRecords( 'organisation', organisation.uid );
			onDone();
			onClose();
			tell.done( __( 'Evidence added.', 'coop-credentials' ) );
		}
	};
	return (
		<form
			className="coop-credentials-form"
			onSubmit={ ( event ) => {
				event.preventDefault();
				void save();
			} }
		>
			<ErrorSummary
				message={ form.message }
				errors={ form.summary }
				attempt={ form.attempt }
			/>
			<SelectField
				form={ form }
				name="kind"
				label={ __( 'What was checked?', 'coop-credentials' ) }
				options={ evidenceChoices() }
			/>
			<TextField
				form={ form }
				name="issuer"
				label={ __( 'Who confirms it?', 'coop-credentials' ) }
				help={ __(
					'For example: Mutuals Public Register.',
					'coop-credentials'
				) }
				maxLength={ 200 }
				required
			/>
			<TextField
				form={ form }
				name="reference_url"
				type="url"
				label={ __( 'Where can it be seen?', 'coop-credentials' ) }
				dir="ltr"
			/>
			<TextField
				form={ form }
				name="valid_until"
				type="date"
				label={ __( 'Valid until', 'coop-credentials' ) }
				help={ __(
					'Empty: as long as the trust policy says.',
					'coop-credentials'
				) }
			/>
			<TextareaField
				form={ form }
				name="note"
				label={ __( 'Note (public)', 'coop-credentials' ) }
				maxLength={ 1000 }
				rows={ 3 }
			/>
			<div className="coop-credentials-form__buttons">
				<Button
					type="submit"
					variant="primary"
					__next40pxDefaultSize
					isBusy={ form.isBusy }
				>
					{ __( 'Add evidence', 'coop-credentials' ) }
				</Button>
				<Button
					variant="tertiary"
					__next40pxDefaultSize
					onClick={ onClose }
				>
					{ __( 'Cancel', 'coop-credentials' ) }
				</Button>
			</div>
		</form>
	);
}
