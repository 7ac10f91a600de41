<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

/**
 * Who redeems, checks or voids: staff with an account, a paired device, or the holder.
 */
final class Actor {
	/**
	 * @param string       $kind        One of staff, device, holder.
	 * @param string       $scope       Idempotency keys of different scopes never meet, e.g. "user:12". At most 64 characters.
	 * @param list<string> $holder_keys Of a holder; empty for others.
	 * @param bool         $may_void    Voids within the offer's window.
	 * @param bool         $may_manage  Voids late.
	 * @param int          $user_id     WordPress account, 0 for none.
	 */
	private function __construct(
		public readonly string $kind,
		public readonly string $scope,
		public readonly array $holder_keys = array(),
		public readonly bool $may_void = false,
		public readonly bool $may_manage = false,
		public readonly int $user_id = 0
	) {}

	/**
	 * @param int  $user_id    Account with the capability to redeem.
	 * @param bool $may_void   Has `coop_credentials_void`.
	 * @param bool $may_manage Has `coop_credentials_manage_offers`.
	 */
	public static function staff( int $user_id, bool $may_void = false, bool $may_manage = false ): self {
		return new self( 'staff', 'user:' . $user_id, array(), $may_void, $may_manage, $user_id );
	}

	/**
	 * @param non-empty-list<string> $holder_keys Own first.
	 */
	public static function holder( array $holder_keys ): self {
		return new self( 'holder', 'holder:' . substr( $holder_keys[0], 0, 32 ), $holder_keys );
	}

	public function is_staff(): bool {
		return 'holder' !== $this->kind;
	}
}
