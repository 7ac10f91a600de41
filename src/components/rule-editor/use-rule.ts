import { useCallback, useRef, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';

import { toProblem } from '../../api/problem';
import { forgetRecords, saveRecord } from '../../api/records';
import {
	previewRule,
	readRule,
	type Rule,
	type RuleChange,
} from '../../api/rules';
import {
	type Problem,
	type Rule as RuleDocument,
	validateRule,
} from '../../lib/rules';

/** A title and a rule to begin with. */
export interface RuleStart {
	readonly title: string;
	readonly rule: RuleDocument;
}

export interface RuleForm {
	readonly title: string;
	readonly setTitle: ( title: string ) => void;
	readonly rule: RuleDocument;
	readonly setRule: (
		rule: RuleDocument,
		problems?: readonly Problem[]
	) => void;
	/** Sentence beside the title; '' when nothing is wrong with it. */
	readonly titleError: string;
	/** Sentence about the whole; '' for none. */
	readonly message: string;
	/** Raised with each refused attempt. */
	readonly attempt: number;
	readonly isBusy: boolean;
	readonly isDirty: boolean;
	/** What saving would do to places and people. Null: it is saved already, or cannot be. */
	readonly change: RuleChange | null;
	/** What somebody else saved meanwhile. */
	readonly theirs: Rule | null;
	/** Checks, asks first when the rule is in use, saves. */
	readonly submit: () => Promise< Rule | null >;
	/** Saves after the person has seen what it does. */
	readonly confirm: ( note?: string ) => Promise< Rule | null >;
	/** Goes on editing instead of saving what the person has seen. */
	readonly cancel: () => void;
	/** Goes on editing, though somebody else saved meanwhile. */
	readonly closeConflict: () => void;
	/** Drops one's own edits for what somebody else saved. */
	readonly takeTheirs: () => void;
	/** Saves one's own edits as the next version after theirs. */
	readonly keepMine: () => Promise< Rule | null >;
}

/**
 * Edits of one rule until they are stored. A version is never overwritten unseen: when somebody else saved meanwhile,
 * the person chooses.
 *
 * @param stored Rule as read; null for one that is being made.
 * @param start  What a new rule begins with.
 */
export function useRule( stored: Rule | null, start: RuleStart ): RuleForm {
	const [ base, setBase ] = useState< Rule | null >( stored );
	const [ title, setTitle ] = useState( start.title );
	const [ rule, setDocument ] = useState( start.rule );
	const [ problems, setProblems ] = useState< readonly Problem[] >( () =>
		validateRule( start.rule )
	);
	const [ saved, setSaved ] = useState( () => textOf( start ) );
	const [ message, setMessage ] = useState( '' );
	const [ attempt, setAttempt ] = useState( 0 );
	const [ isBusy, setBusy ] = useState( false );
	const [ change, setChange ] = useState< RuleChange | null >( null );
	const [ theirs, setTheirs ] = useState< Rule | null >( null );
	const running = useRef( false );

	const setRule = useCallback(
		(
			next: RuleDocument,
			faults: readonly Problem[] = validateRule( next )
		) => {
			setDocument( next );
			setProblems( faults );
			setMessage( '' );
		},
		[]
	);

	/** A refusal becomes a sentence, or a choice when somebody else saved meanwhile. */
	const explain = async ( error: unknown ): Promise< void > => {
		const problem = toProblem( error );
		if ( problem.reason === 'rule_changed' && base ) {
			try {
				setTheirs( await readRule( base.uid ) );
				return;
			} catch ( unread ) {
				setMessage( toProblem( unread ).message );
			}
		} else {
			setMessage( problem.message );
		}
		setAttempt( ( before ) => before + 1 );
	};

	/** One thing at a time. */
	const run = async < T >(
		task: () => Promise< T >
	): Promise< T | null > => {
		if ( running.current ) {
			return null;
		}
		running.current = true;
		setBusy( true );
		try {
			return await task();
		} catch ( error ) {
			setChange( null );
			await explain( error );
			return null;
		} finally {
			running.current = false;
			setBusy( false );
		}
	};

	const store = ( version: string | undefined, note: string ) =>
		run( async () => {
			const kept = await saveRecord< Rule >( 'rule', {
				title: title.trim(),
				rule,
				...( note ? { note } : {} ),
				...( base ? { uid: base.uid, version } : {} ),
			} );
			setBase( kept );
			setSaved( textOf( { title: title.trim(), rule } ) );
			setTitle( title.trim() );
			setChange( null );
			setTheirs( null );
			setMessage( '' );
			setAttempt( 0 );
			forgetRecords( 'rule', kept.uid );
			return kept;
		} );

	const submit = async () => {
		if ( title.trim() === '' || problems.length > 0 ) {
			setMessage(
				problems.length > 0
					? __(
							'Something in the rule still needs a look. It is marked below.',
							'coop-credentials'
						)
					: ''
			);
			setAttempt( ( before ) => before + 1 );
			return null;
		}
		if ( ! base || textOf( { title: '', rule } ) === ruleTextOf( saved ) ) {
			return store( base?.version, '' );
		}
		const found = await run( () => previewRule( base.uid, rule ) );
		if ( ! found ) {
			return null;
		}
		if ( found.places.length > 0 || isFelt( found ) ) {
			setChange( found );
			return null;
		}
		return store( base.version, '' );
	};

	return {
		title,
		setTitle,
		rule,
		setRule,
		titleError:
			attempt > 0 && title.trim() === ''
				? __( 'Give the rule a name.', 'coop-credentials' )
				: '',
		message,
		attempt,
		isBusy,
		isDirty: textOf( { title, rule } ) !== saved || problems.length > 0,
		change,
		theirs,
		submit,
		confirm: ( note = '' ) => store( base?.version, note ),
		cancel: () => setChange( null ),
		closeConflict: () => setTheirs( null ),
		takeTheirs: () => {
			if ( theirs ) {
				setBase( theirs );
				setTitle( theirs.title );
				setRule( theirs.rule );
				setSaved( textOf( theirs ) );
				setTheirs( null );
				forgetRecords( 'rule', theirs.uid );
			}
		},
		keepMine: () => store( theirs?.version, '' ),
	};
}

function isFelt( { effect }: RuleChange ): boolean {
	return effect.gain > 0 || effect.lose > 0;
}

function textOf( { title, rule }: RuleStart ): string {
	return JSON.stringify( [ title, rule ] );
}

/** The text of a saved rule without its title. */
function ruleTextOf( saved: string ): string {
	const [ , rule ] = JSON.parse( saved ) as [ string, RuleDocument ];
	return textOf( { title: '', rule } );
}
