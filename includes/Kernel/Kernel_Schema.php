<?php
/**
 * Tables of the Kernel.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * Columns: audit_log, rate_limits in sign-in.md 9; inbox in design.md 4. audit_log has one more, class: the retention class.
 */
final class Kernel_Schema implements Schema {

	public function room(): string {
		return 'kernel';
	}

	public function version(): int {
		return 1;
	}

	public function tables(): array {
		return array(
			'audit_log'   => '
				id bigint(20) NOT NULL AUTO_INCREMENT,
				occurred_at datetime NOT NULL,
				event varchar(40) NOT NULL,
				class varchar(16) NOT NULL,
				outcome varchar(16) NOT NULL,
				reason varchar(64) NOT NULL,
				provider varchar(32) NOT NULL,
				identity_uid varchar(26) NULL,
				user_id bigint(20) NULL,
				actor_id bigint(20) NULL,
				request_id varchar(26) NOT NULL,
				address_hash varchar(64) NULL,
				details longtext NOT NULL,
				PRIMARY KEY  (id),
				KEY occurred_at (occurred_at),
				KEY event (event,occurred_at),
				KEY class (class,occurred_at),
				KEY identity_uid (identity_uid),
				KEY user_id (user_id)
			',
			'rate_limits' => '
				key_hash varchar(64) NOT NULL,
				window_start datetime NOT NULL,
				hits bigint(20) NOT NULL,
				expires_at datetime NOT NULL,
				PRIMARY KEY  (key_hash,window_start),
				KEY expires_at (expires_at)
			',
			'inbox'       => '
				id bigint(20) NOT NULL AUTO_INCREMENT,
				source varchar(64) NOT NULL,
				message_hash varchar(64) NOT NULL,
				received_at datetime NOT NULL,
				expires_at datetime NOT NULL,
				PRIMARY KEY  (id),
				UNIQUE KEY message (source,message_hash),
				KEY expires_at (expires_at)
			',
		);
	}

	public function steps(): array {
		return array(
			1 => static function ( Database $database, ?string $cursor ): ?string {
				Capabilities::grant();
				return null;
			},
		);
	}
}
