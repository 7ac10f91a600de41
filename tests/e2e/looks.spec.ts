/**
 * How the pages look: desktop and phone, from right to left, in the theme's dark style, in forced colours, in German. The
 * pictures are for people; what a machine can tell (overflow, cut words, contrast, mirroring) is asserted.
 */
import { expect, test, type Browser, type Page } from '@playwright/test';
import { expectAccessible, expectRoom, watch } from './support/checks';
import { openScreen } from './support/admin';
import { keep, setLook } from './support/looks';
import { memberPage, staffPage } from './support/people';

interface View {
	readonly name: string;
	readonly path: string;
	/** Who looks; nobody: a visitor. */
	readonly member?: string;
	readonly staff?: string;
	/** Selector of what is ours, if the page is not made of blocks. */
	readonly part?: string;
	/** Selector of what has come when the page is complete. */
	readonly ready?: string;
}

const OFFER = 'article.coop-credentials-offer:has-text("10 % off")';

const VIEWS: readonly View[] = [
	{ name: 'home', path: '/' },
	{
		name: 'home-member',
		path: '/',
		member: 'wanda',
		ready: '.wp-block-coop-credentials-sign-in form[action*="sign-out"] button',
	},
	{ name: 'directory', path: '/co-ops/?coop_search=example' },
	{ name: 'profile', path: '/co-ops/example-weavers-coop/' },
	{ name: 'offers', path: '/offers/' },
	{
		name: 'offers-member',
		path: '/offers/',
		member: 'wanda',
		ready: `${ OFFER } h4:visible`,
	},
	{
		name: 'offers-refused',
		path: '/offers/',
		member: 'lena',
		ready: `${ OFFER } h4:visible`,
	},
	{ name: 'my-coupons', path: '/my-coupons/' },
	{ name: 'my-coupons-member', path: '/my-coupons/', member: 'wanda' },
	{ name: 'till', path: '/till/', staff: 'till' },
	{
		name: 'sign-in-stopped',
		path: '/coop-credentials/callback/demo',
		part: 'main',
	},
	{ name: 'log-in', path: '/wp-login.php', part: '#loginform' },
];

/** Distance of boxes from the edge where reading begins. */
function starts( page: Page ): Promise< number[] > {
	return page.evaluate( () => {
		const isRtl =
			getComputedStyle( document.documentElement ).direction === 'rtl';
		return [
			...document.querySelectorAll(
				'.coop-credentials :is(h2, h3, article, .coop-credentials-mark, .coop-credentials-box)'
			),
		]
			.filter( ( element ) => element.checkVisibility() )
			.map( ( element ) => {
				const box = element.getBoundingClientRect();
				return Math.round(
					isRtl ? window.innerWidth - box.right : box.left
				);
			} );
	} );
}

async function pageFor(
	view: View,
	browser: Browser,
	baseURL: string
): Promise< Page > {
	if ( view.member ) {
		return memberPage( browser, view.member, { baseURL } );
	}
	if ( view.staff ) {
		return staffPage( browser, view.staff, { baseURL } );
	}
	return ( await browser.newContext( { baseURL } ) ).newPage();
}

test.beforeAll( async ( { browser, baseURL } ) => {
	const page = await memberPage( browser, 'wanda', {
		baseURL: baseURL ?? '',
	} );
	await page.goto( '/offers/' );
	const card = page.locator( OFFER );
	const mine = card.getByText( 'Yours. Show it at the till' );
	const get = card.getByRole( 'button', { name: 'Get coupon' } );
	// The words for strangers go when the page knows who is here.
	await expect( card.getByText( /confirms that you are/ ) ).toBeHidden();
	if ( await get.isVisible() ) {
		await get.click();
	}
	await expect( mine ).toBeVisible();
	await page.context().close();
} );

for ( const view of VIEWS ) {
	test( view.name, async ( { browser, baseURL } ) => {
		const page = await pageFor( view, browser, baseURL ?? '' );
		const part = view.part ?? '.coop-credentials';
		const expectQuiet = watch( page );
		await page.setViewportSize( { width: 1280, height: 800 } );
		const open = async () => {
			await page.goto( view.path );
			if ( view.ready ) {
				await page.locator( view.ready ).first().waitFor();
			}
		};

		await open();
		await keep( page, view.name, 1280 );
		const begins = await starts( page );
		for ( const width of [ 360, 320 ] ) {
			await keep( page, view.name, width );
			await expectRoom( page, part );
		}
		await page.emulateMedia( { forcedColors: 'active' } );
		await keep( page, `${ view.name }-forced`, 360 );
		await page.emulateMedia( { forcedColors: null } );

		await setLook( page, { direction: 'rtl' } );
		await page.setViewportSize( { width: 1280, height: 800 } );
		await open();
		await expect( page.locator( 'html' ) ).toHaveAttribute( 'dir', 'rtl' );
		await keep( page, `${ view.name }-rtl`, 1280 );
		expect( await starts( page ) ).toEqual( begins );
		await keep( page, `${ view.name }-rtl`, 360 );
		await expectRoom( page, part );

		await setLook( page, { style: '01-evening', locale: 'de_DE' } );
		await page.setViewportSize( { width: 1280, height: 800 } );
		await open();
		await keep( page, `${ view.name }-dark-de`, 1280 );
		await expectAccessible( page, [ part ] );
		await keep( page, `${ view.name }-dark-de`, 320 );
		await expectRoom( page, part );
		expectQuiet();
		await page.context().close();
	} );
}

const SCREENS: readonly ( readonly [ string, string, string? ] )[] = [
	[ 'start', '' ],
	[ 'co-ops', 'directory' ],
	[ 'co-op', 'directory', 'item=new' ],
	[ 'import', 'directory', 'screen=import' ],
	[ 'policy', 'directory', 'screen=policy' ],
	[ 'providers', 'sign-in' ],
	[ 'provider', 'sign-in', 'item=demo' ],
	[ 'offers', 'offers' ],
	[ 'offer', 'offers', 'item=new' ],
	[ 'uses', 'offers', 'screen=redemptions' ],
	[ 'tills', 'offers', 'screen=points' ],
	[ 'settings', 'settings' ],
	[ 'log', 'settings', 'screen=log' ],
];

for ( const [ name, room, args ] of SCREENS ) {
	test( `admin: ${ name }`, async ( { browser, baseURL } ) => {
		const page = await staffPage( browser, 'admin', {
			baseURL: baseURL ?? '',
		} );
		const expectQuiet = watch( page );
		const part = '.coop-credentials-screen';
		await page.setViewportSize( { width: 1280, height: 800 } );
		await openScreen( page, room, args );
		await expectAccessible( page, [ part ] );
		await keep( page, `admin-${ name }`, 1280 );
		await keep( page, `admin-${ name }`, 360 );
		await expectRoom( page, part );
		expectQuiet();
		await page.context().close();
	} );
}

/** One of each kind: checklist, list, form. */
const MIRRORED = [ 'start', 'co-ops', 'provider', 'offer' ];

for ( const [ name, room, args ] of SCREENS.filter( ( [ one ] ) =>
	MIRRORED.includes( one )
) ) {
	test( `admin: ${ name }, from right to left, in German`, async ( {
		browser,
		baseURL,
	} ) => {
		const page = await staffPage( browser, 'admin', {
			baseURL: baseURL ?? '',
		} );
		const part = '.coop-credentials-screen';
		await setLook( page, { direction: 'rtl', locale: 'de_DE' } );
		await page.setViewportSize( { width: 1280, height: 800 } );
		await openScreen( page, room, args );
		await expect( page.locator( part ) ).toHaveCSS( 'direction', 'rtl' );
		await keep( page, `admin-${ name }-rtl-de`, 1280 );
		await keep( page, `admin-${ name }-rtl-de`, 320 );
		await expectRoom( page, part );
		await page.context().close();
	} );
}
