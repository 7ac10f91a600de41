<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Claims\Membership;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Sign_In\Identity;
use CoopCredentials\Sign_In\Identity_Repository;

/**
 * Keeps what a coupon rests on true after each sign-in: a membership that is confirmed anew makes the coupon fresh, one
 * that is gone marks it, so that the guarded UPDATE of a redemption itself refuses it.
 */
final class Membership_Watch {
	public function __construct(
		private readonly Clock $clock,
		private readonly Code_Service $codes,
		private readonly Coupon_Repository $coupons,
		private readonly Identity_Repository $identities,
		private readonly Organisation_Cards $organisations
	) {}

	/**
	 * After a sign-in.
	 *
	 * @param string $identity_uid Whose.
	 */
	public function signed_in( string $identity_uid ): void {
		$identity = $this->identities->of_person( null, '', array( $identity_uid ), 0, 1 )[0] ?? null;
		if ( null === $identity ) {
			return;
		}
		$open = $this->coupons->open_of_holder( $this->codes->holder_key( $identity->issuer, $identity->subject ) );
		if ( array() === $open ) {
			return;
		}
		$active = $this->active( $identity );
		foreach ( $open as $coupon ) {
			$id    = $coupon->member_organisation_id;
			$found = null === $id ? null : ( $active[ $id ] ?? null );
			if ( null === $id || null !== $found ) {
				$this->coupons->confirm_membership( $coupon, $identity->memberships_at, $found?->ends_at() );
			} else {
				$this->coupons->mark_membership( $coupon->holder_key, 'revoked', $id );
			}
		}
	}

	/**
	 * After an identity was taken away from its person.
	 *
	 * @param string $identity_uid Which.
	 */
	public function unlinked( string $identity_uid ): void {
		$identity = $this->identities->of_person( null, '', array( $identity_uid ), 0, 1 )[0] ?? null;
		if ( null !== $identity ) {
			$this->coupons->mark_membership( $this->codes->holder_key( $identity->issuer, $identity->subject ), 'unlinked' );
		}
	}

	/**
	 * Memberships that hold now, by organisation row.
	 *
	 * @param Identity $identity Whose.
	 * @return array<int, Membership>
	 */
	private function active( Identity $identity ): array {
		$now    = $this->clock->now()->getTimestamp();
		$active = array();
		foreach ( $identity->snapshot->memberships as $membership ) {
			$id = true === $membership->member_at( $now ) ? $this->organisations->id_of_identifier( $membership->organisation_id ) : null;
			if ( null !== $id ) {
				$active[ $id ] = $membership;
			}
		}
		return $active;
	}
}
