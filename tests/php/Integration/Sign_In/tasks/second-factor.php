<?php
/**
 * One callback of an account with a second factor, in a process of its own because the plugin ends the request.
 * The cookies the browser has afterwards go to a file, from the end of the process.
 */

declare( strict_types=1 );

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Plugin;

return static function ( Plugin $plugin, int $number, array $arguments ): string {
	require_once $arguments['plugin'];
	if ( class_exists( 'Coop_Test_Second_Factor' ) ) {
		Coop_Test_Second_Factor::hook();
	} else {
		do_action( 'plugins_loaded' );
	}
	// Nothing may be sent to the terminal's headers; what the plugin suppresses at the latest priority stays suppressed.
	add_filter( 'send_auth_cookies', '__return_false' );
	$_COOKIE = $arguments['cookies'];
	register_shutdown_function(
		static function () use ( $arguments ): void {
			file_put_contents( $arguments['file'], (string) wp_json_encode( $_COOKIE ) );
		}
	);
	$answer = $plugin->kernel->router()->handle( new Front_Request( 'GET', array(), $arguments['query'], array(), array(), null, 'coop-credentials/callback/hostile' ) );
	return $answer instanceof Redirect ? $answer->url : get_class( $answer );
};
