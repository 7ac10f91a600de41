<?php
/**
 * The one autoloaded option.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * Small switches that many requests need: at most 2 kB, one JSON document in the autoloaded option coop_credentials.
 * Reading costs no query. Writing is one guarded UPDATE, so two writers never lose each other's key.
 */
final class Settings {

	public const OPTION = 'coop_credentials';

	private const MAX_BYTES = 2048;

	public function __construct( private readonly Option_Repository $options ) {}

	public function get( string $key, mixed $default = null ): mixed {
		return $this->all()[ $key ] ?? $default;
	}

	/**
	 * Null removes the key.
	 *
	 * @throws Problem With reason settings_too_large (500), busy_try_again (503).
	 */
	public function set( string $key, mixed $value ): void {
		$this->change(
			static function ( array $all ) use ( $key, $value ): array {
				if ( null === $value ) {
					unset( $all[ $key ] );
				} else {
					$all[ $key ] = $value;
				}
				return $all;
			}
		);
	}

	/**
	 * @param callable(array<string, mixed>): array<string, mixed> $change May run several times.
	 */
	public function change( callable $change ): void {
		for ( $attempt = 0; $attempt < 10; $attempt++ ) {
			$stored = $this->options->read( self::OPTION );
			$old    = null === $stored ? array() : $stored->value;
			$new    = $change( $old );
			if ( null !== $stored && $new === $old ) {
				return;
			}
			if ( strlen( (string) wp_json_encode( $new ) ) > self::MAX_BYTES - 64 ) {
				throw new Problem( 'settings_too_large', 500 );
			}
			$done = null === $stored ? $this->options->create( self::OPTION, $new ) : $this->options->replace( self::OPTION, $new, $stored->hash );
			if ( $done ) {
				return;
			}
			usleep( random_int( 1000, 20000 ) );
		}
		throw new Problem( 'busy_try_again', 503, __( 'The site is busy. Please try again in a moment.', 'coop-credentials' ), 'try_again', array(), 2 );
	}

	/**
	 * The next get() asks the database, for decisions under a lease: another process may have written since.
	 */
	public function reload(): void {
		Option_Repository::forget( self::OPTION );
	}

	/**
	 * @return array<string, mixed>
	 */
	public function all(): array {
		$loaded = wp_load_alloptions();
		return Option_Repository::decode( $loaded[ self::OPTION ] ?? get_option( self::OPTION, '' ) ) ?? array();
	}
}
