<?php
/**
 * Base class of every integration test.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration;

use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Http;
use CoopCredentials\Kernel\Services;
use CoopCredentials\Plugin;
use CoopCredentials\Tests\Support\Environment;
use CoopCredentials\Tests\Support\Frozen_Clock;
use CoopCredentials\Tests\Support\Outbox;
use CoopCredentials\Tests\Support\Spy_Rest_Server;
use CoopCredentials\Tests\Support\State;
use PHPUnit\Framework\TestCase;

/**
 * Gives each test the same WordPress: empty plugin tables, one administrator, no caches, the hooks of a fresh request.
 */
abstract class Test_Case extends TestCase {

	/** @var list<string> Functions whose `_doing_it_wrong` or deprecation notice a test announced. */
	private array $expected_notices = array();

	/** @var list<string> Notices WordPress raised during the test. */
	private array $notices = array();

	protected function setUp(): void {
		parent::setUp();
		State::reset();
		Environment::reset_server();
		Outbox::$mails          = array();
		$this->notices          = array();
		$this->expected_notices = array();
		foreach ( array( 'doing_it_wrong_run', 'deprecated_function_run', 'deprecated_argument_run', 'deprecated_hook_run', 'deprecated_class_run' ) as $hook ) {
			add_action(
				$hook,
				function ( $name, $message = '' ) use ( $hook ): void {
					$this->notices[] = "$hook: $name: " . wp_strip_all_tags( is_scalar( $message ) ? (string) $message : '' );
				},
				10,
				2
			);
		}
		foreach ( array( 'doing_it_wrong_trigger_error', 'deprecated_function_trigger_error', 'deprecated_argument_trigger_error', 'deprecated_hook_trigger_error' ) as $hook ) {
			add_filter( $hook, '__return_false' );
		}
		// Passwords of test users guard nothing: the cheapest hash that is a real one.
		add_filter( 'wp_hash_password_options', static fn (): array => array( 'cost' => 4 ) );
		$this->set_up();
	}

	/** Override instead of setUp(). */
	protected function set_up(): void {
	}

	protected function tearDown(): void {
		$this->tear_down();
		$unexpected = array_filter(
			$this->notices,
			fn ( string $notice ): bool => array() === array_filter( $this->expected_notices, static fn ( string $name ): bool => str_contains( $notice, $name ) )
		);
		parent::tearDown();
		self::assertSame( array(), array_values( $unexpected ), 'WordPress raised notices.' );
	}

	/** Override instead of tearDown(). */
	protected function tear_down(): void {
	}

	/** Announces a `_doing_it_wrong` or deprecation notice of this function. */
	protected function expect_notice( string $name ): void {
		$this->expected_notices[] = $name;
	}

	/** The plugin as it booted (or as `boot_plugin()` last booted it). */
	protected function plugin(): Plugin {
		return Plugin::instance();
	}

	/**
	 * Boots the plugin anew with other ground services; its former hooks are removed.
	 *
	 * @param Clock|null $clock A frozen clock, for example.
	 * @param Http|null  $http  A fake of the outside world.
	 */
	protected function boot_plugin( ?Clock $clock = null, ?Http $http = null ): Plugin {
		State::remove_plugin_hooks();
		Plugin::boot( new Services( $clock, $http ) );
		State::run_missed_hooks();
		$GLOBALS['wp_rest_server'] = null; // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- routes must be registered by the new plugin.
		return Plugin::instance();
	}

	/** Boots the plugin anew with a clock that stands still at this moment: no window of a limit and no wait ends meanwhile. */
	protected function boot_standing_still(): Plugin {
		return $this->boot_plugin( new Frozen_Clock( gmdate( DATE_ATOM ) ) );
	}

	/**
	 * A new user of a role, not yet current.
	 *
	 * @param string               $role Role slug; '' for none.
	 * @param array<string, mixed> $data More fields of wp_insert_user().
	 */
	protected function user_with_role( string $role, array $data = array() ): \WP_User {
		static $count = 0;
		++$count;
		$id = wp_insert_user(
			array_merge(
				array(
					'user_login' => "user-$count",
					'user_email' => "user-$count@harbour.example",
					'user_pass'  => 'not used',
					'role'       => $role,
				),
				$data
			)
		);
		self::assertIsInt( $id, $id instanceof \WP_Error ? $id->get_error_message() : '' );
		return new \WP_User( $id );
	}

	/** Makes a new user of the role the current one; 'anonymous' means nobody. */
	protected function act_as( string $role ): ?\WP_User {
		$user = 'anonymous' === $role ? null : $this->user_with_role( $role );
		wp_set_current_user( $user ? $user->ID : 0 );
		return $user;
	}

	/**
	 * One REST call without the network. Sends what our own client sends; `null` removes a header.
	 *
	 * @param string                     $method  HTTP method.
	 * @param string                     $route   `directory/x` (ours) or `/wp/v2/…` (absolute).
	 * @param array<string, mixed>       $params  Query arguments of a GET or DELETE, else the JSON body.
	 * @param array<string, string|null> $headers More headers.
	 */
	protected function rest( string $method, string $route, array $params = array(), array $headers = array() ): \WP_REST_Response {
		$request = $this->rest_request( $method, $route, $params, $headers );
		return $this->with_request( $request, $headers, static fn (): \WP_REST_Response => rest_do_request( $request ) );
	}

	/**
	 * One REST call as the server would really answer it, with headers and the serving filters.
	 *
	 * @param array<string, mixed>       $params  As for rest().
	 * @param array<string, string|null> $headers As for rest().
	 * @return array{status: int, headers: array<string, string>, removed: list<string>, body: string, json: mixed}
	 */
	protected function serve( string $method, string $route, array $params = array(), array $headers = array() ): array {
		$request = $this->rest_request( $method, $route, $params, $headers );
		add_filter( 'wp_rest_server_class', static fn (): string => Spy_Rest_Server::class, PHP_INT_MAX );
		$GLOBALS['wp_rest_server'] = null; // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- the spy takes its place.
		$server                    = rest_get_server();
		self::assertInstanceOf( Spy_Rest_Server::class, $server );
		$body                      = $this->with_request(
			$request,
			$headers,
			static function () use ( $server, $request ): string {
				$_GET                 = $request->get_query_params();
				$server->request_body = (string) $request->get_body();
				ob_start();
				$server->serve_request( $request->get_route() );
				return (string) ob_get_clean();
			}
		);
		$GLOBALS['wp_rest_server'] = null; // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- back to the plain server.
		remove_all_filters( 'wp_rest_server_class', PHP_INT_MAX );
		return array(
			'status'  => $server->sent_status,
			'headers' => $server->sent_headers,
			'removed' => $server->removed_headers,
			'body'    => $body,
			'json'    => json_decode( $body, true ),
		);
	}

	/**
	 * @param array<string, mixed>       $params  Parameters.
	 * @param array<string, string|null> $headers Headers.
	 */
	private function rest_request( string $method, string $route, array $params, array $headers ): \WP_REST_Request {
		$route = str_starts_with( $route, '/' ) ? $route : '/coop-credentials/v1/' . $route;
		$query = array();
		if ( str_contains( $route, '?' ) ) {
			list( $route, $text ) = explode( '?', $route, 2 );
			wp_parse_str( $text, $query );
		}
		$request = new \WP_REST_Request( $method, $route );
		if ( in_array( $method, array( 'GET', 'HEAD', 'DELETE', 'OPTIONS' ), true ) ) {
			$request->set_query_params( array_merge( $query, $params ) );
		} else {
			$request->set_query_params( $query );
			$request->set_header( 'Content-Type', 'application/json' );
			$request->set_body( array() === $params ? '{}' : (string) wp_json_encode( $params ) );
		}
		foreach ( array_merge( array( 'X-Coop-Credentials' => '1' ), $headers ) as $name => $value ) {
			null === $value ? $request->remove_header( $name ) : $request->set_header( $name, $value );
		}
		return $request;
	}

	/**
	 * Puts the request's method and headers into $_SERVER for the time of one call.
	 *
	 * @template T
	 * @param \WP_REST_Request           $request Request.
	 * @param array<string, string|null> $headers Headers.
	 * @param callable(): T              $call    What to do.
	 * @return T
	 */
	private function with_request( \WP_REST_Request $request, array $headers, callable $call ): mixed {
		$server                    = $_SERVER;
		$_SERVER['REQUEST_METHOD'] = $request->get_method();
		$_SERVER['REQUEST_URI']    = '/wp-json' . $request->get_route();
		foreach ( array_merge(
			array(
				'X-Coop-Credentials' => '1',
				'Content-Type'       => $request->get_header( 'content_type' ),
			),
			$headers
		) as $name => $value ) {
			$key = strtoupper( str_replace( '-', '_', $name ) );
			$key = in_array( $key, array( 'CONTENT_TYPE', 'CONTENT_LENGTH' ), true ) ? $key : 'HTTP_' . $key;
			if ( null === $value ) {
				unset( $_SERVER[ $key ] );
			} else {
				$_SERVER[ $key ] = $value;
			}
		}
		try {
			return $call();
		} finally {
			$_SERVER = $server;
		}
	}

	/**
	 * Asserts that a REST answer is our error with this reason and status.
	 *
	 * @return array<string, mixed> `data` of the error.
	 */
	protected function assert_problem( string $reason, int $status, \WP_REST_Response $response ): array {
		$data = (array) $response->get_data();
		self::assertSame( 'coop_credentials_' . $reason, $data['code'] ?? null, 'Answer: ' . wp_json_encode( $data ) );
		self::assertSame( $status, $response->get_status() );
		self::assertSame( $reason, $data['data']['reason'] ?? null );
		return (array) $data['data'];
	}

	/**
	 * SQL sent to the database while something runs.
	 *
	 * @param callable $call What to run.
	 * @param bool     $ours Only statements that name a table of the plugin.
	 * @return list<string> Statements in order.
	 */
	protected function queries( callable $call, bool $ours = false ): array {
		$seen  = array();
		$watch = static function ( $sql ) use ( &$seen ) {
			$seen[] = (string) $sql;
			return $sql;
		};
		add_filter( 'query', $watch, PHP_INT_MAX );
		try {
			$call();
		} finally {
			remove_filter( 'query', $watch, PHP_INT_MAX );
		}
		$ours_only = static fn ( string $sql ): bool => str_contains( $sql, $GLOBALS['wpdb']->prefix . 'coop_credentials_' );
		return $ours ? array_values( array_filter( $seen, $ours_only ) ) : $seen;
	}

	/** Number of SQL statements sent while something runs. */
	protected function count_queries( callable $call, bool $ours = false ): int {
		return count( $this->queries( $call, $ours ) );
	}

	/** Whether the tests run on SQLite. */
	protected function is_sqlite(): bool {
		return 'sqlite' === Environment::current()->database;
	}
}
