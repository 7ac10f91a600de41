import limits from '../../../../tests/fixtures/rules/limits.json';
import operators from '../../../../tests/fixtures/rules/operators.json';
import logic from '../../../../tests/fixtures/rules/logic.json';
import auth from '../../../../tests/fixtures/rules/auth.json';
import {
	FIELDS,
	LIMITS,
	OPERATORS,
	isRule,
	operatorsFor,
	parseRule,
	validateRule,
} from '..';

interface Case {
	name: string;
	rule?: unknown;
	expect: { outcome?: string; problem?: [ string, string ] };
}

const cases = limits.cases as unknown as Case[];
const sound = [ operators, logic, auth ].flatMap(
	( group ) => group.cases as unknown as Case[]
);

describe( 'the limits the server has', () => {
	it( 'has both kinds of case', () => {
		const refused = cases.filter( ( one ) => one.expect.problem );
		expect( refused.length ).toBeGreaterThan( 50 );
		expect( cases.length - refused.length ).toBeGreaterThan( 5 );
	} );

	it.each( cases.map( ( one ) => [ `RULE-${ one.name }`, one ] as const ) )(
		'%s',
		( _name, one ) => {
			const wanted = one.expect.problem;
			expect( validateRule( one.rule )[ 0 ] ).toEqual(
				wanted && { at: wanted[ 0 ], code: wanted[ 1 ] }
			);
			expect( isRule( one.rule ) ).toBe( ! wanted );
		}
	);

	it.each(
		sound
			.filter( ( one ) => one.rule )
			.map( ( one ) => [ one.name, one.rule ] as const )
	)( 'accepts the rule of %s', ( _name, rule ) => {
		expect( validateRule( rule ) ).toEqual( [] );
	} );
} );

describe( 'validateRule', () => {
	it( 'names every fault at its condition', () => {
		const rule = {
			v: 1,
			when: {
				all: [
					{ path: [ 'klass' ], op: 'eq', value: '' },
					{ path: [ 'class' ], op: 'like', value: 'w' },
				],
			},
			for: 'most',
		};
		expect( validateRule( rule ) ).toEqual( [
			{ at: '/when/all/0/path', code: 'unknown_field' },
			{ at: '/when/all/0/value', code: 'string_length' },
			{ at: '/when/all/1/op', code: 'unknown_operator' },
			{ at: '/for', code: 'unknown_value' },
		] );
	} );

	it.each( [ 'constructor', 'toString', '__proto__', 'hasOwnProperty' ] )(
		'knows no operator or field %s',
		( name ) => {
			const leaf = { path: [ name ], op: name, value: 'x' };
			expect( validateRule( { v: 1, when: leaf } ) ).toEqual( [
				{ at: '/when/path', code: 'unknown_field' },
				{ at: '/when/op', code: 'unknown_operator' },
			] );
		}
	);

	it.each( [ null, undefined, 7, 'x', [], true ] )(
		'refuses %p',
		( value ) => {
			expect( validateRule( value ) ).toEqual( [
				{ at: '', code: 'not_an_object' },
			] );
		}
	);

	it( 'refuses numbers that are not finite', () => {
		const leaf = { path: [ 'assurance' ], op: 'lt', value: Infinity };
		expect( validateRule( { v: 1, when: leaf } )[ 0 ]?.code ).toBe(
			'not_a_number'
		);
		leaf.value = NaN;
		expect( validateRule( { v: 1, when: leaf } )[ 0 ]?.code ).toBe(
			'not_a_number'
		);
	} );
} );

describe( 'parseRule', () => {
	it( 'reads the text of the JSON tab', () => {
		const text = '{"v":1,"when":{"path":["class"],"op":"exists"}}';
		expect( parseRule( text ) ).toEqual( {
			rule: JSON.parse( text ),
			problems: [],
		} );
	} );

	it( 'refuses broken and overlong text', () => {
		expect( parseRule( '{' ).problems[ 0 ]?.code ).toBe( 'not_json' );
		expect(
			parseRule( ' '.repeat( LIMITS.bytes + 1 ) ).problems[ 0 ]?.code
		).toBe( 'too_large' );
		expect(
			parseRule( `"${ 'é'.repeat( LIMITS.bytes / 2 ) }"` ).problems[ 0 ]
				?.code
		).toBe( 'too_large' );
	} );
} );

describe( 'operatorsFor', () => {
	it( 'offers known operators, each once, for every field', () => {
		for ( const field of FIELDS ) {
			const offered = operatorsFor( field );
			expect( offered.length ).toBeGreaterThan( 1 );
			expect( new Set( offered ).size ).toBe( offered.length );
			for ( const operator of offered ) {
				expect( OPERATORS.has( operator ) ).toBe( true );
			}
		}
	} );

	it( 'offers no sub-strings for lists and no order for texts', () => {
		expect( operatorsFor( 'roles' ) ).not.toContain( 'prefix' );
		expect( operatorsFor( 'class' ) ).not.toContain( 'gt' );
		expect( operatorsFor( 'assurance' )[ 0 ] ).toBe( 'gte' );
	} );
} );
