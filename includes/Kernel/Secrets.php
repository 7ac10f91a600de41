<?php
/**
 * The site key and what derives from it.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * The site key is 32 random bytes: from COOP_CREDENTIALS_KEY (environment, then constant), else made once and kept in an
 * own option. A fingerprint is stored apart; another key or none fails closed and never becomes an empty key (offers 8).
 * Never the auth salts: their rotation would void every code.
 */
final class Secrets {

	private const OPTION      = 'site_key';
	private const NAME        = 'COOP_CREDENTIALS_KEY';
	private const KEEP        = 3;
	private const SEAL_PREFIX = 'v1.';

	/** @var array{site: int, status: string, key: string, versions: array<int, string>}|null */
	private ?array $loaded = null;

	/**
	 * @param Document_Store                       $options     Where the key may be.
	 * @param Settings|null                        $settings    Remembers the fingerprint apart; null: nobody does.
	 * @param (\Closure(string): ?string)|null $environment For tests: instead of the process's environment and constants.
	 */
	public function __construct( private readonly Document_Store $options, private readonly ?Settings $settings, private readonly ?\Closure $environment = null ) {}

	/**
	 * Where the key is: environment, constant or option; missing (fingerprint known, no key) or changed (another key).
	 */
	public function status(): string {
		return $this->load()['status'];
	}

	/**
	 * @param string $purpose What for; different purposes give unrelated keys.
	 * @param int    $version 0 = never rotates; else one of live_versions().
	 * @return string 32 bytes.
	 * @throws Problem With reason site_key_missing or site_key_changed (503).
	 */
	public function subkey( string $purpose, int $version = 0 ): string {
		$loaded = $this->load();
		if ( 'missing' === $loaded['status'] || 'changed' === $loaded['status'] ) {
			throw new Problem( 'site_key_' . $loaded['status'], 503, __( 'This site\'s key is not readable. The site\'s team has to enter it again.', 'coop-credentials' ) );
		}
		$salt = '';
		if ( 0 !== $version ) {
			$salt = $loaded['versions'][ $version ] ?? throw new Problem( 'site_key_missing', 503, __( 'This key version is no longer kept.', 'coop-credentials' ) );
		}
		return hash_hkdf( 'sha256', $loaded['key'], 32, 'coop-credentials|' . $version . '|' . $purpose, $salt );
	}

	public function current_version(): int {
		return max( array( 1, ...array_keys( $this->load()['versions'] ) ) );
	}

	/**
	 * Newest first, at most three.
	 *
	 * @return list<int>
	 */
	public function live_versions(): array {
		$versions = array_keys( $this->load()['versions'] );
		rsort( $versions );
		return $versions;
	}

	/**
	 * HMAC-SHA-256 with the purpose's subkey, 64 lower hex characters.
	 */
	public function hmac( string $purpose, string $message, int $version = 0 ): string {
		return hash_hmac( 'sha256', $message, $this->subkey( $purpose, $version ) );
	}

	/**
	 * @param string $plain   Secret.
	 * @param string $context What it is; open() must name the same.
	 */
	public function seal( string $plain, string $context ): string {
		$nonce = random_bytes( SODIUM_CRYPTO_SECRETBOX_NONCEBYTES );
		$box   = sodium_crypto_secretbox( $plain, $nonce, $this->subkey( 'seal|' . $context ) );
		return self::SEAL_PREFIX . rtrim( strtr( base64_encode( $nonce . $box ), '+/', '-_' ), '=' ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_encode -- binary to text.
	}

	/**
	 * @throws Problem With reason secret_unreadable (503): changed, cut, or of another context or key.
	 */
	public function open( string $sealed, string $context ): string {
		$raw   = str_starts_with( $sealed, self::SEAL_PREFIX )
			? base64_decode( strtr( substr( $sealed, strlen( self::SEAL_PREFIX ) ), '-_', '+/' ), true ) // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_decode -- text to binary.
			: false;
		$plain = false;
		if ( is_string( $raw ) && strlen( $raw ) >= SODIUM_CRYPTO_SECRETBOX_NONCEBYTES + SODIUM_CRYPTO_SECRETBOX_MACBYTES ) {
			$plain = sodium_crypto_secretbox_open(
				substr( $raw, SODIUM_CRYPTO_SECRETBOX_NONCEBYTES ),
				substr( $raw, 0, SODIUM_CRYPTO_SECRETBOX_NONCEBYTES ),
				$this->subkey( 'seal|' . $context )
			);
		}
		if ( false === $plain ) {
			throw new Problem( 'secret_unreadable', 503, __( 'A stored secret cannot be read with this site\'s key. Please enter it again.', 'coop-credentials' ) );
		}
		return $plain;
	}

	/**
	 * Environment first, then constant; empty counts as absent.
	 *
	 * @param string $name With or without the prefix COOP_CREDENTIALS_.
	 */
	public function from_environment( string $name ): ?string {
		$name = str_starts_with( $name, 'COOP_CREDENTIALS_' ) ? $name : 'COOP_CREDENTIALS_' . $name;
		if ( null !== $this->environment ) {
			return ( $this->environment )( $name );
		}
		$env = getenv( $name );
		if ( is_string( $env ) && '' !== $env ) {
			return $env;
		}
		$constant = defined( $name ) ? constant( $name ) : null;
		return is_string( $constant ) && '' !== $constant ? $constant : null;
	}

	/**
	 * Takes a lost key back into the option, when it is the right one.
	 *
	 * @param string $text As the owner types it.
	 */
	public function enter( string $text ): bool {
		$key    = self::parse( $text );
		$stored = $this->options->read( self::OPTION );
		if ( null === $key || null === $stored || ! hash_equals( self::text( $stored->value['fingerprint'] ?? '' ), self::fingerprint( $key ) ) ) {
			return false;
		}
		$this->loaded = null;
		return $this->options->replace( self::OPTION, array( 'key' => bin2hex( $key ) ) + $stored->value, $stored->hash );
	}

	/**
	 * Adds a key version and drops the oldest beyond three. Callers first see to what still uses it.
	 *
	 * @return int The new version.
	 */
	public function rotate(): int {
		$this->subkey( 'rotate' );
		$stored = $this->options->read( self::OPTION );
		if ( null === $stored ) {
			throw new Problem( 'site_key_missing', 503 );
		}
		$versions = (array) ( $stored->value['versions'] ?? array() );
		$next     = $this->current_version() + 1;

		$versions[ (string) $next ] = bin2hex( random_bytes( 16 ) );
		krsort( $versions, SORT_NUMERIC );
		$versions = array_slice( $versions, 0, self::KEEP, true );
		if ( ! $this->options->replace( self::OPTION, array( 'versions' => $versions ) + $stored->value, $stored->hash ) ) {
			throw new Problem( 'edit_conflict', 409, __( 'Somebody else changed this meanwhile.', 'coop-credentials' ) );
		}
		$this->loaded = null;
		return $next;
	}

	/**
	 * Forgets what was read in this request.
	 */
	public function forget(): void {
		$this->loaded = null;
	}

	/**
	 * @return array{site: int, status: string, key: string, versions: array<int, string>}
	 */
	private function load(): array {
		if ( null !== $this->loaded && get_current_blog_id() === $this->loaded['site'] ) {
			return $this->loaded;
		}
		list( $source, $given ) = $this->given();

		$stored = $this->options->read( self::OPTION );
		if ( null === $stored ) {
			$stored = $this->make( $source, $given );
		}
		$document = null === $stored ? array() : $stored->value;
		$key      = $given;
		if ( '' === $source ) {
			$source = 'option';
			$key    = self::parse( self::text( $document['key'] ?? '' ) );
		}
		$status = $source;
		if ( null === $key || null === $stored ) {
			$status = 'missing';
		} elseif ( ! hash_equals( self::text( $document['fingerprint'] ?? '' ), self::fingerprint( $key ) ) ) {
			$status = 'changed';
		}
		$versions = array();
		foreach ( (array) ( $document['versions'] ?? array() ) as $version => $salt ) {
			$versions[ (int) $version ] = self::text( $salt );
		}
		$usable       = 'missing' !== $status && 'changed' !== $status;
		$this->loaded = array(
			'site'     => get_current_blog_id(),
			'status'   => $status,
			'key'      => $usable ? (string) $key : '',
			'versions' => $versions,
		);
		return $this->loaded;
	}

	/**
	 * The first time on this site: keeps the fingerprint, and a random key when none is given. A fingerprint in the
	 * settings without the option means the option was lost: nothing new is made then.
	 */
	private function make( string $source, ?string $given ): ?Stored_Option {
		$known = self::text( $this->settings?->get( 'key', '' ) );
		if ( '' !== $source && null === $given ) {
			return null;
		}
		if ( '' !== $known && ( null === $given || ! hash_equals( $known, substr( self::fingerprint( $given ), 0, 16 ) ) ) ) {
			return null;
		}
		$key      = $given ?? random_bytes( 32 );
		$document = array(
			'fingerprint' => self::fingerprint( $key ),
			'versions'    => array( '1' => bin2hex( random_bytes( 16 ) ) ),
		);
		if ( null === $given ) {
			$document['key'] = bin2hex( $key );
		}
		$this->options->create( self::OPTION, $document );
		$stored = $this->options->read( self::OPTION ); // A twin may have been first.
		if ( null !== $stored ) {
			$this->settings?->set( 'key', substr( self::text( $stored->value['fingerprint'] ?? '' ), 0, 16 ) );
		}
		return $stored;
	}

	/**
	 * @return array{0: string, 1: string|null} Source ('' = none given) and key (null = unreadable).
	 */
	private function given(): array {
		$given = $this->from_environment( self::NAME );
		if ( null === $given ) {
			return array( '', null );
		}
		return array( getenv( self::NAME ) === $given ? 'environment' : 'constant', self::parse( $given ) );
	}

	/**
	 * 64 hex characters, or base64 of 32 bytes.
	 */
	private static function parse( string $text ): ?string {
		$text = trim( $text );
		if ( 1 === preg_match( '/^[0-9a-fA-F]{64}$/D', $text ) ) {
			return (string) hex2bin( $text );
		}
		$raw = base64_decode( strtr( $text, '-_', '+/' ), true ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_decode -- text to binary.
		return is_string( $raw ) && 32 === strlen( $raw ) ? $raw : null;
	}

	private static function fingerprint( string $key ): string {
		return hash_hmac( 'sha256', 'coop-credentials', hash_hkdf( 'sha256', $key, 32, 'coop-credentials|fingerprint' ) );
	}

	private static function text( mixed $value ): string {
		return is_string( $value ) ? $value : '';
	}
}
