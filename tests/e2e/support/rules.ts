/**
 * Rules, as the browser tests make and open them.
 */
import { expect, type Locator, type Page } from '@playwright/test';
import { call, openScreen } from './admin';

export interface Rule {
	readonly uid: string;
	readonly version: string;
	readonly number: number;
	readonly title: string;
	readonly rule: unknown;
}

/**
 * A rule that asks for a class of member.
 *
 * @param value Class.
 */
export const whoIs = ( value: string ) => ( {
	v: 1,
	when: { path: [ 'class' ], op: 'eq', value },
} );

/**
 * A rule for worker members, without a click.
 *
 * @param page  Page of an owner.
 * @param title Title.
 */
export async function makeRule( page: Page, title: string ): Promise< Rule > {
	const { status, data } = await call( page, 'POST', 'rules', {
		title,
		rule: whoIs( 'worker' ),
	} );
	expect( status ).toBe( 201 );
	return data as Rule;
}

/**
 * Opens a rule in the editor.
 *
 * @param page Page of an owner.
 * @param rule Rule.
 */
export function openRule( page: Page, rule: Rule ): Promise< void > {
	return openScreen( page, 'sign-in', `screen=rules&item=${ rule.uid }` );
}

/**
 * The value of the first condition in the editor.
 *
 * @param page Page with the editor.
 */
export function firstValue( page: Page ): Locator {
	return page
		.getByRole( 'group', { name: /^Condition 1/ } )
		.getByLabel( 'Value', { exact: true } );
}
