<?php
/**
 * Tables of sign-in.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Schema;

/**
 * Identities, open sign-ins and visitor sessions. Every lookup on the way in is one read of a unique key.
 */
final class Sign_In_Schema implements Schema {

	/**
	 * Room.
	 */
	public function room(): string {
		return 'sign_in';
	}

	/**
	 * Version of the tables.
	 */
	public function version(): int {
		return 5;
	}

	/**
	 * Table bodies, as dbDelta wants them.
	 *
	 * @return array<string,string>
	 */
	public function tables(): array {
		return array(
			'identities'           => "id bigint(20) NOT NULL AUTO_INCREMENT,
uid char(26) NOT NULL,
identity_hash char(64) NOT NULL,
issuer varchar(500) NOT NULL,
subject varchar(500) NOT NULL,
provider varchar(32) NOT NULL,
user_id bigint(20) DEFAULT NULL,
email varchar(191) DEFAULT NULL,
memberships text NOT NULL,
linked_by varchar(20) NOT NULL DEFAULT '',
status varchar(20) NOT NULL DEFAULT 'active',
granted_roles text NOT NULL,
created_at datetime NOT NULL,
last_seen_at datetime NOT NULL,
memberships_at datetime NOT NULL,
PRIMARY KEY  (id),
UNIQUE KEY uid (uid),
UNIQUE KEY identity_hash (identity_hash),
KEY user_id (user_id),
KEY email (email),
KEY provider_seen (provider,last_seen_at)",
			'sign_in_transactions' => 'id bigint(20) NOT NULL AUTO_INCREMENT,
state_hash char(64) NOT NULL,
browser_hash char(64) NOT NULL,
provider varchar(32) NOT NULL,
config_digest char(64) NOT NULL,
intent varchar(20) NOT NULL,
user_id bigint(20) DEFAULT NULL,
session_id bigint(20) DEFAULT NULL,
return_to varchar(2048) NOT NULL,
max_age int(11) DEFAULT NULL,
acr_any text DEFAULT NULL,
round int(11) NOT NULL DEFAULT 0,
action varchar(60) DEFAULT NULL,
address_hash char(64) NOT NULL,
created_at datetime NOT NULL,
expires_at datetime NOT NULL,
PRIMARY KEY  (id),
UNIQUE KEY state_hash (state_hash),
KEY expires_at (expires_at),
KEY address_created (address_hash,created_at)',
			'visitor_sessions'     => "id bigint(20) NOT NULL AUTO_INCREMENT,
token_hash char(64) NOT NULL,
identity_id bigint(20) DEFAULT NULL,
user_id bigint(20) DEFAULT NULL,
wp_session_hash char(64) DEFAULT NULL,
login_until datetime DEFAULT NULL,
login_mark char(80) DEFAULT NULL,
link_by varchar(20) DEFAULT NULL,
provider varchar(32) NOT NULL,
sid_hash char(64) DEFAULT NULL,
memberships text DEFAULT NULL,
auth_time bigint(20) DEFAULT NULL,
acr varchar(191) DEFAULT NULL,
amr text DEFAULT NULL,
refresh_token text DEFAULT NULL,
id_token_hint text DEFAULT NULL,
lock_until datetime DEFAULT NULL,
step_up varchar(40) DEFAULT NULL,
status varchar(20) NOT NULL DEFAULT 'active',
created_at datetime NOT NULL,
last_seen_at datetime NOT NULL,
memberships_at datetime NOT NULL,
expires_at datetime NOT NULL,
PRIMARY KEY  (id),
UNIQUE KEY token_hash (token_hash),
KEY identity_id (identity_id),
KEY user_id (user_id),
KEY provider_sid (provider,sid_hash),
KEY expires_at (expires_at)",
		);
	}

	/**
	 * No data steps yet.
	 *
	 * @return array<int,callable>
	 */
	public function steps(): array {
		return array();
	}
}
