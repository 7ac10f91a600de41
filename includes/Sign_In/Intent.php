<?php
/**
 * What a visitor goes to the provider for.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

/**
 * Kept in the transaction: an answer is used for what was asked, and for nothing else.
 */
enum Intent: string {

	/** Open a session. */
	case Sign_In = 'sign_in';

	/** Connect an identity to the account that is logged in. */
	case Link = 'link';

	/** Prove again who one is, for an action that asks it. */
	case Step_Up = 'step_up';

	/** Show the owner what an answer would mean; nobody is signed in. */
	case Test = 'test';
}
