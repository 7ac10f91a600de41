/**
 * The whole way at a provider that shares no line with the one of the other tests.
 */
import { expect, test, type Page } from '@playwright/test';

interface Person {
	username: string;
	password: string;
}

const SITE = process.env.COOP_E2E_URL ?? '';
const ISSUER = process.env.COOP_E2E_ISSUER ?? '';
const PEOPLE = JSON.parse( process.env.COOP_E2E_PEOPLE ?? '[]' ) as Person[];

function person( name: string ): Person {
	const found = PEOPLE.find( ( { username } ) => username === name );
	if ( ! found ) {
		throw new Error( `Nobody is called ${ name }.` );
	}
	return found;
}

/** Presses the button of the provider's own page here. */
async function press( page: Page ): Promise< void > {
	await page.goto(
		SITE + '/coop-credentials/sign-in/second?return_to=%2Foffers%2F'
	);
	await page.getByRole( 'button', { name: /Sign in/ } ).click();
}

/** Logs in at the provider and goes on to the site. */
async function logIn(
	page: Page,
	{ username, password }: Person
): Promise< void > {
	await page.locator( '#username' ).fill( username );
	await page.locator( '#password' ).fill( password );
	await page.locator( '#password' ).press( 'Enter' );
	await page.getByRole( 'button', { name: 'Continue' } ).click();
	await page.waitForURL( '**/offers/**' );
}

interface Me {
	signed_in: boolean;
	provider?: { slug: string };
	memberships?: Array< Record< string, unknown > >;
}

/** What the site knows of the visitor. */
async function me( page: Page ): Promise< Me > {
	const answer = await page.request.get(
		SITE + '/wp-json/coop-credentials/v1/me',
		{
			headers: { 'X-Coop-Credentials': '1' },
		}
	);
	expect( answer.status() ).toBe( 200 );
	return answer.json();
}

test( 'sign in, claims, and sign out there and here', async ( { page } ) => {
	await press( page );
	await logIn( page, person( 'wanda' ) );
	const known = await me( page );
	expect( known.signed_in ).toBe( true );
	expect( known.provider?.slug ).toBe( 'second' );
	expect( known.memberships ).toHaveLength( 1 );
	expect( known.memberships?.[ 0 ] ).toMatchObject( {
		organisation_id: 'https://weavers.example/',
		category: 'coop',
		class: 'worker',
		status: 'active',
		member: true,
	} );

	await page.goto( '/' );
	await page.getByRole( 'button', { name: 'Sign out' } ).first().click();
	await page.getByRole( 'button', { name: 'Logout' } ).click();
	await page.waitForURL( `${ SITE }/**` );
	expect( ( await me( page ) ).signed_in ).toBe( false );

	// The provider has ended its own session too: it asks for the password again.
	await press( page );
	await expect( page.locator( '#password' ) ).toBeVisible();
} );

test( 'somebody without a membership is signed in, and nothing more', async ( {
	page,
} ) => {
	await press( page );
	await logIn( page, person( 'nora' ) );
	const known = await me( page );
	expect( known.signed_in ).toBe( true );
	expect( known.memberships ).toEqual( [] );
} );

test( 'a logout at the provider ends the session here, and only that one', async ( {
	page,
	browser,
	context,
} ) => {
	await press( page );
	await logIn( page, person( 'wanda' ) );
	const elsewhere = await browser.newContext();
	const other = await elsewhere.newPage();
	await press( other );
	await logIn( other, person( 'wanda' ) );

	// What the provider's own page does when its "Logout" is pressed.
	const sid = ( await context.cookies( ISSUER ) ).find(
		( { name } ) => name === 'GLEWLWYD2_OIDC_SID'
	)?.value;
	expect( sid ).toBeTruthy();
	const answer = await page.request.delete( `${ ISSUER }/session/${ sid }` );
	expect( answer.status() ).toBe( 200 );

	await expect
		.poll( async () => ( await me( page ) ).signed_in )
		.toBe( false );
	expect( ( await me( other ) ).signed_in ).toBe( true );
	await elsewhere.close();
} );
