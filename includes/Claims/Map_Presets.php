<?php
/**
 * Claim maps to start from.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * One preset for each kind of provider: the claim map, and what it implies for the request.
 *
 * @phpstan-type Preset array{map: array<string, mixed>, scopes: list<string>, echo: array<string, list<string>>, enabled: bool}
 */
final class Map_Presets {

	public const NAMES = array( 'generic', 'mattr', 'auth0', 'keycloak', 'vc_authn', 'ida', 'wordpress', 'sd_jwt_vc' );

	/** Words of old credentials for the class of a member. */
	private const CLASSES = array(
		'Worker member'    => 'worker',
		'Consumer member'  => 'consumer',
		'Producer member'  => 'producer',
		'User member'      => 'user',
		'Community member' => 'community',
		'Investor member'  => 'investor',
		'Supporter member' => 'supporter',
		'Founder member'   => 'founder',
	);

	/** Groups that usually stand for a class or a role. */
	private const GROUPS = array(
		'class' => array( 'worker', 'consumer', 'producer', 'user', 'community', 'investor', 'supporter', 'founder' ),
		'roles' => array( 'member', 'board', 'staff', 'volunteer', 'delegate', 'editor' ),
	);

	/**
	 * A preset: its map, extra scopes, parameters that must come back at a claim path, and whether it may be used yet.
	 *
	 * @return Preset|null Null: no such preset.
	 */
	public static function get( string $name ): ?array {
		return match ( $name ) {
			'generic'   => self::preset( array() ),
			'mattr'     => self::preset(
				array(
					'subject' => 'ephemeral',
					'fields'  => self::mattr(),
				),
				array( 'openid_credential_presentation' )
			),
			'auth0'     => self::preset( array( 'strip_prefix' => 'https://coop-credentials.example/' ) ),
			'keycloak'  => self::preset( array( 'fields' => self::keycloak() ) ),
			'vc_authn'  => self::preset(
				array(
					'subject'     => 'ephemeral',
					'decode_json' => array( array( 'vc_presented_attributes' ) ),
					'base'        => array( 'vc_presented_attributes' ),
					'fields'      => array(
						array(
							'to'      => 'member',
							'from'    => array( array( 'coop_member' ) ),
							'lenient' => true,
						),
					),
				),
				array( 'vc_authn' ),
				array( 'pres_req_conf_id' => array( 'pres_req_conf_id' ) )
			),
			'ida'       => self::preset(
				array(
					'verified' => array(
						'https://coop-credentials.example/tf/kyc-1' => array(
							'levels' => array(
								'1' => 1,
								'2' => 2,
								'3' => 3,
							),
							'max'    => 3,
						),
					),
				)
			),
			'wordpress' => self::preset( // phpcs:ignore WordPress.WP.CapitalPDangit.Misspelled -- the preset's key.
				array(
					'list'   => array(),
					'fields' => self::off(),
				)
			),
			'sd_jwt_vc' => self::preset( array( 'fields' => self::sd_jwt_vc() ), array(), array(), false ),
			default     => null,
		};
	}

	/**
	 * The preset's claim map, parsed.
	 */
	public static function map( string $name ): ?Claim_Map {
		$preset = self::get( $name );
		return null === $preset ? null : Claim_Map::from_json( Json::encode( $preset['map'] ) );
	}

	/**
	 * A preset.
	 *
	 * @param array<string, mixed>        $map     What differs from the usual map.
	 * @param list<string>                $scopes  Extra scopes.
	 * @param array<string, list<string>> $echo    Parameter => claim path at which it must come back.
	 * @param bool                        $enabled Whether it may be used yet.
	 * @return Preset
	 */
	private static function preset( array $map, array $scopes = array(), array $echo = array(), bool $enabled = true ): array {
		return array(
			'map'     => array_merge(
				array(
					'v'       => 1,
					'subject' => 'stable',
				),
				$map
			),
			'scopes'  => $scopes,
			'echo'    => $echo,
			'enabled' => $enabled,
		);
	}

	/**
	 * Names of the old credentials; schema.org terms arrive with `http://`.
	 *
	 * @return list<array<string, mixed>>
	 */
	private static function mattr(): array {
		return array(
			array(
				'to'   => 'organisation_name',
				'from' => array( array( 'coop_name' ), array( Field::OLD_ORGANISATION ), array( 'http://schema.org/memberOf' ) ),
			),
			array(
				'to'     => 'class',
				'from'   => array( array( 'coop_class' ), array( 'https://coopcreds.com/cooperativeMembershipType' ), array( 'http://schema.org/roleName' ) ),
				'values' => self::CLASSES,
				'other'  => 'keep',
			),
		);
	}

	/**
	 * Dots in the name of a mapper make nested objects; group paths become classes and roles by a table.
	 *
	 * @return list<array<string, mixed>>
	 */
	private static function keycloak(): array {
		$fields = array();
		foreach ( Field::FLAT as $field => $names ) {
			$from = array();
			foreach ( $names as $name ) {
				$from[] = array( $name );
				if ( str_starts_with( $name, 'coop_' ) ) {
					$from[] = array( 'coop', substr( $name, 5 ) );
				}
			}
			if ( array() === $from ) {
				continue;
			}
			$entry = array(
				'to'   => $field,
				'from' => $from,
			);
			if ( isset( self::GROUPS[ $field ] ) ) {
				$entry['from'][] = array( 'groups', null );
				$entry['other']  = 'keep';
				foreach ( self::GROUPS[ $field ] as $word ) {
					$entry['values'][ "/members/$word" ] = $word;
				}
			}
			$fields[] = $entry;
		}
		return $fields;
	}

	/**
	 * Everything switched off: memberships come from approved applications.
	 *
	 * @return list<array<string, mixed>>
	 */
	private static function off(): array {
		$fields = array();
		foreach ( array_keys( Field::FLAT ) as $field ) {
			$fields[] = array(
				'to'   => $field,
				'from' => array(),
			);
		}
		return $fields;
	}

	/**
	 * Names of the credential. Its top-level `status` is the status list, never the membership's.
	 *
	 * @return list<array<string, mixed>>
	 */
	private static function sd_jwt_vc(): array {
		$fields = array();
		foreach ( array_keys( Field::FLAT ) as $field ) {
			if ( 'member_ref' !== $field ) {
				$fields[] = array(
					'to'   => $field,
					'from' => array( array( 'status' === $field ? 'membership_status' : $field ) ),
				);
			}
		}
		return $fields;
	}
}
