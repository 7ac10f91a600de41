<?php
/**
 * Keeps documents in options.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

use CoopCredentials\Kernel\Option_Repository;

/**
 * One non-autoloaded option per provider holds its metadata and keys; one more holds whose turn it is to fetch again.
 * Options, not transients: losing the last good key set would cost sign-ins, and the turn has to be atomic.
 */
final class Option_Document_Cache implements Document_Cache {

	private const DOCUMENTS = 'coop_credentials_documents_';
	private const TURNS     = 'coop_credentials_refetch_';

	/**
	 * What was read in this request: metadata and keys of one provider stand in one option and are asked for together.
	 *
	 * @var array<string,array<string,mixed>>
	 */
	private array $known = array();

	/**
	 * Builds the cache.
	 *
	 * @param Option_Repository $options Guarded options.
	 */
	public function __construct( private readonly Option_Repository $options ) {
	}

	/**
	 * The last good document.
	 *
	 * @param string $provider Provider slug.
	 * @param string $kind     `metadata` or `keys`.
	 */
	public function read( string $provider, string $kind ): ?Cached_Document {
		$place = get_current_blog_id() . '|' . $provider;
		if ( ! array_key_exists( $place, $this->known ) ) {
			$this->known[ $place ] = $this->options->read( self::DOCUMENTS . $provider )->value ?? array();
		}
		$value = $this->known[ $place ][ $kind ] ?? null;
		if ( ! is_array( $value ) ) {
			return null;
		}
		$url         = $value['url'] ?? null;
		$body        = $value['body'] ?? null;
		$fetched_at  = $value['fetched_at'] ?? null;
		$fresh_until = $value['fresh_until'] ?? null;

		return is_string( $url ) && is_string( $body ) && is_int( $fetched_at ) && is_int( $fresh_until )
			? new Cached_Document( $url, $body, $fetched_at, $fresh_until )
			: null;
	}

	/**
	 * Keeps a document. Losing a race is harmless: the winner's copy is as good.
	 *
	 * @param string          $provider Provider slug.
	 * @param string          $kind     `metadata` or `keys`.
	 * @param Cached_Document $document Document.
	 */
	public function write( string $provider, string $kind, Cached_Document $document ): void {
		$this->known = array();
		$entry       = array(
			'url'         => $document->url,
			'body'        => $document->body,
			'fetched_at'  => $document->fetched_at,
			'fresh_until' => $document->fresh_until,
		);
		for ( $attempt = 0; $attempt < 3; $attempt++ ) {
			$stored = $this->options->read( self::DOCUMENTS . $provider );
			$done   = null === $stored
				? $this->options->create( self::DOCUMENTS . $provider, array( $kind => $entry ) )
				: $this->options->replace( self::DOCUMENTS . $provider, array( $kind => $entry ) + $stored->value, $stored->hash );
			if ( $done ) {
				return;
			}
		}
	}

	/**
	 * Takes the turn with one guarded write.
	 *
	 * @param string $provider Provider slug.
	 * @param string $kind     `metadata` or `keys`.
	 * @param int    $now      UTC seconds.
	 * @param int    $seconds  Length of the period.
	 */
	public function take_turn( string $provider, string $kind, int $now, int $seconds ): bool {
		$this->known = array(); // Whoever had the turn before may have written meanwhile.
		$stored      = $this->options->read( self::TURNS . $provider );
		if ( null === $stored ) {
			return $this->options->create( self::TURNS . $provider, array( $kind => $now + $seconds ) );
		}
		$until = $stored->value[ $kind ] ?? 0;
		if ( is_int( $until ) && $now < $until ) {
			return false;
		}

		return $this->options->replace( self::TURNS . $provider, array( $kind => $now + $seconds ) + $stored->value, $stored->hash );
	}

	/**
	 * Forgets everything of one provider.
	 *
	 * @param string $provider Provider slug.
	 */
	public function forget( string $provider ): void {
		$this->known = array();
		$this->options->delete( self::DOCUMENTS . $provider );
		$this->options->delete( self::TURNS . $provider );
	}
}
