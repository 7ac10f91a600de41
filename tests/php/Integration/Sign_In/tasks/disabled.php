<?php
/**
 * A request of a site where sign-in is switched off by constant.
 */

declare( strict_types=1 );

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Plugin;
use CoopCredentials\Sign_In\Login_Screen\Login_Screen;

return static function ( Plugin $plugin ): array {
	define( 'COOP_CREDENTIALS_DISABLE_SIGN_IN', true );
	$kernel = $plugin->kernel;
	$ask    = static fn ( string $method, string $path ) => $kernel->router()->handle( new Front_Request( $method, array(), 'GET' === $method ? 'state=x&code=y' : '', array( 'return_to' => '/' ), array( 'sec-fetch-site' => 'same-origin' ), null, $path ) );
	$screen = new Login_Screen( $plugin->sign_in->providers(), $plugin->sign_in->gate(), $kernel->circuit_breaker(), $plugin->sign_in->cookies(), $kernel->router(), $kernel->settings() );
	$get    = $ask( 'GET', 'coop-credentials/sign-in/hostile' );
	$post   = $ask( 'POST', 'coop-credentials/sign-in/hostile' );
	$back   = $ask( 'GET', 'coop-credentials/callback/hostile' );
	ob_start();
	do_action( 'login_init' );
	do_action( 'login_footer' );
	return array(
		'footer'    => (string) ob_get_clean(),
		'automatic' => $screen->automatic( 'GET', '', array() ),
		'get'       => $get instanceof Page ? $get->status : 0,
		'post'      => $post instanceof Page ? $post->status : 0,
		'title'     => $get instanceof Page ? $get->title : '',
		'callback'  => $back instanceof Redirect ? $back->url : '',
	);
};
