<?php
/**
 * The outside world, as a test wants it.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\OpenID;

use CoopCredentials\Kernel\Http;
use CoopCredentials\Kernel\Http_Request;
use CoopCredentials\Kernel\Http_Response;
use CoopCredentials\Kernel\Problem;

/**
 * Answers by address, and remembers what was asked.
 */
final class Fake_Http implements Http {

	/** @var array<string, Http_Response|Problem|callable(Http_Request): Http_Response> */
	public array $answers = array();

	/** @var list<Http_Request> */
	public array $requests = array();

	public function request( Http_Request $request ): Http_Response {
		$this->requests[] = $request;
		$answer           = $this->answers[ $request->url ] ?? new Problem( 'bad_status', 502 );
		$answer           = is_callable( $answer ) ? $answer( $request ) : $answer;
		if ( $answer instanceof Problem ) {
			throw $answer;
		}
		if ( ! in_array( $answer->status, $request->accept_status, true ) ) {
			throw new Problem( 'bad_status', 502 );
		}
		if ( $request->json && null === json_decode( $answer->body ) ) {
			throw new Problem( 'not_json', 502 );
		}
		return $answer;
	}

	/** @param mixed $value JSON value. @param array<string, string> $headers Lower case. */
	public static function json( mixed $value, int $status = 200, array $headers = array() ): Http_Response {
		return new Http_Response( $status, $headers + array( 'content-type' => 'application/json' ), is_string( $value ) ? $value : (string) json_encode( $value ) );
	}

	/** How often an address was asked. */
	public function count( string $url ): int {
		return count( array_filter( $this->requests, static fn ( Http_Request $request ): bool => $request->url === $url ) );
	}
}
