/**
 * The block editor: each block and each pattern is inserted by hand, previewed, set, published and looked at.
 */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { expectAccessible, watch } from './support/checks';
import {
	ask,
	block,
	canvas,
	insertBlock,
	insertPattern,
	newPage,
	previewAs,
	publish,
	selectBlock,
} from './support/editor';
import { person, staffPage } from './support/people';
import { SHOTS } from './support/site';

const SIDEBAR = '.block-editor-block-inspector';

interface Case {
	readonly name: string;
	readonly title: string;
	/** Words of the preview, for each state the block has. */
	readonly shows: Readonly<
		Partial< Record< 'Signed out' | 'Member' | 'Refused', RegExp > >
	>;
	/** Changes a setting. */
	readonly set: ( sidebar: Locator, inserted: Locator ) => Promise< void >;
	/** What the setting does, in the preview and on the published page. */
	readonly effect: ( inserted: Locator ) => Promise< void >;
	/** Effect on the page, where it is another than in the preview. */
	readonly published?: ( inserted: Locator ) => Promise< void >;
}

const CASES: readonly Case[] = [
	{
		name: 'sign-in',
		title: 'Co-op sign-in',
		shows: {
			'Signed out': /Sign in with Example Federation/,
			Member: /Signed in with/,
			Refused: /This site asks for more/,
		},
		set: async ( sidebar ) => {
			await sidebar.getByLabel( 'Form' ).selectOption( 'card' );
			await sidebar
				.getByLabel( 'Words of the button' )
				.fill( 'Show your card' );
		},
		effect: async ( inserted ) => {
			await expect(
				inserted.getByText( /Sign in with your co-\u2060?op/ )
			).toBeVisible();
			await expect(
				inserted.getByText( 'Show your card' )
			).toBeVisible();
		},
	},
	{
		name: 'co-op-directory',
		title: 'Co-op directory',
		shows: { 'Signed out': /313 co-\u2060?ops/ },
		set: async ( sidebar ) => {
			await sidebar.getByLabel( 'Layout' ).selectOption( 'table' );
			await sidebar.getByLabel( 'Show filters' ).uncheck();
		},
		effect: async ( inserted ) => {
			await expect( inserted.locator( 'table tbody tr' ) ).toHaveCount(
				12
			);
			await expect( inserted.getByText( 'Owned by' ) ).toHaveCount( 0 );
		},
	},
	{
		name: 'co-op-profile',
		title: 'Co-op profile',
		shows: {},
		set: async ( sidebar, inserted ) => {
			await expect( inserted ).toContainText( 'Choose a co-op' );
			await sidebar
				.getByRole( 'combobox', { name: 'Co-op' } )
				.fill( 'Example Weavers' );
			await sidebar
				.getByRole( 'option', { name: /Example Weavers/ } )
				.first()
				.click();
		},
		effect: async ( inserted ) => {
			await expect( inserted ).toContainText(
				/Why it counts as a co-\u2060?op/
			);
			await expect( inserted ).toContainText( 'Verified' );
		},
	},
	{
		name: 'offers',
		title: 'Member offers',
		shows: {
			'Signed out': /Your own co-\u2060?op confirms/,
			Member: /Yours\. Show it at the till/,
			Refused: /Your membership has ended/,
		},
		set: async ( sidebar ) => {
			await sidebar.getByLabel( 'Kind of offers' ).selectOption( 'pass' );
		},
		effect: async ( inserted ) => {
			await expect( inserted.locator( 'article' ) ).toHaveCount( 1 );
			await expect( inserted ).toContainText( 'Harbour night' );
		},
	},
	{
		name: 'my-coupons',
		title: 'My coupons',
		shows: {
			'Signed out': /You are not signed in/,
			Member: /Ready.*10 % off everything/s,
		},
		set: async ( sidebar ) => {
			await sidebar.getByLabel( 'Headings' ).selectOption( '4' );
		},
		effect: async ( inserted ) => {
			await expect( inserted.locator( 'h4' ) ).toHaveText(
				'You are not signed in'
			);
			await expect( inserted.locator( 'h2' ) ).toHaveCount( 0 );
		},
	},
	{
		name: 'redeem',
		title: 'Use a coupon',
		shows: {
			'Signed out': /Use the code/,
			Member: /Accepted/,
			Refused: /Not accepted.*Already used today/s,
		},
		set: async ( sidebar ) => {
			await sidebar.getByLabel( 'Used' ).selectOption( 'till' );
		},
		effect: async ( inserted ) => {
			await expect( inserted ).toContainText( 'Check code' );
		},
		published: async ( inserted ) => {
			await expect( inserted ).toContainText(
				'This is the till of the staff'
			);
		},
	},
];

let page: Page;
let expectQuiet: ReturnType< typeof watch >;

test.beforeAll( async ( { browser, baseURL } ) => {
	person( 'edith', 'editor' );
	page = await staffPage( browser, 'edith', {
		baseURL: baseURL ?? '',
		viewport: { width: 1440, height: 1000 },
	} );
	expectQuiet = watch( page );
} );

test.afterEach( () => expectQuiet() );

test.afterAll( () => page.context().close() );

/** Every block on the canvas is what its stored markup says. */
async function expectValid(): Promise< void > {
	const invalid = await page.evaluate( () => {
		interface Block {
			name: string;
			isValid: boolean;
			innerBlocks: Block[];
		}
		const { wp } = window as unknown as {
			wp: {
				data: {
					select: ( name: string ) => { getBlocks: () => Block[] };
				};
			};
		};
		const walk = ( blocks: Block[] ): string[] =>
			blocks.flatMap( ( one ) => [
				...( one.isValid && one.name !== 'core/missing'
					? []
					: [ one.name ] ),
				...walk( one.innerBlocks ),
			] );
		return walk( wp.data.select( 'core/block-editor' ).getBlocks() );
	} );
	expect( invalid ).toEqual( [] );
	await expect(
		canvas( page ).locator( '.block-editor-warning' )
	).toHaveCount( 0 );
}

/** What a person can read there. */
async function expectWords(
	inserted: Locator,
	words: RegExp,
	isThere = true
): Promise< void > {
	const seen = { useInnerText: true };
	if ( isThere ) {
		await expect( inserted ).toContainText( words, seen );
	} else {
		await expect( inserted ).not.toContainText( words, seen );
	}
}

/** No picture is broken. */
async function expectPictures( inserted: Locator ): Promise< void > {
	await expect
		.poll( () =>
			inserted
				.locator( 'img:visible' )
				.evaluateAll( ( images ) =>
					images.every(
						( image ) =>
							( image as HTMLImageElement ).naturalWidth > 0
					)
				)
		)
		.toBe( true );
}

for ( const one of CASES ) {
	test( `${ one.title }: insert, preview, set, publish`, async () => {
		await newPage( page, `Try ${ one.title }` );
		const inserted = await insertBlock( page, one.title, one.name );
		await selectBlock( page, one.name );
		const states = Object.entries( one.shows );
		for ( const [ at, [ who, words ] ] of states.entries() ) {
			if ( at > 0 ) {
				await expectWords( inserted, words, false );
				await previewAs( page, who as 'Member' );
			}
			await expectWords( inserted, words );
			await expectPictures( inserted );
			await page.screenshot( {
				path: `${ SHOTS }/editor-${ one.name }-${ who.toLowerCase().replace( ' ', '-' ) }.png`,
			} );
		}
		if ( one.shows.Member ) {
			await previewAs( page, 'Signed out' );
		}
		await one.set( page.locator( SIDEBAR ), inserted );
		await one.effect( inserted );
		await page.screenshot( {
			path: `${ SHOTS }/editor-${ one.name }-set.png`,
		} );
		await expectAccessible( page, [ SIDEBAR ] );
		await expectValid();
		const url = await publish( page );

		const visitor = await (
			await page.context().browser()!.newContext()
		).newPage();
		const quiet = watch( visitor );
		await visitor.goto( url );
		const shown = visitor
			.locator( `.wp-block-coop-credentials-${ one.name }` )
			.first();
		await expect( shown ).toBeVisible();
		await ( one.published ?? one.effect )( shown );
		quiet();
		await visitor.context().close();

		await page.reload();
		await one.effect( block( page, one.name ).first() );
		await expectValid();
	} );
}

test( 'every pattern of ours inserts, is valid and shows its block', async () => {
	const patterns = {
		'Sign-in banner': 'sign-in',
		'Member offers': 'offers',
		'Partner co-ops': 'co-op-directory',
		'Till page': 'redeem',
	};
	await newPage( page, 'Try the patterns' );
	for ( const [ title, name ] of Object.entries( patterns ) ) {
		await insertPattern( page, title );
		await expect( block( page, name ) ).toBeVisible();
	}
	await expectValid();
	await expect( block( page, 'sign-in' ) ).toContainText(
		/Sign in with your co-\u2060?op/
	);
	await expect( block( page, 'redeem' ) ).toContainText( 'Check code' );
	await page.screenshot( { path: `${ SHOTS }/editor-patterns.png` } );
	const url = await publish( page );
	await page.reload();
	await expect( block( page, 'redeem' ) ).toContainText( 'Check code' );
	await expectValid();
	expect(
		await ask( page, 'core/editor', 'getEditedPostContent' )
	).toContain( 'wp:coop-credentials/offers {"align":"wide"}' );
	await page.goto( url );
	for ( const name of Object.values( patterns ) ) {
		await expect(
			page.locator( `.wp-block-coop-credentials-${ name }` ).first()
		).toBeVisible();
	}
} );
