<?php
/**
 * Matching addresses.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\Kernel;

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Not_Mine;
use CoopCredentials\Kernel\Front\Plain;
use CoopCredentials\Kernel\Front\Router;
use PHPUnit\Framework\TestCase;

final class RouterTest extends TestCase {

	private Router $router;

	protected function setUp(): void {
		$this->router = new Router();
		$echo         = static fn ( Front_Request $request ): Plain => new Plain( (string) json_encode( $request->params ), 'application/json' );
		$this->router->add( 'start', 'coop-credentials/sign-in/{provider}', $echo, array( 'methods' => array( 'GET', 'POST' ) ) );
		$this->router->add( 'coupon', 'coop-credentials/coupon/{code}', $echo );
		$this->router->add( 'directory', 'co-ops/', $echo );
		$this->router->add( 'profile', 'co-ops/{slug}/', static fn ( Front_Request $request ): Plain|Not_Mine => 'none' === $request->params['slug'] ? new Not_Mine() : $echo( $request ) );
	}

	/**
	 * @dataProvider paths
	 * @param array<string, string>|null $expected Parameters; null = not ours.
	 */
	public function test_matches_paths( string $path, ?array $expected ): void {
		$answer = $this->router->handle( new Front_Request( 'GET', path: $path ) );
		if ( null === $expected ) {
			self::assertInstanceOf( Not_Mine::class, $answer );
			return;
		}
		self::assertInstanceOf( Plain::class, $answer );
		self::assertSame( $expected, json_decode( $answer->body, true ) );
	}

	/** @return array<string, array{string, array<string, string>|null}> */
	public static function paths(): array {
		return array(
			'plain'             => array( 'coop-credentials/sign-in/demo', array( 'provider' => 'demo' ) ),
			'trailing slash'    => array( 'coop-credentials/sign-in/demo/', array( 'provider' => 'demo' ) ),
			'upper case'        => array( 'COOP-CREDENTIALS/COUPON/7KQ29FXMP4TS', array( 'code' => '7KQ29FXMP4TS' ) ),
			'value keeps case'  => array( 'coop-credentials/coupon/7kq29FXMP4TS', array( 'code' => '7kq29FXMP4TS' ) ),
			'encoded'           => array( 'co-ops/caf%C3%A9/', array( 'slug' => 'café' ) ),
			'without value'     => array( 'co-ops', array() ),
			'longer'            => array( 'coop-credentials/sign-in/demo/x', null ),
			'shorter'           => array( 'coop-credentials/sign-in', null ),
			'encoded slash'     => array( 'co-ops/a%2Fb/', null ),
			'encoded backslash' => array( 'co-ops/a%5Cb/', null ),
			'control character' => array( 'co-ops/a%0Ab/', null ),
			'bad UTF-8'         => array( 'co-ops/a%FFb/', null ),
			'handler declines'  => array( 'co-ops/none/', null ),
			'other'             => array( 'hello-world', null ),
			'empty'             => array( '', null ),
			'beginning only'    => array( 'xcoop-credentials/coupon/7KQ29FXMP4TS', null ),
		);
	}

	/**
	 * SIGN-B13: prefetch gets 503 and nothing runs.
	 *
	 * @dataProvider prefetches
	 */
	public function test_prefetch_gets_503( string $header, string $value ): void {
		$answer = $this->router->handle( new Front_Request( 'GET', headers: array( $header => $value ), path: 'coop-credentials/sign-in/demo' ) );
		self::assertInstanceOf( Plain::class, $answer );
		self::assertSame( 503, $answer->status );
		self::assertSame( 'no-store', $answer->headers['Cache-Control'] );
		self::assertSame( '', $answer->body );
	}

	/** @return array<string, array{string, string}> */
	public static function prefetches(): array {
		return array(
			'Sec-Purpose'            => array( 'sec-purpose', 'prefetch' ),
			'Sec-Purpose, prerender' => array( 'sec-purpose', 'prefetch;prerender' ),
			'Purpose'                => array( 'purpose', 'prefetch' ),
			'X-Moz'                  => array( 'x-moz', 'Prefetch' ),
		);
	}

	public function test_public_pages_may_be_fetched_ahead(): void {
		$answer = $this->router->handle( new Front_Request( 'GET', headers: array( 'sec-purpose' => 'prefetch' ), path: 'co-ops/' ) );
		self::assertInstanceOf( Plain::class, $answer );
		self::assertSame( 200, $answer->status );
	}

	/** SIGN-B13: HEAD gets 405 where asked. */
	public function test_other_methods_get_405(): void {
		$answer = $this->router->handle( new Front_Request( 'HEAD', path: 'coop-credentials/sign-in/demo' ) );
		self::assertInstanceOf( Plain::class, $answer );
		self::assertSame( 405, $answer->status );
		self::assertSame( 'GET, POST', $answer->headers['Allow'] );
		$answer = $this->router->handle( new Front_Request( 'HEAD', path: 'co-ops/' ) );
		self::assertInstanceOf( Plain::class, $answer );
		self::assertSame( 200, $answer->status );
		$answer = $this->router->handle( new Front_Request( 'DELETE', path: 'co-ops/' ) );
		self::assertInstanceOf( Plain::class, $answer );
		self::assertSame( 405, $answer->status );
	}

	public function test_request_hands_out_plain_strings_only(): void {
		$request = new Front_Request(
			'POST',
			array(),
			'a=1&b[]=2&c=%FF',
			array(
				'x' => array( 'y' ),
				'z' => 'ok',
			),
			array( 'x-test' => 'v' ),
			'raw'
		);
		self::assertSame( '1', $request->query( 'a' ) );
		self::assertNull( $request->query( 'b' ) );
		self::assertNull( $request->query( 'c' ) );
		self::assertNull( $request->query( 'd' ) );
		self::assertNull( $request->post( 'x' ) );
		self::assertSame( 'ok', $request->post( 'z' ) );
		self::assertSame( 'v', $request->header( 'X-Test' ) );
		self::assertSame( 'raw', $request->raw_body() );
	}
}
