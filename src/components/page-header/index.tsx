import type { ReactElement, ReactNode } from 'react';

import './style.scss';

interface Props {
	readonly title: string;
	/** One line under the title. */
	readonly subtitle?: ReactNode;
	/** Buttons; the main one last. */
	readonly actions?: ReactNode;
	/** A link back, above the title. */
	readonly back?: ReactNode;
}

/** Top of a screen. The heading takes the focus when the screen changes (see the app shell). */
export function PageHeader( {
	title,
	subtitle,
	actions,
	back,
}: Props ): ReactElement {
	return (
		<header className="coop-credentials-page-header">
			<div className="coop-credentials-page-header__text">
				{ back && (
					<div className="coop-credentials-page-header__back">
						{ back }
					</div>
				) }
				<h1 tabIndex={ -1 }>{ title }</h1>
				{ subtitle && <p>{ subtitle }</p> }
			</div>
			{ actions && (
				<div className="coop-credentials-page-header__actions">
					{ actions }
				</div>
			) }
		</header>
	);
}
