<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

/** Stored state of an offer; `ended` is also what an active one becomes at its end date. */
enum Offer_Status: string {
	case DRAFT   = 'draft';
	case ACTIVE  = 'active';
	case PAUSED  = 'paused';
	case ENDED   = 'ended';
	case REVOKED = 'revoked';

	/**
	 * Whether somebody closed the offer for good. An end date that has passed does not: it can be moved, and then coupons
	 * are given again.
	 */
	public function is_closed(): bool {
		return self::ENDED === $this || self::REVOKED === $this;
	}

	/**
	 * States this one may go to by an editor's decision.
	 *
	 * @return list<self>
	 */
	public function next(): array {
		return match ( $this ) {
			self::DRAFT   => array( self::ACTIVE ),
			self::ACTIVE  => array( self::PAUSED, self::ENDED, self::REVOKED ),
			self::PAUSED  => array( self::ACTIVE, self::ENDED, self::REVOKED ),
			self::ENDED   => array( self::REVOKED ),
			self::REVOKED => array(),
		};
	}
}
