<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Sign_In\Current_Visitor;
use CoopCredentials\Sign_In\Identity_Repository;
use CoopCredentials\Sign_In\Visitor;

/**
 * From visitors and identities to holder keys. The hard limit is one identity; identities linked to one account are
 * looked up together.
 */
final class Holders {
	private const LINKED = 20;

	public function __construct(
		private readonly Code_Service $codes,
		private readonly Identity_Repository $identities,
		private readonly Current_Visitor $visitors
	) {}

	/** The visitor of this request, if signed in with a lasting subject. */
	public function current(): ?Visitor {
		$visitor = $this->visitors->get();
		return null === $visitor || $visitor->ephemeral ? null : $visitor;
	}

	/**
	 * @throws \CoopCredentials\Kernel\Problem `not_signed_in` (401).
	 */
	public function require(): Visitor {
		return $this->visitors->require();
	}

	public function key( Visitor $visitor ): string {
		return $this->codes->holder_key( $visitor->issuer, $visitor->subject );
	}

	/**
	 * Own key first, then those of identities linked to the same account.
	 *
	 * @return non-empty-list<string>
	 */
	public function keys( Visitor $visitor ): array {
		$keys = array( $this->key( $visitor ) );
		if ( null !== $visitor->user_id && $visitor->user_id > 0 ) {
			foreach ( $this->identities->of_person( $visitor->user_id, '', array(), 0, self::LINKED ) as $identity ) {
				$keys[] = $this->codes->holder_key( $identity->issuer, $identity->subject );
			}
		}
		return array_values( array_unique( $keys ) );
	}

	/**
	 * @param int|null     $user_id Account.
	 * @param string       $email   Address, '' for none.
	 * @param list<string> $uids    Identities.
	 * @return list<string>
	 */
	public function keys_of_person( ?int $user_id, string $email, array $uids ): array {
		$keys = array();
		foreach ( $this->identities->of_person( $user_id, $email, $uids, 0, self::LINKED * 5 ) as $identity ) {
			$keys[] = $this->codes->holder_key( $identity->issuer, $identity->subject );
		}
		return array_values( array_unique( $keys ) );
	}
}
