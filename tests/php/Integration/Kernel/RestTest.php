<?php
/**
 * Every refusal of the REST base, and its headers.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Kernel;

use CoopCredentials\Kernel\Visitor_Guard;
use CoopCredentials\Tests\Integration\Test_Case;

final class RestTest extends Test_Case {

	protected function set_up(): void {
		$this->boot_standing_still();
		add_action( 'rest_api_init', fn () => ( new Test_Controller( $this->plugin()->kernel->request_guard() ) )->register_routes() );
	}

	/** @param array<string, string|null> $headers Headers. */
	private function raw( string $method, string $route, string $body, array $headers = array() ): \WP_REST_Response {
		$request = new \WP_REST_Request( $method, '/coop-credentials/v1/' . $route );
		foreach ( $headers + array(
			'X-Coop-Credentials' => '1',
			'Content-Type'       => 'application/json',
		) as $name => $value ) {
			if ( null !== $value ) {
				$request->set_header( $name, $value );
			}
		}
		$request->set_body( $body );
		return rest_do_request( $request );
	}

	public function test_public_reads_need_nothing_and_may_be_cached(): void {
		$response = $this->rest(
			'GET',
			'test-public',
			array(),
			array(
				'X-Coop-Credentials' => null,
				'Origin'             => 'https://other.example',
			)
		);
		self::assertSame( array( 'public' => true ), $response->get_data() );
		self::assertArrayNotHasKey( 'Cache-Control', $response->get_headers() );
	}

	public function test_private_answers_are_no_store(): void {
		$this->act_as( 'administrator' );
		$response = $this->rest( 'GET', 'test-private/x' );
		self::assertSame( 200, $response->get_status() );
		self::assertSame( 'private, no-store', $response->get_headers()['Cache-Control'] );
		self::assertSame( 'Cookie', $response->get_headers()['Vary'] );
		self::assertSame( array( '45', '3' ), array( $response->get_headers()['X-WP-Total'], $response->get_headers()['X-WP-TotalPages'] ) );
		self::assertSame( 'private, no-store', $this->rest( 'GET', 'test-me' )->get_headers()['Cache-Control'] );
	}

	public function test_the_header_is_demanded(): void {
		$this->assert_problem( 'header_required', 403, $this->rest( 'GET', 'test-me', array(), array( 'X-Coop-Credentials' => null ) ) );
		$this->assert_problem( 'header_required', 403, $this->rest( 'POST', 'test-me', array(), array( 'X-Coop-Credentials' => '0' ) ) );
		$this->act_as( 'administrator' );
		$this->assert_problem( 'header_required', 403, $this->rest( 'GET', 'test-private/x', array(), array( 'X-Coop-Credentials' => null ) ) );
	}

	/** SIGN-F24 */
	public function test_jsonp_envelope_and_method_override_are_refused(): void {
		$this->assert_problem( 'envelope_refused', 400, $this->rest( 'GET', 'test-me', array( '_envelope' => '1' ) ) );
		$this->assert_problem( 'jsonp_refused', 400, $this->rest( 'GET', 'test-me', array( '_jsonp' => 'f' ) ) );
		$this->assert_problem( 'method_override_refused', 400, $this->rest( 'GET', 'test-me', array( '_method' => 'POST' ) ) );
		$served = $this->serve( 'GET', 'test-me?_jsonp=f' );
		self::assertSame( 400, $served['status'] );
		self::assertStringNotContainsString( 'foreign', $served['body'] );
	}

	public function test_a_foreign_page_does_not_use_up_its_readers_limit(): void {
		$foreign = array( 'Sec-Fetch-Site' => 'cross-site' );
		for ( $i = 0; $i < 5; $i++ ) {
			self::assertSame( array( 'foreign' => true ), $this->rest( 'GET', 'test-me', array(), $foreign )->get_data() );
		}
		$this->assert_problem( 'rate_limited', 429, $this->rest( 'GET', 'test-me', array(), $foreign ) );
		for ( $i = 0; $i < 5; $i++ ) {
			self::assertSame( array( 'foreign' => false ), $this->rest( 'GET', 'test-me' )->get_data(), 'The reader, on the site itself.' );
		}
		$this->assert_problem( 'rate_limited', 429, $this->rest( 'GET', 'test-me' ) );
	}

	public function test_neighbours_at_one_address_do_not_use_up_each_others_limit(): void {
		$strangers = fn () => $this->rest( 'GET', 'test-me' );
		for ( $i = 0; $i < 5; $i++ ) {
			self::assertSame( 200, $strangers()->get_status() );
		}
		$this->assert_problem( 'rate_limited', 429, $strangers() );
		foreach ( array( 'wanda', 'nora' ) as $member ) {
			$this->plugin()->kernel->set_visitor_guard( $this->visitor( $member ) );
			for ( $i = 0; $i < 5; $i++ ) {
				self::assertSame( 200, $this->rest( 'GET', 'test-me' )->get_status(), "$member behind the same address" );
			}
			$_SERVER['REMOTE_ADDR'] = '192.0.2.99';
			$this->assert_problem( 'rate_limited', 429, $this->rest( 'GET', 'test-me' ) );
			$_SERVER['REMOTE_ADDR'] = '192.0.2.10';
		}
		$this->act_as( 'subscriber' );
		self::assertSame( 200, $this->rest( 'GET', 'test-me' )->get_status(), 'An account.' );
		wp_set_current_user( 0 );
		$this->plugin()->kernel->set_visitor_guard( $this->visitor( null ) );
		$this->assert_problem( 'rate_limited', 429, $strangers() );
	}

	public function test_public_routes_do_not_ask_who_is_there(): void {
		$this->plugin()->kernel->set_visitor_guard( static fn (): Visitor_Guard => throw new \LogicException( 'Asked.' ) );
		self::assertSame( 200, $this->rest( 'POST', 'test-public' )->get_status() );
	}

	/**
	 * SIGN-B15 on REST.
	 *
	 * @dataProvider origins
	 * @param array<string, string> $headers Headers.
	 */
	public function test_foreign_origins_are_refused( array $headers, bool $foreign ): void {
		$this->act_as( 'administrator' );
		$response = $this->rest( 'GET', 'test-private/x', array(), $headers );
		if ( $foreign ) {
			$this->assert_problem( 'foreign_origin', 403, $response );
			$this->assert_problem( 'foreign_origin', 403, $this->rest( 'POST', 'test-me', array(), $headers ) );
			$this->assert_problem( 'foreign_origin', 403, $this->rest( 'POST', 'test-public', array(), $headers ) );
		} else {
			self::assertSame( 200, $response->get_status() );
		}
		self::assertSame( array( 'foreign' => $foreign ), $this->rest( 'GET', 'test-me', array(), $headers )->get_data() );
	}

	/** @return array<string, array{array<string, string>, bool}> */
	public static function origins(): array {
		return array(
			'own'                => array( array( 'Origin' => 'https://harbour.example' ), false ),
			'own with port'      => array( array( 'Origin' => 'https://harbour.example:443' ), false ),
			'own, fetched'       => array(
				array(
					'Origin'         => 'https://harbour.example',
					'Sec-Fetch-Site' => 'same-origin',
				),
				false,
			),
			'none'               => array( array(), false ),
			'other host'         => array( array( 'Origin' => 'https://other.example' ), true ),
			'other port'         => array( array( 'Origin' => 'https://harbour.example:8443' ), true ),
			'http'               => array( array( 'Origin' => 'http://harbour.example' ), true ),
			'subdomain'          => array( array( 'Origin' => 'https://harbour.example.evil.example' ), true ),
			'null'               => array( array( 'Origin' => 'null' ), true ),
			'fetch cross-site'   => array( array( 'Sec-Fetch-Site' => 'cross-site' ), true ),
			'fetch same-site'    => array( array( 'Sec-Fetch-Site' => 'same-site' ), true ),
			'own but cross-site' => array(
				array(
					'Origin'         => 'https://harbour.example',
					'Sec-Fetch-Site' => 'cross-site',
				),
				true,
			),
		);
	}

	public function test_private_routes_drop_cors_headers_public_reads_keep_them(): void {
		$foreign = array( 'Origin' => 'https://other.example' );
		$private = $this->serve( 'GET', 'test-private/x', array(), $foreign );
		self::assertSame( 403, $private['status'] );
		self::assertContains( 'Access-Control-Allow-Origin', $private['removed'] );
		self::assertContains( 'Access-Control-Allow-Credentials', $private['removed'] );
		$preflight = $this->serve( 'OPTIONS', 'test-private/x', array(), $foreign );
		self::assertContains( 'Access-Control-Allow-Origin', $preflight['removed'] );
		$mixed = $this->serve( 'OPTIONS', 'test-me', array(), $foreign );
		self::assertContains( 'Access-Control-Allow-Origin', $mixed['removed'] );
		$unknown = $this->serve( 'GET', 'no-such-route', array(), $foreign );
		self::assertContains( 'Access-Control-Allow-Origin', $unknown['removed'] );
		$public = $this->serve( 'GET', 'test-public', array(), $foreign );
		self::assertSame( 200, $public['status'] );
		self::assertNotContains( 'Access-Control-Allow-Origin', $public['removed'] );
		self::assertNotContains( 'Access-Control-Allow-Origin', $this->serve( 'GET', '/wp/v2/types', array(), $foreign )['removed'] );
	}

	public function test_bodies_must_be_json(): void {
		foreach ( array( 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', null ) as $type ) {
			$this->assert_problem( 'json_required', 415, $this->raw( 'POST', 'test-me', '{"title":"a"}', array( 'Content-Type' => $type ) ) );
		}
		self::assertSame( 200, $this->raw( 'POST', 'test-me', '{"title":"a"}', array( 'Content-Type' => 'application/json; charset=utf-8' ) )->get_status() );
		self::assertSame( 200, $this->raw( 'POST', 'test-me', '', array( 'Content-Type' => null ) )->get_status(), 'No body needs no type.' );
		$this->assert_problem( 'invalid_request', 400, $this->raw( 'POST', 'test-me', '{"title":' ) );
	}

	public function test_bodies_have_a_size_and_a_depth(): void {
		$this->assert_problem( 'body_too_large', 413, $this->raw( 'POST', 'test-me', '{"title":"' . str_repeat( 'a', 65536 ) . '"}' ) );
		$nested = static fn ( int $levels ): string => '{"deep":' . str_repeat( '[', $levels - 1 ) . str_repeat( ']', $levels - 1 ) . '}';
		self::assertSame( 200, $this->raw( 'POST', 'test-me', $nested( 10 ) )->get_status() );
		$this->assert_problem( 'body_too_deep', 400, $this->raw( 'POST', 'test-me', $nested( 11 ) ) );
	}

	public function test_uploads_state_their_own_type_and_size(): void {
		$this->act_as( 'administrator' );
		self::assertSame( 200, $this->raw( 'POST', 'test-upload', str_repeat( "a,b\n", 20000 ), array( 'Content-Type' => 'text/csv' ) )->get_status() );
		$this->assert_problem( 'body_too_large', 413, $this->raw( 'POST', 'test-upload', str_repeat( 'a', 100001 ), array( 'Content-Type' => 'text/csv' ) ) );
		$this->assert_problem( 'content_type_refused', 415, $this->raw( 'POST', 'test-upload', '{}' ) );
	}

	public function test_unknown_fields_are_named(): void {
		$data = $this->assert_problem(
			'unknown_field',
			400,
			$this->rest(
				'POST',
				'test-me',
				array(
					'title' => 'a',
					'role'  => 'administrator',
				)
			)
		);
		self::assertSame( array( 'role' ), array_keys( (array) $data['params'] ) );
		$data = $this->assert_problem(
			'invalid_request',
			400,
			$this->rest(
				'POST',
				'test-me',
				array(
					'parts' => array(
						'a' => 1,
						'b' => 2,
					),
				)
			)
		);
		self::assertSame( array( 'parts' ), array_keys( (array) $data['params'] ) );
		$this->act_as( 'administrator' );
		self::assertSame(
			200,
			$this->rest(
				'PUT',
				'test-private/x',
				array(
					'version' => 'v2',
					'uid'     => 'x',
				)
			)->get_status(),
			'The address may be repeated in the body.'
		);
		$this->assert_problem(
			'unknown_field',
			400,
			$this->rest(
				'PUT',
				'test-private/x',
				array(
					'version' => 'v2',
					'uid'     => 'y',
				)
			)
		);
	}

	public function test_cores_argument_errors_speak_our_contract(): void {
		$data = $this->assert_problem( 'invalid_request', 400, $this->rest( 'POST', 'test-me', array( 'title' => 'much too long' ) ) );
		self::assertSame( array( 'title' ), array_keys( (array) $data['params'] ) );
		self::assertNotSame( '', $data['request_id'] );
		$this->act_as( 'administrator' );
		$data = $this->assert_problem( 'invalid_request', 400, $this->rest( 'PUT', 'test-private/x', array( 'title' => 'a' ) ) );
		self::assertSame( array( 'version' ), array_keys( (array) $data['params'] ) );
	}

	public function test_refused_permission_is_401_or_403(): void {
		$this->assert_problem( 'not_permitted', 401, $this->rest( 'GET', 'test-private/x' ) );
		$this->act_as( 'editor' );
		$this->assert_problem( 'not_permitted', 403, $this->rest( 'GET', 'test-private/x' ) );
	}

	public function test_edit_conflict(): void {
		$this->act_as( 'administrator' );
		self::assertSame( 'reload', $this->assert_problem( 'edit_conflict', 409, $this->rest( 'PUT', 'test-private/x', array( 'version' => 'v1' ) ) )['next_step'] );
		self::assertSame( 200, $this->rest( 'PUT', 'test-private/x', array( 'version' => 'v2' ) )->get_status() );
	}

	public function test_limits_and_busy_storage_say_when_to_come_back(): void {
		for ( $i = 0; $i < 3; $i++ ) {
			self::assertSame( 200, $this->rest( 'POST', 'test-public' )->get_status() );
		}
		$response = $this->rest( 'POST', 'test-public' );
		$this->assert_problem( 'rate_limited', 429, $response );
		self::assertGreaterThan( 0, (int) $response->get_headers()['Retry-After'] );
		$_SERVER['REMOTE_ADDR'] = '192.0.2.99';
		self::assertSame( 200, $this->rest( 'POST', 'test-public' )->get_status(), 'Another address has its own count.' );

		$this->act_as( 'administrator' );
		$response = $this->rest( 'DELETE', 'test-private/x' );
		$data     = $this->assert_problem( 'busy_try_again', 503, $response );
		self::assertSame( '2', $response->get_headers()['Retry-After'] );
		self::assertSame( array( 'try_again', 2, 1 ), array( $data['next_step'], $data['retry_after'], $data['more'] ) );
		self::assertSame( 'private, no-store', $response->get_headers()['Cache-Control'] );
	}

	public function test_deep_pages_are_refused(): void {
		$this->act_as( 'administrator' );
		self::assertSame(
			200,
			$this->rest(
				'GET',
				'test-private/x',
				array(
					'page'     => 100,
					'per_page' => 100,
				)
			)->get_status()
		);
		self::assertSame(
			'filter',
			$this->assert_problem(
				'page_too_deep',
				400,
				$this->rest(
					'GET',
					'test-private/x',
					array(
						'page'     => 101,
						'per_page' => 100,
					)
				)
			)['next_step']
		);
		$this->assert_problem( 'invalid_request', 400, $this->rest( 'GET', 'test-private/x', array( 'per_page' => 101 ) ) );
		$this->assert_problem( 'invalid_request', 400, $this->rest( 'GET', 'test-private/x', array( 'orderby' => 'password' ) ) );
	}

	/** SIGN-F8: a visitor session's writes carry its token. */
	public function test_visitor_writes_need_the_session_token(): void {
		$this->plugin()->kernel->set_visitor_guard( $this->visitor( 'wanda' ) );
		$this->assert_problem( 'session_token_invalid', 403, $this->rest( 'POST', 'test-me' ) );
		$this->assert_problem( 'session_token_invalid', 403, $this->rest( 'POST', 'test-me', array(), array( 'X-Coop-Credentials-Token' => 'wrong' ) ) );
		self::assertSame( 200, $this->rest( 'POST', 'test-me', array(), array( 'X-Coop-Credentials-Token' => 'right' ) )->get_status() );
		self::assertSame( 200, $this->rest( 'GET', 'test-me' )->get_status() );
		$this->plugin()->kernel->set_visitor_guard( $this->visitor( null ) );
		self::assertSame( 200, $this->rest( 'POST', 'test-me' )->get_status(), 'Without a session the endpoint itself decides.' );
	}

	private function visitor( ?string $name ): Visitor_Guard {
		return new class( $name ) implements Visitor_Guard {
			public function __construct( private readonly ?string $name ) {
			}

			public function visitor(): ?string {
				return $this->name;
			}

			public function token_valid( string $token ): bool {
				return 'right' === $token;
			}
		};
	}

	public function test_private_routes_are_not_in_the_index(): void {
		$index  = (array) $this->rest( 'GET', '/coop-credentials/v1' )->get_data();
		$routes = array_keys( (array) $index['routes'] );
		self::assertContains( '/coop-credentials/v1/test-public', $routes );
		self::assertSame( array(), array_values( array_filter( $routes, static fn ( string $route ): bool => str_contains( $route, 'test-private' ) ) ) );
	}

	public function test_an_endpoint_without_permission_is_a_mistake_of_ours(): void {
		$controller = new class( $this->plugin()->kernel->request_guard() ) extends \CoopCredentials\Kernel\Rest_Controller {
			public function register_routes(): void {
				$this->route( '/test-broken', array( array( 'callback' => static fn (): array => array() ) ) );
			}
		};
		$this->expectException( \LogicException::class );
		$controller->register_routes();
	}
}
