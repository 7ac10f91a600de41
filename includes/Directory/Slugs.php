<?php
/**
 * Addresses of profiles.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

/**
 * Finds free slugs for a batch: a clash adds -2 and so on; nothing left becomes the uid. Former slugs are never given
 * away.
 */
final class Slugs {

	public const RESERVED = array( 'clusters', 'how-we-verify', 'page', 'feed', 'embed' );

	public function __construct( private readonly Organisation_Repository $organisations, private readonly Identifier_Repository $identifiers ) {}

	/**
	 * @param array<string, string> $wanted uid => wanted slug, may be ''.
	 * @return array<string, string> uid => free slug.
	 */
	public function free( array $wanted ): array {
		$given = array();
		$round = 1;
		$open  = $wanted;
		while ( array() !== $open ) {
			$tries = array();
			foreach ( $open as $uid => $base ) {
				$tries[ $uid ] = '' === $base ? strtolower( (string) $uid ) : ( 1 === $round ? $base : $base . '-' . $round );
			}
			$list  = array_values( array_unique( $tries ) );
			$taken = $this->organisations->taken_slugs( $list ) + $this->identifiers->former_slugs( $list ) + array_fill_keys( self::RESERVED, true ) + array_fill_keys( $given, true );
			foreach ( $tries as $uid => $slug ) {
				if ( ! isset( $taken[ $slug ] ) ) {
					$given[ $uid ]  = $slug;
					$taken[ $slug ] = true;
					unset( $open[ $uid ] );
				}
			}
			++$round;
			if ( $round > 50 ) {
				foreach ( $open as $uid => $base ) {
					$given[ $uid ] = strtolower( (string) $uid );
				}
				break;
			}
		}
		return $given;
	}
}
