<?php
/**
 * Whose records are asked for.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Own_Data;

use CoopCredentials\Kernel\Person;
use CoopCredentials\Sign_In\Identity;
use CoopCredentials\Sign_In\Visitor;

/**
 * A person looking at their own records: a visitor, an account, or both when the account is the visitor's.
 */
final class Owner {

	/**
	 * Builds the owner.
	 *
	 * @param int|null       $user_id    Account that is logged in, if these records belong to it.
	 * @param list<Identity> $identities Identities that are proven to be theirs in this request.
	 * @param Visitor|null   $visitor    Visitor session.
	 */
	public function __construct(
		public readonly ?int $user_id,
		public readonly array $identities,
		public readonly ?Visitor $visitor,
	) {
	}

	/**
	 * The identity with this uid, or null: somebody else's is as absent as one that never was.
	 *
	 * @param string $uid ULID.
	 */
	public function identity( string $uid ): ?Identity {
		foreach ( $this->identities as $identity ) {
			if ( $identity->uid === $uid ) {
				return $identity;
			}
		}

		return null;
	}

	/**
	 * Uids of the identities.
	 *
	 * @return list<string>
	 */
	public function uids(): array {
		return array_map( static fn( Identity $identity ): string => $identity->uid, $this->identities );
	}

	/**
	 * For exporters and erasers. Never by e-mail, because an address proves nobody; and not by account, because what an
	 * account did on this site is not for its owner to take out of the log.
	 */
	public function person(): Person {
		return new Person( null, '', $this->uids() );
	}
}
