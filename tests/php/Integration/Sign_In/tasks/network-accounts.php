<?php
/**
 * Signs people in on a fresh network and prints what came of it.
 */

declare( strict_types=1 );

use CoopCredentials\Claims\Auth_Context;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Plugin;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Verified;
use CoopCredentials\Tests\Integration\Sign_In\Accounts_Entry;

require dirname( __DIR__, 3 ) . '/bootstrap-integration.php';
delete_site_option( 'active_sitewide_plugins' ); // The plugin is loaded, and active on no other site yet.
require_once ABSPATH . 'wp-admin/includes/ms.php';
require_once ABSPATH . 'wp-admin/includes/user.php';
add_filter( 'send_auth_cookies', '__return_false' );

$room  = Plugin::instance()->sign_in;
$setup = static fn () => $room->providers()->save(
	Provider::from_array(
		array(
			'slug'          => 'hostile',
			'label'         => 'Example Co-op',
			'enabled'       => true,
			'issuer'        => 'https://id.example',
			'discovery_url' => 'https://id.example/.well-known/openid-configuration',
			'client_id'     => 'site',
			'accounts'      => 'create',
			'issuer_scope'  => '{"organisations":{"any":true},"max_assurance":2}',
		)
	)
);
$enter = static function ( string $subject ) use ( $room ): string {
	$_COOKIE = array();
	wp_set_current_user( 0 );
	$room->current_visitor()->forget();
	try {
		Accounts_Entry::enter( $room, 'hostile', new Verified( 'https://id.example', $subject, '', (object) array( 'sub' => $subject ), null, new Auth_Context(), null, null ) );
		$session = $room->accounts()->sessions()->of_secret( (string) $room->cookies()->session() );
		return null === ( $session['user_id'] ?? null ) ? 'visitor' : 'account';
	} catch ( Problem $problem ) {
		return $problem->reason;
	}
};
$owner = static fn () => $room->accounts()->repository()->all( '', null, 1, 0 )[0]->user_id ?? null;

$setup();
update_site_option( 'registration', 'none' );
$seen = array( 'forbidden' => array( $enter( 'nora' ), (int) get_user_count() ) );
update_site_option( 'registration', 'user' );
$seen['allowed'] = $enter( 'wanda' );
$user_id         = (int) $owner();

$other = (int) wp_insert_site( array( 'domain' => 'harbour.example', 'path' => '/other/', 'user_id' => 1 ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
switch_to_blog( $other );
$seen['other site'] = $room->identities()->count();
restore_current_blog();

add_user_to_blog( $other, $user_id, 'administrator' );
$seen['administrator elsewhere'] = $enter( 'wanda' );
remove_user_from_blog( $user_id, $other );
$seen['no longer']       = $enter( 'wanda' );
$seen['sessions before'] = $room->sessions()->count() > 1;
$seen['logins before']   = array() !== WP_Session_Tokens::get_instance( $user_id )->get_all();
remove_user_from_blog( $user_id, 1 );
$left               = $room->kernel->database()->value( 'SELECT COUNT(*) FROM %i WHERE user_id = %d', $room->kernel->database()->table( 'visitor_sessions' ), $user_id );
$seen['sessions']   = (int) $left;
$seen['link stays'] = $owner() === $user_id;
$seen['removed']    = $enter( 'wanda' );
add_user_to_blog( 1, $user_id, 'subscriber' );
wpmu_delete_user( $user_id );
$seen['deleted'] = $owner();

echo "\x1e" . wp_json_encode( $seen ) . "\x1e"; // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- JSON for the test.
