<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Sign_In\Current_Visitor;
use CoopCredentials\Sign_In\Identity;
use CoopCredentials\Sign_In\Identity_Repository;
use CoopCredentials\Sign_In\Visitor;

/**
 * From visitors and identities to holder keys. A coupon is of the identity whose membership let the claim pass; all
 * identities linked to one account are looked up together, however many.
 */
final class Holders {
	private const PAGE = 200;

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

	/**
	 * The key of the visitor's own identity, or of another one of the account that vouched.
	 *
	 * @param Visitor       $visitor  Signed in.
	 * @param Identity|null $vouching Whose membership let the claim pass, if not the visitor's own.
	 */
	public function key( Visitor $visitor, ?Identity $vouching = null ): string {
		if ( null !== $vouching ) {
			return $this->codes->holder_key( $vouching->issuer, $vouching->subject );
		}
		return $this->codes->holder_key( $visitor->issuer, $visitor->subject );
	}

	/**
	 * Own key first, then those of identities linked to the same account.
	 *
	 * @return non-empty-list<string>
	 */
	public function keys( Visitor $visitor ): array {
		return array_values( array_unique( array( $this->key( $visitor ), ...$this->keys_of_person( $visitor->user_id, '', array() ) ) ) );
	}

	/**
	 * @param int|null     $user_id Account.
	 * @param string       $email   Address, '' for none.
	 * @param list<string> $uids    Identities.
	 * @return list<string>
	 */
	public function keys_of_person( ?int $user_id, string $email, array $uids ): array {
		$keys = array();
		$page = 0;
		do {
			$found = $this->identities->of_person( $user_id, $email, $uids, self::PAGE * $page++, self::PAGE );
			$more  = count( $found ) === self::PAGE;
			foreach ( $found as $identity ) {
				$keys[] = $this->codes->holder_key( $identity->issuer, $identity->subject );
			}
		} while ( $more );
		return array_values( array_unique( $keys ) );
	}
}
