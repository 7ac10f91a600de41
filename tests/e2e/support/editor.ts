/**
 * The block editor, as a person uses it.
 */
import {
	expect,
	type FrameLocator,
	type Locator,
	type Page,
} from '@playwright/test';

/**
 * A new page with this title.
 *
 * @param page  Page of an editor.
 * @param title Title.
 */
export async function newPage( page: Page, title: string ): Promise< void > {
	await page.goto( '/wp-admin/post-new.php?post_type=page' );
	await canvas( page )
		.getByRole( 'textbox', { name: 'Add title' } )
		.fill( title );
}

/**
 * What is edited; it stands in a frame.
 *
 * @param page Page.
 */
export function canvas( page: Page ): FrameLocator {
	return page.frameLocator( 'iframe[name="editor-canvas"]' );
}

/**
 * A block on the canvas.
 *
 * @param page Page.
 * @param name Name without our prefix.
 */
export function block( page: Page, name: string ): Locator {
	return canvas( page ).locator( `[data-type="coop-credentials/${ name }"]` );
}

async function openInserter( page: Page ): Promise< void > {
	const button = page.getByRole( 'button', {
		name: /^(Block Inserter|Toggle block inserter)$/,
	} );
	if ( ( await button.getAttribute( 'aria-pressed' ) ) !== 'true' ) {
		await button.click();
	}
}

/**
 * Inserts a block by searching for its title; of its variations, the first.
 *
 * @param page  Page.
 * @param title Its title.
 * @param name  Its name without our prefix.
 * @return The block.
 */
export async function insertBlock(
	page: Page,
	title: string,
	name: string
): Promise< Locator > {
	await openInserter( page );
	await page.getByRole( 'tab', { name: 'Blocks', exact: true } ).click();
	await page.getByRole( 'searchbox', { name: 'Search' } ).fill( title );
	await page
		.getByRole( 'listbox', { name: 'Blocks' } )
		.getByRole( 'option', { name: title } )
		.first()
		.click();
	const inserted = block( page, name ).last();
	await expect( inserted ).toBeVisible();
	return inserted;
}

/**
 * Inserts one of our patterns.
 *
 * @param page  Page.
 * @param title Its title.
 */
export async function insertPattern(
	page: Page,
	title: string
): Promise< void > {
	await openInserter( page );
	await page.getByRole( 'tab', { name: 'Patterns', exact: true } ).click();
	await page.getByRole( 'searchbox', { name: 'Search' } ).fill( title );
	await page.getByRole( 'option', { name: title, exact: true } ).click();
}

/**
 * Selects a block and opens its settings.
 *
 * @param page Page.
 * @param name Its name without our prefix.
 */
export async function selectBlock( page: Page, name: string ): Promise< void > {
	const uid = await block( page, name ).last().getAttribute( 'data-block' );
	await page.evaluate( ( id ) => {
		( window as unknown as { wp: Editor } ).wp.data
			.dispatch( 'core/block-editor' )
			.selectBlock?.( id );
	}, uid );
	const sidebar = page.getByRole( 'region', { name: 'Editor settings' } );
	if (
		! ( await sidebar.getByRole( 'tab', { name: 'Block' } ).isVisible() )
	) {
		await page
			.getByRole( 'button', { name: 'Settings', exact: true } )
			.first()
			.click();
	}
	await sidebar.getByRole( 'tab', { name: 'Block' } ).click();
}

/**
 * Shows the selected block as somebody else sees it.
 *
 * @param page Page.
 * @param who  Words of the menu.
 */
export async function previewAs(
	page: Page,
	who: 'Signed out' | 'Member' | 'Refused'
): Promise< void > {
	await page.getByRole( 'button', { name: 'Preview as' } ).click();
	await page.getByRole( 'menuitemradio', { name: who } ).click();
}

/**
 * Publishes the page.
 *
 * @param page Page.
 * @return Address of the published page.
 */
export async function publish( page: Page ): Promise< string > {
	await page
		.getByRole( 'region', { name: 'Editor top bar' } )
		.getByRole( 'button', { name: 'Publish', exact: true } )
		.click();
	const panel = page.getByRole( 'region', { name: 'Editor publish' } );
	await panel.getByRole( 'button', { name: 'Publish', exact: true } ).click();
	await expect( panel.getByText( 'is now live' ) ).toBeVisible();
	return ask( page, 'core/editor', 'getPermalink' );
}

interface Editor {
	data: {
		select: ( store: string ) => Record< string, () => string >;
		dispatch: (
			store: string
		) => Record< string, ( ...args: unknown[] ) => void >;
	};
}

/**
 * Asks one of the editor's stores.
 *
 * @param page     Page.
 * @param store    Its name.
 * @param selector What is asked.
 */
export function ask(
	page: Page,
	store: string,
	selector: string
): Promise< string > {
	return page.evaluate(
		( [ from, what ] ) =>
			( window as unknown as { wp: Editor } ).wp.data
				.select( from as string )
				[ what as string ]?.() ?? '',
		[ store, selector ]
	);
}
