import {
	addGroup,
	addLeaf,
	draftProblems,
	fromDraft,
	moveNode,
	newLeaf,
	parentOf,
	removeNode,
	toDraft,
	unwrapGroup,
	withField,
	withOperator,
	wrapNode,
} from '..';
import type { Draft, Leaf, Rule } from '..';
import limits from '../../../../tests/fixtures/rules/limits.json';
import logic from '../../../../tests/fixtures/rules/logic.json';

const eq = ( value: string ): Leaf => ( {
	path: [ 'class' ],
	op: 'eq',
	value,
} );
const draft = ( when: unknown ): Draft => {
	const found = toDraft( { v: 1, when } );
	if ( ! found ) {
		throw new Error( 'No draft.' );
	}
	return found;
};
const when = ( one: Draft ) => fromDraft( one ).rule.when;
const child = ( one: Draft, index: number ) =>
	one.root.children[ index ]?.id ?? '';

describe( 'a draft', () => {
	const rules = [ ...limits.cases, ...logic.cases ]
		.map( ( one ) => ( one as { rule?: unknown } ).rule )
		.filter( ( rule ) => toDraft( rule ) );

	it( 'keeps what fixtures say, apart from groups of one under none', () => {
		expect( rules.length ).toBeGreaterThan( 20 );
		for ( const rule of rules ) {
			const again = fromDraft( toDraft( rule ) as Draft ).rule;
			const twice = fromDraft( toDraft( again ) as Draft ).rule;
			expect( twice ).toEqual( again );
		}
	} );

	it( 'reads "none of these" and writes it back', () => {
		const rule: Rule = {
			v: 1,
			when: {
				all: [ eq( 'a' ), { not: { any: [ eq( 'b' ), eq( 'c' ) ] } } ],
			},
			for: 'every',
			inactive: true,
			auth: { max_age: 60 },
		};
		expect( fromDraft( toDraft( rule ) as Draft ).rule ).toEqual( rule );
	} );

	it( 'cannot show what has no shape of a rule', () => {
		for ( const bad of [ null, [], 'x', { v: 1 }, { when: { all: 3 } } ] ) {
			expect( toDraft( bad ) ).toBeNull();
		}
	} );

	it( 'puts each fault at its node', () => {
		const one = draft( { any: [ eq( 'a' ), eq( '' ) ] } );
		expect( draftProblems( one ) ).toEqual( [
			{
				at: '/when/any/1/value',
				code: 'string_length',
				id: child( one, 1 ),
			},
		] );
	} );
} );

describe( 'changing a draft', () => {
	it( 'adds, moves and removes, and says where the hand is', () => {
		const one = draft( { all: [ eq( 'a' ), eq( 'b' ) ] } );
		const added = addLeaf( one, one.root.id, newLeaf() );
		expect( parentOf( added.draft, added.focus )?.index ).toBe( 2 );
		const moved = moveNode( added.draft, added.focus, -1 );
		expect( moved && parentOf( moved.draft, added.focus )?.index ).toBe(
			1
		);
		expect( moveNode( one, child( one, 0 ), -1 ) ).toBeNull();
		const gone = removeNode( one, child( one, 0 ) );
		expect( when( gone.draft ) ).toEqual( eq( 'b' ) );
		expect( gone.focus ).toBe( child( one, 1 ) );
		const last = removeNode( gone.draft, gone.focus );
		expect( last.focus ).toBe( one.root.id );
		expect( draftProblems( last.draft )[ 0 ]?.code ).toBe( 'empty_list' );
	} );

	it( 'wraps into the other kind of group and unwraps again', () => {
		const one = draft( { all: [ eq( 'a' ), eq( 'b' ) ] } );
		const wrapped = wrapNode( one, child( one, 0 ) );
		expect( when( wrapped.draft ) ).toEqual( {
			all: [ { any: [ eq( 'a' ) ] }, eq( 'b' ) ],
		} );
		const back = unwrapGroup( wrapped.draft, wrapped.focus );
		expect( back && when( back.draft ) ).toEqual( when( one ) );
		expect( unwrapGroup( one, one.root.id ) ).toBeNull();
		const nested = addGroup( one, one.root.id, 'none', eq( 'c' ) );
		expect( when( nested.draft ) ).toEqual( {
			all: [ eq( 'a' ), eq( 'b' ), { not: eq( 'c' ) } ],
		} );
	} );

	it( 'gives a new field an operator and a value that fit', () => {
		const date = withField( eq( 'a' ), [ 'verified_at' ], 'membership' );
		expect( date ).toMatchObject( { op: 'newer_than', value: 'P1Y' } );
		expect( withOperator( date, 'before' ).value ).toBe( 'now' );
		expect( withOperator( date, 'exists' ) ).not.toHaveProperty( 'value' );
		expect( withOperator( eq( 'a' ), 'in' ).value ).toEqual( [ 'a' ] );
		expect(
			withOperator(
				{ ...eq( 'a' ), op: 'in', value: [ 'x', 'y' ] },
				'eq'
			).value
		).toBe( 'x' );
	} );
} );
