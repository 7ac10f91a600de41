import { Button, TextControl } from '@wordpress/components';
import { useEffect, useRef, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { describe } from './fields';
import type { Form, Values } from './use-form';

interface Props< V extends Values > {
	readonly form: Form< V >;
	readonly name: keyof V & string;
	readonly label: string;
	/** Where it is kept now. */
	readonly source: 'environment' | 'constant' | 'option' | 'none';
	/** Name of the variable or constant it may come from. */
	readonly constant: string;
}

/** A secret is written, never read: what is stored is only said to be there, and can be replaced. */
export function SecretField< V extends Values >( {
	form,
	name,
	label,
	source,
	constant,
}: Props< V > ): ReactElement {
	const [ isOpen, setOpen ] = useState( source === 'none' );
	const isPressed = useRef( false );
	const input = useRef< HTMLInputElement >( null );
	const replace = useRef< HTMLButtonElement >( null );
	useEffect( () => {
		if ( isPressed.current ) {
			( isOpen ? input : replace ).current?.focus(); // The button that was pressed is gone.
		}
	}, [ isOpen ] );
	const turn = ( isNowOpen: boolean ) => {
		isPressed.current = true;
		setOpen( isNowOpen );
	};
	const error = form.errors[ name ];
	form.label( name, label );

	if ( source === 'environment' || source === 'constant' ) {
		return (
			<div className="coop-credentials-secret">
				<span className="coop-credentials-secret__label">
					{ label }
				</span>
				<p>
					{ __(
						'Read from the server’s settings. Change it there:',
						'coop-credentials'
					) }{ ' ' }
					<code>{ constant }</code>
				</p>
			</div>
		);
	}

	if ( ! isOpen && ! error ) {
		return (
			<div className="coop-credentials-secret">
				<span className="coop-credentials-secret__label">
					{ label }
				</span>
				<p>
					{ __(
						'Stored, sealed with the site key. It is never shown again.',
						'coop-credentials'
					) }
				</p>
				<Button
					variant="secondary"
					__next40pxDefaultSize
					ref={ replace }
					onClick={ () => turn( true ) }
				>
					{ __( 'Replace', 'coop-credentials' ) }
				</Button>
			</div>
		);
	}

	return (
		<div className="coop-credentials-secret">
			<TextControl
				ref={ input }
				__next40pxDefaultSize
				__nextHasNoMarginBottom
				id={ form.controlId( name ) }
				className={ error ? 'has-error' : '' }
				label={ label }
				type="password"
				autoComplete="new-password"
				aria-invalid={ error ? true : undefined }
				value={ String( form.values[ name ] ?? '' ) }
				onChange={ ( value ) =>
					form.set( name, value as V[ typeof name ] )
				}
				help={ describe(
					<>
						{ __(
							'Safer still: keep it out of the database, in the server’s environment or wp-config.php, as',
							'coop-credentials'
						) }{ ' ' }
						<code>{ constant }</code>
					</>,
					error
				) }
			/>
			{ source === 'option' && (
				<Button
					variant="tertiary"
					__next40pxDefaultSize
					onClick={ () => {
						form.set( name, '' as V[ typeof name ] );
						turn( false );
					} }
				>
					{ __( 'Keep the stored one', 'coop-credentials' ) }
				</Button>
			) }
		</div>
	);
}
