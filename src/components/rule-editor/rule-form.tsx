import { Button, Modal, TextControl } from '@wordpress/components';
import { useId } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { Rule, RuleChange, RulePlace } from '../../api/rules';
import { Confirm } from '../confirm';
import { ErrorSummary } from '../error-summary';
import { RuleEditor, Sentence } from './rule-editor';
import type { RuleForm } from './use-rule';

interface Props {
	readonly form: RuleForm;
	/** Told when the rule was stored after a question that this form asked. */
	readonly onSaved: ( rule: Rule ) => void;
}

/** Name and conditions of a rule, and the questions that come up when it is saved. */
export function RuleFields( { form, onSaved }: Props ): ReactElement {
	const id = useId();
	const done = ( rule: Rule | null ) => rule && onSaved( rule );
	return (
		<>
			<ErrorSummary
				message={ form.message }
				errors={
					form.titleError
						? [
								{
									name: 'title',
									label: __( 'Name', 'coop-credentials' ),
									message: form.titleError,
									controlId: id,
								},
							]
						: []
				}
				attempt={ form.attempt }
			/>
			<TextControl
				id={ id }
				__next40pxDefaultSize
				__nextHasNoMarginBottom
				className={ form.titleError ? 'has-error' : '' }
				label={ __( 'Name', 'coop-credentials' ) }
				help={
					form.titleError ||
					__(
						'What editors read when they choose it, for example “Worker members”.',
						'coop-credentials'
					)
				}
				aria-invalid={ form.titleError ? true : undefined }
				maxLength={ 200 }
				autoComplete="off"
				value={ form.title }
				onChange={ form.setTitle }
			/>
			<RuleEditor
				value={ form.rule }
				onChange={ form.setRule }
				attempt={ form.attempt }
			/>
			{ form.change && (
				<Confirm
					title={ __( 'Save for all of these?', 'coop-credentials' ) }
					confirmLabel={ __( 'Save', 'coop-credentials' ) }
					onClose={ form.cancel }
					onConfirm={ async () => {
						done( await form.confirm() );
					} }
				>
					<EffectText change={ form.change } />
				</Confirm>
			) }
			{ form.theirs && (
				<Conflict
					form={ form }
					theirs={ form.theirs }
					onSaved={ done }
				/>
			) }
		</>
	);
}

/** What a change does: how many people, and where. */
export function EffectText( {
	change,
}: {
	readonly change: RuleChange;
} ): ReactElement {
	const { gain, lose, identities } = change.effect;
	return (
		<>
			<p>
				<b>
					{ sprintf(
						/* translators: %d: number of people. */
						_n(
							'%d person would be let in who was not.',
							'%d people would be let in who were not.',
							gain,
							'coop-credentials'
						),
						gain
					) }{ ' ' }
					{ sprintf(
						/* translators: %d: number of people. */
						_n(
							'%d person would no longer be let in.',
							'%d people would no longer be let in.',
							lose,
							'coop-credentials'
						),
						lose
					) }
				</b>{ ' ' }
				{ sprintf(
					/* translators: %d: number of people. */
					_n(
						'Counted on the last known memberships of %d person.',
						'Counted on the last known memberships of %d people.',
						identities,
						'coop-credentials'
					),
					identities
				) }
			</p>
			<Places places={ change.places } />
		</>
	);
}

/** Where a rule is in use. */
export function Places( {
	places,
}: {
	readonly places: readonly RulePlace[];
} ): ReactElement {
	if ( places.length === 0 ) {
		return (
			<p>{ __( 'The rule is not in use yet.', 'coop-credentials' ) }</p>
		);
	}
	return (
		<>
			<p>{ __( 'The rule is in use here:', 'coop-credentials' ) }</p>
			<ul className="coop-credentials-rule-places">
				{ places.map( ( place ) => (
					<li
						key={ `${ place.type } ${ place.url } ${ place.label }` }
					>
						{ placeType( place.type ) }
						{ ': ' }
						{ place.url ? (
							<a href={ place.url }>
								<bdi>{ place.label }</bdi>
							</a>
						) : (
							<bdi>{ place.label }</bdi>
						) }
					</li>
				) ) }
			</ul>
		</>
	);
}

function placeType( type: string ): string {
	switch ( type ) {
		case 'offer':
			return __( 'Offer', 'coop-credentials' );
		case 'gate':
			return __( 'Part of a page', 'coop-credentials' );
		case 'post_gate':
			return __( 'Whole page', 'coop-credentials' );
		case 'role':
			return __( 'Role', 'coop-credentials' );
		case 'require':
			return __( 'Who may sign in', 'coop-credentials' );
	}
	return __( 'In use', 'coop-credentials' );
}

/** Somebody else saved meanwhile: both versions, and a choice. */
function Conflict( {
	form,
	theirs,
	onSaved,
}: {
	readonly form: RuleForm;
	readonly theirs: Rule;
	readonly onSaved: ( rule: Rule | null ) => void;
} ): ReactElement {
	return (
		<Modal
			title={ __(
				'Somebody else changed this rule meanwhile',
				'coop-credentials'
			) }
			onRequestClose={ form.closeConflict }
			size="medium"
		>
			<div className="coop-credentials-stack">
				<div>
					<h2>
						{ sprintf(
							/* translators: 1: number of the version, 2: its title. */
							__(
								'Their version (%1$d): %2$s',
								'coop-credentials'
							),
							theirs.number,
							theirs.title
						) }
					</h2>
					<Sentence rule={ theirs.rule } />
				</div>
				<div>
					<h2>
						{ sprintf(
							/* translators: %s: title of the rule. */
							__( 'Yours: %s', 'coop-credentials' ),
							form.title
						) }
					</h2>
					<Sentence rule={ form.rule } />
				</div>
				<div className="coop-credentials-form__buttons">
					<Button
						variant="primary"
						__next40pxDefaultSize
						isBusy={ form.isBusy }
						onClick={ async () => onSaved( await form.keepMine() ) }
					>
						{ __(
							'Save mine as the next version',
							'coop-credentials'
						) }
					</Button>
					<Button
						variant="secondary"
						__next40pxDefaultSize
						onClick={ form.takeTheirs }
					>
						{ __(
							'Drop mine, go on with theirs',
							'coop-credentials'
						) }
					</Button>
					<Button
						variant="tertiary"
						__next40pxDefaultSize
						onClick={ form.closeConflict }
					>
						{ __( 'Back to editing', 'coop-credentials' ) }
					</Button>
				</div>
				<p>
					{ __(
						'If you save yours, theirs stays in the list of versions. If you drop yours, it is gone.',
						'coop-credentials'
					) }
				</p>
			</div>
		</Modal>
	);
}
