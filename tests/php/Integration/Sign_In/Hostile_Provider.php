<?php
/**
 * The hostile provider as a process of its own.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Tests\Support\Environment;

/**
 * Starts tests/providers/hostile.mjs and talks to its control port.
 */
final class Hostile_Provider {

	private static ?self $running = null;

	/**
	 * @param resource $process Process.
	 * @param resource $input   Its standard input: closing it ends it.
	 */
	private function __construct(
		private $process,
		private $input,
		public readonly string $issuer,
		public readonly string $client_id,
		public readonly string $client_secret,
		private readonly string $control,
	) {
	}

	/** One for all tests of a run; it ends with the run. */
	public static function running(): self {
		if ( null === self::$running ) {
			$process = proc_open( array( 'node', Environment::root() . '/tests/providers/hostile.mjs' ), array( array( 'pipe', 'r' ), array( 'pipe', 'w' ), STDERR ), $pipes );
			$line    = is_resource( $process ) ? json_decode( (string) fgets( $pipes[1] ), true ) : null;
			if ( ! is_array( $line ) ) {
				throw new \RuntimeException( 'The hostile provider did not start. Is Node installed?' );
			}
			self::$running = new self( $process, $pipes[0], $line['issuer'], $line['clientId'], $line['clientSecret'], $line['control'] );
			register_shutdown_function( array( self::$running, 'stop' ) );
		}
		self::$running->post( '/reset' );
		return self::$running;
	}

	public function stop(): void {
		if ( is_resource( $this->process ) ) {
			fclose( $this->input );
			proc_terminate( $this->process );
			proc_close( $this->process );
		}
	}

	/** Switches misbehaviours on; `honest` for none. Counters begin anew. */
	public function misbehave( string $switches ): void {
		$answer = $this->post( '/set/' . rawurlencode( $switches ) );
		if ( isset( $answer['unknown'] ) ) {
			throw new \RuntimeException( 'No such switch: ' . $switches );
		}
	}

	/** @param array<string, mixed> $claims Claims of the person from now on. */
	public function person( array $claims ): void {
		$this->post( '/person', (string) json_encode( $claims ) );
	}

	/**
	 * What the next ID tokens say, over everything else.
	 *
	 * @param array<string, mixed> $claims  Claims that differ.
	 * @param list<string>         $missing Claims that are left out.
	 */
	public function claims( array $claims, array $missing = array() ): void {
		$this->post( '/claims', (string) json_encode( (object) $claims ) );
		$this->post( '/missing', (string) json_encode( $missing ) );
	}

	/**
	 * The token the provider would post to the site, with what is switched on.
	 *
	 * @param array<string, mixed> $claims Claims that differ; null removes.
	 */
	public function logout_token( array $claims ): string {
		$answer = $this->post( '/logout-token', (string) json_encode( (object) $claims ) );
		return (string) $answer['token'];
	}

	public function rotate(): void {
		$this->post( '/rotate' );
	}

	/** Requests one endpoint has seen since the last switch. */
	public function calls( string $path ): int {
		return $this->post( '/calls' )[ $path ] ?? 0;
	}

	/**
	 * Visits an address of the provider as a browser would and returns where it is sent: the callback. Fields of a form
	 * that submits itself are given back as a query.
	 */
	public function visit( string $url ): string {
		$context = stream_context_create(
			array(
				'http' => array(
					'follow_location' => 0,
					'ignore_errors'   => true,
				),
			)
		);
		$body    = (string) file_get_contents( $url, false, $context );
		foreach ( $http_response_header as $header ) {
			if ( 0 === stripos( $header, 'location:' ) ) {
				return trim( substr( $header, 9 ) );
			}
		}
		if ( 1 === preg_match( '/<form method="post" action="([^"]+)">/', $body, $form ) ) {
			preg_match_all( '/<input type="hidden" name="([^"]*)" value="([^"]*)">/', $body, $inputs, PREG_SET_ORDER );
			$pairs = array_map( static fn ( array $input ): string => rawurlencode( html_entity_decode( $input[1] ) ) . '=' . rawurlencode( html_entity_decode( $input[2] ) ), $inputs );
			$url   = html_entity_decode( $form[1] );
			return $url . ( str_contains( $url, '?' ) ? '&' : '?' ) . implode( '&', $pairs );
		}
		throw new \RuntimeException( 'The provider did not redirect: ' . ( $http_response_header[0] ?? '' ) );
	}

	/** @return array<string, mixed> */
	private function post( string $path, string $body = '' ): array {
		$context = stream_context_create(
			array(
				'http' => array(
					'method'        => 'POST',
					'header'        => 'Content-Type: application/json',
					'content'       => $body,
					'ignore_errors' => true,
				),
			)
		);
		return (array) json_decode( (string) file_get_contents( $this->control . $path, false, $context ), true );
	}
}
