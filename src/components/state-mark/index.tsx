import { VisuallyHidden } from '@wordpress/components';
import {
	caution,
	check,
	closeSmall,
	Icon,
	info,
	pending,
	scheduled,
} from '@wordpress/icons';
import type { ReactElement } from 'react';

import './style.scss';

export type Mark = 'ok' | 'no' | 'attention' | 'ending' | 'pending' | 'neutral';

const GLYPHS: Readonly< Record< Mark, ReactElement > > = {
	ok: check,
	no: closeSmall,
	attention: caution,
	ending: scheduled,
	pending,
	neutral: info,
};

interface Props {
	readonly mark: Mark;
	/** Words for those who do not see the mark; leave out when the words stand beside it. */
	readonly label?: string;
}

/** A white glyph on a coloured disc. Colour and shape never stand alone: words are beside it or in `label`. */
export function StateMark( { mark, label }: Props ): ReactElement {
	return (
		<span className={ `coop-credentials-mark is-${ mark }` }>
			<Icon icon={ GLYPHS[ mark ] } size={ 18 } aria-hidden="true" />
			{ label && <VisuallyHidden>{ label }</VisuallyHidden> }
		</span>
	);
}
