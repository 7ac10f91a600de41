<?php
/**
 * What the browser tests ask of the site's own PHP: php site.php <path of wp-load.php> <task> [arguments]
 *
 *     person <name> <role>   makes a person whose password is the name, unless there is one
 *     linked <name> <JSON>   an identity with this membership, linked to the account of that name
 *     markup <page id>       content of a post as it is stored
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

list( , $coop_load, $coop_task ) = array_pad( $argv, 3, '' );
if ( ! is_file( $coop_load ) ) {
	fwrite( STDERR, "Usage: php site.php <path of wp-load.php> <task> [arguments]\n" );
	exit( 1 );
}
$_SERVER += array(
	'HTTP_HOST'       => 'localhost',
	'REQUEST_URI'     => '/',
	'REQUEST_METHOD'  => 'GET',
	'SERVER_PROTOCOL' => 'HTTP/1.1',
);
require $coop_load;

( static function ( string $task, array $arguments ): void {
	switch ( $task ) {
		case 'person':
			list( $name, $role ) = $arguments;
			if ( false !== get_user_by( 'login', $name ) ) {
				return;
			}
			$id = wp_insert_user(
				array(
					'user_login' => $name,
					'user_pass'  => $name,
					'user_email' => "$name@harbour.example",
					'role'       => $role,
				)
			);
			if ( is_wp_error( $id ) ) {
				fwrite( STDERR, $id->get_error_message() . "\n" );
				exit( 1 );
			}
			// No greeting of the editor stands between a test and the page.
			update_user_meta(
				$id,
				$GLOBALS['wpdb']->get_blog_prefix() . 'persisted_preferences',
				array(
					'core'           => array(
						'isComplementaryAreaVisible' => true,
						'enableChoosePatternModal'   => false,
					),
					'core/edit-post' => array(
						'welcomeGuide'   => false,
						'fullscreenMode' => false,
					),
					'_modified'      => gmdate( 'c' ),
				)
			);
			return;
		case 'linked':
			list( $name, $membership ) = $arguments;
			$room                      = \CoopCredentials\Plugin::instance()->sign_in;
			$issuer                    = (string) $room->providers()->find( 'demo' )?->text( 'issuer' );
			$snapshot                  = new \CoopCredentials\Sign_In\Snapshot( array( \CoopCredentials\Claims\Membership::from_array( (array) json_decode( $membership, true ) ) ) );
			$now                       = new DateTimeImmutable( 'now', new DateTimeZone( 'UTC' ) );
			$identity                  = $room->identities()->remember( \CoopCredentials\Sign_In\Identity::hash( $issuer, $name ), $issuer, $name, 'demo', $snapshot, null, $now )[0];
			$room->accounts()->repository()->link( $identity->id, (int) get_user_by( 'login', $name )->ID, \CoopCredentials\Sign_In\Accounts\Linked_By::Owner );
			return;
		case 'markup':
			echo get_post_field( 'post_content', (int) $arguments[0] );
			return;
		default:
			fwrite( STDERR, "There is no task $task.\n" );
			exit( 1 );
	}
} )( $coop_task, array_slice( $argv, 3 ) );
