import {
	useCallback,
	useEffect,
	useMemo,
	useRef,
	useState,
} from '@wordpress/element';

import {
	type Draft,
	type DraftProblem,
	draftProblems,
	type Edit,
	fromDraft,
	type Problem,
	type Rule,
	toDraft,
} from '../../lib/rules';

/** Most steps that can be taken back. */
const STEPS = 100;

/** Where the focus goes after a change: a node, and a part of it. */
export interface Target {
	readonly id: string;
	readonly part: string;
}

interface State {
	/** Null: the rule has a shape that only the JSON tab can show. */
	readonly draft: Draft | null;
	readonly past: readonly Draft[];
	/** What was changed last; typing in one field is one step. */
	readonly key: string;
}

export interface DraftState {
	readonly draft: Draft | null;
	readonly problems: readonly DraftProblem[];
	readonly canUndo: boolean;
	/** Takes a change over; `key` joins it with the change before of the same key. */
	readonly change: ( draft: Draft, key?: string ) => void;
	/** Takes a change over and moves the focus to a part of the node it is about. */
	readonly edit: ( edit: Edit | null, part: string ) => void;
	readonly undo: () => void;
	/** Attach to the element that holds the nodes. */
	readonly container: React.RefObject< HTMLDivElement >;
}

/**
 * The draft behind a rule, with its history. What the caller hands in is taken over unless it is what was handed out.
 *
 * @param value    Rule of the caller.
 * @param onChange Told of every change, with the faults the rule has now.
 */
export function useDraft(
	value: Rule,
	onChange: ( rule: Rule, problems: readonly Problem[] ) => void
): DraftState {
	const [ state, setState ] = useState< State >( () => startOf( value ) );
	const [ target, setTarget ] = useState< Target | null >( null );
	const container = useRef< HTMLDivElement >( null );
	const told = useRef( JSON.stringify( value ) );
	const text = JSON.stringify( value );

	useEffect( () => {
		if ( text !== told.current ) {
			told.current = text;
			setState( startOf( JSON.parse( text ) ) );
		}
	}, [ text ] );

	const tell = useCallback(
		( draft: Draft ) => {
			const { rule } = fromDraft( draft );
			told.current = JSON.stringify( rule );
			onChange( rule, draftProblems( draft ) );
		},
		[ onChange ]
	);

	const change = useCallback(
		( draft: Draft, key = '' ) => {
			setState( ( before ) => ( {
				draft,
				key,
				past:
					before.draft && ( key === '' || key !== before.key )
						? [ ...before.past, before.draft ].slice( -STEPS )
						: before.past,
			} ) );
			tell( draft );
		},
		[ tell ]
	);

	const edit = useCallback(
		( step: Edit | null, part: string ) => {
			if ( step ) {
				change( step.draft );
				setTarget( { id: step.focus, part } );
			}
		},
		[ change ]
	);

	const undo = useCallback( () => {
		const draft = state.past.at( -1 );
		if ( draft ) {
			setState( { draft, past: state.past.slice( 0, -1 ), key: '' } );
			tell( draft );
		}
	}, [ state.past, tell ] );

	useEffect( () => {
		if ( target ) {
			focusOn( container.current, target );
		}
	}, [ target ] );

	const problems = useMemo(
		() => ( state.draft ? draftProblems( state.draft ) : [] ),
		[ state.draft ]
	);
	return {
		draft: state.draft,
		problems,
		canUndo: state.past.length > 0,
		change,
		edit,
		undo,
		container,
	};
}

function startOf( value: unknown ): State {
	return { draft: toDraft( value ), past: [], key: '' };
}

/** Moves the focus to a part of a node: a button, or the first control when the part is not there. */
export function focusOn( root: HTMLElement | null, target: Target ): void {
	const node = root?.querySelector< HTMLElement >(
		`[data-node="${ target.id }"]`
	);
	const part = node?.querySelector< HTMLElement >(
		`[data-part="${ target.part }"]`
	);
	const place = part ?? node;
	const control = place?.matches( 'button, input, select, textarea' )
		? place
		: place?.querySelector< HTMLElement >( 'select, input, button' );
	( control ?? place )?.focus();
}
