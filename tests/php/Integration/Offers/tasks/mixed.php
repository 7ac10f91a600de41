<?php
/**
 * Task of the race tests: uses codes, takes some uses back, and pauses the offer now and then.
 */

declare( strict_types=1 );

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Offers\Actor;
use CoopCredentials\Offers\Redeem_Request;
use CoopCredentials\Plugin;

return static function ( Plugin $plugin, int $number, array $arguments ): array {
	mt_srand( 100 + $number );
	$voided     = 0;
	$unexpected = 0;
	$known      = array( 'uses_exhausted', 'offer_paused', 'already_voided', 'edit_conflict', 'status_not_possible', 'not_publishable', 'busy_try_again' );
	$staff      = Actor::staff( $number + 1, true );
	for ( $round = 0; $round < $arguments['rounds']; $round++ ) {
		try {
			if ( 0 === $number && 0 === $round % 5 ) {
				$plugin->offers->offer_repository()->save(
					$plugin->offers->offer_repository()->find( $arguments['offer'] ),
					array( 'status' => 0 === $round % 10 ? 'paused' : 'active' )
				);
			}
			$code   = $arguments['codes'][ mt_rand( 0, count( $arguments['codes'] ) - 1 ) ];
			$answer = $plugin->offers->redeem()->redeem(
				Redeem_Request::from_input(
					array(
						'code'  => $code,
						'point' => $arguments['point'],
					)
				),
				$staff,
				"m$number-$round"
			);
			if ( mt_rand( 0, 2 ) > 0 ) {
				$plugin->offers->void_redemption()->void( $answer->redemption['uid'] ?? '', $staff, 'mistake', null );
				++$voided;
			}
		} catch ( Problem $problem ) {
			$unexpected += in_array( $problem->reason, $known, true ) ? 0 : 1;
		}
	}
	return array(
		'voided'     => $voided,
		'unexpected' => $unexpected,
	);
};
