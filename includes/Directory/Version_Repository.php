<?php
/**
 * SQL of the directory version.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Database;

/**
 * A counter and an instant in two options, changed by single guarded statements.
 */
final class Version_Repository {

	public const VERSION = 'coop_credentials_directory_version';
	public const NEXT    = 'coop_credentials_directory_next';

	public function __construct( private readonly Database $db ) {}

	public function add_one(): void {
		$rows = $this->db->execute( 'UPDATE %i SET option_value = option_value + 1 WHERE option_name = %s', $this->db->wpdb->options, self::VERSION );
		if ( $rows < 1 ) {
			$this->create( self::VERSION, '1' );
		}
		self::forget( self::VERSION );
	}

	/**
	 * Moves the next change forward in time only.
	 */
	public function not_later_than( \DateTimeImmutable $next ): void {
		$value = Database::datetime( $next );
		$found = $this->db->value( 'SELECT option_value FROM %i WHERE option_name = %s', $this->db->wpdb->options, self::NEXT );
		if ( null === $found ) {
			$this->create( self::NEXT, $value );
		} else {
			$this->db->execute( "UPDATE %i SET option_value = %s WHERE option_name = %s AND ( option_value = '' OR option_value > %s )", $this->db->wpdb->options, $value, self::NEXT, $value );
		}
		self::forget( self::NEXT );
	}

	/**
	 * @return bool False when somebody else moved it.
	 */
	public function move( string $from, string $to ): bool {
		$rows = $from === $to ? 1 : $this->db->execute( 'UPDATE %i SET option_value = %s WHERE option_name = %s AND option_value = %s', $this->db->wpdb->options, $to, self::NEXT, $from );
		self::forget( self::NEXT );
		return 1 === $rows;
	}

	private function create( string $name, string $value ): void {
		// When a twin was first this fails, the unit of work runs again and finds the row.
		$this->db->execute( 'INSERT INTO %i ( option_name, option_value, autoload ) VALUES ( %s, %s, %s )', $this->db->wpdb->options, $name, $value, 'off' );
	}

	private static function forget( string $name ): void {
		wp_cache_delete( $name, 'options' );
		wp_cache_delete( 'notoptions', 'options' );
	}
}
