import {
	useCallback,
	useId,
	useMemo,
	useRef,
	useState,
} from '@wordpress/element';

import { type Problem, toProblem } from '../../api/problem';
import type { FieldError } from '../error-summary';

export type Values = Readonly< Record< string, unknown > >;

export interface Form< V extends Values > {
	readonly values: V;
	readonly set: < K extends keyof V >( name: K, value: V[ K ] ) => void;
	readonly errors: Readonly< Record< string, string > >;
	/** Lines of the summary, in the order in which the fields stand. */
	readonly summary: readonly FieldError[];
	readonly message: string;
	readonly attempt: number;
	readonly isDirty: boolean;
	readonly isBusy: boolean;
	/** Id of a field's control, for its label, its error and the summary's link. */
	readonly controlId: ( name: string ) => string;
	/** Tells the form what a field is called. */
	readonly label: ( name: string, label: string ) => void;
	/** Runs once at a time; true when the server took it. */
	readonly submit: (
		save: ( values: V ) => Promise< unknown >
	) => Promise< boolean >;
	/** Takes new values as saved, for example those the server answered. */
	readonly reset: ( values: V ) => void;
	/** Shows a refusal that came from elsewhere. */
	readonly refuse: ( problem: Problem ) => void;
}

type Check< V > = ( values: V ) => Readonly< Record< string, string > >;

/**
 * State of one form: what was typed survives a refused save, a second press does nothing, the server's field errors
 * find their field.
 *
 * @param initial Values as stored.
 * @param check   What can be said without the server: field to sentence.
 */
export function useForm< V extends Values >(
	initial: V,
	check?: Check< V >
): Form< V > {
	const [ saved, setSaved ] = useState< V >( initial );
	const [ values, setValues ] = useState< V >( initial );
	const [ errors, setErrors ] = useState<
		Readonly< Record< string, string > >
	>( {} );
	const [ message, setMessage ] = useState( '' );
	const [ attempt, setAttempt ] = useState( 0 );
	const [ isBusy, setBusy ] = useState( false );
	const running = useRef( false );
	const labels = useRef( new Map< string, string >() );
	const prefix = useId();

	const set = useCallback(
		< K extends keyof V >( name: K, value: V[ K ] ) => {
			setValues( ( before ) => ( { ...before, [ name ]: value } ) );
			setErrors( ( before ) => {
				if ( ! ( String( name ) in before ) ) {
					return before;
				}
				const { [ String( name ) ]: gone, ...rest } = before;
				return gone === undefined ? before : rest;
			} );
		},
		[]
	);

	const controlId = useCallback(
		( name: string ) => `${ prefix }-${ name }`,
		[ prefix ]
	);

	const label = useCallback( ( name: string, text: string ) => {
		labels.current.set( name, text );
	}, [] );

	const refuse = useCallback( ( problem: Problem ) => {
		setErrors( problem.fields );
		setMessage( problem.message );
		setAttempt( ( before ) => before + 1 );
	}, [] );

	const reset = useCallback( ( next: V ) => {
		setSaved( next );
		setValues( next );
		setErrors( {} );
		setMessage( '' );
	}, [] );

	const submit = useCallback(
		async ( save: ( current: V ) => Promise< unknown > ) => {
			if ( running.current ) {
				return false;
			}
			const found = check?.( values ) ?? {};
			if ( Object.keys( found ).length > 0 ) {
				setErrors( found );
				setMessage( '' );
				setAttempt( ( before ) => before + 1 );
				return false;
			}
			running.current = true;
			setBusy( true );
			try {
				await save( values );
				setSaved( values );
				setErrors( {} );
				setMessage( '' );
				return true;
			} catch ( error ) {
				refuse( toProblem( error ) );
				return false;
			} finally {
				running.current = false;
				setBusy( false );
			}
		},
		[ check, refuse, values ]
	);

	const summary = useMemo( () => {
		const known = [ ...labels.current.keys() ];
		const rank = ( name: string ) => {
			const index = known.indexOf( name );
			return index < 0 ? known.length : index;
		};
		return Object.entries( errors )
			.sort( ( [ a ], [ b ] ) => rank( a ) - rank( b ) )
			.map( ( [ name, text ] ): FieldError => {
				const known_ = labels.current.get( name );
				return known_ === undefined
					? { name, label: name, message: text }
					: {
							name,
							label: known_,
							message: text,
							controlId: controlId( name ),
						};
			} );
	}, [ errors, controlId ] );

	return {
		values,
		set,
		errors,
		summary,
		message,
		attempt,
		isDirty: JSON.stringify( values ) !== JSON.stringify( saved ),
		isBusy,
		controlId,
		label,
		submit,
		reset,
		refuse,
	};
}
