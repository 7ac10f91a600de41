<?php
/**
 * Many first sign-ins, one after the other in this process and at the same time as in others: of one subject, or, with
 * `claims`, of a new one each time that wishes what the others of its turn wish too (`#` in them is the number of the turn).
 * After the protocol's verification the way is the true one: identity, account, session.
 */

declare( strict_types=1 );

use CoopCredentials\Claims\Auth_Context;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Plugin;
use CoopCredentials\Sign_In\Verified;
use CoopCredentials\Tests\Integration\Sign_In\Accounts_Entry;

return static function ( Plugin $plugin, int $number, array $arguments ): array {
	add_filter( 'send_auth_cookies', '__return_false' );
	$seen = array();
	for ( $attempt = 0; $attempt < $arguments['attempts']; $attempt++ ) {
		$_COOKIE = array();
		wp_set_current_user( 0 );
		$plugin->sign_in->current_visitor()->forget();
		$wishes  = (array) json_decode( str_replace( '#', (string) $attempt, (string) wp_json_encode( $arguments['claims'] ?? array() ) ), true );
		$subject = array() === $wishes ? 'crowd' : "crowd $number $attempt";
		try {
			Accounts_Entry::enter( $plugin->sign_in, 'hostile', new Verified( $arguments['issuer'], $subject, '', (object) ( array( 'sub' => $subject ) + $wishes ), null, new Auth_Context(), null, null ) );
			$session = $plugin->sign_in->accounts()->sessions()->of_secret( (string) $plugin->sign_in->cookies()->session() );
			$key     = 'user ' . ( $session['user_id'] ?? 'none' );
		} catch ( Problem $problem ) {
			$key = $problem->reason;
		}
		$seen[ $key ] = ( $seen[ $key ] ?? 0 ) + 1;
	}
	return $seen;
};
