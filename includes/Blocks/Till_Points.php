<?php
/**
 * Tills and doors, as the redeem block shows them.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Directory\Organisation_Repository;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Settings;
use CoopCredentials\Offers\Ledger_Repository;
use CoopCredentials\Offers\Point_Repository;

defined( 'ABSPATH' ) || exit;

/**
 * Read only.
 */
final class Till_Points {

	/**
	 * Takes what it reads.
	 *
	 * @param Point_Repository        $points        Points.
	 * @param Ledger_Repository       $ledger        Uses.
	 * @param Organisation_Repository $organisations Names.
	 * @param Clock                   $clock         Time.
	 * @param Settings                $settings      The site's own organisation.
	 */
	public function __construct(
		private readonly Point_Repository $points,
		private readonly Ledger_Repository $ledger,
		private readonly Organisation_Repository $organisations,
		private readonly Clock $clock,
		private readonly Settings $settings,
	) {}

	/**
	 * Points that are switched on, those of the site's own co-op first.
	 *
	 * @param string $kind Only this kind; empty: tills and doors.
	 *
	 * @return list<array{uid:string,name:string,organisation:string}>
	 */
	public function open( string $kind ): array {
		$found = array();
		$own   = $this->settings->get( 'own_organisation' );
		foreach ( $this->points->active() as $point ) {
			if ( ( '' === $kind && 'online' === $point->kind ) || ( '' !== $kind && $kind !== $point->kind ) ) {
				continue;
			}
			$organisation = $this->organisations->find_by_id( $point->organisation_id );
			$found[]      = array(
				'uid'          => $point->uid,
				'name'         => $point->name,
				'organisation' => null === $organisation ? '' : $organisation->name,
				'rank'         => null !== $organisation && $own === $organisation->uid ? 0 : 1,
			);
		}
		usort( $found, static fn ( array $a, array $b ): int => array( $a['rank'], $a['organisation'], $a['name'] ) <=> array( $b['rank'], $b['organisation'], $b['name'] ) );
		return array_map(
			static fn ( array $point ): array => array(
				'uid'          => $point['uid'],
				'name'         => $point['name'],
				'organisation' => $point['organisation'],
			),
			$found
		);
	}

	/**
	 * The point in use: asked in the address, else set in the block, else the first.
	 *
	 * @param non-empty-list<array{uid:string,name:string,organisation:string}> $points Switched on.
	 * @param string                                                            $fixed  Attribute of the block.
	 *
	 * @return array{uid:string,name:string,organisation:string}
	 */
	public function chosen( array $points, string $fixed ): array {
		$asked = '';
		// phpcs:disable WordPress.Security.NonceVerification -- chooses what is shown; the route checks the point again.
		if ( isset( $_POST['point'] ) && is_string( $_POST['point'] ) ) {
			$asked = sanitize_text_field( wp_unslash( $_POST['point'] ) );
		} elseif ( isset( $_GET['coop_point'] ) && is_string( $_GET['coop_point'] ) ) {
			$asked = sanitize_text_field( wp_unslash( $_GET['coop_point'] ) );
		}
		// phpcs:enable
		foreach ( array( $asked, $fixed ) as $wanted ) {
			foreach ( $points as $point ) {
				if ( $point['uid'] === $wanted ) {
					return $point;
				}
			}
		}
		return $points[0];
	}

	/**
	 * Codes the present operator used since midnight of the site.
	 */
	public function today(): int {
		$midnight = $this->clock->now()->setTimezone( wp_timezone() )->setTime( 0, 0 );
		return $this->ledger->count_of_actor( 'user:' . get_current_user_id(), $midnight->setTimezone( new \DateTimeZone( 'UTC' ) ) );
	}
}
