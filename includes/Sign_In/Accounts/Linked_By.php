<?php
/**
 * How an identity came to its account.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

/**
 * Stored in `identities.linked_by`; '' there means not linked.
 */
enum Linked_By: string {

	/** The account was made for it. */
	case Created = 'created';

	/** By its owner, logged in. */
	case Owner = 'owner';

	/** By somebody who knew the account's password. */
	case Password = 'password';

	/** By somebody who reads the account's mail. */
	case Mail = 'mail';

	/**
	 * In words.
	 */
	public function label(): string {
		return match ( $this ) {
			self::Created  => __( 'Account made at the first sign-in', 'coop-credentials' ),
			self::Owner    => __( 'Connected from the profile', 'coop-credentials' ),
			self::Password => __( 'Connected with the password', 'coop-credentials' ),
			self::Mail     => __( 'Connected by e-mail', 'coop-credentials' ),
		};
	}
}
