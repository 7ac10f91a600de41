<?php
/**
 * Every path of sign-in with the constant set, in a process of its own: a constant cannot be taken back.
 */

declare( strict_types=1 );

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Plugin;

return static function ( Plugin $plugin, int $number, array $arguments ): array {
	define( 'COOP_CREDENTIALS_DISABLE_SIGN_IN', true );
	$_COOKIE                        = $arguments['cookies'];
	$_SERVER['HTTP_SEC_FETCH_SITE'] = 'same-origin';
	$answers                        = array();
	foreach ( $arguments['requests'] as $name => $request ) {
		$answer           = $plugin->kernel->router()->handle( new Front_Request( $request['method'], array(), $request['query'], $request['post'], array(), $request['query'], $request['path'] ) );
		$answers[ $name ] = match ( true ) {
			$answer instanceof Redirect => array( 'redirect', $answer->url ),
			$answer instanceof Page     => array( 'page', $answer->status, str_contains( $answer->content, '<form' ) ),
			default                     => array( get_class( $answer ) ),
		};
	}
	return $answers;
};
