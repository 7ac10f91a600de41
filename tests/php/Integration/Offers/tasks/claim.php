<?php
/**
 * Task of the race tests: claims one coupon, each worker as the holder it is told to be.
 */

declare( strict_types=1 );

use CoopCredentials\Claims\Auth_Context;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Plugin;
use CoopCredentials\Sign_In\Visitor;

return static function ( Plugin $plugin, int $number, array $arguments ): array {
	$subject = $arguments['same'] ? 'one' : "holder-$number";
	$visitor = new Visitor( 1, 1, null, 'https://id.example', $subject, 'demo', 'Example', null, false, array(), time(), new Auth_Context(), array() );
	try {
		$claimed = $plugin->offers->claim()->claim( $visitor, $arguments['offer'] );
		return array(
			'reason'  => 'ok',
			'created' => $claimed->created,
			'uid'     => $claimed->coupon['uid'],
			'code'    => $claimed->coupon['code'],
		);
	} catch ( Problem $problem ) {
		return array(
			'reason'  => $problem->reason,
			'created' => false,
			'uid'     => '',
		);
	}
};
