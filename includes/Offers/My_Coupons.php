<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Sign_In\Visitor;

/**
 * A holder's coupons, newest first.
 */
final class My_Coupons {
	public function __construct(
		private readonly Holders $holders,
		private readonly Coupon_Repository $coupons,
		private readonly Ledger_Repository $ledger,
		private readonly Coupon_View $view
	) {}

	/**
	 * @param Visitor $visitor Signed in.
	 * @return list<array<string, mixed>>
	 */
	public function of( Visitor $visitor ): array {
		if ( $visitor->ephemeral ) {
			return array();
		}
		$all  = $this->coupons->with_offers( $this->holders->keys( $visitor ) );
		$used = $this->ledger->last_uses( array_map( static fn ( array $pair ): int => $pair[0]->id, array_values( array_filter( $all, static fn ( array $pair ): bool => $pair[0]->uses > 0 ) ) ) );
		return array_map( fn ( array $pair ): array => $this->view->of( $pair[0], $pair[1], $used[ $pair[0]->id ] ?? null ), $all );
	}
}
