/**
 * The site stands: pages open without a script error and without a request to a stranger.
 */
import { expect, test } from '@playwright/test';

for ( const path of [ '/', '/co-ops/', '/wp-login.php' ] ) {
	test( `${ path } opens quietly`, async ( { page, baseURL } ) => {
		const errors: string[] = [];
		const strangers: string[] = [];
		page.on( 'console', ( message ) => {
			if ( message.type() === 'error' ) {
				errors.push( message.text() );
			}
		} );
		page.on( 'pageerror', ( error ) => errors.push( error.message ) );
		page.on( 'request', ( request ) => {
			const url = new URL( request.url() );
			if ( url.protocol.startsWith( 'http' ) && url.origin !== baseURL ) {
				strangers.push( request.url() );
			}
		} );
		const response = await page.goto( path );
		expect( response?.status() ).toBe( 200 );
		await expect( page.locator( 'h1' ).first() ).toBeAttached();
		expect( errors ).toEqual( [] );
		expect( strangers ).toEqual( [] );
	} );
}
