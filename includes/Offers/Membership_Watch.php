<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Claims\Membership;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Sign_In\Accounts\Link_Repository;
use CoopCredentials\Sign_In\Identity;

/**
 * Keeps what a coupon rests on true after each sign-in: a membership that is confirmed anew makes the coupon fresh, one
 * that is gone marks it, so that the guarded UPDATE of a redemption itself refuses it.
 */
final class Membership_Watch {
	/** Identities looked at in one batch. */
	private const BATCH = 200;

	public function __construct(
		private readonly Clock $clock,
		private readonly Code_Service $codes,
		private readonly Coupon_Repository $coupons,
		private readonly Link_Repository $identities,
		private readonly Organisation_Cards $organisations
	) {}

	/**
	 * After a sign-in.
	 *
	 * @param string $identity_uid Whose.
	 */
	public function signed_in( string $identity_uid ): void {
		$identity = $this->identities->find_by_uid( $identity_uid );
		if ( null === $identity ) {
			return;
		}
		$open = $this->coupons->open_of_holder( $this->key( $identity ) );
		if ( array() === $open ) {
			return;
		}
		$active = $this->active( $identity );
		foreach ( $open as $coupon ) {
			$id    = $coupon->member_organisation_id;
			$found = null === $id ? null : ( $active[ $id ] ?? null );
			if ( null === $id || null !== $found ) {
				$this->coupons->confirm_membership( $coupon, $identity->memberships_at, $found?->ends_at(), Vouching::columns( $identity->provider, $identity->issuer ) );
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
		$identity = $this->identities->find_by_uid( $identity_uid );
		if ( null !== $identity ) {
			$this->coupons->mark_membership( $this->key( $identity ), 'unlinked' );
		}
	}

	/**
	 * After an identity was blocked, or let in again: then what it did not use is as it was before.
	 *
	 * @param string $identity_uid Which.
	 * @param bool   $blocked      Whether the site refuses it from now on.
	 */
	public function blocked( string $identity_uid, bool $blocked ): void {
		$identity = $this->identities->find_by_uid( $identity_uid );
		if ( null !== $identity ) {
			$this->coupons->set_blocked( $this->key( $identity ), $blocked );
		}
	}

	/**
	 * After a new coupon was committed.
	 *
	 * @param string $identity_uid Whose.
	 * @return bool False when the identity was blocked meanwhile: its coupons are marked now.
	 */
	public function claimed( string $identity_uid ): bool {
		$identity = $this->identities->find_by_uid( $identity_uid );
		if ( null === $identity || 'active' === $identity->status ) {
			return true;
		}
		$this->coupons->set_blocked( $this->key( $identity ), true );
		return false;
	}

	/**
	 * One batch of writing down, for coupons of before, what they keep by themselves today.
	 *
	 * @param string|null $cursor Where the last batch ended; null at the beginning.
	 * @return string|null Where to go on; null when all is done.
	 */
	public function recall( ?string $cursor ): ?string {
		$found = $this->identities->all( '', null, self::BATCH, (int) $cursor );
		foreach ( $found as $identity ) {
			$this->coupons->recall( $this->key( $identity ), Vouching::columns( $identity->provider, $identity->issuer ) );
			'active' === $identity->status || $this->coupons->set_blocked( $this->key( $identity ), true );
		}
		return count( $found ) < self::BATCH ? null : (string) ( (int) $cursor + self::BATCH );
	}

	private function key( Identity $identity ): string {
		return $this->codes->holder_key( $identity->issuer, $identity->subject );
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
