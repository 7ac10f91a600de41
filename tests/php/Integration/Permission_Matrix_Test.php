<?php
/**
 * Every route × every kind of caller against the checked-in table.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration;

use CoopCredentials\Kernel\Request_Guard;

/**
 * Rows of permission-matrix.json: "METHOD /path-as-registered": { request: { path, body, query }, anonymous, subscriber,
 * editor, till, admin: status }. The bodies are valid, so that the permission decides and not the argument check. A status may
 * be a list where the answer depends on rows that do not exist in an empty site (404 after permission was given).
 */
final class Permission_Matrix_Test extends Test_Case {

	private const CALLERS = array(
		'anonymous'  => 'anonymous',
		'subscriber' => 'subscriber',
		'editor'     => 'editor',
		'till'       => 'coop_till',
		'admin'      => 'administrator',
	);

	/** Routes that answer without any permission; a reviewer looks at each addition. */
	private const PUBLIC_ROUTES = __DIR__ . '/public-routes.json';

	protected function set_up(): void {
		add_filter( 'wp_hash_password_options', static fn (): array => array( 'cost' => 4 ) ); // Hundreds of users are made.
	}

	/** @return array<string, array<string, mixed>> */
	private static function matrix(): array {
		$matrix = json_decode( (string) file_get_contents( __DIR__ . '/permission-matrix.json' ), true, 16, JSON_THROW_ON_ERROR );
		return is_array( $matrix ) ? $matrix : array();
	}

	/** @return array<string, array<string, mixed>> "METHOD /path" => handler. */
	private function endpoints(): array {
		$found = array();
		foreach ( rest_get_server()->get_routes( 'coop-credentials/v1' ) as $route => $handlers ) {
			foreach ( $handlers as $handler ) {
				if ( '/coop-credentials/v1' === $route || ! is_array( $handler ) ) {
					continue; // WordPress's own index of the namespace.
				}
				self::assertTrue( Request_Guard::is_ours( $handler ), "$route was not registered by Rest_Controller::route()." );
				foreach ( array_keys( array_filter( $handler['methods'] ) ) as $method ) {
					// One of several methods of one endpoint stands for the others: WordPress's EDITABLE is POST, PUT, PATCH.
					if ( in_array( $method, array( 'PUT', 'PATCH' ), true ) && isset( $handler['methods']['POST'] ) ) {
						continue;
					}
					$found[ $method . ' ' . substr( $route, strlen( '/coop-credentials/v1' ) ) ] = $handler;
				}
			}
		}
		return $found;
	}

	public function test_every_route_has_a_row_and_every_row_a_route(): void {
		$routes = array_keys( $this->endpoints() );
		$rows   = array_keys( self::matrix() );
		self::assertSame( array(), array_values( array_diff( $routes, $rows ) ), 'Routes without a row in permission-matrix.json.' );
		self::assertSame( array(), array_values( array_diff( $rows, $routes ) ), 'Rows without a route.' );
	}

	/**
	 * @dataProvider rows
	 * @param array<string, mixed> $row Row.
	 */
	public function test_callers_get_the_expected_status( string $name, array $row ): void {
		$request = (array) ( $row['request'] ?? array() );
		foreach ( self::CALLERS as $caller => $role ) {
			$this->boot_plugin(); // A request of its own: services may remember who asked.
			$this->act_as( $role );
			list( $method, $path ) = explode( ' ', $name, 2 );
			$path                  = (string) ( $request['path'] ?? $path );
			$params                = (array) ( $request['body'] ?? $request['query'] ?? array() );
			$response              = $this->rest( $method, ltrim( $path, '/' ), $params, (array) ( $request['headers'] ?? array() ) );
			$expected              = (array) ( $row[ $caller ] ?? array() );
			self::assertNotSame( array(), $expected, "No status for $caller." );
			self::assertContains( $response->get_status(), $expected, "$name as $caller: " . wp_json_encode( $response->get_data() ) );
			if ( in_array( $response->get_status(), array( 400, 415 ), true ) && ! in_array( 400, $expected, true ) ) {
				self::fail( "The request of $name is not valid: the permission was not tested." );
			}
		}
	}

	/** @return iterable<string, array{string, array<string, mixed>}> */
	public static function rows(): iterable {
		foreach ( self::matrix() as $name => $row ) {
			yield $name => array( (string) $name, (array) $row );
		}
		if ( array() === self::matrix() ) {
			yield 'no rows' => array(
				'GET /none',
				array(
					'anonymous'  => 404,
					'subscriber' => 404,
					'editor'     => 404,
					'till'       => 404,
					'admin'      => 404,
				),
			);
		}
	}

	public function test_only_listed_routes_are_public(): void {
		$public = array();
		foreach ( $this->endpoints() as $name => $handler ) {
			if ( 'private' !== $handler['coop_credentials']['access'] ) {
				$public[ $name ] = $handler['coop_credentials']['access'];
			}
		}
		ksort( $public );
		$listed = json_decode( (string) file_get_contents( self::PUBLIC_ROUTES ), true, 8, JSON_THROW_ON_ERROR );
		ksort( $listed );
		self::assertSame( $listed, $public, 'Compare tests/php/Integration/public-routes.json.' );
	}

	/** Private endpoints never answer a stranger with success. */
	public function test_no_private_route_succeeds_for_a_stranger(): void {
		foreach ( self::matrix() as $name => $row ) {
			if ( 'private' === ( $this->endpoints()[ $name ]['coop_credentials']['access'] ?? 'private' ) ) {
				self::assertSame( array( 401 ), (array) $row['anonymous'], $name );
			}
		}
	}
}
