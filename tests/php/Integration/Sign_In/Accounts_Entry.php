<?php
/**
 * The way in after the protocol has verified an answer.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Sign_In\Services;
use CoopCredentials\Sign_In\Transaction;
use CoopCredentials\Sign_In\Verified;

/**
 * Calls the entrance itself, where a test needs answers that no provider may give or a thousand at once.
 */
final class Accounts_Entry {

	public static function enter( Services $room, string $slug, Verified $verified, string $intent = 'sign_in' ): ?Redirect {
		$provider = $room->providers()->find( $slug ) ?? throw new \RuntimeException( 'No such provider.' );
		$now      = $room->kernel->clock()->now();
		return $room->flow()->entrance()->enter( $provider, $verified, new Transaction( 1, '', '', $slug, '', $intent, null, null, '/', null, array(), 0, null, '', $now, $now ) );
	}
}
