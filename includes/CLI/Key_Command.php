<?php
declare( strict_types=1 );

namespace CoopCredentials\CLI;

use CoopCredentials\Kernel;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Offers;

/**
 * Looks after the site key.
 */
final class Key_Command {

	private const KEPT = 3;

	public function __construct( private readonly Kernel\Services $kernel, private readonly Offers\Services $offers, private readonly Console $console ) {
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
	 * Adds a new key version. Coupons made before stay readable: a version is dropped, the oldest of three, only when no
	 * open coupon needs it. One step, so an interrupted call has done all or nothing and can be repeated.
	 *
	 * @param list<string>         $args    None.
	 * @param array<string, mixed> $options None.
	 */
	public function rotate( array $args, array $options ): void {
		$live = $this->kernel->secrets()->live_versions();
		$open = count( $live ) < self::KEPT ? 0 : $this->offers->coupon_repository()->open_with_key( min( $live ), $this->kernel->clock()->now() );
		if ( $open > 0 ) {
			/* translators: 1: number of coupons, 2: number of a version. */
			$this->console->fail( sprintf( _n( '%1$d coupon still needs version %2$d, which would be dropped. Wait until it is used or has ended.', '%1$d coupons still need version %2$d, which would be dropped. Wait until they are used or have ended.', $open, 'coop-credentials' ), $open, min( $live ) ) );
		}
		try {
			$version = $this->kernel->secrets()->rotate();
		} catch ( Problem $problem ) {
			$this->console->fail( $problem->reason . ': ' . $problem->getMessage() );
		}
		$this->kernel->audit_log()->record( 'key_rotated', 'ok' );
		/* translators: %d: number of a version. */
		$this->console->success( sprintf( __( 'New codes use version %d.', 'coop-credentials' ), $version ) );
	}
}
