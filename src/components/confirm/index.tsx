import { Button, Modal } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { FormEvent, ReactElement, ReactNode } from 'react';

import { toProblem } from '../../api/problem';
import { ErrorSummary } from '../error-summary';

import './editor.scss';

interface Props {
	readonly title: string;
	/** What will happen. */
	readonly children?: ReactNode;
	readonly confirmLabel: string;
	readonly isDestructive?: boolean;
	readonly canConfirm?: boolean;
	/** A rejection is shown in the dialog, which stays open. */
	readonly onConfirm: () => void | Promise< void >;
	readonly onClose: () => void;
}

/** A question before something that cannot simply be undone. Focus returns to where it was. */
export function Confirm( {
	title,
	children,
	confirmLabel,
	isDestructive = false,
	canConfirm = true,
	onConfirm,
	onClose,
}: Props ): ReactElement {
	const [ isBusy, setBusy ] = useState( false );
	const [ message, setMessage ] = useState( '' );
	const [ attempt, setAttempt ] = useState( 0 );

	const confirm = async ( event: FormEvent ) => {
		event.preventDefault();
		event.stopPropagation(); // In React a dialog lies within the form it was opened from.
		if ( isBusy || ! canConfirm ) {
			return;
		}
		setBusy( true );
		try {
			await onConfirm();
		} catch ( error ) {
			setMessage( toProblem( error ).message );
			setAttempt( ( before ) => before + 1 );
			setBusy( false );
			return;
		}
		onClose();
	};

	return (
		<Modal title={ title } onRequestClose={ onClose } size="medium">
			<form onSubmit={ confirm } className="coop-credentials-confirm">
				<ErrorSummary
					message={ message }
					errors={ [] }
					attempt={ attempt }
				/>
				{ children }
				<div className="coop-credentials-confirm__buttons">
					<Button
						variant="tertiary"
						__next40pxDefaultSize
						onClick={ onClose }
					>
						{ __( 'Cancel', 'coop-credentials' ) }
					</Button>
					<Button
						type="submit"
						variant="primary"
						__next40pxDefaultSize
						isDestructive={ isDestructive }
						isBusy={ isBusy }
						disabled={ ! canConfirm }
						accessibleWhenDisabled
					>
						{ confirmLabel }
					</Button>
				</div>
			</form>
		</Modal>
	);
}
