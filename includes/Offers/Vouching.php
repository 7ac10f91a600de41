<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Sign_In\Provider_Repository;

/**
 * Whether the credential behind a coupon still counts on this site: it is not blocked, and the provider it came by is in
 * use and speaks for the same issuer. Asked at each use, without a query, so a provider that is switched on again brings
 * its coupons back. No offer's `on_membership_lost` honours what the site itself has shut out.
 */
final class Vouching {
	public function __construct( private readonly Provider_Repository $providers ) {}

	/**
	 * What a coupon keeps of who vouched for its holder.
	 *
	 * @param string $provider Slug.
	 * @param string $issuer   Issuer.
	 * @return array{provider: string, issuer_mark: string} Columns.
	 */
	public static function columns( string $provider, string $issuer ): array {
		return array(
			'provider'    => $provider,
			'issuer_mark' => Provider_Repository::mark( $issuer ),
		);
	}

	/**
	 * Why the credential does not count now; null when it does.
	 *
	 * @param Coupon $coupon Which.
	 * @return string|null `credential_blocked` or `credential_paused`.
	 */
	public function obstacle( Coupon $coupon ): ?string {
		if ( $coupon->blocked ) {
			return 'credential_blocked';
		}
		// A coupon that nobody's sign-in stands behind, on paper, names no provider.
		return null === $coupon->provider || $this->providers->speaks_for( $coupon->provider, (string) $coupon->issuer_mark ) ? null : 'credential_paused';
	}
}
