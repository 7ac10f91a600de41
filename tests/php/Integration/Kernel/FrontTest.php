<?php
/**
 * Our addresses over real HTTP: theme, headers, permalinks, and pages that are not ours.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Kernel;

use CoopCredentials\Kernel\Front\Cookies;
use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Plain;
use CoopCredentials\Kernel\Front\Privacy;
use CoopCredentials\Kernel\Front\Same_Origin;
use CoopCredentials\Tests\Integration\Test_Case;
use CoopCredentials\Tests\Support\Environment;
use CoopCredentials\Tests\Support\Frozen_Clock;

final class FrontTest extends Test_Case {

	/** @var array{process: resource, port: int}|null */
	private static ?array $server = null;

	public static function tearDownAfterClass(): void {
		if ( null !== self::$server ) {
			proc_terminate( self::$server['process'] );
			proc_close( self::$server['process'] );
			self::$server = null;
		}
	}

	/**
	 * @param array<string, string> $headers Headers.
	 * @return array{status: int, headers: array<string, string>, body: string}
	 */
	private function get( string $path, array $headers = array(), string $method = 'GET', string $body = '' ): array {
		self::$server ??= self::start();
		$curl           = curl_init( 'http://127.0.0.1:' . self::$server['port'] . $path );
		self::assertNotFalse( $curl );
		$received = array();
		curl_setopt_array(
			$curl,
			array(
				CURLOPT_RETURNTRANSFER => true,
				CURLOPT_CUSTOMREQUEST  => $method,
				CURLOPT_NOBODY         => 'HEAD' === $method,
				CURLOPT_PROXY          => '',
				CURLOPT_TIMEOUT        => 30,
				CURLOPT_HTTPHEADER     => array_map( static fn ( string $name, string $value ): string => "$name: $value", array_keys( $headers ), $headers ),
				CURLOPT_HEADERFUNCTION => static function ( $handle, string $line ) use ( &$received ): int {
					$parts = explode( ':', $line, 2 );
					if ( 2 === count( $parts ) ) {
						$received[ strtolower( $parts[0] ) ] = trim( $parts[1] );
					}
					return strlen( $line );
				},
			) + ( '' === $body ? array() : array( CURLOPT_POSTFIELDS => $body ) )
		);
		$text = curl_exec( $curl );
		return array(
			'status'  => (int) curl_getinfo( $curl, CURLINFO_RESPONSE_CODE ),
			'headers' => $received,
			'body'    => is_string( $text ) ? $text : '',
		);
	}

	/** @return array{process: resource, port: int} */
	private static function start(): array {
		$socket = stream_socket_server( 'tcp://127.0.0.1:0' );
		$port   = (int) substr( (string) strrchr( (string) stream_socket_get_name( $socket, false ), ':' ), 1 );
		fclose( $socket );
		$process = proc_open(
			array( PHP_BINARY, '-d', 'error_reporting=-1', '-d', 'display_errors=1', '-S', "127.0.0.1:$port", __DIR__ . '/tasks/front-server.php' ),
			array( array( 'file', '/dev/null', 'r' ), array( 'file', '/dev/null', 'w' ), array( 'file', '/dev/null', 'w' ) ),
			$pipes,
			Environment::root(),
			array_merge( getenv(), Environment::current()->variables() )
		);
		self::assertIsResource( $process );
		$until = microtime( true ) + 10;
		while ( false === @fsockopen( '127.0.0.1', $port ) && microtime( true ) < $until ) {
			usleep( 5000 );
		}
		return array(
			'process' => $process,
			'port'    => $port,
		);
	}

	/** @return array<string, array{string}> */
	public static function themes(): array {
		return array(
			'block theme'   => array( 'twentytwentyfive' ),
			'classic theme' => array( 'classic' ),
		);
	}

	/** @dataProvider themes */
	public function test_a_page_is_shown_by_the_theme_and_is_private( string $theme ): void {
		$page = $this->get( '/coop-credentials/test-page/a%26b?theme=' . $theme );
		self::assertSame( 200, $page['status'] );
		// A block theme runs WordPress's typography over its whole template; a classic one leaves our content alone.
		$typography = 'classic' === $theme ? 'Hello [gallery] "quoted" -- a&amp;b' : 'Hello [gallery] &#8220;quoted&#8221; &#8212; a&amp;b';
		self::assertStringContainsString( '<p class="ours">' . $typography . '</p>', $page['body'], 'Shortcodes do not run.' );
		self::assertStringContainsString( '</html>', $page['body'] );
		self::assertMatchesRegularExpression( '#<h1[^>]*>\s*A &lt;b&gt;title&lt;/b&gt; &(amp|\#038);(amp;)? more\s*</h1>#', $page['body'] );
		self::assertStringNotContainsString( '<b>title</b>', $page['body'] );
		self::assertMatchesRegularExpression( '#<body[^>]* class="[^"]*\bcoop-credentials-page\b#', $page['body'], 'Its title may be too long for the theme.' );
		self::assertStringContainsString( 'noindex', $page['body'] );
		self::assertSame( 'private, no-store', $page['headers']['cache-control'] );
		self::assertSame( 'same-origin', $page['headers']['referrer-policy'] );
		self::assertSame( 'noindex', $page['headers']['x-robots-tag'] );
		self::assertSame( "frame-ancestors 'self'", $page['headers']['content-security-policy'], 'No neighbouring host may frame it.' );
		self::assertSame( 'SAMEORIGIN', $page['headers']['x-frame-options'] );
		self::assertStringNotContainsString( (string) PHP_INT_MAX . '"', (string) preg_replace( '/ class="[^"]*"| id="post-\d+"/', '', $page['body'] ), 'No link leads to the page that is in no table.' );
		self::assertDoesNotMatchRegularExpression( '/(Warning|Notice|Deprecated|Fatal error)\b.*on line/', $page['body'] );
	}

	public function test_status_and_public_pages(): void {
		self::assertSame( 404, $this->get( '/coop-credentials/test-page/x?s=404' )['status'] );
		$public = $this->get( '/test-public/caf%C3%A9/' );
		self::assertSame( 200, $public['status'] );
		self::assertStringContainsString( '>café</h2>', $public['body'] );
		self::assertStringNotContainsString( 'wp:heading', $public['body'] );
		self::assertStringNotContainsString( 'noindex', $public['body'] );
		self::assertArrayNotHasKey( 'referrer-policy', $public['headers'] );
		self::assertStringNotContainsString( 'no-store', $public['headers']['cache-control'] ?? '' );
		self::assertArrayNotHasKey( 'x-frame-options', $public['headers'], 'Public pages may be shown anywhere.' );
	}

	/** SIGN-B17, R16: subdirectory, index.php permalinks, plain permalinks, upper case, no canonical redirect. */
	public function test_addresses_answer_without_a_redirect_everywhere(): void {
		foreach ( array(
			'/coop-credentials/test-plain',
			'/coop-credentials/test-plain/',
			'/COOP-CREDENTIALS/TEST-PLAIN',
			'/index.php/coop-credentials/test-plain?permalinks=/index.php/%25postname%25/',
			'/?permalinks=plain&coop_credentials_path=coop-credentials/test-plain',
			'/coop-credentials/test-plain?permalinks=plain',
			'/shop/coop-credentials/test-plain?home=shop',
			'/shop/?home=shop&permalinks=plain&coop_credentials_path=coop-credentials/test-plain',
		) as $path ) {
			$answer = $this->get( $path );
			self::assertSame( 200, $answer['status'], $path );
			self::assertStringStartsWith( 'GET ', $answer['body'], $path );
			self::assertSame( 'private, no-store', $answer['headers']['cache-control'], $path );
			self::assertSame( 'nosniff', $answer['headers']['x-content-type-options'], $path );
		}
		self::assertSame( 404, $this->get( '/coop-credentials/test-plain?home=shop' )['status'] );
		self::assertSame( 404, $this->get( '/test-public/none/' )['status'], 'Declined: WordPress goes on.' );
	}

	public function test_urls_lead_back(): void {
		$router = $this->plugin()->kernel->router();
		$router->add( 'test', 'coop-credentials/test/{name}', static fn ( Front_Request $r ): Plain => new Plain( '', 'text/plain' ) );
		update_option( 'permalink_structure', '/%postname%/' );
		self::assertSame(
			'https://harbour.example/coop-credentials/test/a%20b?reason=x%26y',
			$router->url(
				'test',
				array(
					'name'   => 'a b',
					'reason' => 'x&y',
				)
			)
		);
		update_option( 'permalink_structure', '/index.php/%postname%/' );
		self::assertSame( 'https://harbour.example/index.php/coop-credentials/test/a', $router->url( 'test', array( 'name' => 'a' ) ) );
		update_option( 'permalink_structure', '' );
		$url = $router->url(
			'test',
			array(
				'name'   => 'a',
				'reason' => 'x',
			)
		);
		parse_str( (string) wp_parse_url( $url, PHP_URL_QUERY ), $query );
		self::assertSame(
			array(
				'coop_credentials_path' => 'coop-credentials/test/a',
				'reason'                => 'x',
			),
			$query
		);
	}

	public function test_redirects_leave_only_where_allowed(): void {
		$answer = $this->get( '/coop-credentials/test-redirect' );
		self::assertSame( 303, $answer['status'] );
		self::assertSame( 'https://op.example/authorize?a=1', $answer['headers']['location'] );
		self::assertSame( array( 'private, no-store', 'no-referrer' ), array( $answer['headers']['cache-control'], $answer['headers']['referrer-policy'] ) );
		self::assertStringNotContainsString( 'op.example', $this->get( '/coop-credentials/test-stray' )['headers']['location'] );
	}

	public function test_methods_bodies_and_prefetch(): void {
		$answer = $this->get( '/coop-credentials/test-plain?q=1&q=2', array( 'X-Test' => "o'k" ), 'POST', 'a=it%27s' );
		self::assertSame( 'POST q=1&q=2 it\'s o\'k', $answer['body'] );
		$head = $this->get( '/coop-credentials/test-plain', array(), 'HEAD' );
		self::assertSame( array( 200, '' ), array( $head['status'], $head['body'] ) );
		$prefetch = $this->get( '/coop-credentials/test-page/x', array( 'Sec-Purpose' => 'prefetch' ) );
		self::assertSame( array( 503, 'no-store', '' ), array( $prefetch['status'], $prefetch['headers']['cache-control'], $prefetch['body'] ) );
	}

	public function test_a_problem_becomes_a_plain_page(): void {
		$page = $this->get( '/coop-credentials/test-problem' );
		self::assertSame( array( 503, '2' ), array( $page['status'], $page['headers']['retry-after'] ) );
		self::assertStringContainsString( 'Come &lt;back&gt; later', $page['body'] );
	}

	/** Promise "light": a page with none of our blocks: 0 queries, 0 bytes. */
	public function test_pages_without_our_blocks_cost_nothing(): void {
		wp_insert_post(
			array(
				'post_type'    => 'page',
				'post_status'  => 'publish',
				'post_title'   => 'Plain page',
				'post_name'    => 'plain-page',
				'post_content' => '<!-- wp:paragraph --><p>Nothing of ours.</p><!-- /wp:paragraph -->',
			)
		);
		foreach ( array( '/plain-page/', '/', '/no-such-page/' ) as $path ) {
			$this->get( $path . '?count=1' ); // Warms what either would have to read first.
			$with    = $this->get( $path . '?count=1' );
			$without = $this->get( $path . '?count=1&without-plugin=1' );
			$queries = static fn ( array $answer ): int => preg_match( '/<!--queries:(\d+)-->/', $answer['body'], $match ) ? (int) $match[1] : -1;
			self::assertGreaterThan( 0, $queries( $without ), $path );
			self::assertSame( $queries( $without ), $queries( $with ), "Queries of $path" );
			self::assertSame( self::comparable( $without['body'] ), self::comparable( $with['body'] ), "Bytes of $path" );
		}
	}

	/** Without nonces, times and the two exclusions in the speculation rules that keep browsers from fetching our actions. */
	private static function comparable( string $html ): string {
		$html = (string) preg_replace( '#<script type="speculationrules">.*?</script>#s', '', $html );
		return (string) preg_replace( '/[?&;#]+(038;|amp;)?without-plugin=1|"nonce":"\w+"/', '', $html );
	}

	public function test_browsers_are_told_not_to_fetch_our_actions_ahead(): void {
		$paths = apply_filters( 'wp_speculation_rules_href_exclude_paths', array(), 'prefetch' );
		self::assertContains( '/coop-credentials/*', $paths );
	}

	/**
	 * SIGN-B15: where a form came from.
	 *
	 * @dataProvider origins
	 */
	public function test_same_origin( ?string $fetch_site, ?string $origin, string $expected ): void {
		foreach ( array(
			'HTTP_SEC_FETCH_SITE' => $fetch_site,
			'HTTP_ORIGIN'         => $origin,
		) as $name => $value ) {
			if ( null === $value ) {
				unset( $_SERVER[ $name ] );
			} else {
				$_SERVER[ $name ] = $value;
			}
		}
		self::assertSame( $expected, Same_Origin::check() );
	}

	/** @return array<string, array{string|null, string|null, string}> */
	public static function origins(): array {
		return array(
			'fetch same, Origin null' => array( 'same-origin', 'null', 'same' ),
			'fetch cross, own Origin' => array( 'cross-site', 'https://harbour.example', 'foreign' ),
			'fetch same-site'         => array( 'same-site', null, 'foreign' ),
			'fetch none'              => array( 'none', null, 'unknown' ),
			'own Origin'              => array( null, 'https://HARBOUR.example', 'same' ),
			'other Origin'            => array( null, 'https://other.example', 'foreign' ),
			'Origin null'             => array( null, 'null', 'unknown' ),
			'nothing'                 => array( null, null, 'unknown' ),
		);
	}

	public function test_a_one_time_value_fits_once_in_one_browser_for_one_purpose(): void {
		$clock = new Frozen_Clock( '2026-11-23T12:00:00Z' );
		$form  = $this->boot_plugin( $clock )->kernel->one_time_form();
		$value = $form->issue( 'claim:x' );
		$mine  = $_COOKIE;
		self::assertTrue( Privacy::is_private() );
		self::assertFalse( $form->accept( 'claim:y', $value ) );
		$_COOKIE = array();
		self::assertFalse( $form->accept( 'claim:x', $value ), 'Another browser.' );
		$_COOKIE = array_map( static fn (): string => str_repeat( '0', 64 ), $mine );
		self::assertFalse( $form->accept( 'claim:x', $value ), 'Another cookie.' );
		$_COOKIE = $mine;
		self::assertFalse( $form->accept( 'claim:x', $value . '0' ) );
		$body = $clock->now()->getTimestamp() . '.' . str_repeat( 'a', 32 );
		self::assertFalse( $form->accept( 'claim:x', $body . '.' . hash_hmac( 'sha256', '7|claim:x|' . $body, (string) array_values( $mine )[0] ) ), 'Whoever has the cookie cannot make a value of their own.' );
		$_COOKIE = $mine;
		self::assertTrue( $form->accept( 'claim:x', $value ) );
		$_COOKIE = $mine;
		self::assertFalse( $form->accept( 'claim:x', $value ), 'A second time.' );
		$late = $form->issue( 'claim:x' );
		$clock->advance( 601 );
		self::assertFalse( $form->accept( 'claim:x', $late ), 'Too late.' );
		self::assertStringStartsWith( '__Host-coop_credentials_once_', (string) array_key_first( $_COOKIE ) );
		self::assertSame( '__Host-x', Cookies::host_name( 'x' ) );
	}
}
