<?php
/**
 * Creates and changes providers.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\OpenID\Discovery;
use CoopCredentials\OpenID\Document_Cache;
use CoopCredentials\Sign_In\Setup\Authority;
use CoopCredentials\Sign_In\Setup\Map_History;
use CoopCredentials\Sign_In\Setup\Record_Check;
use CoopCredentials\Sign_In\Setup\Test_Memory;

/**
 * What happens when an owner saves a provider: the issuer is compared before anything is stored, an incomplete provider
 * cannot be enabled, and the secret goes in but never comes out.
 */
final class Provider_Editor {

	private const WELL_KNOWN = '/.well-known/openid-configuration';

	/** Fields whose change gets a row of its own in the log. */
	private const WATCHED = array( 'secret', 'issuer', 'discovery_url', 'authorization_endpoint', 'token_endpoint', 'userinfo_endpoint' );

	/**
	 * Builds the editor.
	 *
	 * @param Provider_Store      $providers Providers.
	 * @param Provider_Secrets    $secrets   Secrets.
	 * @param Record_Check        $record    What the other rooms say of a record.
	 * @param Discovery           $discovery Metadata.
	 * @param Document_Cache      $cache     Kept documents.
	 * @param Map_History         $history   Earlier maps and scopes.
	 * @param Test_Memory         $tests     Last tests.
	 * @param Audit_Log           $audit     Audit log.
	 * @param Authority|null      $authority Who may change what others are known by; null where the route asks for more anyway.
	 */
	public function __construct(
		private readonly Provider_Store $providers,
		private readonly Provider_Secrets $secrets,
		private readonly Record_Check $record,
		private readonly Discovery $discovery,
		private readonly Document_Cache $cache,
		private readonly Map_History $history,
		private readonly Test_Memory $tests,
		private readonly Audit_Log $audit,
		private readonly ?Authority $authority = null,
	) {
	}

	/**
	 * Makes a provider.
	 *
	 * @param array<string,mixed> $values Values by field.
	 * @param string|null         $secret Secret.
	 * @throws Problem `invalid_request`, `provider_incomplete` (400), `provider_exists` (409), or what discovery finds.
	 */
	public function create( array $values, #[\SensitiveParameter] ?string $secret ): Provider {
		$provider = Provider::from_array( self::complete( $values ) );
		$provider = null !== $secret && '' !== $secret ? $provider->with_sealed_secret( $this->secrets->seal( $provider->slug, $secret ) ) : $provider;
		if ( null !== $this->providers->find( $provider->slug ) ) {
			throw Provider::taken();
		}
		$this->authority?->check( null, $provider );
		$this->check( $provider, true );
		$saved = $this->providers->save( $provider );
		$this->audit->record(
			'provider_created',
			'ok',
			'',
			array(
				'provider' => $provider->slug,
				'details'  => array( 'kind' => $provider->text( 'kind' ) ),
			)
		);
		self::tell( $provider->slug );

		return $saved;
	}

	/**
	 * Changes a provider.
	 *
	 * @param string              $slug    Slug.
	 * @param array<string,mixed> $changes Values by field.
	 * @param string|null         $secret  New secret; null keeps the old one, '' removes it.
	 * @param string|null         $version Version the change is based on; null = the stored one.
	 * @throws Problem `provider_unknown` (404), `edit_conflict` (409), and as {@see create()}.
	 */
	public function change( string $slug, array $changes, #[\SensitiveParameter] ?string $secret, ?string $version ): Provider {
		$before = $this->providers->find( $slug ) ?? throw new Problem( 'provider_unknown', 404, __( 'There is no such provider.', 'coop-credentials' ) );
		if ( null !== $version && $version !== $before->hash ) {
			throw new Problem( 'edit_conflict', 409, __( 'Somebody else changed this meanwhile. Load it again.', 'coop-credentials' ) );
		}
		$after = Provider::from_array( self::complete( $changes + $before->to_array() + array( 'slug' => $slug ) ), $before->sealed_secret, $before->hash );
		$this->authority?->check( $before, $after );
		$is_dropped = null === $secret && null !== $after->sealed_secret && self::asks_elsewhere( $before, $after );
		if ( $is_dropped ) {
			$after = $after->with_sealed_secret( null ); // It was given for the old address and goes to no other.
		}
		if ( null !== $secret ) {
			$after = $after->with_sealed_secret( '' === $secret ? null : $this->secrets->seal( $slug, $secret ) );
		}
		// What does not touch the connection can be saved, and a provider be switched off, while it does not answer.
		$this->check( $after, $after->digest() !== $before->digest() || ( $after->enabled() && ! $before->enabled() ), $is_dropped );
		$saved = $this->providers->save( $after, $before->hash );
		$this->history->keep( $before, $after );

		$fields = array_keys( array_filter( $after->to_array(), static fn( mixed $value, string $name ): bool => ( $before->to_array()[ $name ] ?? null ) !== $value, ARRAY_FILTER_USE_BOTH ) );
		if ( $after->sealed_secret !== $before->sealed_secret ) {
			$fields[] = 'secret';
		}
		if ( array() === $fields ) {
			return $saved;
		}
		if ( array() !== array_intersect( $fields, array( 'discovery_url', 'issuer' ) ) ) {
			$this->cache->forget( $slug );
		}
		$this->audit->record(
			'provider_changed',
			'ok',
			'',
			array(
				'provider' => $slug,
				'details'  => array( 'fields' => implode( ' ', $fields ) ),
			)
		);
		$this->record_security( $before, $after, $fields );
		self::tell( $slug );

		return $saved;
	}

	/**
	 * Removes a provider.
	 *
	 * @param string $slug Slug.
	 * @throws Problem `provider_unknown` (404).
	 */
	public function remove( string $slug ): void {
		if ( ! $this->providers->delete( $slug ) ) {
			throw new Problem( 'provider_unknown', 404, __( 'There is no such provider.', 'coop-credentials' ) );
		}
		$this->cache->forget( $slug );
		$this->history->forget( $slug );
		$this->tests->forget( $slug );
		$this->audit->record( 'provider_deleted', 'ok', '', array( 'provider' => $slug ) );
		self::tell( $slug );
	}

	/**
	 * Whether an address the secret may be sent to has become another one.
	 *
	 * @param Provider $before Before.
	 * @param Provider $after  After.
	 */
	private static function asks_elsewhere( Provider $before, Provider $after ): bool {
		foreach ( array( 'issuer', 'discovery_url', 'token_endpoint' ) as $field ) {
			if ( '' !== $before->text( $field ) && $after->text( $field ) !== $before->text( $field ) ) {
				return true;
			}
		}

		return false;
	}

	/**
	 * A row of its own for what somebody would change who wants to take sign-in over.
	 *
	 * @param Provider     $before Before.
	 * @param Provider     $after  After.
	 * @param list<string> $fields Fields that changed.
	 */
	private function record_security( Provider $before, Provider $after, array $fields ): void {
		foreach ( array_intersect( $fields, self::WATCHED ) as $field ) {
			$details = array( 'field' => $field );
			if ( 'secret' !== $field ) {
				$details += array(
					'old' => $before->text( $field ),
					'new' => $after->text( $field ),
				);
			}
			$this->audit->record(
				'secret' === $field ? 'provider_secret_changed' : ( 'issuer' === $field ? 'provider_issuer_changed' : 'provider_endpoint_changed' ),
				'ok',
				'',
				array(
					'provider' => $after->slug,
					'details'  => $details,
				)
			);
		}
	}

	/**
	 * Tells the rooms.
	 *
	 * @param string $slug Provider.
	 */
	private static function tell( string $slug ): void {
		/**
		 * Fires after a provider was made, changed or removed.
		 *
		 * @since 0.2.0
		 *
		 * @param string $slug Provider.
		 */
		do_action( 'coop_credentials_provider_changed', $slug );
	}

	/**
	 * Checks what only the outside world and the other rooms know.
	 *
	 * @param Provider $provider   Provider.
	 * @param bool     $is_read    Whether its metadata are read.
	 * @param bool     $is_dropped Whether its secret was dropped with its old address.
	 * @throws Problem The reason, with words for the owner.
	 */
	private function check( Provider $provider, bool $is_read, bool $is_dropped = false ): void {
		$this->record->check( $provider );
		if ( ! $is_dropped ) {
			$this->check_complete( $provider, false );
		}
		$reads = array_intersect( $this->secrets->missing( $provider ), array( 'discovery_url', 'issuer', 'authorization_endpoint', 'token_endpoint', 'userinfo_endpoint' ) );
		if ( $is_read && array() === $reads ) {
			$this->read( $provider );
		}
		$this->record->check_issuer( $provider );
		if ( $is_dropped ) {
			$this->check_complete( $provider, true ); // After the address: whoever mistyped it is told so first.
		}
	}

	/**
	 * An incomplete provider cannot be on.
	 *
	 * @param Provider $provider   Provider.
	 * @param bool     $is_dropped Whether its secret was dropped with its old address.
	 * @throws Problem `provider_incomplete` (400).
	 */
	private function check_complete( Provider $provider, bool $is_dropped ): void {
		$missing = $this->secrets->missing( $provider );
		if ( ! $provider->enabled() || array() === $missing ) {
			return;
		}
		$facts = array( 'missing' => $missing );
		if ( in_array( 'secret', $missing, true ) && ( $is_dropped || $this->secrets->is_too_short( $provider ) ) ) {
			$facts['params'] = array( 'secret' => $is_dropped ? __( 'The provider’s address has changed. Enter the client secret again: the old one is not sent to a new address.', 'coop-credentials' ) : Provider_Remedies::text( 'secret_too_short' ) );
		}
		throw new Problem( 'provider_incomplete', 400, __( 'Something is missing before visitors can use this provider.', 'coop-credentials' ), null, $facts );
	}

	/**
	 * Reads the metadata at their source.
	 *
	 * @param Provider $provider Provider.
	 * @throws Problem What discovery finds, with words for the owner and its field.
	 */
	private function read( Provider $provider ): void {
		try {
			$this->discovery->read_now( $this->secrets->draft( $provider ) );
		} catch ( Problem $problem ) {
			$words = Provider_Remedies::text( $problem->reason, array( 'address' => $provider->text( 'discovery_url' ) ) + $problem->data );
			$field = Provider_Remedies::field( $problem->reason, $problem->data, $provider->text( 'kind' ) );
			if ( 'discovery_url' === $field && rtrim( $provider->text( 'issuer' ), '/' ) . self::WELL_KNOWN === $provider->text( 'discovery_url' ) ) {
				$field = 'issuer'; // The address was made from it.
			}
			throw new Problem( $problem->reason, 400, $words, null, $problem->data + ( null === $field ? array() : array( 'params' => array( $field => $words ) ) ), null, $problem );
		}
	}

	/**
	 * Fills issuer or discovery address from the other, where OpenID Connect Discovery 1.0 §4 fixes how they relate. The
	 * guess is compared with the document like any typed value.
	 *
	 * @param array<string,mixed> $values Values by field.
	 * @return array<string,mixed>
	 */
	private static function complete( array $values ): array {
		$issuer    = is_string( $values['issuer'] ?? null ) ? trim( $values['issuer'] ) : '';
		$discovery = is_string( $values['discovery_url'] ?? null ) ? trim( $values['discovery_url'] ) : '';
		if ( 'oauth2' === ( $values['kind'] ?? 'oidc' ) ) {
			return $values;
		}
		if ( 1 === preg_match( '#\A[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?(?:/\S*)?\z#i', $issuer ) ) {
			$issuer = 'https://' . $issuer; // As people say an address; the document is compared with it all the same.
		}
		if ( str_ends_with( $issuer, self::WELL_KNOWN ) ) {
			$discovery = '' === $discovery || $discovery === $issuer . self::WELL_KNOWN ? $issuer : $discovery; // The address of the document, given for the issuer in it.
			$issuer    = substr( $issuer, 0, -strlen( self::WELL_KNOWN ) );
		}
		if ( '' === $discovery && '' !== $issuer ) {
			$discovery = rtrim( $issuer, '/' ) . self::WELL_KNOWN;
		} elseif ( '' === $issuer && str_ends_with( $discovery, self::WELL_KNOWN ) ) {
			$issuer = substr( $discovery, 0, -strlen( self::WELL_KNOWN ) );
		}

		return array(
			'issuer'        => $issuer,
			'discovery_url' => $discovery,
		) + $values;
	}
}
