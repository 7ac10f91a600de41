<?php
/**
 * The real `wp` on the database of the test.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Support;

/**
 * Runs one command in a process of its own, with a wp-config.php that joins this test's site.
 */
final class Wp_Program {

	private const FILE = '/vendor/wp-cli/wp-cli/php/boot-fs.php';

	public static function is_installed(): bool {
		return is_file( Environment::root() . self::FILE );
	}

	/**
	 * @param string ...$words Words of the command after `wp`.
	 * @return array{status: int, out: string, errors: string} Exit status and what was printed.
	 */
	public static function run( string ...$words ): array {
		$environment = Environment::current();
		$config      = $environment->folder . '/wp-config.php';
		if ( ! is_file( $config ) ) {
			$lines = array(
				'<?php',
				'require_once ' . var_export( Environment::root() . '/vendor/autoload.php', true ) . ';', // phpcs:ignore WordPress.PHP.DevelopmentFunctions.error_log_var_export -- writes PHP.
				'$chosen = array_intersect_key( $_SERVER, array_flip( array( "HTTP_HOST", "REQUEST_URI", "SERVER_NAME" ) ) ); // By --url.',
				Environment::class . '::create()->define_constants();',
				'$_SERVER = $chosen + $_SERVER;',
				Environment::class . '::current()->load_plugin_early();',
				'$table_prefix = ' . var_export( Environment::TABLE_PREFIX, true ) . ';', // phpcs:ignore WordPress.PHP.DevelopmentFunctions.error_log_var_export -- writes PHP.
				"require ABSPATH . 'wp-settings.php';",
			);
			file_put_contents( $config, implode( "\n", $lines ) . "\n" );
		}
		$process = proc_open(
			array( PHP_BINARY, '-d', 'display_errors=stderr', Environment::root() . self::FILE, '--allow-root', '--no-color', '--path=' . ABSPATH, ...$words ),
			array( array( 'file', '/dev/null', 'r' ), array( 'pipe', 'w' ), array( 'pipe', 'w' ) ),
			$pipes,
			$environment->folder,
			array_merge( getenv(), $environment->variables(), array( 'WP_CONFIG_PATH' => $config ) )
		);
		if ( ! is_resource( $process ) ) {
			throw new \RuntimeException( 'wp could not be started.' );
		}
		$out    = (string) stream_get_contents( $pipes[1] );
		$errors = (string) stream_get_contents( $pipes[2] );
		return array(
			'status' => proc_close( $process ),
			'out'    => $out,
			'errors' => $errors,
		);
	}
}
