<?php
/**
 * Task of the race tests: one account claims, each worker with another of its credentials.
 */

declare( strict_types=1 );

use CoopCredentials\Claims\Auth_Context;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Plugin;
use CoopCredentials\Sign_In\Visitor;

return static function ( Plugin $plugin, int $number, array $arguments ): array {
	$visitor = new Visitor( 1, null, null, 'https://id.example', "linked-$number", 'demo', 'Example', $arguments['account'], false, array(), time(), new Auth_Context(), array() );
	$codes   = array();
	foreach ( $arguments['offers'] as $offer ) {
		try {
			$codes[] = $plugin->offers->claim()->claim( $visitor, $offer )->coupon['code'];
		} catch ( Problem $problem ) {
			$codes[] = $problem->reason;
		}
	}
	return $codes;
};
