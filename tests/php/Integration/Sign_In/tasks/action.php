<?php
/**
 * One of many parallel actions of one session that need a younger snapshot, in a process of its own.
 */

declare( strict_types=1 );

use CoopCredentials\Plugin;

return static function ( Plugin $plugin, int $number, array $arguments ): string {
	$_COOKIE = $arguments['cookies'];
	$visitor = $plugin->sign_in->current_visitor()->get();
	if ( null === $visitor ) {
		return 'nobody';
	}
	list( , $decision ) = $plugin->sign_in->flow()->action_gate()->decide( $visitor, $arguments['rule'], 'offer', '', 86400 );
	return $decision->outcome . ' ' . $decision->reason;
};
