import { Spinner } from '@wordpress/components';
import { lazy, Suspense } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type {
	Action,
	DataViewsProps,
	Field,
	View,
} from '@wordpress/dataviews/wp';
import type { ComponentType, ReactElement, ReactNode } from 'react';

import { type Records } from '../../api/records';
import { ProblemPanel } from '../problem-panel';

import './style.scss';

export type { Action, Field, View };

/** Our strings must not live in the lazy chunk: translations are attached to registered scripts only. */
const LazyDataViews = lazy( async () => {
	const { DataViews } = await import(
		/* webpackChunkName: "dataviews" */ '@wordpress/dataviews/wp'
	);
	return {
		default: DataViews as unknown as ComponentType<
			DataViewsProps< unknown >
		>,
	};
} );

interface Props< Item > {
	readonly label: string;
	readonly view: View;
	readonly onChangeView: ( view: View ) => void;
	readonly fields: readonly Field< Item >[];
	/** The page of the collection that `view` asks for. */
	readonly list: Records< Item >;
	readonly itemId: ( item: Item ) => string;
	readonly actions?: readonly Action< Item >[];
	readonly searchLabel?: string;
	readonly hasSearch?: boolean;
	/** What stands there when nothing is found. */
	readonly empty: ReactNode;
}

/** The one list of the admin app: DataViews, loaded when the first list is shown. */
export function DataList< Item >( {
	label,
	view,
	onChangeView,
	fields,
	list,
	itemId,
	actions = [],
	searchLabel,
	hasSearch = true,
	empty,
}: Props< Item > ): ReactElement {
	const { records, total, pages, isLoading, problem, reload } = list;
	if ( problem ) {
		return <ProblemPanel problem={ problem } onRetry={ reload } />;
	}
	const props = {
		view,
		onChangeView,
		fields: [ ...fields ],
		data: [ ...records ],
		getItemId: itemId,
		paginationInfo: { totalItems: total, totalPages: pages },
		isLoading,
		actions: [ ...actions ],
		search: hasSearch,
		searchLabel: searchLabel ?? __( 'Search', 'coop-credentials' ),
		defaultLayouts: { table: {} },
		empty,
	} as unknown as DataViewsProps< unknown >;
	return (
		<div
			className="coop-credentials-data-list"
			role="region"
			aria-label={ label }
			aria-busy={ isLoading }
		>
			<Suspense fallback={ <Spinner /> }>
				<LazyDataViews { ...props } />
			</Suspense>
		</div>
	);
}
