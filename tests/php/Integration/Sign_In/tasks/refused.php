<?php
/**
 * Refusals beside those of other processes, at one moment and from one address.
 */

declare( strict_types=1 );

use CoopCredentials\Kernel\Rate_Limiter;
use CoopCredentials\Plugin;
use CoopCredentials\Sign_In\Limits;
use CoopCredentials\Tests\Support\Frozen_Clock;

return static function ( Plugin $plugin, int $number, array $arguments ): array {
	$_SERVER['REMOTE_ADDR'] = $arguments['address'];
	$limiter                = new Rate_Limiter( $plugin->kernel->database(), new Frozen_Clock( gmdate( DATE_ATOM, $arguments['now'] ) ), $plugin->kernel->client_address() );
	$limits                 = new Limits( $limiter, $plugin->sign_in->cookies(), $plugin->sign_in->flow()->proxy_watch() );
	return array_map( static fn (): int => $limits->refused( 'sign_in|state_unknown' )[0], range( 1, $arguments['times'] ) );
};
