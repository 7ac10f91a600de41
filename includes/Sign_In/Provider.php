<?php
/**
 * A configured provider.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Claims\Issuer_Scope;
use CoopCredentials\Kernel\Problem;

/**
 * One provider record. Validates itself; holds no secret in clear.
 */
final class Provider {

	private const OAUTH2_ASSURANCE = 1;

	/** Changing one of these makes an open sign-in invalid: the answer would be judged by other rules than it was asked with. */
	private const SECURITY = array(
		'kind',
		'discovery_url',
		'issuer',
		'authorization_endpoint',
		'token_endpoint',
		'userinfo_endpoint',
		'client_id',
		'client_auth',
		'algorithms',
		'response_mode',
		'require_iss',
		'extra_scopes',
		'extra_parameters',
		'echo',
		'subject',
		'claim_map',
		'issuer_scope',
		'require',
		'accounts',
		'email',
		'userinfo',
	);

	/**
	 * Builds the record from checked values.
	 *
	 * @param string              $slug          Slug, part of the redirect URI.
	 * @param string              $label         Name on the button.
	 * @param array<string,mixed> $values        Checked values by field.
	 * @param string|null         $sealed_secret Client secret, sealed; null when there is none in the database.
	 * @param string|null         $hash          Version it was read as; null when new.
	 * @param bool                $from_network  Whether the network of sites defines it; a site switches it on or off only.
	 */
	private function __construct(
		public readonly string $slug,
		public readonly string $label,
		private readonly array $values,
		public readonly ?string $sealed_secret,
		public readonly ?string $hash,
		public readonly bool $from_network = false,
	) {
	}

	/**
	 * A record from loose values, as they come from REST, an import or the database. Missing fields get their default.
	 *
	 * @param array<string,mixed> $given         Values by field; `claim_map` and `issuer_scope` as JSON text, object or null.
	 * @param string|null         $sealed_secret Sealed client secret.
	 * @param string|null         $hash          Version.
	 * @param bool                $from_network  Whether the network defines it.
	 * @throws Problem `invalid_request` (400) with the fields in `params`.
	 */
	public static function from_array( array $given, ?string $sealed_secret = null, ?string $hash = null, bool $from_network = false ): self {
		$values = array( 'slug' => $given['slug'] ?? '' ) + array_intersect_key( $given, Provider_Fields::schema() ) + Provider_Fields::defaults();
		foreach ( array( 'claim_map', 'issuer_scope' ) as $name ) {
			$values[ $name ] = self::document( $values[ $name ] );
		}

		$problems = array();
		foreach ( Provider_Fields::schema() as $name => $schema ) {
			if ( in_array( $name, array( 'claim_map', 'issuer_scope' ), true ) ) {
				continue;
			}
			$checked = rest_validate_value_from_schema( $values[ $name ], $schema, $name );
			if ( is_wp_error( $checked ) ) {
				$problems[ $name ] = $checked->get_error_message();
			} else {
				$values[ $name ] = rest_sanitize_value_from_schema( $values[ $name ], $schema, $name );
			}
		}
		if ( array() === $problems ) {
			$problems = Provider_Fields::problems( $values );
		}
		if ( array() !== $problems ) {
			throw new Problem( 'invalid_request', 400, (string) reset( $problems ), null, array( 'params' => $problems ) );
		}

		$label = $values['label'];
		$slug  = $values['slug'];

		return new self( is_string( $slug ) ? $slug : '', is_string( $label ) ? trim( sanitize_text_field( $label ) ) : '', $values, $sealed_secret, $hash, $from_network );
	}

	/**
	 * The same record with some values changed.
	 *
	 * @param array<string,mixed> $changes Values by field.
	 */
	public function with( array $changes ): self {
		unset( $changes['slug'] );

		return self::from_array( $changes + $this->values, $this->sealed_secret, $this->hash, $this->from_network );
	}

	/**
	 * The same record with another sealed secret.
	 *
	 * @param string|null $sealed Sealed secret; null removes it.
	 */
	public function with_sealed_secret( ?string $sealed ): self {
		return new self( $this->slug, $this->label, $this->values, $sealed, $this->hash, $this->from_network );
	}

	/**
	 * All values, as stored: documents are JSON text.
	 *
	 * @return array<string,mixed>
	 */
	public function to_array(): array {
		return array( 'label' => $this->label ) + $this->values;
	}

	/**
	 * Whether visitors may use it.
	 */
	public function enabled(): bool {
		return true === $this->values['enabled'];
	}

	/**
	 * A text field.
	 *
	 * @param string $name Field.
	 */
	public function text( string $name ): string {
		$value = $this->values[ $name ] ?? '';

		return is_string( $value ) ? $value : '';
	}

	/**
	 * A switch.
	 *
	 * @param string $name Field.
	 */
	public function flag( string $name ): bool {
		return true === ( $this->values[ $name ] ?? false );
	}

	/**
	 * A number field.
	 *
	 * @param string $name Field.
	 */
	public function number( string $name ): int {
		$value = $this->values[ $name ] ?? 0;

		return is_int( $value ) ? $value : 0;
	}

	/**
	 * A list of strings.
	 *
	 * @param string $name Field.
	 * @return list<string>
	 */
	public function items( string $name ): array {
		$value = $this->values[ $name ] ?? array();

		return is_array( $value ) ? array_values( array_filter( $value, 'is_string' ) ) : array();
	}

	/**
	 * A map of strings.
	 *
	 * @param string $name Field.
	 * @return array<string,string>
	 */
	public function map( string $name ): array {
		$value = $this->values[ $name ] ?? array();
		$map   = array();
		foreach ( is_array( $value ) ? $value : array() as $key => $text ) {
			if ( is_string( $text ) ) {
				$map[ (string) $key ] = $text;
			}
		}

		return $map;
	}

	/**
	 * A JSON document field as text, or null.
	 *
	 * @param string $name `claim_map` or `issuer_scope`.
	 */
	public function json( string $name ): ?string {
		$value = $this->values[ $name ] ?? null;

		return is_string( $value ) ? $value : null;
	}

	/**
	 * What the provider may say. A scope that is missing or broken allows nothing; without an ID token nothing ties the
	 * answer to this browser's attempt but the code, so the assurance ends at 1.
	 */
	public function scope(): Issuer_Scope {
		try {
			$scope = Issuer_Scope::from_json( $this->json( 'issuer_scope' ) ?? '' );
		} catch ( \Throwable ) {
			return Issuer_Scope::none();
		}

		return 'oauth2' === $this->text( 'kind' ) ? $scope->capped( self::OAUTH2_ASSURANCE ) : $scope;
	}

	/**
	 * Whether anybody can be a member of anything by its word.
	 */
	public function vouches(): bool {
		return array() !== $this->scope()->organisations;
	}

	/**
	 * How people are told apart, as rules name it: `stable`, `ephemeral` or `claim`.
	 */
	public function strategy(): string {
		return explode( ':', $this->text( 'subject' ), 2 )[0];
	}

	/**
	 * Whether no identity is kept: memberships live in the session only.
	 */
	public function is_ephemeral(): bool {
		return 'ephemeral' === $this->text( 'subject' );
	}

	/**
	 * What makes an answer believable: the addresses that the site asks. Two records of one issuer speak for the same people
	 * only when they ask the same ones.
	 */
	public function trust_root(): string {
		$fields = 'oauth2' === $this->text( 'kind' ) ? array( 'authorization_endpoint', 'token_endpoint', 'userinfo_endpoint' ) : array( 'discovery_url' );

		return implode( ' ', array( $this->text( 'kind' ), $this->text( 'issuer' ), ...array_map( $this->text( ... ), $fields ) ) );
	}

	/**
	 * Whether another record claims the same people and gets its answers from elsewhere.
	 *
	 * @param Provider $other Other record.
	 */
	public function rivals( self $other ): bool {
		return '' !== $this->text( 'issuer' ) && $this->text( 'issuer' ) === $other->text( 'issuer' ) && $this->trust_root() !== $other->trust_root();
	}

	/**
	 * Digest of everything that decides how an answer is judged.
	 *
	 * @return string 64 lower hex.
	 */
	public function digest(): string {
		$values = array();
		foreach ( self::SECURITY as $name ) {
			$values[ $name ] = $this->values[ $name ] ?? null;
		}

		return hash( 'sha256', (string) wp_json_encode( $values ) );
	}

	/**
	 * A document field as JSON text.
	 *
	 * @param mixed $value JSON text, decoded object or array, or null.
	 */
	private static function document( mixed $value ): ?string {
		if ( is_string( $value ) && '' !== $value ) {
			return $value;
		}
		if ( $value instanceof \stdClass || ( is_array( $value ) && array() !== $value ) ) {
			$json = wp_json_encode( $value, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE );

			return is_string( $json ) ? $json : null;
		}

		return null;
	}

	/**
	 * What somebody is told who makes a second one of the same short name.
	 *
	 * @return Problem `provider_exists` (409), to throw.
	 */
	public static function taken(): Problem {
		$text = __( 'This short name is taken. Choose another one.', 'coop-credentials' );

		return new Problem( 'provider_exists', 409, $text, null, array( 'params' => array( 'slug' => $text ) ) );
	}
}
