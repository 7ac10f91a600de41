import { Button, Notice } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { Problem } from '../../api/problem';

interface Props {
	readonly problem: Problem;
	readonly onRetry?: () => void;
}

/** Something could not be loaded: what happened and a way on. */
export function ProblemPanel( { problem, onRetry }: Props ): ReactElement {
	return (
		<Notice status="error" isDismissible={ false }>
			<p>{ problem.message }</p>
			{ onRetry && (
				<Button
					variant="secondary"
					__next40pxDefaultSize
					onClick={ onRetry }
				>
					{ __( 'Try again', 'coop-credentials' ) }
				</Button>
			) }
		</Notice>
	);
}
