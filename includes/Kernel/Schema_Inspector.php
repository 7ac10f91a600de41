<?php
/**
 * Creating and reading back tables.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * What the database really has, compared with what a Schema says.
 */
final class Schema_Inspector {

	public function __construct( private readonly Database $database ) {}

	/**
	 * Runs dbDelta for every table and reads the result back.
	 *
	 * @return list<string> What is still missing, e.g. "offers", "offers.uid", "offers.key:uid"; empty when complete.
	 */
	public function create( Schema $schema ): array {
		$missing = $this->missing( $schema );
		if ( array() === $missing ) {
			return array();
		}
		require_once ABSPATH . 'wp-admin/includes/upgrade.php'; // @phpstan-ignore requireOnce.fileNotFound
		$suppressed = $this->database->wpdb->suppress_errors( true );
		dbDelta( $this->statements( $schema ) );
		$this->database->wpdb->suppress_errors( $suppressed );
		return $this->missing( $schema );
	}

	/**
	 * The CREATE TABLE statements.
	 *
	 * @return list<string>
	 */
	public function statements( Schema $schema ): array {
		$collate    = $this->database->wpdb->get_charset_collate();
		$statements = array();
		foreach ( $schema->tables() as $name => $body ) {
			$lines        = array_filter( array_map( 'trim', explode( "\n", $body ) ) );
			$statements[] = 'CREATE TABLE ' . $this->name( $name ) . " (\n" . implode( "\n", $lines ) . "\n) ENGINE=InnoDB $collate;";
		}
		return $statements;
	}

	/**
	 * @return list<string>
	 */
	public function missing( Schema $schema ): array {
		$missing = array();
		foreach ( $schema->tables() as $name => $body ) {
			$columns = $this->columns( $name );
			if ( array() === $columns ) {
				$missing[] = $name;
				continue;
			}
			$described = self::describe( $body );
			foreach ( array_diff( array_keys( $described['columns'] ), $columns ) as $column ) {
				$missing[] = $name . '.' . $column;
			}
			$keys = $this->keys( $name );
			foreach ( $described['keys'] as $key => $wanted ) {
				if ( in_array( $key, $described['fulltext'], true ) && $this->database->is_sqlite() ) {
					continue; // No such index there; text search has a second path.
				}
				$found = $keys[ strtolower( $key ) ] ?? null;
				if ( null === $found || $found['columns'] !== $wanted['columns'] || ( $wanted['unique'] && ! $found['unique'] ) ) {
					$missing[] = $name . '.key:' . $key;
				}
			}
		}
		return $missing;
	}

	/**
	 * Puts two rows with the same values into each UNIQUE key, inside a transaction that is rolled back.
	 *
	 * @return list<string> table.key of those that took the second row.
	 */
	public function leaking_keys( Schema $schema ): array {
		$leaking = array();
		foreach ( $schema->tables() as $name => $body ) {
			$described = self::describe( $body );
			foreach ( $described['keys'] as $key => $wanted ) {
				if ( $wanted['unique'] && ! $this->refuses_duplicate( $name, $described['columns'], $wanted['columns'] ) ) {
					$leaking[] = $name . '.' . $key;
				}
			}
		}
		return $leaking;
	}

	/**
	 * Full names of all tables of ours on this site.
	 *
	 * @return list<string>
	 */
	public function existing_tables(): array {
		$wpdb   = $this->database->wpdb;
		$prefix = $wpdb->prefix . 'coop_credentials_';
		$tables = $this->database->column( 'SHOW TABLES LIKE %s', $wpdb->esc_like( $prefix ) . '%' );
		return array_values( array_filter( $tables, static fn( string $table ): bool => str_starts_with( strtolower( $table ), strtolower( $prefix ) ) ) );
	}

	/**
	 * Reads dbDelta's formatting.
	 *
	 * @return array{columns: array<string, string>, keys: array<string, array{columns: list<string>, unique: bool}>, fulltext: list<string>}
	 *         Columns with their type; keys by name, the primary one as PRIMARY.
	 */
	public static function describe( string $body ): array {
		$columns  = array();
		$keys     = array();
		$fulltext = array();
		foreach ( explode( "\n", $body ) as $line ) {
			$line = rtrim( trim( $line ), ',' );
			if ( '' === $line ) {
				continue;
			}
			if ( 1 === preg_match( '/^(PRIMARY KEY|UNIQUE KEY|FULLTEXT KEY|KEY)\s+(?:`?(\w+)`?\s*)?\((.+)\)$/i', $line, $match ) ) {
				$primary = 0 === strcasecmp( 'PRIMARY KEY', $match[1] );
				$names   = array_map( static fn( string $part ): string => (string) preg_replace( '/[`\s]|\(\d+\)/', '', $part ), explode( ',', (string) preg_replace( '/\(\d+\)/', '', $match[3] ) ) );

				if ( 0 === strcasecmp( 'FULLTEXT KEY', $match[1] ) ) {
					$fulltext[] = $match[2];
				}
				$keys[ $primary ? 'PRIMARY' : $match[2] ] = array(
					'columns' => $names,
					'unique'  => $primary || 0 === strcasecmp( 'UNIQUE KEY', $match[1] ),
				);
			} elseif ( 1 === preg_match( '/^`?(\w+)`?\s+(.+)$/', $line, $match ) ) {
				$columns[ $match[1] ] = $match[2];
			}
		}
		return array(
			'columns'  => $columns,
			'keys'     => $keys,
			'fulltext' => $fulltext,
		);
	}

	/**
	 * @return list<string> Empty when there is no such table.
	 */
	private function columns( string $name ): array {
		try {
			return $this->database->column( 'DESCRIBE %i', $this->name( $name ) );
		} catch ( Storage_Failed ) {
			return array();
		}
	}

	/**
	 * @return array<string, array{columns: list<string>, unique: bool}> By lower-case name.
	 */
	private function keys( string $name ): array {
		$keys = array();
		foreach ( $this->database->rows( 'SHOW INDEX FROM %i', $this->name( $name ) ) as $row ) {
			$key = strtolower( (string) ( $row['Key_name'] ?? '' ) );

			$keys[ $key ]['columns'][ (int) ( $row['Seq_in_index'] ?? 0 ) ] = (string) ( $row['Column_name'] ?? '' );

			$keys[ $key ]['unique'] = '0' === ( $row['Non_unique'] ?? '1' );
		}
		$sorted = array();
		foreach ( $keys as $key => $found ) {
			ksort( $found['columns'] );
			$sorted[ 'primary' === $key ? 'PRIMARY' : $key ] = array(
				'columns' => array_values( $found['columns'] ),
				'unique'  => $found['unique'],
			);
		}
		// Both spellings, as wanted keys are looked up in lower case.
		return isset( $sorted['PRIMARY'] ) ? array( 'primary' => $sorted['PRIMARY'] ) + $sorted : $sorted;
	}

	/**
	 * @param string                $table   Short name.
	 * @param array<string, string> $columns Name => type.
	 * @param list<string>          $key     Columns of the key.
	 */
	private function refuses_duplicate( string $table, array $columns, array $key ): bool {
		$rollback = new \RuntimeException( 'rolled back' );
		$refused  = false;
		try {
			$this->database->transaction(
				function () use ( $table, $columns, $key, &$refused, $rollback ): void {
					$first = self::sample( $columns, $key );
					$this->database->insert( $table, $first );
					try {
						$this->database->insert( $table, array_intersect_key( $first, array_flip( $key ) ) + self::sample( $columns, $key ) );
					} catch ( Storage_Failed $failure ) {
						$refused = true;
					}
					throw $rollback;
				}
			);
		} catch ( \RuntimeException $thrown ) {
			if ( $thrown !== $rollback ) {
				return true; // Could not be tried; the read-back has seen the key.
			}
		}
		return $refused;
	}

	/**
	 * @param array<string, string> $columns Name => type.
	 * @param list<string>          $key     Columns that must have a value even when the table counts them itself.
	 * @return array<string, mixed>
	 */
	private static function sample( array $columns, array $key ): array {
		$row = array();
		foreach ( $columns as $column => $type ) {
			if ( false !== stripos( $type, 'auto_increment' ) && ! in_array( $column, $key, true ) ) {
				continue;
			}
			if ( 1 === preg_match( '/^(?:var)?char\((\d+)\)/i', $type, $match ) ) {
				$row[ $column ] = substr( strtoupper( bin2hex( random_bytes( 128 ) ) ), 0, (int) $match[1] );
			} elseif ( 1 === preg_match( '/^(?:date|timestamp)/i', $type ) ) {
				$row[ $column ] = gmdate( 'Y-m-d H:i:s', random_int( 946684800, 978307200 ) );
			} elseif ( 1 === preg_match( '/^tinyint/i', $type ) ) {
				$row[ $column ] = random_int( 0, 100 );
			} elseif ( 1 === preg_match( '/^smallint/i', $type ) ) {
				$row[ $column ] = random_int( 0, 32000 );
			} elseif ( 1 === preg_match( '/int|decimal|double|float/i', $type ) ) {
				$row[ $column ] = false !== stripos( $type, 'decimal' ) ? 0 : random_int( 1000000000, 2000000000 );
			} else {
				$row[ $column ] = '{}';
			}
		}
		return $row;
	}

	private function name( string $table ): string {
		return $this->database->wpdb->prefix . 'coop_credentials_' . $table;
	}
}
