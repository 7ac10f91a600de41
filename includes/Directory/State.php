<?php
/**
 * Where an organisation stands.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

/**
 * Some states are decided by people (they stay until somebody decides otherwise); the others follow from evidence,
 * policy and date alone.
 */
enum State: string {

	case Draft       = 'draft';
	case Listed      = 'listed';
	case Refused     = 'refused';
	case Pending     = 'pending';
	case Provisional = 'provisional';
	case Verified    = 'verified';
	case Grace       = 'grace';
	case Expired     = 'expired';
	case Suspended   = 'suspended';
	case Revoked     = 'revoked';
	case Withdrawn   = 'withdrawn';

	/**
	 * Decided by a person: derivation leaves it alone.
	 */
	public function is_decided(): bool {
		return in_array( $this, array( self::Draft, self::Refused, self::Suspended, self::Revoked, self::Withdrawn ), true );
	}

	public function has_badge(): bool {
		return in_array( $this, array( self::Provisional, self::Verified, self::Grace ), true );
	}

	/**
	 * Shown in lists and search, if the policy lists its category.
	 */
	public function is_searchable(): bool {
		return ! in_array( $this, array( self::Draft, self::Revoked, self::Withdrawn ), true );
	}

	/**
	 * The state the public may know: a refusal is never published.
	 */
	public function public_state(): self {
		return self::Refused === $this ? self::Listed : $this;
	}
}
