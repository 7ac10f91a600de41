<?php
/**
 * What to do with somebody who has proved who they are.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

/**
 * The outcomes of the account policy.
 */
enum Arrival {

	/** A visitor session without account. */
	case Visitor;

	/** A visitor session, and an account that may be theirs. */
	case Offer;

	/** A new account. */
	case Create;

	/** Into the account of the identity. */
	case Enter;

	/** The account's owner, who is logged in already. */
	case Present;

	/** The identity becomes the logged-in account's. */
	case Link;
}
