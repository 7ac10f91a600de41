<?php
/**
 * Memberships at one time.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Claims\Membership;

/**
 * What a provider said about somebody's memberships at one sign-in: those kept, and why others were not.
 */
final class Snapshot {

	private const MAX_BYTES = 16384;

	/**
	 * Builds the snapshot.
	 *
	 * @param list<Membership>                          $memberships Memberships after the issuer scope.
	 * @param list<array{index: int, reason: string}>   $dropped     What was left out.
	 */
	public function __construct(
		public readonly array $memberships = array(),
		public readonly array $dropped = array(),
	) {
	}

	/**
	 * Reads a stored snapshot; what cannot be read counts as nothing.
	 *
	 * @param string $json JSON text.
	 */
	public static function from_json( string $json ): self {
		$value       = json_decode( $json, true );
		$memberships = array();
		$dropped     = array();
		if ( is_array( $value ) ) {
			foreach ( is_array( $value['memberships'] ?? null ) ? $value['memberships'] : array() as $item ) {
				if ( is_array( $item ) ) {
					$memberships[] = Membership::from_array( $item );
				}
			}
			foreach ( is_array( $value['dropped'] ?? null ) ? $value['dropped'] : array() as $item ) {
				if ( is_array( $item ) && is_int( $item['index'] ?? null ) && is_string( $item['reason'] ?? null ) ) {
					$dropped[] = array(
						'index'  => $item['index'],
						'reason' => $item['reason'],
					);
				}
			}
		}

		return new self( $memberships, $dropped );
	}

	/**
	 * JSON text of at most 16 kB: memberships beyond that are left out from the end, which can only take rights away.
	 */
	public function to_json(): string {
		$memberships = array_map( static fn( Membership $membership ): array => $membership->to_array(), $this->memberships );
		$json        = $this->encode( $memberships );
		while ( isset( $json[ self::MAX_BYTES ] ) && array() !== $memberships ) {
			array_pop( $memberships );
			$json = $this->encode( $memberships );
		}

		return $json;
	}

	/**
	 * The snapshot with some of its memberships as JSON text.
	 *
	 * @param list<array<string,mixed>> $memberships Memberships.
	 */
	private function encode( array $memberships ): string {
		return (string) wp_json_encode(
			array(
				'v'           => 1,
				'memberships' => $memberships,
				'dropped'     => array_slice( $this->dropped, 0, 50 ),
			),
			JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE
		);
	}
}
