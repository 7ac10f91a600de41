import { Button, Spinner, TextControl } from '@wordpress/components';
import { useCallback, useEffect, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import {
	addEvidence,
	type Evidence,
	listEvidence,
	type Organisation,
	revokeEvidence,
} from '../../api/organisations';
import { type Problem, toProblem } from '../../api/problem';
import { forgetRecords } from '../../api/records';
import { Confirm } from '../../components/confirm';
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

/** The records of one organisation; they belong to it and are no collection of their own. */
function useEvidence( uid: string ): {
	readonly records: readonly Evidence[];
	readonly isLoading: boolean;
	readonly problem: Problem | null;
	readonly reload: () => void;
} {
	const [ records, setRecords ] = useState< readonly Evidence[] | null >(
		null
	);
	const [ problem, setProblem ] = useState< Problem | null >( null );
	const [ turn, setTurn ] = useState( 0 );
	useEffect( () => {
		let isCurrent = true;
		listEvidence( uid ).then(
			( found ) => {
				if ( isCurrent ) {
					setRecords( found );
					setProblem( null );
				}
			},
			( error ) => {
				if ( isCurrent ) {
					setProblem( toProblem( error ) );
				}
			}
		);
		return () => {
			isCurrent = false;
		};
	}, [ uid, turn ] );
	const reload = useCallback( () => setTurn( ( before ) => before + 1 ), [] );
	return {
		records: records ?? [],
		isLoading: records === null && problem === null,
		problem,
		reload,
	};
}

/** Why the organisation counts as what it is; records are added, never changed. */
export function EvidencePanel( {
	organisation,
}: {
	readonly organisation: Organisation;
} ): ReactElement {
	const list = useEvidence( organisation.uid );
	const [ isOpen, setOpen ] = useState( false );
	const [ asked, setAsked ] = useState< Evidence | null >( null );
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
								{ can( 'review' ) &&
									record.is_valid === true && (
										<div className="coop-credentials-lines__buttons">
											<Button
												variant="tertiary"
												__next40pxDefaultSize
												isDestructive
												onClick={ () =>
													setAsked( record )
												}
											>
												{ __(
													'Take back',
													'coop-credentials'
												) }
											</Button>
										</div>
									) }
							</li>
						);
					} ) }
				</ul>
			</div>
			{ asked && (
				<RevokeQuestion
					record={ asked }
					onClose={ () => setAsked( null ) }
					onDone={ () => {
						forgetRecords( 'organisation', organisation.uid );
						list.reload();
					} }
				/>
			) }
		</section>
	);
}

function RevokeQuestion( {
	record,
	onClose,
	onDone,
}: {
	readonly record: Evidence;
	readonly onClose: () => void;
	readonly onDone: () => void;
} ): ReactElement {
	const [ reason, setReason ] = useState( '' );
	const tell = useTell();
	return (
		<Confirm
			title={ __( 'Take this evidence back?', 'coop-credentials' ) }
			confirmLabel={ __( 'Take back', 'coop-credentials' ) }
			isDestructive
			canConfirm={ reason.trim() !== '' }
			onClose={ onClose }
			onConfirm={ async () => {
				await revokeEvidence( record.uid, reason.trim() );
				onDone();
				tell.done( __( 'Taken back.', 'coop-credentials' ) );
			} }
		>
			<p>
				{ __(
					'It stays in the list as taken back. State and level follow the evidence that is left.',
					'coop-credentials'
				) }
			</p>
			<TextControl
				__next40pxDefaultSize
				__nextHasNoMarginBottom
				label={ __( 'Why?', 'coop-credentials' ) }
				maxLength={ 1000 }
				value={ reason }
				onChange={ setReason }
			/>
		</Confirm>
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
			addEvidence( organisation.uid, {
				kind: values.kind,
				method: 'manual',
				issuer: values.issuer.trim(),
				...( values.reference_url.trim()
					? { reference_url: values.reference_url.trim() }
					: {} ),
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
