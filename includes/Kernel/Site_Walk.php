<?php
/**
 * Through the sites of an installation.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * A hundred sites at a time, in the order in which they were made, each as the current site while something is done there.
 * Only where there is a network.
 */
final class Site_Walk {

	/** Sites of one step. */
	public const STEP = 100;

	/**
	 * Does something on the next hundred sites.
	 *
	 * @param callable(): mixed $work    What; the site is the current one.
	 * @param int               $offset  Sites already visited.
	 * @param int               $network Of this network only; 0 for all.
	 * @return bool Whether there may be more.
	 */
	public static function step( callable $work, int $offset, int $network = 0 ): bool {
		$sites = (array) get_sites(
			array(
				'fields'     => 'ids',
				'number'     => self::STEP,
				'offset'     => $offset,
				'orderby'    => 'id',
				'order'      => 'ASC',
				'network_id' => $network,
			)
		);
		foreach ( $sites as $site ) {
			self::visit( (int) $site, $work );
		}

		return self::STEP === count( $sites );
	}

	/**
	 * Does something on one site.
	 *
	 * @param int               $site Site.
	 * @param callable(): mixed $work What.
	 */
	public static function visit( int $site, callable $work ): void {
		switch_to_blog( $site );
		try {
			$work();
		} finally {
			restore_current_blog();
		}
	}
}
