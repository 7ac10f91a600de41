<?php
/**
 * The WordPress an integration test process runs in.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Support;

/**
 * Chooses the copy of WordPress and the database, installs it, and tells child processes how to join.
 */
final class Environment {

	public const TABLE_PREFIX = 'wptests_';
	public const HOME         = 'https://harbour.example';

	private static ?self $current = null;

	/**
	 * @param string      $version  WordPress branch, `7.1` or `6.8`.
	 * @param string      $database `sqlite` or `mysql`.
	 * @param string      $folder   Temporary folder with wp-content and the SQLite file.
	 * @param string      $name     Database name (MySQL) or file name (SQLite).
	 * @param string|null $socket   MariaDB socket.
	 * @param bool        $owner    Whether this process made the database and removes it.
	 * @param bool        $network  Whether WordPress is a network of sites in subdirectories.
	 */
	private function __construct(
		public readonly string $version,
		public readonly string $database,
		public readonly string $folder,
		public readonly string $name,
		public readonly ?string $socket,
		public readonly bool $owner,
		public readonly bool $network
	) {
	}

	public static function current(): self {
		if ( null === self::$current ) {
			throw new \LogicException( 'No test environment: use tests/php/bootstrap-integration.php.' );
		}
		return self::$current;
	}

	/** Reads the environment variables; a process without COOP_TEST_FOLDER makes its own database. */
	public static function create(): self {
		$version  = self::variable( 'COOP_TEST_WP' ) ?? '7.1';
		$database = self::variable( 'COOP_TEST_DB' ) ?? 'sqlite';
		$socket   = self::variable( 'COOP_TEST_SOCKET' );
		if ( ! is_file( self::core( $version ) . '/wp-settings.php' ) ) {
			self::fail( "WordPress $version is not in .cache/wordpress/$version: run the tests with `npm run test:integration`, which fetches it." );
		}
		if ( ! in_array( $database, array( 'sqlite', 'mysql' ), true ) ) {
			self::fail( 'COOP_TEST_DB must be sqlite or mysql.' );
		}
		if ( 'mysql' === $database && null === $socket ) {
			self::fail( 'COOP_TEST_SOCKET is missing: `npm run test:integration -- --db=mysql` starts a MariaDB and sets it.' );
		}
		$folder = self::variable( 'COOP_TEST_FOLDER' );
		$owner  = null === $folder;
		if ( null === $folder ) {
			$folder = sys_get_temp_dir() . '/coop-test-' . getmypid() . '-' . bin2hex( random_bytes( 3 ) );
		}
		$name          = self::variable( 'COOP_TEST_NAME' ) ?? ( 'mysql' === $database ? 'coop_test_' . getmypid() : 'test.sqlite' );
		self::$current = new self( $version, $database, $folder, $name, $socket, $owner, '1' === self::variable( 'COOP_TEST_NETWORK' ) );
		return self::$current;
	}

	/** Folder of the repository. */
	public static function root(): string {
		return dirname( __DIR__, 3 );
	}

	private static function core( string $version ): string {
		return self::root() . '/.cache/wordpress/' . $version;
	}

	private static function variable( string $name ): ?string {
		$value = getenv( $name );
		return is_string( $value ) && '' !== $value ? $value : null;
	}

	private static function fail( string $text ): never {
		fwrite( STDERR, $text . "\n" );
		Finish_Line::$reached = true;
		exit( 2 );
	}

	/** @return array<string, string> Environment variables by which a child process joins this database. */
	public function variables(): array {
		return array_filter(
			array(
				'COOP_TEST_WP'      => $this->version,
				'COOP_TEST_DB'      => $this->database,
				'COOP_TEST_SOCKET'  => (string) $this->socket,
				'COOP_TEST_FOLDER'  => $this->folder,
				'COOP_TEST_NAME'    => $this->name,
				'COOP_TEST_NETWORK' => $this->network ? '1' : '',
			)
		);
	}

	/** Makes wp-content and an empty database, and installs WordPress in a process of its own. */
	public function install(): void {
		if ( ! $this->owner ) {
			return;
		}
		$this->make_content();
		if ( null !== $this->socket ) {
			$link = new \mysqli( 'localhost', 'root', '', '', 0, $this->socket );
			$link->query( "CREATE DATABASE `{$this->name}` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci" );
		}
		$owner = getmypid();
		register_shutdown_function(
			function () use ( $owner ): void {
				if ( getmypid() === $owner ) {
					$this->remove();
				}
			}
		);
		$child = proc_open(
			array( PHP_BINARY, '-d', 'error_reporting=-1', '-d', 'display_errors=stderr', __DIR__ . '/install.php' ),
			array( array( 'file', '/dev/null', 'r' ), array( 'pipe', 'w' ), array( 'pipe', 'w' ) ),
			$pipes,
			self::root(),
			array_merge( getenv(), $this->variables() )
		);
		if ( ! is_resource( $child ) ) {
			self::fail( 'Could not start the installer.' );
		}
		$output = stream_get_contents( $pipes[1] ) . stream_get_contents( $pipes[2] );
		$status = proc_close( $child );
		if ( 0 !== $status || ! str_contains( $output, 'installed' ) ) {
			self::fail( "WordPress could not be installed for the tests (status $status):\n$output" );
		}
	}

	private function make_content(): void {
		$content = $this->folder . '/wp-content';
		foreach ( array( $content . '/plugins', $content . '/mu-plugins', $content . '/uploads', $this->folder . '/database' ) as $new ) {
			mkdir( $new, 0700, true );
		}
		symlink( self::root(), $content . '/plugins/coop-credentials' );
		symlink( self::core( $this->version ) . '/wp-content/themes', $content . '/themes' );
		if ( 'sqlite' === $this->database ) {
			$integration = self::root() . '/.cache/sqlite-database-integration';
			symlink( $integration, $content . '/plugins/sqlite-database-integration' );
			copy( $integration . '/db.copy', $content . '/db.php' );
		}
	}

	/** Drops the database and removes the folder. */
	private function remove(): void {
		if ( null !== $this->socket ) {
			try {
				( new \mysqli( 'localhost', 'root', '', '', 0, $this->socket ) )->query( "DROP DATABASE IF EXISTS `{$this->name}`" );
			} catch ( \mysqli_sql_exception $gone ) {
				fwrite( STDERR, "The test database could not be dropped: {$gone->getMessage()}\n" );
			}
		}
		$files = new \RecursiveIteratorIterator(
			new \RecursiveDirectoryIterator( $this->folder, \FilesystemIterator::SKIP_DOTS ),
			\RecursiveIteratorIterator::CHILD_FIRST
		);
		foreach ( $files as $file ) {
			$file->isDir() && ! $file->isLink() ? @rmdir( $file->getPathname() ) : @unlink( $file->getPathname() );
		}
		@rmdir( $this->folder );
	}

	/** What wp-config.php would define, and the request WordPress believes in. */
	public function define_constants(): void {
		self::reset_server();
		$constants = array(
			'ABSPATH'                         => self::core( $this->version ) . '/',
			'WP_CONTENT_DIR'                  => $this->folder . '/wp-content',
			'WP_CONTENT_URL'                  => self::HOME . '/wp-content',
			'DB_NAME'                         => 'mysql' === $this->database ? $this->name : 'coop',
			'DB_USER'                         => 'root',
			'DB_PASSWORD'                     => '',
			'DB_HOST'                         => null === $this->socket ? 'localhost' : 'localhost:' . $this->socket,
			'DB_CHARSET'                      => 'utf8mb4',
			'DB_COLLATE'                      => '',
			'WP_DEBUG'                        => true,
			'WP_DEBUG_DISPLAY'                => true,
			'WP_DEBUG_LOG'                    => false,
			'WP_ENVIRONMENT_TYPE'             => 'local',
			'DISABLE_WP_CRON'                 => true,
			'WP_HTTP_BLOCK_EXTERNAL'          => true,
			'AUTOMATIC_UPDATER_DISABLED'      => true,
			'WP_MEMORY_LIMIT'                 => '512M',
			'COOP_CREDENTIALS_INSECURE_HOSTS' => 'localhost:8889,127.0.0.1:8889',
			'COOP_CREDENTIALS_KEY'            => 'dGVzdC1zaXRlLWtleS10ZXN0LXNpdGUta2V5LTAwMDE=',
		);
		foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as $name ) {
			$constants[ $name . '_KEY' ]  = 'test key ' . $name;
			$constants[ $name . '_SALT' ] = 'test salt ' . $name;
		}
		if ( 'sqlite' === $this->database ) {
			$constants['DB_ENGINE'] = 'sqlite';
			$constants['DB_DIR']    = $this->folder . '/database/';
			$constants['DB_FILE']   = $this->name;
		}
		// The installer runs before there is a network.
		if ( $this->network && ! defined( 'WP_INSTALLING' ) ) {
			$constants += array(
				'MULTISITE'            => true,
				'SUBDOMAIN_INSTALL'    => false,
				'DOMAIN_CURRENT_SITE'  => 'harbour.example',
				'PATH_CURRENT_SITE'    => '/',
				'SITE_ID_CURRENT_SITE' => 1,
				'BLOG_ID_CURRENT_SITE' => 1,
			);
		}
		foreach ( $constants as $name => $value ) {
			defined( $name ) || define( $name, $value );
		}
	}

	/** The request every test starts with: GET / over HTTPS from a browser on this computer. */
	public static function reset_server(): void {
		foreach ( array_keys( $_SERVER ) as $key ) {
			if ( str_starts_with( (string) $key, 'HTTP_' ) ) {
				unset( $_SERVER[ $key ] );
			}
		}
		$_SERVER  = array_merge(
			$_SERVER,
			array(
				'HTTP_HOST'       => 'harbour.example',
				'HTTPS'           => 'on',
				'REQUEST_URI'     => '/',
				'REQUEST_METHOD'  => 'GET',
				'QUERY_STRING'    => '',
				'SERVER_NAME'     => 'harbour.example',
				'SERVER_PORT'     => '443',
				'SERVER_PROTOCOL' => 'HTTP/1.1',
				'SERVER_SOFTWARE' => 'PHP',
				'REMOTE_ADDR'     => '192.0.2.10',
				'SCRIPT_NAME'     => '/index.php',
				'PHP_SELF'        => '/index.php',
				'HTTP_USER_AGENT' => 'Test',
			)
		);
		$_GET     = array();
		$_POST    = array();
		$_COOKIE  = array();
		$_REQUEST = array();
		$_FILES   = array();
	}

	/** Loads the plugin before other plugins would be, under the path WordPress knows it by. */
	public function load_plugin_early(): void {
		$preset = array(
			'function'      => static function (): void {
				$file = WP_PLUGIN_DIR . '/coop-credentials/coop-credentials.php';
				wp_register_plugin_realpath( $file );
				if ( is_file( $file ) && is_file( self::root() . '/includes/Plugin.php' ) ) {
					require_once $file;
				}
			},
			'accepted_args' => 0,
		);
		$die    = array(
			'function'      => static fn (): callable => static function ( $message, $title = '', $args = array() ): void {
				throw new Wp_Die( $message, $args );
			},
			'accepted_args' => 0,
		);
		$hooks = array(
			'muplugins_loaded' => array( 10 => array( 'coop-tests-plugin' => $preset ) ),
			'pre_wp_mail'      => array(
				10 => array(
					'coop-tests-mail' => array(
						'function'      => array( Outbox::class, 'catch_mail' ),
						'accepted_args' => 2,
					),
				),
			),
		);
		foreach ( array( 'wp_die_handler', 'wp_die_ajax_handler', 'wp_die_json_handler', 'wp_die_jsonp_handler', 'wp_die_xml_handler', 'wp_die_xmlrpc_handler' ) as $hook ) {
			$hooks[ $hook ] = array( PHP_INT_MAX => array( 'coop-tests-die' => $die ) );
		}
		$GLOBALS['wp_filter'] = $hooks; // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- WordPress turns a preset list into hooks.
	}

	/** Activates the plugin's hooks that a web request would have run by now. */
	public function after_boot(): void {
		if ( $this->network ) {
			update_site_option( 'active_sitewide_plugins', array( 'coop-credentials/coop-credentials.php' => time() ) );
		} elseif ( class_exists( \CoopCredentials\Plugin::class ) ) {
			update_option( 'active_plugins', array( 'coop-credentials/coop-credentials.php' ) );
		}
	}
}
