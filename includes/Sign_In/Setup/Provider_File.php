<?php
/**
 * A provider as a file.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Setup;

use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Provider_Fields;

/**
 * What another site, or this one after a mishap, needs to set the same provider up: every field of the record and no
 * secret. A picture is a number of this site only, and whether it is switched on is decided where it arrives.
 */
final class Provider_File {

	public const FORMAT = 'coop-credentials-provider';

	/**
	 * The document.
	 *
	 * @param Provider $provider Provider.
	 * @return array<string,mixed>
	 */
	public static function of( Provider $provider ): array {
		$names  = array_keys( Provider_Fields::schema() ); // In the order of the description, whatever was saved first.
		$stored = $provider->to_array();
		$values = array();
		foreach ( $names as $name ) {
			$values[ $name ] = $stored[ $name ] ?? null;
		}
		foreach ( array( 'claim_map', 'issuer_scope' ) as $name ) {
			$json            = $provider->json( $name );
			$values[ $name ] = null !== $json ? json_decode( $json, false, 32 ) : null;
		}
		foreach ( array( 'extra_parameters', 'echo', 'role_rules' ) as $name ) {
			$values[ $name ] = (object) $provider->map( $name );
		}
		unset( $values['enabled'], $values['icon'] );

		return array(
			'format'   => self::FORMAT,
			'v'        => 1,
			'provider' => array_replace( $values, array( 'slug' => $provider->slug ) ),
		);
	}
}
