<?php
/**
 * One of two accounts that come back at once with the same credential.
 */

declare( strict_types=1 );

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Plugin;

return static function ( Plugin $plugin, int $number, array $arguments ): string {
	$_COOKIE = $arguments['cookies'][ $number ];
	wp_set_current_user( $arguments['users'][ $number ] );
	$answer = $plugin->kernel->router()->handle( new Front_Request( 'GET', array(), $arguments['queries'][ $number ], array(), array(), null, 'coop-credentials/callback/hostile' ) );
	if ( ! $answer instanceof Redirect ) {
		return get_class( $answer );
	}
	wp_parse_str( (string) wp_parse_url( $answer->url, PHP_URL_QUERY ), $query );
	return (string) ( $query['reason'] ?? 'linked' );
};
