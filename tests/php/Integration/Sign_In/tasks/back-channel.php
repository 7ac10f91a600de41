<?php
/**
 * One of many parallel copies of a logout token, in a process of its own.
 */

declare( strict_types=1 );

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Plain;
use CoopCredentials\Plugin;

return static function ( Plugin $plugin, int $number, array $arguments ): int {
	$answer = $plugin->kernel->router()->handle( new Front_Request( 'POST', array(), '', array(), array(), $arguments['body'], 'coop-credentials/backchannel-logout/hostile' ) );
	return $answer instanceof Plain ? $answer->status : 0;
};
