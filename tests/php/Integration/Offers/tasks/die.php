<?php
/**
 * Task of the fault test: redeems and voids without pause until it is killed, or until it has done its rounds.
 */

declare( strict_types=1 );

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Offers\Actor;
use CoopCredentials\Offers\Redeem_Request;
use CoopCredentials\Plugin;

return static function ( Plugin $plugin, int $number, array $arguments ): array {
	global $wpdb;
	$seen = 0;
	$stop = $arguments['statement'];
	add_filter(
		'query',
		static function ( $sql ) use ( &$seen, $stop ) {
			if ( 'START TRANSACTION' === $sql ) {
				$seen = 1;
			} elseif ( $seen > 0 ) {
				++$seen;
			}
			if ( $stop > 0 && $seen === $stop ) {
				// Not exit(): no destructor, no shutdown function, no ROLLBACK.
				posix_kill( getmypid(), SIGKILL );
			}
			return $sql;
		},
		PHP_INT_MAX
	);
	$answers = array();
	foreach ( $arguments['codes'] as $i => $code ) {
		try {
			$answer    = $plugin->offers->redeem()->redeem(
				Redeem_Request::from_input(
					array(
						'code'  => $code,
						'point' => $arguments['point'],
					)
				),
				Actor::staff( 1, true ),
				$arguments['key'] . $i
			);
			$answers[] = $answer->redemption['uid'] ?? '';
			if ( $arguments['void'] ) {
				$plugin->offers->void_redemption()->void( $answer->redemption['uid'] ?? '', Actor::staff( 1, true ), 'mistake', null );
			}
		} catch ( Problem $problem ) {
			$answers[] = $problem->reason;
		}
	}
	return $answers;
};
