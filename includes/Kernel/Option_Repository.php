<?php
/**
 * Documents in the options table.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * Small JSON documents, not autoloaded, replaced by one guarded UPDATE. Every stored form carries a fresh ULID, so that
 * comparing stored bytes is exact on every collation and a replacement always changes the row.
 *
 * Names may be given with or without the prefix coop_credentials_.
 */
final class Option_Repository implements Document_Store {

	private const PREFIX = 'coop_credentials_';

	public function __construct( private readonly Database $database ) {}

	/**
	 * Always from the database: a stale copy must never decide.
	 */
	public function read( string $name ): ?Stored_Option {
		$bytes = $this->bytes( $name );
		$value = self::decode( $bytes );
		return null === $bytes || null === $value ? null : new Stored_Option( $name, $value, hash( 'sha256', $bytes ) );
	}

	/**
	 * @param string               $name  Name.
	 * @param array<string, mixed> $value Document.
	 * @return bool False when one of that name exists.
	 */
	public function create( string $name, array $value ): bool {
		if ( null !== $this->bytes( $name ) ) {
			return false;
		}
		$full = self::full( $name );
		try {
			$this->database->execute(
				'INSERT INTO %i ( option_name, option_value, autoload ) VALUES ( %s, %s, %s )',
				$this->database->wpdb->options,
				$full,
				self::encode( $value ),
				Settings::OPTION === $full ? 'on' : 'off'
			);
		} catch ( Storage_Failed $failure ) {
			if ( $this->database->in_transaction() || null === $this->bytes( $name ) ) {
				throw $failure;
			}
			return false;
		} finally {
			self::forget( $full );
		}
		return true;
	}

	/**
	 * @param string               $name          Name.
	 * @param array<string, mixed> $value         New document.
	 * @param string               $expected_hash Of the version the change is based on.
	 * @return bool False when another version is stored.
	 */
	public function replace( string $name, array $value, string $expected_hash ): bool {
		$bytes = $this->bytes( $name );
		if ( null === $bytes || ! hash_equals( hash( 'sha256', $bytes ), $expected_hash ) ) {
			return false;
		}
		$full = self::full( $name );
		$rows = $this->database->execute(
			'UPDATE %i SET option_value = %s WHERE option_name = %s AND option_value = %s',
			$this->database->wpdb->options,
			self::encode( $value ),
			$full,
			$bytes
		);
		self::forget( $full );
		return 1 === $rows;
	}

	public function delete( string $name ): bool {
		$full = self::full( $name );
		$rows = $this->database->execute( 'DELETE FROM %i WHERE option_name = %s', $this->database->wpdb->options, $full );
		self::forget( $full );
		return $rows > 0;
	}

	/**
	 * Names in order, in the form (with or without prefix) in which they were asked for.
	 *
	 * @param string $prefix Beginning, ASCII.
	 * @return list<string>
	 */
	public function names( string $prefix ): array {
		$full  = self::full( $prefix );
		$names = $this->database->column(
			'SELECT option_name FROM %i WHERE option_name LIKE %s ORDER BY option_name',
			$this->database->wpdb->options,
			$this->database->wpdb->esc_like( $full ) . '%'
		);
		$cut   = $full === $prefix ? 0 : strlen( self::PREFIX );
		$found = array();
		foreach ( $names as $name ) {
			if ( str_starts_with( $name, $full ) ) {
				$found[] = substr( $name, $cut );
			}
		}
		return $found;
	}

	/**
	 * @return array<string, mixed>|null
	 */
	public static function decode( mixed $bytes ): ?array {
		if ( ! is_string( $bytes ) || '' === $bytes ) {
			return null;
		}
		$document = json_decode( $bytes, true, 64 );
		return is_array( $document ) && is_array( $document['value'] ?? null ) ? $document['value'] : null;
	}

	/**
	 * @param array<string, mixed> $value Document.
	 */
	public static function encode( array $value ): string {
		$flags = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION | JSON_THROW_ON_ERROR;
		return json_encode( array( 'v' => Ulid::generate(), 'value' => $value ), $flags, 64 ); // phpcs:ignore WordPress.WP.AlternativeFunctions.json_encode_json_encode, WordPress.Arrays.ArrayDeclarationSpacing -- must throw on bad UTF-8, not repair it silently.
	}

	/**
	 * @phpstan-impure
	 */
	private function bytes( string $name ): ?string {
		return $this->database->value( 'SELECT option_value FROM %i WHERE option_name = %s', $this->database->wpdb->options, self::full( $name ) );
	}

	public static function full( string $name ): string {
		return Settings::OPTION === $name || str_starts_with( $name, self::PREFIX ) ? $name : self::PREFIX . $name;
	}

	/**
	 * Lets go of what the object cache remembers of it.
	 *
	 * @param string $full Name with prefix.
	 */
	public static function forget( string $full ): void {
		wp_cache_delete( $full, 'options' );
		wp_cache_delete( 'notoptions', 'options' );
		if ( Settings::OPTION === $full ) {
			wp_cache_delete( 'alloptions', 'options' );
		}
	}
}
