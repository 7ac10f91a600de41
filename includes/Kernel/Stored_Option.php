<?php
/**
 * A document as read.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * One JSON document of the options table with the hash of its stored bytes (the edit version).
 */
final class Stored_Option {

	/**
	 * @param string               $name  As asked for.
	 * @param array<string, mixed> $value Decoded.
	 * @param string               $hash  SHA-256 of the stored bytes, lower hex.
	 */
	public function __construct( public readonly string $name, public readonly array $value, public readonly string $hash ) {}
}
