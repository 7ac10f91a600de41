<?php
/**
 * Documents in memory.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\OpenID;

use CoopCredentials\OpenID\Cached_Document;
use CoopCredentials\OpenID\Document_Cache;

/**
 * A cache for one test.
 */
final class Memory_Cache implements Document_Cache {

	/** @var array<string, Cached_Document> */
	private array $documents = array();

	/** @var array<string, int> */
	private array $turns = array();

	/** @var (\Closure(): void)|null What another process does when we ask for the turn. */
	public ?\Closure $on_turn = null;

	public function read( string $provider, string $kind ): ?Cached_Document {
		return $this->documents[ "$provider/$kind" ] ?? null;
	}

	public function write( string $provider, string $kind, Cached_Document $document ): void {
		$this->documents[ "$provider/$kind" ] = $document;
	}

	public function take_turn( string $provider, string $kind, int $now, int $seconds ): bool {
		if ( null !== $this->on_turn ) {
			( $this->on_turn )();
		}
		if ( $now < ( $this->turns[ "$provider/$kind" ] ?? 0 ) ) {
			return false;
		}
		$this->turns[ "$provider/$kind" ] = $now + $seconds;
		return true;
	}

	public function forget( string $provider ): void {
		$this->documents = array();
		$this->turns     = array();
	}
}
