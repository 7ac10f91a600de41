<?php
/**
 * What `wp_die()` becomes in tests.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Support;

/**
 * Thrown instead of ending the process.
 */
final class Wp_Die extends \RuntimeException {

	/** HTTP status that would have been sent. */
	public readonly int $status;

	/**
	 * @param mixed $message What was given to wp_die().
	 * @param mixed $args    Its arguments.
	 */
	public function __construct( mixed $message, mixed $args = array() ) {
		$this->status = is_array( $args ) && isset( $args['response'] ) ? (int) $args['response'] : 500;
		parent::__construct( $message instanceof \WP_Error ? $message->get_error_message() : ( is_scalar( $message ) ? (string) $message : '' ) );
	}
}
