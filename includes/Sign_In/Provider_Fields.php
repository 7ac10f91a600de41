<?php
/**
 * What a provider record may hold.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\OpenID\Authorization_Request;

/**
 * The one description of a provider's fields: it feeds the REST arguments, the defaults and the validation.
 */
final class Provider_Fields {

	public const ALGORITHMS = array( 'RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'EdDSA', 'HS256' );

	private const SLUG_PATTERN = '^[a-z0-9-]{2,32}$';

	/** Subjects that get reassigned: never an identity (CVE-2024-11015 and its kin). */
	private const REASSIGNED = array( 'email', 'preferred_username', 'phone_number', 'name', 'given_name', 'family_name', 'nickname', 'middle_name' );

	/**
	 * JSON schema of the writable fields, with defaults.
	 *
	 * @return array<string,array<string,mixed>>
	 */
	public static function schema(): array {
		$text = static fn( int $length, string $default = '' ): array => array(
			'type'      => 'string',
			'maxLength' => $length,
			'default'   => $default,
		);
		$one  = static fn( string ...$values ): array => array(
			'type'    => 'string',
			'enum'    => $values,
			'default' => $values[0],
		);
		$map  = array(
			'type'                 => 'object',
			'maxProperties'        => 10,
			'additionalProperties' => array(
				'type'      => 'string',
				'maxLength' => 500,
			),
			'default'              => array(),
		);
		$bool = array(
			'type'    => 'boolean',
			'default' => false,
		);

		return array(
			'slug'                   => array(
				'type'    => 'string',
				'pattern' => self::SLUG_PATTERN,
			),
			'label'                  => $text( 60 ),
			'icon'                   => array(
				'type'    => 'integer',
				'minimum' => 0,
				'maximum' => 2147483647,
				'default' => 0,
			),
			'order'                  => array(
				'type'    => 'integer',
				'minimum' => 0,
				'maximum' => 1000,
				'default' => 10,
			),
			'enabled'                => $bool,
			'preset'                 => $one( 'generic', 'oauth2', 'keycloak', 'auth0', 'mattr', 'vc_authn', 'ida', 'wordpress' ),
			'show_in'                => array(
				'type'        => 'array',
				'maxItems'    => 3,
				'uniqueItems' => true,
				'items'       => $one( 'blocks', 'wp-login', 'profile' ),
				'default'     => array( 'blocks' ),
			),
			'kind'                   => $one( 'oidc', 'oauth2' ),
			'discovery_url'          => $text( 2048 ),
			'issuer'                 => $text( 500 ),
			'authorization_endpoint' => $text( 2048 ),
			'token_endpoint'         => $text( 2048 ),
			'userinfo_endpoint'      => $text( 2048 ),
			'client_id'              => $text( 500 ),
			'client_auth'            => $one( 'client_secret_basic', 'client_secret_post', 'none' ),
			'algorithms'             => array(
				'type'        => 'array',
				'minItems'    => 1,
				'maxItems'    => 7,
				'uniqueItems' => true,
				'items'       => $one( ...self::ALGORITHMS ),
				'default'     => array( 'RS256' ),
			),
			'response_mode'          => $one( 'query', 'form_post' ),
			'require_iss'            => $one( 'auto', 'always' ),
			'extra_scopes'           => array(
				'type'        => 'array',
				'maxItems'    => 10,
				'uniqueItems' => true,
				'items'       => array(
					'type'    => 'string',
					'pattern' => '^[!#-\[\]-~]{1,100}$',
				),
				'default'     => array(),
			),
			'extra_parameters'       => $map,
			'echo'                   => $map,
			'subject'                => $text( 200, 'stable' ),
			'claim_map'              => array(
				'type'    => array( 'object', 'null' ),
				'default' => null,
			),
			'issuer_scope'           => array(
				'type'    => array( 'object', 'null' ),
				'default' => null,
			),
			'require'                => $text( 60, 'any_identity' ),
			'accounts'               => $one( 'visitor_only', 'link_only', 'create' ),
			'email'                  => $one( 'none', 'fill', 'offer_link' ),
			'username'               => $one( 'random', 'preferred' ),
			'role'                   => $text( 60, 'subscriber' ),
			'role_rules'             => array_merge( $map, array( 'maxProperties' => 20 ) ),
			'allow_privileged'       => $bool,
			'userinfo'               => $one( 'when_missing', 'always', 'never' ),
			'session_idle'           => array(
				'type'    => 'integer',
				'minimum' => 300,
				'maximum' => 2592000,
				'default' => 86400,
			),
			'session_absolute'       => array(
				'type'    => 'integer',
				'minimum' => 300,
				'maximum' => 2592000,
				'default' => 604800,
			),
			'recheck'                => $one( 'none', 'refresh' ),
			'logout'                 => $one( 'local', 'rp_initiated' ),
			'backchannel'            => $bool,
		);
	}

	/**
	 * Default of every field that has one.
	 *
	 * @return array<string,mixed>
	 */
	public static function defaults(): array {
		$defaults = array();
		foreach ( self::schema() as $name => $field ) {
			if ( array_key_exists( 'default', $field ) ) {
				$defaults[ $name ] = $field['default'];
			}
		}

		return $defaults;
	}

	/**
	 * What a schema cannot say. Field → why it is refused.
	 *
	 * @param array<string,mixed> $values Values that already fit the schema.
	 * @return array<string,string>
	 */
	public static function problems( array $values ): array {
		$problems = array();
		if ( '' === trim( self::text( $values['label'] ?? '' ) ) ) {
			$problems['label'] = __( 'A name for the button is needed.', 'coop-credentials' );
		}

		$algorithms = is_array( $values['algorithms'] ?? null ) ? $values['algorithms'] : array();
		if ( in_array( 'HS256', $algorithms, true ) && count( $algorithms ) > 1 ) {
			$problems['algorithms'] = __( 'HS256 can only be used alone.', 'coop-credentials' );
		}

		$extra = is_array( $values['extra_parameters'] ?? null ) ? array_keys( $values['extra_parameters'] ) : array();
		foreach ( $extra as $name ) {
			if ( in_array( strtolower( (string) $name ), Authorization_Request::RESERVED, true ) || 1 !== preg_match( '/\A[A-Za-z0-9_.-]{1,60}\z/', (string) $name ) ) {
				$problems['extra_parameters'] = __( 'This parameter belongs to the protocol and cannot be set here.', 'coop-credentials' );
			}
		}

		if ( 'oauth2' === ( $values['kind'] ?? 'oidc' ) && true === ( $values['backchannel'] ?? false ) ) {
			$problems['backchannel'] = __( 'A plain OAuth 2 provider sends no logout tokens.', 'coop-credentials' );
		}

		$problem = self::subject_problem( self::text( $values['subject'] ?? 'stable' ), self::text( $values['kind'] ?? 'oidc' ) );
		if ( null !== $problem ) {
			$problems['subject'] = $problem;
		}

		return $problems;
	}

	/**
	 * Why a subject strategy is refused.
	 *
	 * @param string $subject Strategy.
	 * @param string $kind    Kind of provider.
	 */
	private static function subject_problem( string $subject, string $kind ): ?string {
		if ( in_array( $subject, array( 'stable', 'ephemeral' ), true ) ) {
			return null;
		}
		if ( 1 !== preg_match( '#\Aclaim:\S{1,180}\z#', $subject ) ) {
			return __( 'Choose stable, ephemeral, or claim: with the name of a claim.', 'coop-credentials' );
		}
		foreach ( self::subject_path( $subject ) as $step ) {
			if ( in_array( strtolower( $step ), self::REASSIGNED, true ) ) {
				return __( 'Addresses, numbers and names are given to somebody else one day. They cannot tell people apart.', 'coop-credentials' );
			}
		}

		return null;
	}

	/**
	 * The claim a subject strategy names: one top-level name, or with a leading slash a path of names.
	 *
	 * @param string $subject Strategy `claim:…`.
	 * @return list<string>
	 */
	public static function subject_path( string $subject ): array {
		$path = substr( $subject, 6 );

		return str_starts_with( $path, '/' ) ? explode( '/', substr( $path, 1 ) ) : array( $path );
	}

	/**
	 * A string, or ''.
	 *
	 * @param mixed $value Value.
	 */
	private static function text( mixed $value ): string {
		return is_string( $value ) ? $value : '';
	}
}
