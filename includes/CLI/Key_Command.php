<?php
declare( strict_types=1 );

namespace CoopCredentials\CLI;

use CoopCredentials\Kernel;

/**
 * Looks after the site key.
 */
final class Key_Command {

	public function __construct( private readonly Kernel\Services $kernel, private readonly Console $console ) {
	}

	/**
	 * Says where the site key is and which versions are in use. Ends with 1 when it cannot be used.
	 *
	 * @param list<string>         $args    None.
	 * @param array<string, mixed> $options None.
	 */
	public function status( array $args, array $options ): void {
		$secrets = $this->kernel->secrets();
		$status  = $secrets->status();
		if ( 'missing' === $status || 'changed' === $status ) {
			$this->console->fail( $status );
		}
		$this->console->line( $status . ', version ' . $secrets->current_version() );
	}

	/**
	 * Prints a key that is kept in the database as a line for wp-config.php. Treat the line like a password.
	 *
	 * @param list<string>         $args    None.
	 * @param array<string, mixed> $options None.
	 */
	public function export( array $args, array $options ): void {
		$stored = $this->kernel->options()->read( 'site_key' );
		$key    = null === $stored ? null : ( $stored->value['key'] ?? null );
		if ( 'option' !== $this->kernel->secrets()->status() || ! is_string( $key ) ) {
			$this->console->fail( __( 'The key in use is not in the database.', 'coop-credentials' ) );
		}
		$this->console->line( "define( 'COOP_CREDENTIALS_KEY', '" . $key . "' );" );
	}

	/**
	 * Adds a new key version. Coupons made before stay readable while their version is kept.
	 *
	 * @param list<string>         $args    None.
	 * @param array<string, mixed> $options None.
	 */
	public function rotate( array $args, array $options ): void {
		$version = $this->kernel->secrets()->rotate();
		$this->kernel->audit_log()->record( 'key_rotated', 'ok' );
		/* translators: %d: number of a version. */
		$this->console->success( sprintf( __( 'New codes use version %d.', 'coop-credentials' ), $version ) );
	}
}
