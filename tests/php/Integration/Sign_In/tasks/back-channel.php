<?php
/**
 * One of many parallel copies of a logout token, or one while sign-in is switched off by constant, in a process of its own.
 */

declare( strict_types=1 );

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Plain;
use CoopCredentials\Plugin;

return static function ( Plugin $plugin, int $number, array $arguments ): int {
	if ( $arguments['switched_off'] ?? false ) {
		define( 'COOP_CREDENTIALS_DISABLE_SIGN_IN', true );
	}
	$answer = $plugin->kernel->router()->handle( new Front_Request( 'POST', array(), '', array(), array(), $arguments['body'], 'coop-credentials/backchannel-logout/hostile' ) );
	return $answer instanceof Plain ? $answer->status : 0;
};
