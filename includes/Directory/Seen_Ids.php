<?php
/**
 * Ids a check has met.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

/**
 * A check writes nothing to the directory, so it remembers the ids of the file beside the file: eight bytes each.
 */
final class Seen_Ids {

	/** @var array<string, true> */
	private array $seen = array();

	public function __construct( private readonly string $path ) {
		$bytes = is_file( $path ) ? (string) file_get_contents( $path ) : ''; // phpcs:ignore WordPress.WP.AlternativeFunctions -- a file of ours.
		for ( $i = 0, $n = intdiv( strlen( $bytes ), 8 ); $i < $n; $i++ ) {
			$this->seen[ substr( $bytes, $i * 8, 8 ) ] = true;
		}
	}

	/**
	 * @param string $key value_key, hex.
	 */
	public function has( string $key ): bool {
		return isset( $this->seen[ self::short( $key ) ] );
	}

	/**
	 * @param list<string> $keys value_key values.
	 */
	public function add( array $keys ): void {
		$bytes = '';
		foreach ( $keys as $key ) {
			$short                = self::short( $key );
			$this->seen[ $short ] = true;
			$bytes               .= $short;
		}
		file_put_contents( $this->path, $bytes, FILE_APPEND ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- a file of ours.
	}

	private static function short( string $key ): string {
		return (string) hex2bin( substr( $key, 0, 16 ) );
	}
}
