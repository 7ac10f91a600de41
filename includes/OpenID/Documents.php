<?php
/**
 * Fetches and keeps a provider's documents.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Http;
use CoopCredentials\Kernel\Http_Request;
use CoopCredentials\Kernel\Http_Response;
use CoopCredentials\Kernel\Problem;

/**
 * Reads a document through the cache. Only good answers are ever kept; when a provider is away, the last good one
 * serves for a day more.
 */
final class Documents {

	private const MAX_BYTES      = 262144;
	private const TIMEOUT        = 5.0;
	private const LIFETIME       = 3600;
	private const SHORTEST       = 300;
	private const LONGEST        = 86400;
	private const GRACE          = 86400;
	private const REFETCH_PERIOD = 60;

	/**
	 * Builds the reader.
	 *
	 * @param Http           $http  Outbound requests.
	 * @param Clock          $clock Time.
	 * @param Document_Cache $cache Where good answers are kept.
	 */
	public function __construct(
		private readonly Http $http,
		private readonly Clock $clock,
		private readonly Document_Cache $cache,
	) {
	}

	/**
	 * The document: the kept one while fresh, else a new one, else the last good one.
	 *
	 * @param Client                       $client      Client.
	 * @param string                       $kind        `metadata` or `keys`.
	 * @param string                       $url         Address.
	 * @param string                       $unavailable Reason when nothing can be had.
	 * @param callable( \stdClass ): bool  $is_good     Whether an answer is worth keeping; may throw a Problem, which is final.
	 * @param int                          $margin      Seconds before the end of freshness at which to fetch anew.
	 * @throws Problem With $unavailable, `host_not_allowed`, `provider_paused` or what $is_good throws.
	 */
	public function get( Client $client, string $kind, string $url, string $unavailable, callable $is_good, int $margin = 0 ): \stdClass {
		$now  = $this->clock->now()->getTimestamp();
		$kept = $this->kept( $client, $kind, $url );

		if ( null !== $kept && $now + $margin < $kept->fresh_until ) {
			$document = Json::object( $kept->body );
			if ( null !== $document ) {
				return $document;
			}
		}

		try {
			return $this->fetch( $client, $kind, $url, $unavailable, $is_good );
		} catch ( Problem $problem ) {
			$document = null !== $kept && $now < $kept->fresh_until + self::GRACE ? Json::object( $kept->body ) : null;
			if ( null === $document || ! in_array( $problem->reason, array( $unavailable, 'provider_paused' ), true ) ) {
				throw $problem;
			}
			return $document;
		}
	}

	/**
	 * Fetches again although the kept document is fresh: at most once a minute for each provider.
	 *
	 * @param Client                      $client      Client.
	 * @param string                      $kind        `metadata` or `keys`.
	 * @param string                      $url         Address.
	 * @param string                      $unavailable Reason when nothing can be had.
	 * @param callable( \stdClass ): bool $is_good     As in {@see get()}.
	 * @return \stdClass|null The kept copy when it is not our turn; null when the provider is away.
	 */
	public function refetch( Client $client, string $kind, string $url, string $unavailable, callable $is_good ): ?\stdClass {
		$now = $this->clock->now()->getTimestamp();
		if ( ! $this->cache->take_turn( $client->slug, $kind, $now, self::REFETCH_PERIOD ) ) {
			// Whoever had the turn may have kept a younger copy since ours was read.
			$kept = $this->kept( $client, $kind, $url );
			return null !== $kept ? Json::object( $kept->body ) : null;
		}

		try {
			return $this->fetch( $client, $kind, $url, $unavailable, $is_good );
		} catch ( Problem ) {
			return null;
		}
	}

	/**
	 * The kept document, if it came from this very address.
	 *
	 * @param Client $client Client.
	 * @param string $kind   `metadata` or `keys`.
	 * @param string $url    Address.
	 */
	public function kept( Client $client, string $kind, string $url ): ?Cached_Document {
		$kept = $this->cache->read( $client->slug, $kind );

		return null !== $kept && $kept->url === $url ? $kept : null;
	}

	/**
	 * One request; keeps the answer when it is good.
	 *
	 * @param Client                      $client      Client.
	 * @param string                      $kind        `metadata` or `keys`.
	 * @param string                      $url         Address.
	 * @param string                      $unavailable Reason when nothing can be had.
	 * @param callable( \stdClass ): bool $is_good     As in {@see get()}.
	 * @throws Problem See {@see get()}.
	 */
	public function fetch( Client $client, string $kind, string $url, string $unavailable, callable $is_good ): \stdClass {
		try {
			$response = $this->http->request(
				new Http_Request( 'GET', $url, array( 'Accept' => 'application/json' ), null, self::MAX_BYTES, self::TIMEOUT )
			);
		} catch ( Problem $problem ) {
			throw Refused::because( self::reason( $problem, $unavailable ), array( 'cause' => $problem->reason ), $problem );
		}

		$document = Json::object( $response->body );
		if ( null === $document || true !== $is_good( $document ) ) {
			throw Refused::because( $unavailable, array( 'cause' => 'not_an_object' ) );
		}

		$now = $this->clock->now()->getTimestamp();
		$this->cache->write( $client->slug, $kind, new Cached_Document( $url, $response->body, $now, $now + self::lifetime( $response ) ) );

		return $document;
	}

	/**
	 * Translates a failure of the outbound door.
	 *
	 * @param Problem $problem     Failure.
	 * @param string  $unavailable Reason for "away or unreadable".
	 */
	public static function reason( Problem $problem, string $unavailable ): string {
		return match ( $problem->reason ) {
			'host_not_allowed' => 'host_not_allowed',
			'circuit_open'     => 'provider_paused',
			default            => $unavailable,
		};
	}

	/**
	 * How long an answer may be kept, from `Cache-Control: max-age` (RFC 9111 §5.2.2.1), within our bounds.
	 *
	 * @param Http_Response $response Answer.
	 * @return int Seconds.
	 */
	private static function lifetime( Http_Response $response ): int {
		$control = $response->headers['cache-control'] ?? '';
		if ( 1 === preg_match( '/(?:^|[\s,])max-age\s*=\s*"?(\d{1,9})/i', $control, $found ) ) {
			return max( self::SHORTEST, min( self::LONGEST, (int) $found[1] ) );
		}

		return self::LIFETIME;
	}
}
