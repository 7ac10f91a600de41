<?php
/**
 * A site with many accounts.
 */

declare( strict_types=1 );

namespace CoopCredentials\Benchmark;

use CoopCredentials\Benchmark\Peers\Usermeta_Identity;
use CoopCredentials\Kernel\Ulid;
use CoopCredentials\Plugin;
use CoopCredentials\Sign_In\Identity;

/**
 * Databases of one server, each a copy of the installed site with its own number of accounts. Every account has the meta
 * rows WordPress gives one, an identity of ours, and the peer's meta row.
 */
final class People {

	private const META = array( 'nickname', 'first_name', 'last_name', 'description', 'rich_editing', 'syntax_highlighting', 'comment_shortcuts', 'admin_color', 'use_ssl', 'show_admin_bar_front', 'locale', 'wptests_capabilities', 'wptests_user_level', 'dismissed_wp_pointers' );

	/** Subject of one account. */
	public static function subject( int $number ): string {
		return 'person-' . $number;
	}

	/**
	 * Makes one database.
	 *
	 * @param string $name   Name of the new database.
	 * @param int    $users  Accounts.
	 * @param string $issuer Issuer of the identities.
	 */
	public static function populate( string $name, int $users, string $issuer ): void {
		$wpdb = Plugin::instance()->kernel->database()->wpdb;
		$link = $wpdb->dbh;
		assert( $link instanceof \mysqli );
		self::visit( DB_NAME );
		Plugin::instance()->kernel->schema_manager()->ensure();
		$from = DB_NAME;
		$link->query( "CREATE DATABASE `$name` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci" );
		foreach ( $wpdb->get_col( 'SHOW TABLES' ) as $table ) {
			$link->query( "CREATE TABLE `$name`.`$table` LIKE `$from`.`$table`" );
			$link->query( "INSERT INTO `$name`.`$table` SELECT * FROM `$from`.`$table`" );
		}
		$identities = Plugin::instance()->kernel->database()->table( 'identities' );
		foreach ( array_chunk( range( 1, $users ), 2000 ) as $numbers ) {
			$accounts = array();
			$meta     = array();
			$known    = array();
			foreach ( $numbers as $number ) {
				$id         = $number + 1;
				$subject    = self::subject( $number );
				$accounts[] = "($id,'coop_$number','','coop_$number','p$number@example.org','',NOW(),'',0,'Person $number')";
				foreach ( self::META as $key ) {
					$meta[] = "($id,'$key','$number')";
				}
				$meta[]  = "($id,'" . Usermeta_Identity::KEY . "','$subject')";
				$known[] = "('" . Ulid::generate() . "','" . Identity::hash( $issuer, $subject ) . "','$issuer','$subject','hostile',$id,'{\"memberships\":[],\"dropped\":[]}','','active','[]',NOW(),NOW(),NOW())";
			}
			$link->query( "INSERT INTO `$name`.`{$wpdb->users}` (ID,user_login,user_pass,user_nicename,user_email,user_url,user_registered,user_activation_key,user_status,display_name) VALUES " . implode( ',', $accounts ) );
			$link->query( "INSERT INTO `$name`.`{$wpdb->usermeta}` (user_id,meta_key,meta_value) VALUES " . implode( ',', $meta ) );
			$link->query( "INSERT INTO `$name`.`$identities` (uid,identity_hash,issuer,subject,provider,user_id,memberships,linked_by,status,granted_roles,created_at,last_seen_at,memberships_at) VALUES " . implode( ',', $known ) );
		}
		foreach ( array( $wpdb->users, $wpdb->usermeta, $identities ) as $table ) {
			$link->query( "ANALYZE TABLE `$name`.`$table`" );
		}
	}

	/** Goes on with another database, as another site would: nothing is remembered. */
	public static function visit( string $name ): void {
		$wpdb = Plugin::instance()->kernel->database()->wpdb;
		$wpdb->select( $name );
		wp_cache_flush();
	}
}
