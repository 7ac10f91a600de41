<?php
/**
 * A provider's keys.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

use CoopCredentials\Kernel\Problem;

/**
 * Picks verification keys from a provider's key set (RFC 7517 §5).
 *
 * Unusable keys are skipped one by one: a set with one key of a kind we do not know stays usable.
 */
final class Key_Set {

	private const KIND     = 'keys';
	private const MAX_KEYS = 64;

	/**
	 * Builds the key set reader.
	 *
	 * @param Documents $documents Cached reading.
	 */
	public function __construct( private readonly Documents $documents ) {
	}

	/**
	 * The keys usable with an algorithm.
	 *
	 * @param Client   $client    Client.
	 * @param Metadata $metadata  Metadata.
	 * @param string   $algorithm Algorithm of the token.
	 * @param int      $margin    Seconds before the end of freshness at which to fetch anew.
	 * @return list<Public_Key>
	 * @throws Problem `keys_unavailable`, `provider_paused`, `host_not_allowed`.
	 */
	public function usable( Client $client, Metadata $metadata, string $algorithm, int $margin = 0 ): array {
		if ( 'HS256' === $algorithm ) {
			return array( Public_Key::from_secret( $client->secret() ) );
		}
		if ( null === $metadata->jwks_uri ) {
			return array();
		}

		return self::pick(
			$this->documents->get( $client, self::KIND, $metadata->jwks_uri, 'keys_unavailable', self::is_key_set( ... ), $margin ),
			$algorithm
		);
	}

	/**
	 * The same after one extra fetch, if a minute has passed since the last one.
	 *
	 * @param Client   $client    Client.
	 * @param Metadata $metadata  Metadata.
	 * @param string   $algorithm Algorithm of the token.
	 * @return list<Public_Key>|null Null when no fetch was made or it failed.
	 */
	public function usable_after_refetch( Client $client, Metadata $metadata, string $algorithm ): ?array {
		if ( 'HS256' === $algorithm || null === $metadata->jwks_uri ) {
			return null;
		}
		$document = $this->documents->refetch( $client, self::KIND, $metadata->jwks_uri, 'keys_unavailable', self::is_key_set( ... ) );

		return null === $document ? null : self::pick( $document, $algorithm );
	}

	/**
	 * Reads the keys now, past the cache, and counts those usable: for testing a provider.
	 *
	 * @param Client   $client   Client.
	 * @param Metadata $metadata Metadata.
	 * @return array<string,int> Algorithm → number of usable keys.
	 * @throws Problem As {@see usable()}.
	 */
	public function count_now( Client $client, Metadata $metadata ): array {
		if ( null === $metadata->jwks_uri ) {
			return array();
		}
		$document = $this->documents->fetch( $client, self::KIND, $metadata->jwks_uri, 'keys_unavailable', self::is_key_set( ... ) );
		$counts   = array();
		foreach ( $client->algorithms as $algorithm ) {
			$counts[ $algorithm ] = count( self::pick( $document, $algorithm ) );
		}

		return $counts;
	}

	/**
	 * Whether an answer is a key set at all.
	 *
	 * @param \stdClass $document Decoded answer.
	 */
	private static function is_key_set( \stdClass $document ): bool {
		return is_array( Json::value( $document, 'keys' ) );
	}

	/**
	 * The usable keys of a set.
	 *
	 * @param \stdClass $document  Key set.
	 * @param string    $algorithm Algorithm.
	 * @return list<Public_Key>
	 */
	private static function pick( \stdClass $document, string $algorithm ): array {
		$keys = Json::value( $document, 'keys' );
		if ( ! is_array( $keys ) || count( $keys ) > self::MAX_KEYS ) {
			return array();
		}

		$usable = array();
		foreach ( $keys as $jwk ) {
			$key = Public_Key::from_jwk( $jwk, $algorithm );
			if ( null !== $key ) {
				$usable[] = $key;
			}
		}

		return $usable;
	}
}
