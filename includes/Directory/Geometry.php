<?php
/**
 * Distances on the globe.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

/**
 * Great circles on a sphere of 6,371 km.
 */
final class Geometry {

	private const EARTH = 6371.0088;

	/**
	 * Kilometres between two points (haversine).
	 */
	public static function distance( float $latitude, float $longitude, float $other_latitude, float $other_longitude ): float {
		$half_lat = sin( deg2rad( $other_latitude - $latitude ) / 2 );
		$half_lon = sin( deg2rad( $other_longitude - $longitude ) / 2 );
		$a        = $half_lat ** 2 + cos( deg2rad( $latitude ) ) * cos( deg2rad( $other_latitude ) ) * $half_lon ** 2;
		return 2 * self::EARTH * asin( min( 1.0, sqrt( $a ) ) );
	}

	/**
	 * The smallest box around a circle; touching a pole it takes all longitudes, over ±180° west is greater than east.
	 *
	 * @param array{0: float, 1: float} $centre Latitude, longitude.
	 * @param float $radius
	 * @return array{0: float, 1: float, 2: float, 3: float} West, south, east, north.
	 */
	public static function box( array $centre, float $radius ): array {
		$angle = $radius / self::EARTH;
		$north = $centre[0] + rad2deg( $angle );
		$south = $centre[0] - rad2deg( $angle );
		if ( $north >= 90 || $south <= -90 ) {
			return array( -180.0, max( -90.0, $south ), 180.0, min( 90.0, $north ) );
		}
		$half = rad2deg( asin( min( 1.0, sin( $angle ) / cos( deg2rad( $centre[0] ) ) ) ) );
		$west = $centre[1] - $half;
		$east = $centre[1] + $half;
		if ( $half >= 180 ) {
			return array( -180.0, $south, 180.0, $north );
		}
		return array( $west < -180 ? $west + 360 : $west, $south, $east > 180 ? $east - 360 : $east, $north );
	}
}
