import { useEffect, useRef } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import type { MouseEvent, ReactElement } from 'react';

import './editor.scss';

export interface FieldError {
	readonly name: string;
	readonly label: string;
	readonly message: string;
	/** Id of the control; without it the line is no link. */
	readonly controlId?: string;
}

interface Props {
	/** Sentence about the whole form. Left out where a field's line says the same. */
	readonly message?: string;
	readonly errors: readonly FieldError[];
	/** Changes with each attempt, so that the summary takes the focus again. */
	readonly attempt: number;
}

/** What stands in the way, above the form. Takes the focus after each refused attempt; each line leads to its field. */
export function ErrorSummary( {
	message,
	errors,
	attempt,
}: Props ): ReactElement | null {
	const box = useRef< HTMLDivElement >( null );
	const visible = errors.length > 0 || !! message;

	useEffect( () => {
		if ( visible && attempt > 0 ) {
			box.current?.focus();
		}
	}, [ visible, attempt ] );

	if ( ! visible ) {
		return null;
	}

	const toField =
		( controlId: string ) => ( event: MouseEvent< HTMLAnchorElement > ) => {
			event.preventDefault();
			const place =
				event.currentTarget.ownerDocument.getElementById( controlId );
			const control =
				place?.querySelector< HTMLElement >(
					'input, select, textarea'
				) ?? place;
			control?.focus();
		};

	return (
		<div
			ref={ box }
			className="coop-credentials-error-summary"
			role="alert"
			tabIndex={ -1 }
		>
			<h2>
				{ errors.length > 0
					? sprintf(
							/* translators: %d: number of fields. */
							_n(
								'%d field needs a look',
								'%d fields need a look',
								errors.length,
								'coop-credentials'
							),
							errors.length
						)
					: __( 'Not saved yet', 'coop-credentials' ) }
			</h2>
			{ message &&
				! errors.some( ( error ) => error.message === message ) && (
					<p>{ message }</p>
				) }
			{ errors.length > 0 && (
				<ul>
					{ errors.map( ( error ) => (
						<li key={ error.name }>
							{ error.controlId ? (
								<a
									href={ `#${ error.controlId }` }
									onClick={ toField( error.controlId ) }
								>
									{ error.label }
								</a>
							) : (
								error.label
							) }
							{ ': ' }
							{ error.message }
						</li>
					) ) }
				</ul>
			) }
		</div>
	);
}
