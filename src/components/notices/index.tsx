import { NoticeList, SnackbarList } from '@wordpress/components';
import { useDispatch, useSelect } from '@wordpress/data';
import { store as noticesStore } from '@wordpress/notices';
import { useCallback } from '@wordpress/element';
import type { ReactElement } from 'react';

import { type Problem, toProblem } from '../../api/problem';

import './style.scss';

export const NOTICES = 'coop-credentials';

/** Success passes by, failure stays until it is dismissed; both are spoken. */
export function useTell(): {
	readonly done: ( message: string ) => void;
	readonly failed: ( error: unknown ) => Problem;
} {
	const { createSuccessNotice, createErrorNotice, removeNotice } =
		useDispatch( noticesStore );
	const done = useCallback(
		( message: string ) => {
			void removeNotice( 'coop-credentials-problem', NOTICES );
			void createSuccessNotice( message, {
				// The newest takes the place of the last: that one may no longer be true.
				id: 'coop-credentials-done',
				type: 'snackbar',
				context: NOTICES,
			} );
		},
		[ createSuccessNotice, removeNotice ]
	);
	const failed = useCallback(
		( error: unknown ) => {
			const problem = toProblem( error );
			void createErrorNotice( problem.message, {
				id: 'coop-credentials-problem',
				context: NOTICES,
			} );
			return problem;
		},
		[ createErrorNotice ]
	);
	return { done, failed };
}

/** Where notices appear: failures above the screen, successes in the corner. */
export function Notices(): ReactElement {
	const notices = useSelect(
		( select ) => select( noticesStore ).getNotices( NOTICES ),
		[]
	);
	const { removeNotice } = useDispatch( noticesStore );
	const remove = ( id: string ) => void removeNotice( id, NOTICES );
	const lasting = notices.filter( ( notice ) => notice.type === 'default' );
	const passing = notices.filter( ( notice ) => notice.type === 'snackbar' );
	return (
		<>
			<NoticeList
				notices={ lasting as never }
				onRemove={ remove }
				className="coop-credentials-notices"
			/>
			<SnackbarList
				notices={ passing as never }
				onRemove={ remove }
				className="coop-credentials-snackbars"
			/>
		</>
	);
}
