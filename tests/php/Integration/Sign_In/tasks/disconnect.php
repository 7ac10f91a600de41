<?php
/**
 * One of two requests that disconnect the two credentials of an account at once.
 */

declare( strict_types=1 );

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Plugin;

return static function ( Plugin $plugin, int $number, array $arguments ): string {
	$identity = $plugin->sign_in->identities()->find( $arguments['identities'][ $number ] );
	if ( null === $identity ) {
		return 'gone';
	}
	try {
		return $plugin->sign_in->accounts()->links()->unlink( $identity, 'owner', null, true ) ? 'unlinked' : 'nothing';
	} catch ( Problem $problem ) {
		return $problem->reason;
	}
};
