<?php
/**
 * Earlier claim maps and issuer scopes.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Setup;

use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Document_Store;
use CoopCredentials\Sign_In\Provider;

/**
 * The last twenty versions of what decides how a provider's word is read. A change that turns out wrong can be taken back,
 * and an old decision can be understood.
 */
final class Map_History {

	public const KEPT = 20;

	private const PREFIX = 'map_history_';

	/**
	 * Builds the history.
	 *
	 * @param Document_Store $options Options.
	 * @param Clock          $clock   Time.
	 */
	public function __construct(
		private readonly Document_Store $options,
		private readonly Clock $clock,
	) {
	}

	/**
	 * Keeps what stood before a change, if the change touched it.
	 *
	 * @param Provider $before Before.
	 * @param Provider $after  After.
	 */
	public function keep( Provider $before, Provider $after ): void {
		if ( $before->json( 'claim_map' ) === $after->json( 'claim_map' ) && $before->json( 'issuer_scope' ) === $after->json( 'issuer_scope' ) ) {
			return;
		}
		$name    = self::PREFIX . $before->slug;
		$version = array(
			'until'        => $this->clock->now()->format( 'Y-m-d\TH:i:s\Z' ),
			'by'           => get_current_user_id(),
			'claim_map'    => $before->json( 'claim_map' ),
			'issuer_scope' => $before->json( 'issuer_scope' ),
		);
		for ( $attempt = 0; $attempt < 3; ++$attempt ) {
			$stored   = $this->options->read( $name );
			$versions = $stored->value['versions'] ?? array();
			$versions = is_array( $versions ) ? $versions : array();
			$value    = array( 'versions' => array_slice( array_merge( array( $version ), $versions ), 0, self::KEPT ) );
			if ( null === $stored ? $this->options->create( $name, $value ) : $this->options->replace( $name, $value, $stored->hash ) ) {
				return;
			}
		}
	}

	/**
	 * Versions, newest first.
	 *
	 * @param string $slug Provider.
	 * @return list<array{until:string,by:string,claim_map:\stdClass|null,issuer_scope:\stdClass|null}>
	 */
	public function of( string $slug ): array {
		$stored   = $this->options->read( self::PREFIX . $slug )?->value['versions'] ?? array();
		$versions = array();
		foreach ( is_array( $stored ) ? $stored : array() as $version ) {
			if ( ! is_array( $version ) ) {
				continue;
			}
			$person     = is_int( $version['by'] ?? null ) ? get_userdata( $version['by'] ) : false;
			$versions[] = array(
				'until'        => is_string( $version['until'] ?? null ) ? $version['until'] : '',
				'by'           => false !== $person ? $person->display_name : '',
				'claim_map'    => self::document( $version['claim_map'] ?? null ),
				'issuer_scope' => self::document( $version['issuer_scope'] ?? null ),
			);
		}

		return $versions;
	}

	/**
	 * Forgets them.
	 *
	 * @param string $slug Provider.
	 */
	public function forget( string $slug ): void {
		$this->options->delete( self::PREFIX . $slug );
	}

	/**
	 * A stored document.
	 *
	 * @param mixed $json JSON text.
	 */
	private static function document( mixed $json ): ?\stdClass {
		$document = is_string( $json ) ? json_decode( $json, false, 32 ) : null;

		return $document instanceof \stdClass ? $document : null;
	}
}
