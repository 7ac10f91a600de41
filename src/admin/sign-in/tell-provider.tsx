import { Button } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { Provider } from '../../api/providers';
import { useTell } from '../../components/notices';

/** What to send to the provider's people: one text, and the same for a machine. */
export function TellProvider( {
	provider,
}: {
	readonly provider: Provider;
} ): ReactElement {
	const { text, client } = provider.registration;
	const json = JSON.stringify( client, null, 2 );
	return (
		<section
			className="coop-credentials-panel"
			aria-labelledby={ `coop-credentials-tell-${ provider.slug }` }
		>
			<header>
				<h2 id={ `coop-credentials-tell-${ provider.slug }` }>
					{ __( 'Tell the provider', 'coop-credentials' ) }
				</h2>
				<Copy
					text={ text }
					what={ __( 'the text', 'coop-credentials' ) }
					isPrimary={ provider.missing.length > 0 }
				/>
			</header>
			<div className="coop-credentials-stack">
				<p>
					{ __(
						'Send this to the people who run the provider. Nothing in it is secret. It follows what is saved here.',
						'coop-credentials'
					) }
				</p>
				<pre
					className="coop-credentials-copy"
					tabIndex={ 0 }
					aria-label={ __(
						'Text for the provider’s people',
						'coop-credentials'
					) }
				>
					{ text }
				</pre>
				<details className="coop-credentials-fine">
					<summary>
						{ __(
							'The same as JSON, for automatic registration',
							'coop-credentials'
						) }
					</summary>
					<div>
						<pre
							className="coop-credentials-copy"
							dir="ltr"
							tabIndex={ 0 }
							aria-label={ __(
								'Client metadata as JSON',
								'coop-credentials'
							) }
						>
							{ json }
						</pre>
						<Copy
							text={ json }
							what={ __( 'the JSON', 'coop-credentials' ) }
						/>
					</div>
				</details>
			</div>
		</section>
	);
}

/** Puts a text on the clipboard. */
export function Copy( {
	text,
	what,
	isPrimary = false,
}: {
	readonly text: string;
	readonly what: string;
	readonly isPrimary?: boolean;
} ): ReactElement {
	const tell = useTell();
	const copy = async () => {
		try {
			await navigator.clipboard.writeText( text );
			tell.done( __( 'Copied.', 'coop-credentials' ) );
		} catch {
			tell.failed( {
				message: __(
					'The browser does not let us copy. Select the text and copy it by hand.',
					'coop-credentials'
				),
			} );
		}
	};
	return (
		<Button
			variant={ isPrimary ? 'primary' : 'secondary' }
			__next40pxDefaultSize
			onClick={ () => void copy() }
			aria-label={ sprintf(
				/* translators: %s: what is copied. */
				__( 'Copy %s', 'coop-credentials' ),
				what
			) }
		>
			{ __( 'Copy', 'coop-credentials' ) }
		</Button>
	);
}
