<?php
/**
 * Reads and judges a provider's metadata.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

use CoopCredentials\Kernel\Problem;

/**
 * OpenID Connect Discovery 1.0 §4 with the issuer pinned by the owner: the address a document is read from proves
 * nothing, the issuer in it has to be the expected one, byte by byte (§4.3, RFC 8414 §3.3).
 */
final class Discovery {

	private const KIND = 'metadata';

	/**
	 * Builds the reader.
	 *
	 * @param Documents                                       $documents Cached reading.
	 * @param Endpoint                                        $endpoint  Which addresses may be used.
	 * @param (\Closure( Client, array<string,string> ): void)|null $on_change Told which endpoints changed since the last good copy.
	 * @param (\Closure( string ): void)|null $allow    Told which addresses a configured provider answers at, so that they may be called.
	 */
	public function __construct(
		private readonly Documents $documents,
		private readonly Endpoint $endpoint,
		private readonly ?\Closure $on_change = null,
		private readonly ?\Closure $allow = null,
	) {
	}

	/**
	 * Metadata of the client's provider.
	 *
	 * @param Client $client Client.
	 * @param int    $margin Seconds before the end of freshness at which to fetch anew (background refresh).
	 * @throws Problem `metadata_unreadable`, `metadata_unusable`, `endpoint_insecure`, `issuer_mismatch`, `host_not_allowed`, `provider_paused`.
	 */
	public function get( Client $client, int $margin = 0 ): Metadata {
		if ( null !== $client->typed ) {
			$this->check_addresses( $client, $client->typed );
			return $client->typed;
		}

		$this->check_discovery_url( $client );
		$before   = $this->documents->kept( $client, self::KIND, $client->discovery_url );
		$document = $this->documents->get( $client, self::KIND, $client->discovery_url, 'metadata_unreadable', $this->judge( $client ), $margin );
		$metadata = $this->check( $client, Metadata::from_document( $document ) );
		$this->report_changes( $client, $before, $metadata );

		return $metadata;
	}

	/**
	 * Reads the document now, past the cache: for saving and testing a provider.
	 *
	 * @param Client $client Client.
	 * @throws Problem As {@see get()}.
	 */
	public function read_now( Client $client ): Metadata {
		if ( null !== $client->typed ) {
			return $this->get( $client );
		}

		$this->check_discovery_url( $client );
		$before   = $this->documents->kept( $client, self::KIND, $client->discovery_url );
		$document = $this->documents->fetch( $client, self::KIND, $client->discovery_url, 'metadata_unreadable', $this->judge( $client ) );
		$metadata = Metadata::from_document( $document );
		$this->report_changes( $client, $before, $metadata );

		return $metadata;
	}

	/**
	 * Whether metadata may be used with this client.
	 *
	 * @param Client   $client   Client.
	 * @param Metadata $metadata Metadata.
	 * @return Metadata The same metadata.
	 * @throws Problem `issuer_mismatch` with both values, `metadata_unusable`, `endpoint_insecure`.
	 */
	public function check( Client $client, Metadata $metadata ): Metadata {
		if ( '' === $metadata->issuer || $metadata->issuer !== $client->issuer ) {
			throw Refused::because(
				'issuer_mismatch',
				array(
					'expected' => $client->issuer,
					'seen'     => substr( $metadata->issuer, 0, 300 ),
				)
			);
		}
		if ( '' === $metadata->authorization_endpoint || '' === $metadata->token_endpoint ) {
			throw Refused::because( 'metadata_unusable', array( 'missing' => 'endpoint' ) );
		}
		if ( 'oidc' === $client->kind ) {
			$this->check_signing( $client, $metadata );
		}
		$this->check_addresses( $client, $metadata );

		return $metadata;
	}

	/**
	 * A provider of ID tokens needs keys and one algorithm we accept. `none` is never one of them.
	 *
	 * @param Client   $client   Client.
	 * @param Metadata $metadata Metadata.
	 * @throws Problem `metadata_unusable`.
	 */
	private function check_signing( Client $client, Metadata $metadata ): void {
		if ( null === $metadata->jwks_uri && array( 'HS256' ) !== $client->algorithms ) {
			throw Refused::because( 'metadata_unusable', array( 'missing' => 'jwks_uri' ) );
		}
		// The list is compulsory in Discovery §3; a provider that omits it is taken at its keys.
		if ( array() !== $metadata->algorithms && array() === array_intersect( $client->algorithms, $metadata->algorithms ) ) {
			throw Refused::because( 'metadata_unusable', array( 'algorithms' => array_slice( $metadata->algorithms, 0, 20 ) ) );
		}
	}

	/**
	 * Every address must be acceptable, the issuer too.
	 *
	 * @param Client   $client   Client.
	 * @param Metadata $metadata Metadata.
	 * @throws Problem `endpoint_insecure`.
	 */
	private function check_addresses( Client $client, Metadata $metadata ): void {
		foreach ( array( 'issuer' => $client->issuer ) + $metadata->endpoints() as $name => $url ) {
			if ( ! $this->endpoint->is_acceptable( $url ) ) {
				throw Refused::because( 'endpoint_insecure', array( 'endpoint' => $name ) );
			}
			if ( null !== $this->allow && 'issuer' !== $name ) {
				( $this->allow )( $url );
			}
		}
	}

	/**
	 * The discovery address itself.
	 *
	 * @param Client $client Client.
	 * @throws Problem `endpoint_insecure`.
	 */
	private function check_discovery_url( Client $client ): void {
		if ( ! $this->endpoint->is_acceptable( $client->discovery_url ) ) {
			throw Refused::because( 'endpoint_insecure', array( 'endpoint' => 'discovery_url' ) );
		}
		if ( null !== $this->allow ) {
			( $this->allow )( $client->discovery_url );
		}
	}

	/**
	 * A document that may not be used is never kept.
	 *
	 * @param Client $client Client.
	 * @return \Closure( \stdClass ): bool
	 */
	private function judge( Client $client ): \Closure {
		return function ( \stdClass $document ) use ( $client ): bool {
			$this->check( $client, Metadata::from_document( $document ) );
			return true;
		};
	}

	/**
	 * Tells the listener about endpoints that are not what they were.
	 *
	 * @param Client               $client   Client.
	 * @param Cached_Document|null $before   Last good copy.
	 * @param Metadata             $metadata Metadata now.
	 */
	private function report_changes( Client $client, ?Cached_Document $before, Metadata $metadata ): void {
		$old = null !== $before ? Json::object( $before->body ) : null;
		if ( null === $old || null === $this->on_change ) {
			return;
		}

		$changed = array_diff_assoc( $metadata->endpoints(), Metadata::from_document( $old )->endpoints() );
		if ( array() !== $changed ) {
			( $this->on_change )( $client, $changed );
		}
	}
}
