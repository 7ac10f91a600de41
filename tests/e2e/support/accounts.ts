/**
 * A second provider whose people have e-mail addresses, and what the server holds of them.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';

export const SECOND_ISSUER =
	process.env.COOP_E2E_SECOND_ISSUER ?? 'http://localhost:8890';
export const LABEL = 'Example Housing Network';

export interface State {
	readonly users: Record<
		string,
		{ email: string; roles: string[]; sessions: number }
	>;
	/** By subject. */
	readonly identities: Record<
		string,
		{ account: string | null; linked_by: string; sessions: number }
	>;
	/** Newest row of the audit log about this provider. */
	readonly last: { event?: string; outcome?: string; reason?: string };
}

/**
 * Runs one task of accounts.php inside the site.
 *
 * @param task Name of the task.
 * @param args Its arguments.
 * @return What it printed.
 */
export function onServer( task: string, ...args: readonly string[] ): string {
	return execFileSync(
		'php',
		[
			join( __dirname, 'accounts.php' ),
			join( process.env.COOP_E2E_FOLDER ?? '', 'www/wp-load.php' ),
			task,
			...args,
		],
		{ encoding: 'utf8' }
	).trim();
}

/**
 * Makes the provider or changes its settings.
 *
 * @param settings Fields of its record that differ.
 */
export function secondProvider( settings: object = {} ): void {
	onServer(
		'provider',
		SECOND_ISSUER,
		process.env.COOP_E2E_CLIENT ?? '{}',
		JSON.stringify( settings )
	);
}

/** What the server holds. */
export function state(): State {
	return JSON.parse( onServer( 'state' ) ) as State;
}

/**
 * Presses the button of the second provider on a page that has it.
 *
 * @param page Any page.
 * @param path Path of that page.
 */
export async function pressSecond(
	page: Page,
	path = '/second/'
): Promise< void > {
	await page.goto( path );
	await page
		.locator( '.wp-block-coop-credentials-sign-in form' )
		.first()
		.getByRole( 'button' )
		.click();
}

/**
 * The name in the bar of whoever is logged in.
 *
 * @param page Page.
 */
export function barName( page: Page ): Locator {
	return page.locator( '#wp-admin-bar-my-account .display-name' ).first();
}
