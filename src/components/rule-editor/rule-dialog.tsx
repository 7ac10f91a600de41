import { Button, Modal } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { Rule } from '../../api/rules';
import { RuleFields } from './rule-form';
import { RuleStarts } from './rule-starts';
import { type RuleStart, useRule } from './use-rule';

interface Props {
	/** Rule to change; a ready-made one is copied; null for a new one. */
	readonly rule: Rule | null;
	/** The stored rule, whose uid the place may hold now. */
	readonly onSaved: ( rule: Rule ) => void;
	readonly onClose: () => void;
}

/** Makes or changes a rule without leaving the place that uses it. */
export function RuleDialog( { rule, onSaved, onClose }: Props ): ReactElement {
	const [ start, setStart ] = useState< RuleStart | null >( () =>
		rule ? startOf( rule ) : null
	);
	const title =
		rule && ! rule.is_template
			? __( 'Change the rule', 'coop-credentials' )
			: __( 'New rule', 'coop-credentials' );
	return (
		<Modal
			title={ title }
			size="large"
			shouldCloseOnClickOutside={ false }
			onRequestClose={ onClose }
		>
			{ start ? (
				<Form
					stored={ rule && ! rule.is_template ? rule : null }
					start={ start }
					onSaved={ onSaved }
					onClose={ onClose }
				/>
			) : (
				<RuleStarts onPick={ setStart } />
			) }
		</Modal>
	);
}

/** A ready-made rule is copied under a name of its own. */
export function startOf( rule: Rule ): RuleStart {
	return {
		title: rule.is_template
			? /* translators: %s: title of a ready-made rule. */
				sprintf( __( '%s (changed)', 'coop-credentials' ), rule.title )
			: rule.title,
		rule: rule.rule,
	};
}

function Form( {
	stored,
	start,
	onSaved,
	onClose,
}: {
	readonly stored: Rule | null;
	readonly start: RuleStart;
	readonly onSaved: ( rule: Rule ) => void;
	readonly onClose: () => void;
} ): ReactElement {
	const form = useRule( stored, start );
	const save = async () => {
		const kept = await form.submit();
		if ( kept ) {
			onSaved( kept );
		}
	};
	return (
		<div className="coop-credentials-stack coop-credentials-rule-dialog">
			<RuleFields form={ form } onSaved={ onSaved } />
			<div className="coop-credentials-form__buttons">
				<Button
					variant="primary"
					__next40pxDefaultSize
					isBusy={ form.isBusy }
					onClick={ () => void save() }
				>
					{ __( 'Save rule', 'coop-credentials' ) }
				</Button>
				<Button
					variant="tertiary"
					__next40pxDefaultSize
					onClick={ onClose }
				>
					{ __( 'Cancel', 'coop-credentials' ) }
				</Button>
			</div>
		</div>
	);
}
