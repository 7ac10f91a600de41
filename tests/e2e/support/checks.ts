/**
 * What is asked of every page: no script error, no request to a stranger, accessible, nothing cut off.
 */
import { expect, type Page } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { ISSUER, SITE } from './site';

const REFUSAL = /^Failed to load resource: .* status of 4(00|09|22) /;

const RULES = [ 'wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa' ];

/**
 * No finding of axe within these parts of the page.
 *
 * @param page  Page.
 * @param parts Selectors.
 */
export async function expectAccessible(
	page: Page,
	parts: readonly string[] = [ '.coop-credentials' ]
): Promise< void > {
	// The types of the package know another copy of Playwright.
	const builder = new AxeBuilder( { page: page as never } ).withTags( RULES );
	parts.forEach( ( part ) => builder.include( part ) );
	const found = await builder.analyze();
	expect(
		found.violations.map( ( { id, nodes } ) => [
			id,
			nodes.map( ( node ) => node.html.slice( 0, 200 ) ).slice( 0, 3 ),
		] )
	).toEqual( [] );
}

/**
 * Listens from now on; the answer fails the test when the console held an error or a stranger was asked. The browser logs
 * a refusal of the server as an error too: say how many a test provokes.
 *
 * @param page Page.
 */
export function watch( page: Page ): ( refused?: number ) => void {
	const errors: string[] = [];
	page.on( 'console', ( message ) => {
		if ( message.type() === 'error' ) {
			errors.push( message.text() );
		}
	} );
	page.on( 'pageerror', ( error ) => errors.push( error.message ) );
	page.on( 'request', ( request ) => {
		const url = new URL( request.url() );
		if (
			/^https?:$/.test( url.protocol ) &&
			! [ SITE, ISSUER ].includes( url.origin )
		) {
			errors.push( `Asks a stranger: ${ request.url() }` );
		}
	} );
	return ( refused = 0 ) => {
		const said = errors.splice( 0 );
		const told = said.filter( ( text ) => REFUSAL.test( text ) );
		expect( said.filter( ( text ) => ! told.includes( text ) ) ).toEqual(
			[]
		);
		expect( told ).toHaveLength( refused );
	};
}

/**
 * The page does not scroll sideways, nothing of ours sticks out of it, and no words of ours are cut off.
 *
 * @param page Page.
 * @param part Selector of what is ours.
 */
export async function expectRoom(
	page: Page,
	part = '.coop-credentials'
): Promise< void > {
	const found = await page.evaluate( ( selector ) => {
		const wide = document.documentElement;
		const problems: string[] = [];
		const name = ( element: Element ) =>
			`${ element.tagName.toLowerCase() }.${ element.className }: ${ (
				element.textContent ?? ''
			)
				.trim()
				.slice( 0, 60 ) }`;
		if ( wide.scrollWidth > window.innerWidth ) {
			problems.push( `page is ${ wide.scrollWidth } wide` );
		}
		for ( const element of document.querySelectorAll< HTMLElement >(
			`${ selector }, ${ selector } *`
		) ) {
			const box = element.getBoundingClientRect();
			const style = getComputedStyle( element );
			const isHidden =
				box.width <= 1 ||
				box.height <= 1 ||
				style.visibility === 'hidden' ||
				! element.checkVisibility();
			if ( isHidden || element.closest( 'svg' ) ) {
				continue;
			}
			const scroller = element.parentElement?.closest< HTMLElement >(
				'.dataviews-layout__container, .dataviews-table-wrapper, .dataviews-wrapper, .coop-credentials-scroll'
			);
			if (
				! scroller &&
				( box.right > window.innerWidth + 1 || box.left < -1 )
			) {
				problems.push( `sticks out: ${ name( element ) }` );
			}
			const isCut = /hidden|clip/.test( style.overflowX );
			if (
				isCut &&
				element.scrollWidth > element.clientWidth + 1 &&
				element.innerText.trim() !== ''
			) {
				problems.push( `cut off: ${ name( element ) }` );
			}
		}
		return problems.slice( 0, 8 );
	}, part );
	expect( found ).toEqual( [] );
}
