<?php
/**
 * Task of the race tests: tries every code once, in an order of its own; a careful or (control) a careless till.
 */

declare( strict_types=1 );

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Ulid;
use CoopCredentials\Offers\Actor;
use CoopCredentials\Offers\Redeem_Request;
use CoopCredentials\Plugin;

return static function ( Plugin $plugin, int $number, array $arguments ): array {
	global $wpdb;
	$codes   = $arguments['codes'];
	$granted = 0;
	$reasons = array();
	$times   = array();
	foreach ( $codes as $i => $code ) {
		$start = hrtime( true );
		if ( $arguments['naive'] ) {
			// Reads, then writes: what every check-then-act till does.
			$uses = (int) $wpdb->get_var( $wpdb->prepare( "SELECT uses FROM {$wpdb->prefix}coop_credentials_coupons WHERE uid = %s", $arguments['uids'][ $i ] ) );
			if ( $uses < 1 ) {
				$done     = $wpdb->query( $wpdb->prepare( "UPDATE {$wpdb->prefix}coop_credentials_coupons SET uses = %d, last_op = %s WHERE uid = %s", $uses + 1, Ulid::generate(), $arguments['uids'][ $i ] ) );
				$granted += false === $done ? 0 : 1;
			}
			continue;
		}
		try {
			$key                        = $arguments['key'] ?? "k$number-$i";
			$actor                      = Actor::staff( $arguments['one_actor'] ?? false ? 1 : $number + 1 );
			$more                       = isset( $arguments['order'] ) ? array( 'order_ref' => $arguments['order'] ) : array();
			$answer                     = $plugin->offers->redeem()->redeem(
				Redeem_Request::from_input(
					array(
						'code'  => $code,
						'point' => $arguments['point'],
					) + $more
				),
				$actor,
				$key
			);
			$granted                   += $answer->replayed ? 0 : 1;
			$reasons[ $answer->reason ] = ( $reasons[ $answer->reason ] ?? 0 ) + 1;
			$uid                        = $answer->redemption['uid'] ?? '';
		} catch ( Problem $problem ) {
			$reasons[ $problem->reason ] = ( $reasons[ $problem->reason ] ?? 0 ) + 1;
		}
		$times[] = ( hrtime( true ) - $start ) / 1e6;
	}
	return array(
		'granted' => $granted,
		'reasons' => $reasons,
		'uid'     => $uid ?? '',
		'times'   => $times,
	);
};
