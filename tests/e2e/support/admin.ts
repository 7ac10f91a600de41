/**
 * The admin app, as a person uses it.
 */
import { expect, type Locator, type Page } from '@playwright/test';

/**
 * Opens a screen and waits until it stands.
 *
 * @param page Page of an owner.
 * @param room Room; empty for the first screen.
 * @param args Further query arguments, such as `item=new`.
 */
export async function openScreen(
	page: Page,
	room = '',
	args = ''
): Promise< void > {
	const slug = room ? `coop-credentials-${ room }` : 'coop-credentials';
	await page.goto(
		`/wp-admin/admin.php?page=${ slug }${ args ? `&${ args }` : '' }`
	);
	await expect( screenOf( page ).locator( 'h1' ) ).toBeVisible();
	await expect(
		screenOf( page ).locator( '.components-spinner' )
	).toHaveCount( 0 );
}

/**
 * What is ours on the page.
 *
 * @param page Page.
 */
export function screenOf( page: Page ): Locator {
	return page.locator( '.coop-credentials-screen' );
}

/**
 * A line with a state: of the checklist, of a test.
 *
 * @param page Page.
 * @param text Words in it.
 */
export function line( page: Page, text: string | RegExp ): Locator {
	return page
		.locator( '.coop-credentials-lines > li' )
		.filter( { hasText: text } );
}

/**
 * Waits for the notice after a success.
 *
 * @param page Page.
 * @param text Its words.
 */
export async function expectTold( page: Page, text: string ): Promise< void > {
	await expect(
		page
			.locator( '.components-snackbar' )
			.filter( { hasText: text } )
			.last()
	).toBeVisible();
}

/**
 * Presses Tab until this is focused, as somebody does who has no mouse.
 *
 * @param page   Page.
 * @param wanted What is looked for.
 * @param key    Tab, or Shift+Tab for the way back.
 */
export async function tabTo(
	page: Page,
	wanted: Locator,
	key: 'Tab' | 'Shift+Tab' = 'Tab'
): Promise< void > {
	for ( let presses = 0; presses < 120; presses++ ) {
		await page.keyboard.press( key );
		if (
			await wanted.evaluate(
				( element ) => element === element.ownerDocument.activeElement
			)
		) {
			return;
		}
	}
	throw new Error( `${ key } does not reach ${ wanted }` );
}

/**
 * Calls a route of ours as the person who is logged in, as the app does.
 *
 * @param page   Page of that person.
 * @param method HTTP method.
 * @param path   Path below our namespace.
 * @param body   Body, if any.
 * @return Status, reason of a refusal, and the body.
 */
export async function call(
	page: Page,
	method: string,
	path: string,
	body?: object
): Promise< { status: number; reason: string; data: unknown } > {
	const nonce = await page.request.get(
		'/wp-admin/admin-ajax.php?action=rest-nonce'
	);
	const answer = await page.request.fetch(
		`/wp-json/coop-credentials/v1/${ path }`,
		{
			method,
			headers: {
				'X-WP-Nonce': await nonce.text(),
				'X-Coop-Credentials': '1',
			},
			...( body ? { data: body } : {} ),
		}
	);
	const said = ( await answer.json() ) as { data?: { reason?: string } };
	return {
		status: answer.status(),
		reason: said.data?.reason ?? '',
		data: said,
	};
}
