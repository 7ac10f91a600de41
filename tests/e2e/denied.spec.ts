/**
 * A provider whose rule lets only some people in: who is refused reads what is asked for, and nothing of them stays here.
 */
import { expect, test } from '@playwright/test';
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

test.beforeAll( () => {
	secondProvider( {
		accounts: 'create',
		require: onServer(
			'rule',
			'worker members of a co-op',
			JSON.stringify( {
				v: 1,
				when: { path: [ 'class' ], op: 'eq', value: 'worker' },
			} )
		),
	} );
} );

test.afterAll( () => void onServer( 'clear' ) );

for ( const script of [ true, false ] ) {
	test.describe( `scripts: ${ script }`, () => {
		test.use( { javaScriptEnabled: script } );

		for ( const who of [ 'carl', 'mila', 'lena' ] ) {
			test( `${ who } is refused in plain words`, async ( { page } ) => {
				const before = Object.keys( state().users );
				await pressSecond( page );
				await logInAtProvider( page, who );
				const alert = page.getByRole( 'alert' );
				await expect( alert ).toContainText(
					/worker members of a co-\u2060op/
				);
				if ( script ) {
					await expectAccessible( page, [ 'main' ] );
					await expectRoom( page, 'main' );
				}
				await keep( page, `denied-${ who }`, 1280 );
				await keep( page, `denied-${ who }`, 360 );

				const after = state();
				expect( after.identities ).toEqual( {} );
				expect( Object.keys( after.users ) ).toEqual( before );
				expect( after.last ).toMatchObject( {
					event: 'sign_in',
					outcome: 'refused',
				} );
				const names = ( await page.context().cookies() ).map(
					( { name } ) => name
				);
				expect(
					names.filter( ( name ) =>
						/coop_credentials_s_|coop_credentials_hint|wordpress_logged_in/.test(
							name
						)
					)
				).toEqual( [] );
				const me = await page.request.get(
					'/wp-json/coop-credentials/v1/me',
					{ headers: { 'X-Coop-Credentials': '1' } }
				);
				expect( await me.json() ).toMatchObject( { signed_in: false } );
			} );
		}

		test( 'who is refused can use another log-in, or another co-op', async ( {
			page,
		} ) => {
			await pressSecond( page );
			await logInAtProvider( page, 'carl' );
			const main = page.locator( 'main' );
			await expect(
				main.getByRole( 'button', { name: 'Start again' } )
			).toHaveCount( 0 );
			const choice = main
				.locator( 'summary' )
				.filter( { hasText: /Use another co-\u2060op/ } );
			await choice.click();
			if ( script ) {
				await expectAccessible( page, [ 'main' ] );
				await expectRoom( page, 'main' );
			}
			await keep( page, 'denied-choice', 1280 );
			await keep( page, 'denied-choice', 360 );
			const refused = page.url();
			const forms = main.locator( 'details form' );
			expect( await forms.count() ).toBeGreaterThan( 1 );

			// Another provider is asked as ever.
			await forms.first().getByRole( 'button' ).click();
			await expect( page.locator( '#login' ) ).toBeVisible();
			expect( new URL( page.url() ).origin ).not.toBe( SECOND_ISSUER );

			// The same provider has a session of Carl, and asks nevertheless.
			await page.goto( refused );
			await choice.click();
			await main
				.getByRole( 'button', {
					name: `Use another log-in at ${ LABEL }`,
				} )
				.click();
			await expect( page.locator( '#login' ) ).toBeVisible();
			expect( new URL( page.url() ).origin ).toBe( SECOND_ISSUER );
			await logInAtProvider( page, 'rosa' );
			await page.waitForURL( /\/second\// );
			expect( Object.keys( state().identities ) ).toEqual( [ 'rosa' ] );
			onServer( 'forget' );
		} );

		test( 'a worker member gets in', async ( { page } ) => {
			await pressSecond( page );
			await logInAtProvider( page, 'rosa' );
			await page.waitForURL( /\/second\// );
			expect( state().identities.rosa?.sessions ).toBeGreaterThan( 0 );
			await expect( page.locator( 'main' ) ).toContainText( LABEL );
			onServer( 'forget' );
		} );
	} );
}
