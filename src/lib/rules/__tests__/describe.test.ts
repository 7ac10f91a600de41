import { describeRule, ruleWarnings, walk } from '..';
import type { Rule, RuleNode, RuleWords } from '..';
import operators from '../../../../tests/fixtures/rules/operators.json';

const words: RuleWords = {
	sentence: ( text ) => `Lets in: ${ text }.`,
	who: ( who ) =>
		( {
			active: 'active members',
			inactive: 'present and former members',
			anybody: 'anybody',
			everybody: 'everybody',
		} )[ who ],
	where: ( who, condition ) => `${ who } where ${ condition }`,
	every: ( text ) => `${ text }, in each of their co-ops`,
	and: ( parts ) => parts.join( ' and ' ),
	or: ( parts ) => parts.join( ' or ' ),
	group: ( text ) => `(${ text })`,
	not: ( text ) => `not (${ text })`,
	field: ( path, of ) =>
		of === 'membership' ? String( path[ 0 ] ) : `${ of } ${ path[ 0 ] }`,
	value: ( value ) => String( value ),
	duration: ( count, unit ) =>
		`${ count } ${ unit }${ count === 1 ? '' : 's' }`,
	condition: ( operator, field, value ) =>
		`${ field } ${ operator } ${ value }`.trim(),
	auth: ( auth ) => `a log-in within ${ auth.max_age } seconds`,
};

const eq = ( field: string, value: string ): RuleNode => ( {
	path: [ field ],
	op: 'eq',
	value,
} );
const rule = ( when: RuleNode, more: Partial< Rule > = {} ): Rule => ( {
	v: 1,
	when,
	...more,
} );
const codes = ( one: Rule ) =>
	ruleWarnings( one ).map( ( warning ) =>
		`${ warning.code } ${ warning.at }`.trim()
	);

describe( 'describeRule', () => {
	it( 'says one condition', () => {
		expect( describeRule( rule( eq( 'class', 'worker' ) ), words ) ).toBe(
			'Lets in: active members where class eq worker.'
		);
	} );

	it( 'says groups within groups, values in a list and durations', () => {
		const when: RuleNode = {
			all: [
				{
					any: [
						{
							path: [ 'class' ],
							op: 'in',
							value: [ 'worker', 'producer' ],
						},
						{
							path: [ 'roles' ],
							op: 'contains_all',
							value: [ 'board', 'staff' ],
						},
					],
				},
				{ not: eq( 'country', 'IE' ) },
				{ path: [ 'verified_at' ], op: 'newer_than', value: 'P30D' },
				{ path: [ 'since' ], op: 'exists' },
			],
		};
		expect( describeRule( rule( when ), words ) ).toBe(
			'Lets in: active members where (class in worker or producer or roles contains_all board and staff)' +
				' and not (country eq IE) and verified_at newer_than 30 days and since exists.'
		);
	} );

	it( 'sets no brackets around a group of one', () => {
		const when = { all: [ { any: [ eq( 'class', 'worker' ) ] } ] };
		expect( describeRule( rule( when ), words ) ).toBe(
			'Lets in: active members where class eq worker.'
		);
	} );

	it( 'keeps the brackets of a group inside a negation', () => {
		const when = {
			not: { any: [ eq( 'class', 'a' ), eq( 'class', 'b' ) ] },
		};
		expect( describeRule( rule( when ), words ) ).toBe(
			'Lets in: active members where not ((class eq a or class eq b)).'
		);
	} );

	it( 'says who is looked at', () => {
		const identity: RuleNode = {
			path: [ 'issuer' ],
			op: 'eq',
			value: 'https://id.example',
			of: 'identity',
		};
		expect( describeRule( rule( identity ), words ) ).toBe(
			'Lets in: anybody where identity issuer eq https://id.example.'
		);
		expect(
			describeRule(
				rule( { path: [ 'issuer' ], op: 'exists', of: 'identity' } ),
				words
			)
		).toBe( 'Lets in: everybody.' );
		expect(
			describeRule(
				rule( eq( 'status', 'lapsed' ), {
					inactive: true,
					for: 'every',
					auth: { max_age: 60 },
				} ),
				words
			)
		).toBe(
			'Lets in: present and former members where status eq lapsed, in each of their co-ops and a log-in within 60 seconds.'
		);
	} );

	it( 'takes a text that looks like a duration for a text elsewhere', () => {
		expect( describeRule( rule( eq( 'class', 'P1Y' ) ), words ) ).toContain(
			'class eq P1Y'
		);
	} );
} );

describe( 'ruleWarnings', () => {
	it( 'is silent about a careful rule', () => {
		expect(
			codes( rule( eq( 'organisation_id', 'https://a.example/' ) ) )
		).toEqual( [] );
		expect(
			codes(
				rule( { path: [ 'policy' ], op: 'contains', value: 'listed' } )
			)
		).toEqual( [] );
	} );

	it( 'warns of each risk at its place', () => {
		const when: RuleNode = {
			all: [
				eq( 'organisation_name', 'Weavers' ),
				{ path: [ 'dept' ], op: 'exists', of: 'claim' },
				{
					path: [ 'organisation_id' ],
					op: 'prefix',
					value: 'https://weavers.example',
				},
			],
		};
		expect(
			codes( rule( when, { for: 'every', inactive: true } ) )
		).toEqual( [
			'organisation_name /when/all/0',
			'raw_claim /when/all/1',
			'prefix_host /when/all/2',
			'every /for',
			'inactive /inactive',
		] );
	} );

	it( 'warns when no organisation is named', () => {
		expect( codes( rule( eq( 'class', 'worker' ) ) ) ).toEqual( [
			'no_organisation',
		] );
		const raw: RuleNode = { path: [ 'policy' ], op: 'exists', of: 'claim' };
		expect( codes( rule( raw ) ) ).toContain( 'no_organisation' );
	} );

	it( 'warns of two different values under all, not under any', () => {
		const two = [ eq( 'policy', 'a' ), eq( 'policy', 'b' ) ];
		expect( codes( rule( { all: two } ) ) ).toEqual( [ 'two_eq /when' ] );
		expect( codes( rule( { any: two } ) ) ).toEqual( [] );
		expect(
			codes(
				rule( { all: [ eq( 'policy', 'a' ), eq( 'policy', 'a' ) ] } )
			)
		).toEqual( [] );
	} );

	it( 'accepts a prefix that ends a host', () => {
		const when: RuleNode = {
			path: [ 'organisation_id' ],
			op: 'prefix',
			value: 'https://weavers.example/',
		};
		expect( codes( rule( when ) ) ).toEqual( [] );
	} );

	const warned = (
		operators.cases as unknown as Array< {
			name: string;
			rule: Rule;
			expect: { warnings?: string[] };
		} >
	 ).filter( ( one ) => one.expect.warnings );

	it.each( warned.map( ( one ) => [ `RULE-${ one.name }`, one ] as const ) )(
		'%s',
		( _name, one ) => {
			expect(
				ruleWarnings( one.rule ).map( ( warning ) => warning.code )
			).toEqual( one.expect.warnings );
		}
	);

	it( 'has fixtures with warnings', () => {
		expect( warned.length ).toBeGreaterThan( 0 );
	} );
} );

describe( 'walk', () => {
	it( 'visits nodes in reading order', () => {
		const seen: string[] = [];
		const when: RuleNode = {
			all: [
				{ any: [ eq( 'class', 'a' ) ] },
				{ not: eq( 'class', 'b' ) },
			],
		};
		walk( when, '/when', ( _node, at ) => seen.push( at ) );
		expect( seen ).toEqual( [
			'/when',
			'/when/all/0',
			'/when/all/0/any/0',
			'/when/all/1',
			'/when/all/1/not',
		] );
	} );
} );
