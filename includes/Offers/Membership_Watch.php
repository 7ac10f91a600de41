<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

/**
 * Keeps `coupons.membership_state` true when Sign_In says that an identity lost, or got back, what its coupons rest on.
 */
final class Membership_Watch {
	public function __construct( private readonly Code_Service $codes, private readonly Coupon_Repository $coupons ) {}

	/**
	 * @param string $issuer  Of the identity.
	 * @param string $subject Of the identity.
	 */
	public function unlinked( string $issuer, string $subject ): void {
		$this->mark( $issuer, $subject, 'unlinked' );
	}

	/**
	 * @param string $issuer  Of the identity.
	 * @param string $subject Of the identity.
	 */
	public function revoked( string $issuer, string $subject ): void {
		$this->mark( $issuer, $subject, 'revoked' );
	}

	/**
	 * @param string $issuer  Of the identity.
	 * @param string $subject Of the identity.
	 */
	public function restored( string $issuer, string $subject ): void {
		$this->mark( $issuer, $subject, 'ok' );
	}

	private function mark( string $issuer, string $subject, string $state ): void {
		if ( '' !== $issuer && '' !== $subject ) {
			$this->coupons->mark_membership( $this->codes->holder_key( $issuer, $subject ), $state );
		}
	}
}
