/**
 * Gates in a real browser: for strangers, members and those who are refused, with and without JavaScript, and in the editor.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { expectRoom } from './support/checks';
import { SHOTS } from './support/site';

const LOAD = join( process.env.COOP_E2E_FOLDER ?? '', 'www/wp-load.php' );
const SECRET = 'The meeting is in the boat house.';

async function signIn( page: Page, who: string ): Promise< void > {
	await page.getByRole( 'button', { name: /^Sign in with/ } ).click();
	await page.locator( '#login' ).fill( who );
	await page.getByRole( 'button', { name: 'Log in', exact: true } ).click();
	await page.waitForURL( /gate-/ );
}

test.beforeAll( () => {
	execFileSync( 'php', [ join( __dirname, 'member-gate.php' ), LOAD ] );
} );

for ( const part of [ 'part', 'whole' ] ) {
	test( `a stranger reads for whom it is, a member reads the text: ${ part }`, async ( {
		page,
	} ) => {
		const answer = await page.goto( `/gate-${ part }/` );
		expect( await answer?.text() ).not.toContain( 'boat house' );
		expect( answer?.headers()[ 'cache-control' ] ?? '' ).not.toContain(
			'no-store'
		);
		await expect(
			page.getByRole( 'heading', { name: 'For: Worker members' } )
		).toBeVisible();
		const found = await new AxeBuilder( { page: page as never } )
			.include( '.wp-block-coop-credentials-member-gate' )
			.withTags( [ 'wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa' ] )
			.analyze();
		expect( found.violations.map( ( { id } ) => id ) ).toEqual( [] );
		await page.screenshot( { path: `${ SHOTS }/gate-${ part }.png` } );

		await signIn( page, 'wanda' );
		await expect( page.getByText( SECRET ) ).toBeVisible();
		expect( page.url() ).toContain( '#coop-gate-' );
		const own = await page.goto( `/gate-${ part }/` );
		expect( own?.headers()[ 'cache-control' ] ).toContain( 'no-store' );
		await expect( page.getByText( SECRET ) ).toBeVisible();
	} );
}

test( 'a member of another class reads why not, in plain words', async ( {
	page,
} ) => {
	await page.goto( '/gate-part/' );
	await signIn( page, 'carl' );
	await expect(
		page.getByText( 'This is not for your membership.' )
	).toBeVisible();
	await expect( page.getByText( SECRET ) ).toBeHidden();
	await page.setViewportSize( { width: 360, height: 780 } );
	await page.screenshot( { path: `${ SHOTS }/gate-refused-360.png` } );

	// What happened is told on the page of one's own records, which keeps its shape at every width.
	await page.goto( '/my-credentials/' );
	await expect(
		page.getByText( 'This is not for your membership.' )
	).toBeVisible();
	for ( const width of [ 360, 800, 1280 ] ) {
		await page.setViewportSize( { width, height: 900 } );
		await expectRoom( page );
		await page.screenshot( {
			path: `${ SHOTS }/gate-history-${ width }.png`,
			fullPage: true,
		} );
	}
	const cell = page.getByRole( 'cell', { name: 'Gate: part' } ).first();
	expect( ( await cell.boundingBox() )?.height ).toBeLessThan( 160 );
} );

test.describe( 'without JavaScript', () => {
	test.use( { javaScriptEnabled: false } );

	test( 'the gate opens as well', async ( { page } ) => {
		await page.goto( '/gate-part/' );
		await signIn( page, 'wanda' );
		await expect( page.getByText( SECRET ) ).toBeVisible();
	} );
} );

test( 'a page from a cache shows the way in to those who are signed in already', async ( {
	page,
} ) => {
	const cached = await ( await page.goto( '/gate-part/' ) )?.text();
	await signIn( page, 'wanda' );
	await page.route( /\/gate-part\/$/, ( route ) =>
		route.fulfill( { body: cached ?? '', contentType: 'text/html' } )
	);
	await page.goto( '/gate-part/' );
	await expect( page.getByText( SECRET ) ).toBeHidden();
	await page.getByRole( 'link', { name: 'Open this part' } ).click();
	await expect( page.getByText( SECRET ) ).toBeVisible();
} );

test( 'the search of the site answers as if the hidden text were not there', async ( {
	page,
} ) => {
	const found = async ( words: string ): Promise< string[] > => {
		await page.goto( `/?s=${ encodeURIComponent( words ) }` );
		const titles = await page
			.getByRole( 'main' )
			.getByRole( 'link', { name: /^Gate: / } )
			.allTextContents();
		return [ ...new Set( titles ) ].sort();
	};
	expect( await found( 'boat' ) ).toEqual( [] );
	expect( await found( '"Gate: whole" boat' ) ).toEqual( [] );
	expect( await found( 'gate: -boat' ) ).toEqual( [
		'Gate: part',
		'Gate: whole',
	] );
	await page.screenshot( { path: `${ SHOTS }/gate-search.png` } );
	await expect( page.getByText( 'boat house' ) ).toHaveCount( 0 );
	for ( const [ words, items ] of [
		[ 'boat', 0 ],
		[ 'gate: -boat', 2 ],
	] as const ) {
		const feed = await page.request.get(
			`/?feed=rss2&s=${ encodeURIComponent( words ) }`
		);
		const text = await feed.text();
		expect( text.match( /<item>/g ) ?? [] ).toHaveLength( items );
		expect( text ).not.toContain( 'boat house' );
	}
	const rest = await page.request.get( '/wp-json/wp/v2/search?search=boat' );
	expect( rest.headers()[ 'x-wp-total' ] ).toBe( '0' );
} );

test( 'an editor closes a page with a rule chosen by its title', async ( {
	page,
} ) => {
	await page.goto( '/wp-login.php' );
	await page.locator( '#user_login' ).fill( 'admin' );
	await page.locator( '#user_pass' ).fill( 'admin' );
	await page.locator( '#wp-submit' ).click();
	await page.goto( '/gate-part/' );
	const edit = await page
		.locator( '#wp-admin-bar-edit a' )
		.getAttribute( 'href' );
	await page.goto( edit ?? '' );
	await page.evaluate( () => {
		const { dispatch } = (
			window as never as {
				wp: {
					data: {
						dispatch: ( name: string ) => Record< string, never >;
					};
				};
			}
		 ).wp.data;
		const set = dispatch( 'core/preferences' ).set as unknown as (
			scope: string,
			name: string,
			value: boolean
		) => void;
		set( 'core/edit-post', 'welcomeGuide', false );
	} );
	await expect(
		page
			.frameLocator( 'iframe[name="editor-canvas"]' )
			.getByText( 'For: Worker members' )
	).toBeVisible();
	const panel = page.getByRole( 'button', { name: 'Who may read this' } );
	if ( ! ( await panel.isVisible() ) ) {
		await page.getByRole( 'tab', { name: 'Page', exact: true } ).click();
	}
	if ( ( await panel.getAttribute( 'aria-expanded' ) ) === 'false' ) {
		await panel.click();
	}
	const choice = page.getByLabel( 'The whole page is for' );
	await choice.selectOption( { label: 'Worker members' } );
	await page.screenshot( { path: `${ SHOTS }/gate-editor.png` } );
	await page.getByRole( 'button', { name: 'Save', exact: true } ).click();
	await expect( page.getByText( 'Page updated.' ).first() ).toBeVisible();

	await page.context().clearCookies();
	const closed = await page.goto( '/gate-part/' );
	expect( await closed?.text() ).not.toContain( 'Everybody may read this.' );
} );
