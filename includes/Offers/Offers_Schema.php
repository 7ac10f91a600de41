<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Schema;

/**
 * Tables of the room: offers, coupons, the redemption ledger, points and devices.
 *
 * Some columns go beyond the reference: `offers.state_reason` (why an offer was revoked; holders see it),
 * `coupons.membership_state` (ok, revoked, unlinked) and `coupons.blocked` (1: the site blocks the holder's credential), so
 * that the guarded UPDATE of a redemption itself refuses what was withdrawn meanwhile, `coupons.provider` and
 * `coupons.issuer_mark` (who vouched for the holder), and `coupons.forget` (1: the holder asked to be forgotten, and goes as
 * soon as the offer is closed).
 */
final class Offers_Schema implements Schema {
	/**
	 * @param \Closure(): Membership_Watch $watch Built when a data step needs it.
	 */
	public function __construct( private readonly \Closure $watch ) {}

	public function room(): string {
		return 'offers';
	}

	public function version(): int {
		return 3;
	}

	/**
	 * @return array<string, string> Short table name to the body of CREATE TABLE.
	 */
	public function tables(): array {
		return array(
			'offers'      => self::offers(),
			'coupons'     => self::coupons(),
			'redemptions' => self::redemptions(),
			'points'      => self::points(),
			'devices'     => self::devices(),
		);
	}

	/**
	 * 3: coupons of before learn who vouched for their holders, and which of these are blocked.
	 *
	 * @return array<int, callable(Database, ?string): ?string>
	 */
	public function steps(): array {
		return array( 3 => fn ( Database $database, ?string $cursor ): ?string => ( $this->watch )()->recall( $cursor ) );
	}

	private static function offers(): string {
		return "id bigint(20) NOT NULL AUTO_INCREMENT,
uid varchar(26) NOT NULL,
partner_id bigint(20) NOT NULL DEFAULT 0,
organisation_id bigint(20) NOT NULL DEFAULT 0,
kind varchar(16) NOT NULL,
status varchar(16) NOT NULL DEFAULT 'draft',
title varchar(200) NOT NULL,
text longtext NULL,
terms_url varchar(500) NULL,
value_kind varchar(16) NOT NULL DEFAULT 'none',
value bigint(20) NOT NULL DEFAULT 0,
currency varchar(3) NULL,
min_spend_minor bigint(20) NULL,
max_discount_minor bigint(20) NULL,
audience varchar(64) NOT NULL DEFAULT '',
starts_at datetime NULL,
ends_at datetime NULL,
valid_from datetime NULL,
valid_until datetime NULL,
claim_ttl bigint(20) NULL,
hold_seconds bigint(20) NOT NULL DEFAULT 900,
per_holder_limit int(11) NOT NULL DEFAULT 1,
uses_per_coupon int(11) NOT NULL DEFAULT 1,
max_claims bigint(20) NULL,
claims_count bigint(20) NOT NULL DEFAULT 0,
max_redemptions bigint(20) NULL,
redemptions_count bigint(20) NOT NULL DEFAULT 0,
budget_minor bigint(20) NULL,
spent_minor bigint(20) NOT NULL DEFAULT 0,
max_inside bigint(20) NULL,
inside_count bigint(20) NOT NULL DEFAULT 0,
stacking varchar(16) NOT NULL DEFAULT 'exclusive',
void_window bigint(20) NOT NULL DEFAULT 86400,
on_membership_lost varchar(16) NOT NULL DEFAULT 'refuse',
max_status_age bigint(20) NULL,
static_code varchar(16) NOT NULL DEFAULT 'accept',
reclaim_expired tinyint(1) NOT NULL DEFAULT 0,
event longtext NULL,
doc longtext NULL,
doc_version bigint(20) NOT NULL DEFAULT 1,
state_reason varchar(200) NULL,
created_at datetime NOT NULL,
updated_at datetime NOT NULL,
PRIMARY KEY  (id),
UNIQUE KEY partner_uid (partner_id,uid),
KEY status_ends (status,ends_at),
KEY organisation_status (organisation_id,status)";
	}

	private static function coupons(): string {
		return "id bigint(20) NOT NULL AUTO_INCREMENT,
uid varchar(26) NOT NULL,
offer_id bigint(20) NOT NULL,
code_hash varchar(64) NOT NULL,
code_tail varchar(4) NOT NULL,
code_try int(11) NOT NULL DEFAULT 0,
key_ver int(11) NOT NULL DEFAULT 1,
holder_key varchar(64) NOT NULL,
claim_no int(11) NULL,
issued_via varchar(16) NOT NULL DEFAULT 'web',
partner_id bigint(20) NOT NULL DEFAULT 0,
member_organisation_id bigint(20) NULL,
checked_at datetime NULL,
membership_ends_at datetime NULL,
membership_state varchar(16) NOT NULL DEFAULT 'ok',
provider varchar(32) NULL,
issuer_mark varchar(8) NULL,
blocked tinyint(1) NOT NULL DEFAULT 0,
evidence_hash varchar(64) NULL,
holder_label varchar(60) NULL,
forget tinyint(1) NOT NULL DEFAULT 0,
status varchar(16) NOT NULL DEFAULT 'issued',
max_uses int(11) NOT NULL DEFAULT 1,
uses int(11) NOT NULL DEFAULT 0,
hold_token varchar(64) NULL,
hold_ref varchar(64) NULL,
hold_until datetime NULL,
not_before datetime NULL,
expires_at datetime NULL,
last_op varchar(26) NOT NULL,
created_at datetime NOT NULL,
updated_at datetime NOT NULL,
PRIMARY KEY  (id),
UNIQUE KEY uid (uid),
UNIQUE KEY code_hash (code_hash),
UNIQUE KEY holder_slot (offer_id,holder_key,claim_no),
KEY offer_status (offer_id,status),
KEY holder_key (holder_key),
KEY code_tail (code_tail),
KEY status_expires (status,expires_at)";
	}

	private static function redemptions(): string {
		return 'id bigint(20) NOT NULL AUTO_INCREMENT,
uid varchar(26) NOT NULL,
coupon_id bigint(20) NOT NULL,
offer_id bigint(20) NOT NULL,
point_id bigint(20) NULL,
scope_id bigint(20) NOT NULL DEFAULT 0,
use_no int(11) NULL,
kind varchar(16) NOT NULL,
status varchar(16) NOT NULL,
idem_key varchar(64) NULL,
request_hash varchar(64) NULL,
void_of bigint(20) NULL,
actor varchar(64) NOT NULL,
partner_id bigint(20) NOT NULL DEFAULT 0,
order_ref varchar(64) NULL,
order_key varchar(64) NULL,
stack_no int(11) NULL,
amount_minor bigint(20) NULL,
discount_minor bigint(20) NULL,
currency varchar(3) NULL,
occurred_at datetime NOT NULL,
recorded_at datetime NOT NULL,
flags varchar(64) NULL,
note varchar(200) NULL,
PRIMARY KEY  (id),
UNIQUE KEY uid (uid),
UNIQUE KEY use_slot (coupon_id,scope_id,use_no),
UNIQUE KEY idem_key (idem_key),
UNIQUE KEY void_of (void_of),
UNIQUE KEY order_stack (order_key,stack_no),
KEY offer_recorded (offer_id,recorded_at),
KEY partner_recorded (partner_id,recorded_at)';
	}

	private static function points(): string {
		return "id bigint(20) NOT NULL AUTO_INCREMENT,
uid varchar(26) NOT NULL,
organisation_id bigint(20) NOT NULL DEFAULT 0,
name varchar(100) NOT NULL,
kind varchar(16) NOT NULL DEFAULT 'till',
offers longtext NULL,
mode varchar(16) NOT NULL DEFAULT 'at_once',
counts_apart tinyint(1) NOT NULL DEFAULT 0,
allow_multiple tinyint(1) NOT NULL DEFAULT 0,
allow_reentry tinyint(1) NOT NULL DEFAULT 0,
opens_at datetime NULL,
closes_at datetime NULL,
active tinyint(1) NOT NULL DEFAULT 1,
created_at datetime NOT NULL,
updated_at datetime NOT NULL,
PRIMARY KEY  (id),
UNIQUE KEY uid (uid),
KEY organisation_active (organisation_id,active)";
	}

	private static function devices(): string {
		return 'id bigint(20) NOT NULL AUTO_INCREMENT,
uid varchar(26) NOT NULL,
point_id bigint(20) NOT NULL,
label varchar(100) NOT NULL,
token_hash varchar(64) NOT NULL,
last_seen_at datetime NULL,
expires_at datetime NOT NULL,
revoked_at datetime NULL,
created_at datetime NOT NULL,
PRIMARY KEY  (id),
UNIQUE KEY uid (uid),
UNIQUE KEY token_hash (token_hash),
KEY point_id (point_id)';
	}
}
