import { Button, Notice } from '@wordpress/components';
import { Component } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactElement, ReactNode } from 'react';

interface Props {
	readonly children: ReactNode;
	/** What is shown; when it changes, the children are tried anew. */
	readonly place: string;
	/** What stands around the message, when the children drew that themselves. */
	readonly frame?: ( message: ReactElement ) => ReactElement;
}

interface State {
	readonly error: Error | null;
	readonly place: string;
}

/** Keeps a part of a page that cannot be drawn from taking the rest with it: says so, and offers to load the page again. */
export class ErrorBoundary extends Component< Props, State > {
	override state: State = { error: null, place: this.props.place };

	static getDerivedStateFromError( error: unknown ): Partial< State > {
		return {
			error:
				error instanceof Error ? error : new Error( String( error ) ),
		};
	}

	static getDerivedStateFromProps(
		props: Props,
		state: State
	): Partial< State > | null {
		return props.place === state.place
			? null
			: { error: null, place: props.place };
	}

	override render(): ReactNode {
		const { children, frame } = this.props;
		if ( ! this.state.error ) {
			return children;
		}
		const message = <Broken error={ this.state.error } />;
		return frame ? frame( message ) : message;
	}
}

function Broken( { error }: { readonly error: Error } ): ReactElement {
	return (
		<Notice status="error" isDismissible={ false }>
			<p>
				{ __(
					'This screen could not be shown. Nothing you saved is lost.',
					'coop-credentials'
				) }
			</p>
			<p>
				{ __(
					'Reload the page. If it happens again, send these words to whoever looks after this site:',
					'coop-credentials'
				) }{ ' ' }
				<code dir="ltr">{ error.message }</code>
			</p>
			<Button
				variant="secondary"
				__next40pxDefaultSize
				onClick={ () => window.location.reload() }
			>
				{ __( 'Reload', 'coop-credentials' ) }
			</Button>
		</Notice>
	);
}
