<?php
/**
 * One of many parallel callbacks of one state, in a process of its own.
 */

declare( strict_types=1 );

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Plugin;

return static function ( Plugin $plugin, int $number, array $arguments ): string {
	$_COOKIE = $arguments['cookies'];
	$answer  = $plugin->kernel->router()->handle( new Front_Request( 'GET', array(), $arguments['query'], array(), array(), null, 'coop-credentials/callback/hostile' ) );
	if ( ! $answer instanceof Redirect ) {
		return get_class( $answer );
	}
	wp_parse_str( (string) wp_parse_url( $answer->url, PHP_URL_QUERY ), $query );
	return (string) ( $query['reason'] ?? 'in' );
};
