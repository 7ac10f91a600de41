<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Kernel\Problem;

/**
 * Who is asking, from the account or the visitor session of this request.
 */
final class Actors {
	public function __construct( private readonly Holders $holders ) {}

	/** Staff: an account that may redeem; null for everybody else. */
	public function staff(): ?Actor {
		if ( ! current_user_can( Capabilities::REDEEM ) && ! current_user_can( Capabilities::VOID ) && ! current_user_can( Capabilities::MANAGE_OFFERS ) ) {
			return null;
		}
		return Actor::staff( get_current_user_id(), current_user_can( Capabilities::VOID ), current_user_can( Capabilities::MANAGE_OFFERS ) );
	}

	/**
	 * Staff who may redeem, or a holder.
	 *
	 * @throws Problem `not_permitted` (401 or 403).
	 */
	public function redeemer(): Actor {
		if ( current_user_can( Capabilities::REDEEM ) ) {
			return Actor::staff( get_current_user_id(), current_user_can( Capabilities::VOID ), current_user_can( Capabilities::MANAGE_OFFERS ) );
		}
		$visitor = $this->holders->current();
		if ( null !== $visitor ) {
			return Actor::holder( $this->holders->keys( $visitor ) );
		}
		throw new Problem( 'not_permitted', is_user_logged_in() ? 403 : 401, Refusals::words( 'not_permitted' ) );
	}
}
