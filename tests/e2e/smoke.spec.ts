/**
 * The site stands: pages open without a script error and without a request to a stranger.
 */
import { expect, test } from '@playwright/test';
import { watch } from './support/checks';

for ( const path of [ '/', '/co-ops/', '/wp-login.php' ] ) {
	test( `${ path } opens quietly`, async ( { page } ) => {
		const expectQuiet = watch( page );
		const response = await page.goto( path );
		expect( response?.status() ).toBe( 200 );
		await expect( page.locator( 'h1' ).first() ).toBeAttached();
		expectQuiet();
	} );
}
