/**
 * WordPress 6.8 draws a page as soon as the first view module has come; blocks whose own module comes after that have had
 * their `data-wp-init` already, without a store to answer it. Later versions wait for every module.
 */

/** Event for which the blocks listen beside `data-wp-init`; `Html::LATE` on the server. */
export const LATE = 'coop-credentials';

/** Starts the blocks that were drawn before this module; called when its store is filled. */
export function startLate(): void {
	window.dispatchEvent( new Event( LATE ) );
}
