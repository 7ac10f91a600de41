<?php
/**
 * Documents of a network of sites.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * What all sites of a network share, in the network's own options table. It has no unique key: of two documents of one
 * name the older counts, and who finds an older one than its own takes its own away.
 */
final class Network_Option_Repository implements Document_Store {

	private const PREFIX = 'coop_credentials_';

	public function __construct( private readonly Database $database ) {}

	public function read( string $name ): ?Stored_Option {
		$row   = $this->row( $name );
		$value = Option_Repository::decode( $row['meta_value'] ?? null );
		return null === $row || null === $value ? null : new Stored_Option( $name, $value, hash( 'sha256', (string) $row['meta_value'] ) );
	}

	/**
	 * @param string               $name  Name.
	 * @param array<string, mixed> $value Document.
	 * @return bool False when one of that name exists.
	 */
	public function create( string $name, array $value ): bool {
		if ( null !== $this->row( $name ) ) {
			return false;
		}
		$this->database->execute(
			'INSERT INTO %i ( site_id, meta_key, meta_value ) VALUES ( %d, %s, %s )',
			$this->table(),
			get_current_network_id(),
			Option_Repository::full( $name ),
			Option_Repository::encode( $value )
		);
		$own = (int) $this->database->wpdb->insert_id;
		if ( (int) ( $this->row( $name )['meta_id'] ?? 0 ) === $own ) {
			return true;
		}
		$this->database->execute( 'DELETE FROM %i WHERE meta_id = %d', $this->table(), $own );
		return false;
	}

	/**
	 * @param string               $name          Name.
	 * @param array<string, mixed> $value         New document.
	 * @param string               $expected_hash Of the version the change is based on.
	 * @return bool False when another version is stored.
	 */
	public function replace( string $name, array $value, string $expected_hash ): bool {
		$row = $this->row( $name );
		if ( null === $row || ! hash_equals( hash( 'sha256', (string) $row['meta_value'] ), $expected_hash ) ) {
			return false;
		}
		return 1 === $this->database->execute(
			'UPDATE %i SET meta_value = %s WHERE meta_id = %d AND meta_value = %s',
			$this->table(),
			Option_Repository::encode( $value ),
			(int) $row['meta_id'],
			(string) $row['meta_value']
		);
	}

	public function delete( string $name ): bool {
		return $this->database->execute( 'DELETE FROM %i WHERE site_id = %d AND meta_key = %s', $this->table(), get_current_network_id(), Option_Repository::full( $name ) ) > 0;
	}

	/**
	 * Everything of ours, of all networks: on uninstalling.
	 */
	public function delete_all(): void {
		$this->database->execute( 'DELETE FROM %i WHERE meta_key LIKE %s', $this->table(), $this->database->wpdb->esc_like( self::PREFIX ) . '%' );
	}

	/**
	 * Names in order, without the prefix of the plugin.
	 *
	 * @param string $prefix Beginning, ASCII.
	 * @return list<string>
	 */
	public function names( string $prefix ): array {
		$full  = Option_Repository::full( $prefix );
		$names = $this->database->column(
			'SELECT DISTINCT meta_key FROM %i WHERE site_id = %d AND meta_key LIKE %s ORDER BY meta_key',
			$this->table(),
			get_current_network_id(),
			$this->database->wpdb->esc_like( $full ) . '%'
		);
		return array_values( array_map( static fn( string $name ): string => substr( $name, strlen( self::PREFIX ) ), array_filter( $names, static fn( string $name ): bool => str_starts_with( $name, $full ) ) ) );
	}

	/**
	 * @return array<string, string|null>|null
	 * @phpstan-impure
	 */
	private function row( string $name ): ?array {
		return $this->database->row(
			'SELECT meta_id, meta_value FROM %i WHERE site_id = %d AND meta_key = %s ORDER BY meta_id LIMIT 1',
			$this->table(),
			get_current_network_id(),
			Option_Repository::full( $name )
		);
	}

	private function table(): string {
		return (string) $this->database->wpdb->sitemeta;
	}
}
