<?php
/**
 * Outbound requests against a server that misbehaves.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Kernel;

use CoopCredentials\Kernel\Http_Request;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Resolver;
use CoopCredentials\Kernel\Safe_Http;
use CoopCredentials\Tests\Integration\Test_Case;
use CoopCredentials\Tests\Support\Frozen_Clock;

final class HttpTest extends Test_Case {

	private static int $port = 0;

	/** @var resource|null */
	private static $server = null;

	private Safe_Http $http;

	private Frozen_Clock $clock;

	public static function setUpBeforeClass(): void {
		$socket     = stream_socket_server( 'tcp://127.0.0.1:0' );
		self::$port = (int) substr( (string) strrchr( (string) stream_socket_get_name( $socket, false ), ':' ), 1 );
		fclose( $socket );
		$server = proc_open(
			array( PHP_BINARY, '-S', '127.0.0.1:' . self::$port, __DIR__ . '/tasks/hostile-server.php' ),
			array( array( 'file', '/dev/null', 'r' ), array( 'file', '/dev/null', 'w' ), array( 'file', '/dev/null', 'w' ) ),
			$pipes
		);
		self::assertIsResource( $server );
		self::$server = $server;
		$until        = microtime( true ) + 10;
		while ( false === @fsockopen( '127.0.0.1', self::$port ) && microtime( true ) < $until ) {
			usleep( 5000 );
		}
	}

	public static function tearDownAfterClass(): void {
		if ( is_resource( self::$server ) ) {
			proc_terminate( self::$server );
			proc_close( self::$server );
		}
	}

	protected function set_up(): void {
		$this->clock = new Frozen_Clock( '2026-11-23T12:00:00Z' );
		$this->http  = $this->boot_plugin( $this->clock )->kernel->safe_http();
		putenv( 'COOP_CREDENTIALS_INSECURE_HOSTS=localhost:' . self::$port );
		putenv( 'no_proxy=*' );
	}

	protected function tear_down(): void {
		putenv( 'COOP_CREDENTIALS_INSECURE_HOSTS' );
	}

	private function url( string $what ): string {
		return 'http://localhost:' . self::$port . '/' . $what;
	}

	/** @param array<string, mixed> $more More arguments of the request. */
	private function reason( string $url, array $more = array() ): string {
		try {
			$this->http->request( new Http_Request( 'GET', $url, ...$more ) );
		} catch ( Problem $problem ) {
			return $problem->reason;
		}
		return 'ok';
	}

	public function test_an_honest_answer(): void {
		$response = $this->http->request( new Http_Request( 'POST', $this->url( 'echo?a=1' ), array( 'X-Test' => 'v' ), 'b=2' ) );
		self::assertSame( 200, $response->status );
		$json = $response->json();
		self::assertInstanceOf( \stdClass::class, $json );
		self::assertSame( array( 'POST', '/echo?a=1', 'b=2', 'v', 'application/json' ), array( $json->method, $json->uri, $json->body, $json->test, $json->accept ) );
		self::assertSame( 'yes', $response->headers['x-answer'] );
	}

	/**
	 * R6, SIGN-A5, SIGN-C3, SIGN-C4.
	 *
	 * @dataProvider misbehaviours
	 * @param array<string, mixed> $more More arguments of the request.
	 */
	public function test_misbehaviour_has_a_reason( string $what, string $reason, array $more = array() ): void {
		$begin = microtime( true );
		self::assertSame( $reason, $this->reason( $this->url( $what ), $more ) );
		self::assertLessThan( 5.0, microtime( true ) - $begin );
	}

	/** @return array<string, array{0: string, 1: string, 2?: array<string, mixed>}> */
	public static function misbehaviours(): array {
		return array(
			'redirect is not followed' => array( 'redirect', 'bad_status' ),
			'400'                      => array( 'status?s=400', 'bad_status' ),
			'400 accepted'             => array( 'status?s=400', 'ok', array( 'accept_status' => array( 200, 400 ) ) ),
			'500'                      => array( 'status?s=500', 'bad_status' ),
			'HTML'                     => array( 'html', 'not_json' ),
			'HTML as JSON type'        => array( 'html-as-json', 'not_json' ),
			'no type'                  => array( 'no-type', 'not_json' ),
			'JSON suffix'              => array( 'suffix', 'ok' ),
			'text when asked'          => array( 'html', 'ok', array( 'json' => false ) ),
			'too deep'                 => array( 'deep?n=33', 'not_json' ),
			'deep enough'              => array( 'deep?n=32', 'ok' ),
			'exactly the limit'        => array( 'size?n=65536', 'ok' ),
			'one byte more'            => array( 'size?n=65537', 'response_too_large' ),
			'huge'                     => array( 'size?n=50000000', 'response_too_large' ),
			'gzip bomb'                => array( 'bomb', 'response_too_large' ),
			'drip'                     => array( 'drip', 'timeout', array( 'timeout' => 0.5 ) ),
			'silence'                  => array( 'silence', 'timeout', array( 'timeout' => 0.5 ) ),
			'truncated'                => array( 'truncated', 'unreachable' ),
		);
	}

	/**
	 * SIGN-A3, SIGN-A4.
	 *
	 * @dataProvider addresses
	 * @param list<string> $resolved Addresses the name resolves to.
	 */
	public function test_only_configured_public_https_hosts( string $url, array $resolved, string $reason ): void {
		$this->plugin()->kernel->allowed_hosts()->allow( 'https://op.example/' );
		$this->plugin()->kernel->allowed_hosts()->allow( 'https://op.example:8443/' );
		$this->http->set_resolver(
			new class( $resolved ) extends Resolver {
				/** @param list<string> $resolved Addresses. */
				public function __construct( private readonly array $resolved ) {
				}

				public function addresses( string $host ): array {
					return $this->resolved;
				}
			}
		);
		$sent = 0;
		add_filter(
			'pre_http_request',
			static function () use ( &$sent ): array {
				++$sent;
				return array(
					'headers'  => array( 'content-type' => 'application/json' ),
					'body'     => '{}',
					'response' => array(
						'code'    => 200,
						'message' => 'OK',
					),
					'cookies'  => array(),
				);
			}
		);
		self::assertSame( $reason, $this->reason( $url ) );
		self::assertSame( 'ok' === $reason ? 1 : 0, $sent );
	}

	/** @return array<string, array{string, list<string>, string}> */
	public static function addresses(): array {
		$public = array( '1.1.1.1' );
		return array(
			'configured'         => array( 'https://op.example/x', $public, 'ok' ),
			'configured port'    => array( 'https://OP.example:8443/x', $public, 'ok' ),
			'other port'         => array( 'https://op.example:9443/x', $public, 'host_not_allowed' ),
			'other host'         => array( 'https://other.example/x', $public, 'host_not_allowed' ),
			'suffix'             => array( 'https://op.example.evil.example/x', $public, 'host_not_allowed' ),
			'http'               => array( 'http://op.example/x', $public, 'host_not_allowed' ),
			'other scheme'       => array( 'gopher://op.example/x', $public, 'host_not_allowed' ),
			'user info'          => array( 'https://op.example@evil.example/x', $public, 'host_not_allowed' ),
			'backslash'          => array( 'https://op.example\\@evil.example/', $public, 'host_not_allowed' ),
			'loopback'           => array( 'https://op.example/x', array( '127.0.0.1' ), 'host_not_allowed' ),
			'one private of two' => array( 'https://op.example/x', array( '1.1.1.1', '10.0.0.1' ), 'host_not_allowed' ),
			'cloud metadata'     => array( 'https://op.example/x', array( '169.254.169.254' ), 'host_not_allowed' ),
			'v4-mapped'          => array( 'https://op.example/x', array( '::ffff:127.0.0.1' ), 'host_not_allowed' ),
			'IPv6 private'       => array( 'https://op.example/x', array( 'fd00::1' ), 'host_not_allowed' ),
			'does not resolve'   => array( 'https://op.example/x', array(), 'unreachable' ),
		);
	}

	/** SIGN-A4: the name is resolved once; the connection goes to that address whatever the name says later. */
	public function test_the_connection_is_pinned(): void {
		putenv( 'COOP_CREDENTIALS_INSECURE_HOSTS=harbour.example:' . self::$port );
		$resolver = new class() extends Resolver {
			public int $asked = 0;

			public function addresses( string $host ): array {
				++$this->asked;
				return array( '127.0.0.1' );
			}
		};
		$this->http->set_resolver( $resolver );
		$response = $this->http->request( new Http_Request( 'GET', 'http://harbour.example:' . self::$port . '/echo' ) );
		self::assertSame( 200, $response->status );
		self::assertSame( 1, $resolver->asked );
	}

	public function test_insecure_hosts_count_only_in_local_environments(): void {
		$hosts = $this->plugin()->kernel->allowed_hosts();
		self::assertTrue( $hosts->is_insecure( 'localhost', self::$port ) );
		self::assertFalse( $hosts->is_insecure( 'localhost', 22 ) );
		self::assertFalse( $hosts->is_insecure( '127.0.0.1', self::$port ) );
	}

	public function test_nothing_is_called_inside_a_transaction(): void {
		$this->expectException( \LogicException::class );
		$this->plugin()->kernel->database()->transaction( fn () => $this->reason( $this->url( 'echo' ) ) );
	}

	/** Five failures, 60 s pause, one probe. */
	public function test_the_circuit_opens_and_one_probe_goes_through(): void {
		for ( $i = 0; $i < 5; $i++ ) {
			self::assertSame( 'bad_status', $this->reason( $this->url( 'status?s=500' ) ) );
		}
		self::assertSame( 'circuit_open', $this->reason( $this->url( 'echo' ) ) );
		try {
			$this->http->request( new Http_Request( 'GET', $this->url( 'echo' ) ) );
		} catch ( Problem $problem ) {
			self::assertSame( array( 503, 60 ), array( $problem->status, $problem->retry_after ) );
		}
		self::assertTrue( $this->plugin()->kernel->circuit_breaker()->is_open( 'localhost:' . self::$port ) );
		$this->clock->advance( 61 );
		self::assertSame( 'bad_status', $this->reason( $this->url( 'status?s=500' ) ), 'The probe.' );
		self::assertSame( 'circuit_open', $this->reason( $this->url( 'echo' ) ), 'It failed: paused again.' );
		$this->clock->advance( 61 );
		self::assertSame( 'ok', $this->reason( $this->url( 'echo' ) ) );
		self::assertSame( 'ok', $this->reason( $this->url( 'echo' ) ), 'It succeeded: closed.' );
	}

	/**
	 * @dataProvider malformed
	 */
	public function test_answers_about_one_person_do_not_pause_the_host_for_everybody( string $what, string $reason ): void {
		for ( $i = 0; $i < 7; $i++ ) {
			self::assertSame( $reason, $this->reason( $this->url( $what ), array( 'personal' => true ) ) );
		}
		self::assertSame( 'ok', $this->reason( $this->url( 'echo' ) ), 'The next person.' );
		for ( $i = 0; $i < 5; $i++ ) {
			self::assertSame( $reason, $this->reason( $this->url( $what ) ) );
		}
		self::assertSame( 'circuit_open', $this->reason( $this->url( 'echo' ) ), 'Metadata and keys of that kind pause it.' );
	}

	/** @return iterable<string, array{string, string}> */
	public static function malformed(): iterable {
		yield 'too large' => array( 'size?n=70000', 'response_too_large' );
		yield 'not JSON' => array( 'html', 'not_json' );
	}

	public function test_a_personal_answer_that_fails_by_the_hosts_fault_pauses_it(): void {
		for ( $i = 0; $i < 5; $i++ ) {
			self::assertSame( 'bad_status', $this->reason( $this->url( 'status?s=500' ), array( 'personal' => true ) ) );
		}
		self::assertSame( 'circuit_open', $this->reason( $this->url( 'echo' ) ) );
	}

	public function test_refusals_of_the_server_do_not_open_the_circuit(): void {
		for ( $i = 0; $i < 7; $i++ ) {
			self::assertSame( 'bad_status', $this->reason( $this->url( 'status?s=400' ) ) );
		}
	}
}
