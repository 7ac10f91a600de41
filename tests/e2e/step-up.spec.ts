/**
 * An action that wants a fresh or stronger confirmation, and a provider whose rule lets only some people in: with and without
 * scripts. Every test looks at the page and at what the server holds.
 */
import { expect, test, type Locator, type Page } from '@playwright/test';
import {
	LABEL,
	onServer,
	pressSecond,
	secondProvider,
	SECOND_ISSUER,
	state,
} from './support/accounts';
import { expectAccessible, expectRoom } from './support/checks';
import { keep } from './support/looks';
import { logInAtProvider } from './support/people';

const STRONG = 'urn:coop:acr:2';

const anybody = ( auth: object ) =>
	JSON.stringify( {
		v: 1,
		when: {
			path: [ 'provider' ],
			op: 'eq',
			value: 'second',
			of: 'identity',
		},
		auth,
	} );

const offer = ( page: Page, title: string ) =>
	page
		.locator( 'article.coop-credentials-offer' )
		.filter( { hasText: title } );

const gate = ( page: Page ) =>
	page.locator( '.wp-block-coop-credentials-member-gate' );

/** Logs in at the provider with a second factor, which is what `acr` 2 means there. */
async function logInStrongly( page: Page, who: string ): Promise< void > {
	await page.locator( '#login' ).fill( who );
	await page
		.getByRole( 'button', { name: 'Log in with a second factor' } )
		.click();
}

async function signIn( page: Page, who: string ): Promise< void > {
	await pressSecond( page );
	await logInAtProvider( page, who );
	await page.waitForURL( /\/second\// );
}

/** A page with one gate: its path. */
function gatePage( name: string, rule: string ): string {
	return onServer(
		'page',
		name,
		`<!-- wp:coop-credentials/member-gate {"rule":"${ rule }"} --><!-- wp:paragraph --><p>The minutes are here.</p><!-- /wp:paragraph --><!-- /wp:coop-credentials/member-gate -->`
	);
}

let strongOffer = '';
let strongGate = '';
let keyGate = '';

test.beforeAll( () => {
	secondProvider();
	const strong = onServer(
		'rule',
		'Members who confirm again',
		anybody( { acr_any: [ STRONG ], max_age: 3600 } )
	);
	strongOffer = onServer( 'offer', '5 % for the careful', strong );
	onServer( 'offer', '10 % for the careful', strong );
	onServer(
		'page',
		'careful',
		'<!-- wp:coop-credentials/offers {"align":"wide"} /-->'
	);
	strongGate = gatePage( 'gate-strong', strong );
	keyGate = gatePage(
		'gate-key',
		onServer(
			'rule',
			'Members who use a key',
			anybody( { amr_any: [ 'hwk' ] } )
		)
	);
} );

test.afterAll( () => void onServer( 'clear' ) );

/** The card asks for a confirmation; without scripts it is the one for strangers. */
async function expectAsked( card: Locator ): Promise< void > {
	await expect(
		card.getByRole( 'heading', { name: 'Please confirm that it is you' } )
	).toBeVisible();
}

/** The page in between: reached where the press could not lead to the provider at once. */
async function expectPage( page: Page ): Promise< void > {
	await expect(
		page.getByText( `Please confirm with ${ LABEL } that it is you.` )
	).toBeVisible();
}

for ( const script of [ true, false ] ) {
	test.describe( `scripts: ${ script }`, () => {
		test.use( { javaScriptEnabled: script } );

		test( 'an offer asks for a confirmation, and it goes on at the same offer', async ( {
			page,
		} ) => {
			// Each claims it once.
			const who = script ? 'rosa' : 'wanda';
			await signIn( page, who );
			await page.goto( '/careful/' );
			const card = offer( page, '5 % for the careful' );
			if ( script ) {
				await expectAsked( card );
				await keep( page, 'step-up-offer', 1280 );
				await keep( page, 'step-up-offer', 360 );
			}
			if ( script ) {
				// Two providers are on: only the one Rosa signed in with can say that it is she.
				await card
					.getByRole( 'button', { name: 'Confirm that it is you' } )
					.click();
			} else {
				// Without scripts the page is the one for strangers, with a choice.
				await card
					.locator( 'summary:visible' )
					.filter( { hasText: 'Get coupon' } )
					.click();
				await card
					.getByRole( 'button', { name: LABEL } )
					.filter( { visible: true } )
					.first()
					.click();
			}
			const confirm = page.getByRole( 'button', {
				name: `Go on to ${ LABEL }`,
			} );
			await expect(
				confirm.or( page.locator( '#login' ) )
			).toBeVisible();
			if ( await confirm.isVisible() ) {
				await expectPage( page );
				await keep( page, 'step-up', 1280 );
				await keep( page, 'step-up', 360 );
				await confirm.click();
			}
			// The provider asks again although its session is alive.
			expect( new URL( page.url() ).origin ).toBe( SECOND_ISSUER );
			await logInStrongly( page, who );
			await page.waitForURL( ( url ) =>
				url.href.includes( `#coop-offer-${ strongOffer }` )
			);
			await expect( page.locator( ':focus' ) ).toHaveAttribute(
				'id',
				`coop-offer-${ strongOffer }`
			);
			expect( state().last ).toMatchObject( {
				event: 'step_up',
				outcome: 'ok',
			} );
			expect( state().identities[ who ]?.sessions ).toBeGreaterThan( 0 );
			await card.getByRole( 'button', { name: 'Claim now' } ).click();
			await expect(
				card.locator( '.coop-credentials-code' ).first()
			).toContainText( /[0-9A-Z]{4}/ );
		} );

		test( 'a gate asks for a confirmation and opens after it', async ( {
			page,
		} ) => {
			await signIn( page, 'rosa' );
			await page.goto( strongGate );
			await expect(
				page.getByText( 'The minutes are here.' )
			).toBeHidden();
			if ( script ) {
				const part = '.wp-block-coop-credentials-member-gate';
				await expectAccessible( page, [ part ] );
				await expectRoom( page, part );
			}
			await keep( page, 'step-up-gate', 1280 );
			await keep( page, 'step-up-gate', 360 );
			await gate( page )
				.getByRole( 'button', { name: `Confirm with ${ LABEL }` } )
				.click();
			await logInStrongly( page, 'rosa' );
			await page.waitForURL( /\/gate-strong\// );
			await expect(
				page.getByText( 'The minutes are here.' )
			).toBeVisible();
		} );

		test( 'what the provider does not give is refused after one round, with the reason', async ( {
			page,
		} ) => {
			await signIn( page, 'rosa' );
			await page.goto( keyGate );
			await gate( page )
				.getByRole( 'button', { name: `Confirm with ${ LABEL }` } )
				.click();
			await logInStrongly( page, 'rosa' );
			await page.waitForURL( /\/gate-key\// );
			await expect(
				page.getByText( 'The minutes are here.' )
			).toBeHidden();
			await expect(
				gate( page ).getByRole( 'button', { name: /^Confirm/ } )
			).toHaveCount( 0 );
			await expect( gate( page ) ).toContainText(
				/your co-.?op did not do it in the way that is asked for here/
			);
			await keep( page, 'step-up-failed', 1280 );
			await keep( page, 'step-up-failed', 360 );
		} );

		test( 'on a page of one’s own the offer asks the provider of the visitor', async ( {
			page,
		} ) => {
			await signIn( page, 'rosa' );
			await page.goto( '/careful/?coop_credentials_private=1' );
			const card = offer( page, '10 % for the careful' );
			await expectAsked( card );
			await expect( card.locator( 'summary:visible' ) ).toHaveCount( 0 );
			await card
				.getByRole( 'button', { name: 'Confirm that it is you' } )
				.click();
			await expectPage( page );
			await page
				.getByRole( 'button', { name: `Go on to ${ LABEL }` } )
				.click();
			await expect( page.locator( '#login' ) ).toBeVisible();
			expect( new URL( page.url() ).origin ).toBe( SECOND_ISSUER );
		} );

		test( 'a stop at the provider changes nothing', async ( { page } ) => {
			await signIn( page, 'rosa' );
			await page.goto( strongGate );
			await gate( page )
				.getByRole( 'button', { name: `Confirm with ${ LABEL }` } )
				.click();
			await page.getByRole( 'button', { name: 'Stop' } ).click();
			await expect( page.getByRole( 'alert' ) ).toContainText(
				'Nothing was stored.'
			);
			expect( state().last ).toMatchObject( {
				outcome: 'refused',
				reason: 'provider_denied',
			} );
			await page.goto( '/second/' );
			await page.goto( strongGate );
			await expect(
				gate( page ).getByRole( 'button', {
					name: `Confirm with ${ LABEL }`,
				} )
			).toBeVisible();
		} );
	} );
}
