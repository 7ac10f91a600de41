<?php
/**
 * Accounts of a network that are deleted.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Kernel\Schema_Manager;
use CoopCredentials\Kernel\Site_Walk;

/**
 * An account belongs to the network, its credentials to each site: also to those it was removed from before, which
 * WordPress no longer counts among its own. An import or another database may give its number out again; whoever has the
 * credential must not enter that account. So every site is visited: those it is a member of and the first hundred at once,
 * the rest by cron.
 */
final class Gone_Accounts {

	/** Event that goes on with the sites not yet visited. */
	public const CRON = 'coop_credentials_account_gone';

	/**
	 * Builds the service.
	 *
	 * @param Links          $links  Links of the current site.
	 * @param Schema_Manager $schema Tells which sites have our tables.
	 */
	public function __construct(
		private readonly Links $links,
		private readonly Schema_Manager $schema,
	) {
	}

	/**
	 * An account is about to go.
	 *
	 * @param int $user_id Account, still there.
	 */
	public function leave( int $user_id ): void {
		foreach ( array_keys( get_blogs_of_user( $user_id, true ) ) as $site ) {
			Site_Walk::visit( $site, fn() => $this->forget( $user_id ) );
		}
		$this->walk( $user_id );
	}

	/**
	 * The next hundred sites.
	 *
	 * @param int $user_id Account; it may be gone by now.
	 * @param int $offset  Sites already visited.
	 */
	public function walk( int $user_id, int $offset = 0 ): void {
		if ( Site_Walk::step( fn() => $this->forget( $user_id ), $offset ) ) {
			wp_schedule_single_event( time(), self::CRON, array( $user_id, $offset + Site_Walk::STEP ) );
		}
	}

	/**
	 * On the current site, if it was ever used.
	 *
	 * @param int $user_id Account.
	 */
	private function forget( int $user_id ): void {
		if ( array() !== $this->schema->existing_tables() ) {
			$this->links->forget_account( $user_id );
		}
	}
}
