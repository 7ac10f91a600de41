<?php
/**
 * What the browser tests of accounts need beyond the demonstration site: a second provider whose settings change from test
 * to test, rules, offers and pages, and a look at what the server holds. Run as:
 *
 *     php accounts.php <wp-load.php> provider <issuer> <client as JSON> [settings as JSON]
 *     php accounts.php <wp-load.php> rule <title> <JSON> | offer <title> <rule> | page <name> <content>
 *     php accounts.php <wp-load.php> factor <login> | mail <address> | state | forget | clear
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

use CoopCredentials\Kernel\Ulid;
use CoopCredentials\Plugin;
use CoopCredentials\Sign_In\Provider;

$_SERVER += array(
	'HTTP_HOST'       => 'localhost',
	'REQUEST_URI'     => '/',
	'REQUEST_METHOD'  => 'GET',
	'SERVER_PROTOCOL' => 'HTTP/1.1',
);
require $argv[1];
require_once ABSPATH . 'wp-admin/includes/user.php';

/**
 * One task each; what they return is printed.
 */
final class Coop_E2E_Accounts {

	private const SLUG = 'second';

	public static function provider( string $issuer, string $client, string $settings = '{}' ): string {
		$room     = Plugin::instance()->sign_in;
		$client   = (array) json_decode( $client, true );
		$provider = Provider::from_array(
			(array) json_decode( $settings, true ) + array(
				'slug'          => self::SLUG,
				'label'         => 'Example Housing Network',
				'order'         => 20,
				'enabled'       => true,
				'show_in'       => array( 'blocks', 'profile' ),
				'issuer'        => $issuer,
				'discovery_url' => $issuer . '/.well-known/openid-configuration',
				'client_id'     => (string) $client['id'],
				'extra_scopes'  => array( 'coop' ),
				'issuer_scope'  => '{"organisations":{"any":true},"max_assurance":2}',
			)
		);
		$room->providers()->save( $provider->with_sealed_secret( $room->provider_secrets()->seal( self::SLUG, (string) $client['secret'] ) ), $room->providers()->find( self::SLUG )?->hash );
		return self::page( 'second', '<!-- wp:coop-credentials/sign-in {"provider":"second","layout":"card"} /-->' );
	}

	public static function rule( string $title, string $json ): string {
		return Plugin::instance()->sign_in->rules()->create( $title, $json )->uid;
	}

	public static function offer( string $title, string $rule ): string {
		$offers = Plugin::instance()->offers->offer_repository();
		$uid    = Ulid::generate();
		$offers->create(
			array(
				'uid'             => $uid,
				'organisation_id' => $offers->page( '', 'active', 'created_at', false, 1, 1 )['items'][0]->organisation_id,
				'kind'            => 'discount',
				'status'          => 'active',
				'title'           => $title,
				'value_kind'      => 'percent',
				'value'           => 500,
				'currency'        => 'GBP',
				'audience'        => $rule,
				'created_at'      => gmdate( 'Y-m-d H:i:s' ),
				'updated_at'      => gmdate( 'Y-m-d H:i:s' ),
			)
		);
		return $uid;
	}

	public static function page( string $name, string $content ): string {
		$known = get_page_by_path( $name );
		wp_insert_post(
			wp_slash(
				array(
					'ID'           => $known instanceof WP_Post ? $known->ID : 0,
					'post_type'    => 'page',
					'post_status'  => 'publish',
					'post_name'    => $name,
					'post_title'   => 'Members',
					'post_content' => $content,
				)
			)
		);
		return "/$name/";
	}

	public static function factor( string $login ): string {
		update_user_meta( self::id( $login ), Coop_Test_Second_Factor::META, '1' );
		return '';
	}

	public static function mail( string $address ): string {
		$file = dirname( ABSPATH ) . '/mails.jsonl';
		foreach ( array_reverse( is_file( $file ) ? (array) file( $file ) : array() ) as $line ) {
			$mail = (array) json_decode( (string) $line, true );
			if ( in_array( $address, (array) $mail['to'], true ) ) {
				return (string) $mail['message'];
			}
		}
		return '';
	}

	/** Accounts, identities of the second issuer, sessions of its people, and the last row of the audit log. */
	public static function state(): string {
		$room  = Plugin::instance()->sign_in;
		$users = array();
		foreach ( get_users() as $user ) {
			$users[ $user->user_login ] = array(
				'email'    => $user->user_email,
				'roles'    => array_values( $user->roles ),
				'sessions' => count( WP_Session_Tokens::get_instance( $user->ID )->get_all() ),
			);
		}
		$identities = array();
		foreach ( $room->accounts()->repository()->all( self::SLUG, null, 100, 0 ) as $identity ) {
			$owner                            = null !== $identity->user_id ? get_userdata( $identity->user_id ) : false;
			$identities[ $identity->subject ] = array(
				'account'   => false !== $owner ? $owner->user_login : null,
				'linked_by' => $identity->linked_by,
				'sessions'  => count( $room->sessions()->of_identity( $identity->id ) ),
			);
		}
		return (string) wp_json_encode(
			array(
				'users'      => $users,
				'identities' => (object) $identities,
				'last'       => array_intersect_key(
					Plugin::instance()->kernel->audit_log()->query( array( 'provider' => self::SLUG ), 1, 1 )['items'][0] ?? array(),
					array_flip( array( 'event', 'outcome', 'reason' ) )
				),
			)
		);
	}

	/** Nobody of the second issuer was ever here. */
	public static function forget(): string {
		$room = Plugin::instance()->sign_in;
		foreach ( $room->accounts()->repository()->all( self::SLUG, null, 100, 0 ) as $identity ) {
			$room->sessions()->delete_of_identity( $identity->id );
			if ( null !== $identity->user_id && 'created' === $identity->linked_by ) {
				wp_delete_user( $identity->user_id );
			}
			$room->identities()->remove( $identity->id );
		}
		foreach ( array( 'mila', 'otto', 'egon' ) as $login ) {
			$user = get_user_by( 'login', $login );
			if ( $user instanceof WP_User ) {
				wp_delete_user( $user->ID );
			}
		}
		return '';
	}

	/** The site is as it was before: other tests look at its pages and lists. */
	public static function clear(): string {
		self::forget();
		Plugin::instance()->sign_in->providers()->delete( self::SLUG );
		$pages = get_posts(
			array(
				'post_type'   => 'page',
				'title'       => 'Members',
				'numberposts' => 9,
			)
		);
		foreach ( $pages as $page ) {
			wp_delete_post( $page->ID, true );
		}
		$offers = Plugin::instance()->offers->offer_repository();
		foreach ( $offers->page( 'for the careful', '', 'created_at', false, 1, 20 )['items'] as $offer ) {
			$offers->save( $offer, array( 'status' => 'ended' ) );
		}
		return '';
	}

	private static function id( string $login ): int {
		$user = get_user_by( 'login', $login );
		return $user instanceof WP_User ? $user->ID : throw new RuntimeException( "Nobody is called $login." );
	}
}

$coop_task = (string) ( $argv[2] ?? '' );
if ( ! in_array( $coop_task, array( 'provider', 'rule', 'offer', 'page', 'factor', 'mail', 'state', 'forget', 'clear' ), true ) ) {
	fwrite( STDERR, "There is no task $coop_task.\n" );
	exit( 1 );
}
echo Coop_E2E_Accounts::$coop_task( ...array_slice( $argv, 3 ) );
