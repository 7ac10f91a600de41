<?php
/**
 * Whose data is asked for.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * A person for exporters and erasers: an account, an address, or only identities.
 */
final class Person {

	/**
	 * @param int|null     $user_id       WordPress account, if any.
	 * @param string       $email         As asked; may be empty.
	 * @param list<string> $identity_uids Identities known to be this person's.
	 */
	public function __construct( public readonly ?int $user_id, public readonly string $email, public readonly array $identity_uids = array() ) {}
}
