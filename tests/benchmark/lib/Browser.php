<?php
/**
 * A browser of the benchmarks: presses the button and comes back, over real HTTP to the provider.
 */

declare( strict_types=1 );

namespace CoopCredentials\Benchmark;

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Plugin;
use CoopCredentials\Tests\Integration\Sign_In\Hostile_Provider;

/**
 * Everything up to the callback is preparation; the callback itself is what is measured.
 */
final class Browser {

	/**
	 * Builds the browser.
	 *
	 * @param Hostile_Provider $provider Provider, behaving well.
	 */
	public function __construct( private readonly Hostile_Provider $provider ) {
	}

	/**
	 * Presses the button and logs in at the provider.
	 *
	 * @param string $subject Who.
	 * @return string Query of the callback.
	 */
	public function go( string $subject ): string {
		// A browser nobody is known in, as a request of its own would find it.
		wp_set_current_user( 0 );
		Plugin::instance()->sign_in->current_visitor()->forget();
		$_COOKIE                        = array();
		$_SERVER['HTTP_SEC_FETCH_SITE'] = 'same-origin';
		$this->provider->person( array( 'sub' => $subject ) );
		$answer = Plugin::instance()->kernel->router()->handle( new Front_Request( 'POST', array(), '', array( 'return_to' => '/' ), array( 'sec-fetch-site' => 'same-origin' ), null, 'coop-credentials/sign-in/hostile' ) );
		if ( ! $answer instanceof Redirect ) {
			throw new \RuntimeException( 'The start was refused: ' . ( Plugin::instance()->kernel->audit_log()->query( array( 'event' => 'sign_in_start' ), 1, 1 )['items'][0]['reason'] ?? '' ) );
		}

		return (string) wp_parse_url( $this->provider->visit( $answer->url ), PHP_URL_QUERY );
	}

	/**
	 * The callback.
	 *
	 * @param string $query Query.
	 */
	public function come_back( string $query ): void {
		$answer = Plugin::instance()->kernel->router()->handle( new Front_Request( 'GET', array(), $query, array(), array(), null, 'coop-credentials/callback/hostile' ) );
		if ( ! $answer instanceof Redirect || str_contains( $answer->url, 'reason=' ) ) {
			throw new \RuntimeException( 'The callback refused: ' . ( $answer instanceof Redirect ? $answer->url : get_class( $answer ) ) );
		}
	}
}
