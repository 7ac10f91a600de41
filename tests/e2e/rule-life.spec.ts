/**
 * The life of a rule in the admin app: two people change it at once, an earlier version comes back, one in use stays, and
 * files go out and come in.
 */
import { readFileSync } from 'node:fs';
import { expect, test, type Download, type Page } from '@playwright/test';
import { call, expectTold, openScreen, screenOf } from './support/admin';
import { expectAccessible, expectRoom, watch } from './support/checks';
import { ownerPage } from './support/people';
import {
	firstValue,
	makeRule,
	openRule,
	type Rule,
	whoIs,
} from './support/rules';
import { SHOTS } from './support/site';

let page: Page;
let expectQuiet: ReturnType< typeof watch >;

test.beforeAll( async ( { browser, baseURL } ) => {
	page = await ownerPage( browser, baseURL );
	expectQuiet = watch( page );
} );

test.afterAll( () => page.context().close() );

const SCREEN = '.coop-credentials-screen';
const DIALOG = '.components-modal__frame';

const button = ( name: string ) =>
	page.getByRole( 'button', { name, exact: true } );

const dialog = ( name: string ) => page.getByRole( 'dialog', { name } );

interface Changes {
	readonly title?: string;
	readonly value: string;
	readonly note?: string;
}

/**
 * What somebody else does meanwhile.
 *
 * @param rule    Rule as known.
 * @param changes Title, class, note.
 * @return The rule as it is then.
 */
async function change( rule: Rule, changes: Changes ): Promise< Rule > {
	const { status, data } = await call( page, 'PUT', `rules/${ rule.uid }`, {
		title: changes.title ?? rule.title,
		rule: whoIs( changes.value ),
		version: rule.version,
		note: changes.note ?? '',
	} );
	expect( status ).toBe( 200 );
	return data as Rule;
}

const stored = async ( { uid }: Rule ) =>
	( await call( page, 'GET', `rules/${ uid }` ) ).data as Rule;

async function asCore(
	method: 'post' | 'delete',
	path: string,
	data?: object
): Promise< { id: number } > {
	const nonce = await page.request.get(
		'/wp-admin/admin-ajax.php?action=rest-nonce'
	);
	const answer = await page.request[ method ]( `/wp-json/wp/v2/${ path }`, {
		headers: { 'X-WP-Nonce': await nonce.text() },
		...( data ? { data } : {} ),
	} );
	expect( answer.ok() ).toBe( true );
	return ( await answer.json() ) as { id: number };
}

/**
 * A page with a gate of this rule.
 *
 * @param rule  Rule.
 * @param title Title of the page.
 * @return Takes the page away again.
 */
async function gate(
	rule: Rule,
	title: string
): Promise< () => Promise< unknown > > {
	const { id } = await asCore( 'post', 'pages', {
		title,
		status: 'publish',
		content: `<!-- wp:coop-credentials/member-gate {"rule":"${ rule.uid }"} --><!-- wp:paragraph --><p>Inside.</p><!-- /wp:paragraph --><!-- /wp:coop-credentials/member-gate -->`,
	} );
	return () => asCore( 'delete', `pages/${ id }?force=true` );
}

/**
 * Saves the rule. Where somebody who signed in before this file ran is let in or no longer, the screen asks first.
 */
async function save(): Promise< void > {
	await button( 'Save rule' ).click();
	const effect = dialog( 'Save for all of these?' );
	await expect(
		effect
			.or( dialog( 'Somebody else changed this rule meanwhile' ) )
			.or( page.locator( '.components-snackbar' ).getByText( 'Saved.' ) )
			.first()
	).toBeVisible();
	if ( await effect.isVisible() ) {
		await effect
			.getByRole( 'button', { name: 'Save', exact: true } )
			.click();
	}
}

test( 'of two people who change a rule at once, nobody overwrites the other unseen', async () => {
	const rule = await makeRule( page, 'Shared rule' );
	await openRule( page, rule );
	await firstValue( page ).fill( 'producer' );
	const second = await change( rule, { value: 'consumer' } );
	await save();
	const conflict = dialog( 'Somebody else changed this rule meanwhile' );
	await expect( conflict ).toContainText( 'consumer' );
	await expect( conflict ).toContainText( 'producer' );
	await expectAccessible( page, [ DIALOG ] );
	await page.screenshot( { path: `${ SHOTS }/rule-conflict.png` } );
	expectQuiet( 1 );

	await button( 'Back to editing' ).click();
	await expect( firstValue( page ) ).toHaveValue( 'producer' );
	await save();
	await button( 'Drop mine, go on with theirs' ).click();
	await expect( firstValue( page ) ).toHaveValue( 'consumer' );
	await expect( conflict ).toBeHidden();
	expectQuiet( 1 );

	await firstValue( page ).fill( 'producer' );
	await change( second, { value: 'user' } );
	await save();
	await button( 'Save mine as the next version' ).click();
	await expectTold( page, 'Saved.' );
	await expect( conflict ).toBeHidden();
	expectQuiet( 1 );
	const now = await stored( rule );
	expect( [ now.number, now.rule ] ).toEqual( [ 4, whoIs( 'producer' ) ] );
} );

test( 'the same when the rule is in use, where saving asks first', async () => {
	const rule = await makeRule( page, 'Shared rule in use' );
	const free = await gate( rule, 'Minutes' );
	await openRule( page, rule );
	await firstValue( page ).fill( 'producer' );
	await change( rule, { value: 'consumer' } );
	await button( 'Save rule' ).click();
	const effect = dialog( 'Save for all of these?' );
	await expect( effect ).toContainText( 'A part of “Minutes”' );
	await effect.getByRole( 'button', { name: 'Save', exact: true } ).click();
	await expect(
		dialog( 'Somebody else changed this rule meanwhile' )
	).toContainText( 'consumer' );
	await expect( effect ).toBeHidden();
	await button( 'Save mine as the next version' ).click();
	await expectTold( page, 'Saved.' );
	expectQuiet( 1 );
	expect( ( await stored( rule ) ).rule ).toEqual( whoIs( 'producer' ) );
	await free();
} );

test( 'earlier versions are listed, and one comes back as the next', async () => {
	const rule = await makeRule( page, 'First name' );
	const second = await change( rule, {
		title: 'Second name',
		value: 'consumer',
		note: 'Asked by the board',
	} );
	await change( second, { title: 'Third name', value: 'user' } );
	await openRule( page, rule );
	await page.getByText( 'Earlier versions', { exact: true } ).click();
	const versions = page
		.locator( '.coop-credentials-versions li' )
		.filter( { has: page.getByRole( 'heading' ) } );
	await expect( versions ).toHaveCount( 3 );
	await expect( versions.nth( 0 ) ).toContainText( 'Third name' );
	await expect( versions.nth( 1 ) ).toContainText( 'Asked by the board' );
	await expect( versions.nth( 1 ) ).toContainText( 'admin' );
	await expect(
		versions.nth( 0 ).getByRole( 'button', { name: /Restore/ } )
	).toHaveCount( 0 );
	await expectAccessible( page, [ SCREEN ] );
	await expectRoom( page, SCREEN );
	await page.screenshot( {
		path: `${ SHOTS }/rule-versions.png`,
		fullPage: true,
	} );

	await button( 'Restore version 1' ).click();
	await expectTold( page, 'Save to make it count' );
	await expect( page.getByLabel( 'Name', { exact: true } ) ).toHaveValue(
		'First name'
	);
	await expect( firstValue( page ) ).toHaveValue( 'worker' );
	expect( ( await stored( rule ) ).number ).toBe( 3 );
	await save();
	await expectTold( page, 'Saved.' );
	await expect( versions ).toHaveCount( 4 );
	const now = await stored( rule );
	expect( [ now.number, now.title, now.rule ] ).toEqual( [
		4,
		'First name',
		whoIs( 'worker' ),
	] );
	expectQuiet();
} );

test( 'a rule in use says where, and is not removed', async () => {
	const rule = await makeRule( page, 'Rule of the cellar' );
	const free = await gate( rule, 'Cellar' );
	await openScreen( page, 'sign-in', 'screen=rules' );
	await page.getByRole( 'link', { name: 'Edit Rule of the cellar' } ).click();
	const place = screenOf( page ).getByRole( 'link', {
		name: 'A part of “Cellar”',
	} );
	await expect( place ).toHaveAttribute( 'href', /post\.php\?post=\d+/ );
	await button( 'Remove rule' ).click();
	const remove = dialog( 'Remove this rule?' );
	await expect( remove ).toContainText(
		'Part of a page: A part of “Cellar”'
	);
	await expect(
		remove.getByRole( 'button', { name: 'Remove', exact: true } )
	).toHaveAttribute( 'aria-disabled', 'true' );
	await expectAccessible( page, [ DIALOG ] );
	await page.screenshot( { path: `${ SHOTS }/rule-in-use.png` } );
	await remove.getByRole( 'button', { name: 'Cancel' } ).click();
	await free();

	// Nobody uses it when the screen is opened, somebody does when it is to be removed.
	await openRule( page, rule );
	await expect(
		screenOf( page ).getByText( 'The rule is not in use yet.' )
	).toBeVisible();
	const freeAgain = await gate( rule, 'Attic' );
	await button( 'Remove rule' ).click();
	await remove.getByRole( 'button', { name: 'Remove', exact: true } ).click();
	await expect( remove ).toContainText( 'This rule is in use.' );
	await expect( remove ).toContainText( 'A part of “Attic”' );
	expectQuiet( 1 );
	await freeAgain();
	await remove.getByRole( 'button', { name: 'Cancel' } ).click();
	await button( 'Remove rule' ).click();
	await remove.getByRole( 'button', { name: 'Remove', exact: true } ).click();
	await expectTold( page, 'Removed.' );
	await expect(
		page.getByRole( 'heading', { level: 1, name: 'Rules' } )
	).toBeVisible();
	await expect( page.getByText( 'Rule of the cellar' ) ).toHaveCount( 0 );
	expect( ( await call( page, 'GET', `rules/${ rule.uid }` ) ).reason ).toBe(
		'rule_missing'
	);
	expectQuiet();
} );

async function text( download: Promise< Download > ): Promise< string > {
	return readFileSync( await ( await download ).path(), 'utf8' );
}

const file = ( content: string ) => ( {
	name: 'rule.json',
	mimeType: 'application/json',
	buffer: Buffer.from( content ),
} );

test( 'a rule goes out as a file and comes in beside one of the same name', async () => {
	const rule = await makeRule( page, 'Rule on paper' );
	await openRule( page, rule );
	const download = page.waitForEvent( 'download' );
	await button( 'Save as file' ).click();
	const saved = await text( download );
	expect( JSON.parse( saved ) ).toEqual( {
		title: 'Rule on paper',
		rule: whoIs( 'worker' ),
	} );

	await openScreen( page, 'sign-in', 'screen=rules&item=new' );
	const input = page.locator( 'input[type="file"]' );
	for ( const wrong of [
		'{ "title": "Half a rule", ',
		'{ "title": "No rule", "rule": { "v": 1, "when": { "all": [] } } }',
		'[ 1, 2 ]',
	] ) {
		await input.setInputFiles( file( wrong ) );
		const told = page
			.locator( '.coop-credentials-notices' )
			.getByText( /^This file holds no rule/ );
		await expect( told ).toBeVisible();
		await page
			.locator( '.coop-credentials-notices' )
			.getByRole( 'button' )
			.click();
		await expect( told ).toBeHidden();
	}
	await input.setInputFiles( file( saved ) );
	const name = page.getByLabel( 'Name', { exact: true } );
	await expect( name ).toHaveValue( 'Rule on paper (2)' );
	await expect( firstValue( page ) ).toHaveValue( 'worker' );
	await button( 'Save rule' ).click();
	await expectTold( page, 'Saved.' );
	await page.getByRole( 'link', { name: 'All rules' } ).click();
	for ( const title of [ 'Rule on paper', 'Rule on paper (2)' ] ) {
		await expect(
			page.getByRole( 'heading', { name: title, exact: true } )
		).toHaveCount( 1 );
	}
	expectQuiet();
} );

test( 'a provider’s file with a short name that is taken is refused at that field', async () => {
	await openScreen( page, 'sign-in', 'item=demo' );
	const download = page.waitForEvent( 'download' );
	await button( 'Export' ).click();
	const saved = await text( download );
	await openScreen( page, 'sign-in', 'item=new' );
	const input = page.locator( 'input[type="file"]' );
	await input.setInputFiles( file( '{ "format": ' ) );
	await expect(
		page
			.locator( '.coop-credentials-notices' )
			.getByText( /^This is not a provider’s file/ )
	).toBeVisible();
	await input.setInputFiles( file( saved ) );
	await expectTold( page, 'Look it through and save' );
	await button( 'Save and go on' ).click();
	await page
		.getByRole( 'alert' )
		.filter( { hasText: 'is taken' } )
		.getByRole( 'link', { name: /Short name/ } )
		.click();
	await expect( page.getByLabel( 'Short name' ) ).toBeFocused();
	await expectAccessible( page, [ SCREEN ] );
	await page.screenshot( { path: `${ SHOTS }/provider-taken.png` } );
	expectQuiet( 1 );
} );
