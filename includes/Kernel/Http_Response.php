<?php
/**
 * One answer.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * An accepted answer of another server.
 */
final class Http_Response {

	/**
	 * @param int                   $status  HTTP status.
	 * @param array<string, string> $headers Lower-case name => value.
	 * @param string                $body    Bytes.
	 */
	public function __construct( public readonly int $status, public readonly array $headers, public readonly string $body ) {}

	/**
	 * Objects as stdClass, depth at most 32 (PHP counts one more).
	 *
	 * @throws Problem With reason not_json (502).
	 */
	public function json(): mixed {
		try {
			return json_decode( $this->body, false, 33, JSON_THROW_ON_ERROR );
		} catch ( \JsonException $bad ) {
			throw new Problem( 'not_json', 502, '', null, array(), null, $bad );
		}
	}
}
