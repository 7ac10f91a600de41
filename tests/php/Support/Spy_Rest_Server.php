<?php
/**
 * A REST server whose answer tests can look at.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Support;

/**
 * Collects what would be sent to the browser.
 */
final class Spy_Rest_Server extends \WP_REST_Server {

	/** @var array<string, string> */
	public array $sent_headers = array();
	/** @var list<string> */
	public array $removed_headers = array();
	public int $sent_status       = 200;
	public string $request_body   = '';

	public function send_header( $key, $value ) {
		$this->sent_headers[ $key ] = (string) $value;
	}

	public function remove_header( $key ) {
		unset( $this->sent_headers[ $key ] );
		$this->removed_headers[] = $key;
	}

	public function set_status( $code ) {
		$this->sent_status = (int) $code;
	}

	/** @return string The body of the request being served. */
	public static function get_raw_data() {
		$server = $GLOBALS['wp_rest_server'] ?? null;
		return $server instanceof self ? $server->request_body : '';
	}
}
