<?php
/**
 * A visitor's session.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Claims\Auth_Context;
use CoopCredentials\Kernel\Database;

/**
 * One sign-in that is still alive, with or without an account.
 */
final class Visitor_Session {

	/**
	 * Builds the session.
	 *
	 * @param int                $id             Row.
	 * @param int|null           $identity_id    Identity; null for an ephemeral subject.
	 * @param int|null           $user_id        Account.
	 * @param string             $provider       Slug.
	 * @param Snapshot|null      $snapshot       Memberships of an ephemeral subject.
	 * @param Auth_Context       $auth           When and how the person was authenticated.
	 * @param string|null        $id_token_hint  Sealed.
	 * @param string             $status         `active`, `pending` (waits for a login), `called_back` (waited in vain), `ended`, or `login` (only remembers the login it opened).
	 * @param \DateTimeImmutable $created_at     Sign-in.
	 * @param \DateTimeImmutable $last_seen_at   Last use, to five minutes.
	 * @param \DateTimeImmutable $memberships_at When the snapshot was taken.
	 * @param \DateTimeImmutable $expires_at     Absolute end.
	 * @param string|null        $wp_session_hash Verifier of the WordPress session made with it: SHA-256 of that session's token.
	 * @param \DateTimeImmutable|null $login_until When that WordPress session ends at the latest.
	 * @param string|null        $login_mark     See {@see Accounts\Login_Mark}; null without a login beside it.
	 * @param string|null        $step_up        Last step-up round, see {@see Flow\Round}.
	 * @param bool               $can_refresh    Whether a refresh token is kept.
	 */
	public function __construct(
		public readonly int $id,
		public readonly ?int $identity_id,
		public readonly ?int $user_id,
		public readonly string $provider,
		public readonly ?Snapshot $snapshot,
		public readonly Auth_Context $auth,
		public readonly ?string $id_token_hint,
		public readonly string $status,
		public readonly \DateTimeImmutable $created_at,
		public readonly \DateTimeImmutable $last_seen_at,
		public readonly \DateTimeImmutable $memberships_at,
		public readonly \DateTimeImmutable $expires_at,
		public readonly ?string $wp_session_hash = null,
		public readonly ?\DateTimeImmutable $login_until = null,
		public readonly ?string $login_mark = null,
		public readonly ?string $step_up = null,
		public readonly bool $can_refresh = false,
	) {
	}

	/**
	 * A session from its row.
	 *
	 * @param array<string,string|null> $row Row.
	 */
	public static function from_row( array $row ): self {
		$epoch = new \DateTimeImmutable( '@0' );
		$amr   = isset( $row['amr'] ) ? json_decode( $row['amr'], true ) : null;

		return new self(
			(int) $row['id'],
			isset( $row['identity_id'] ) ? (int) $row['identity_id'] : null,
			isset( $row['user_id'] ) ? (int) $row['user_id'] : null,
			(string) $row['provider'],
			isset( $row['memberships'] ) ? Snapshot::from_json( $row['memberships'] ) : null,
			new Auth_Context(
				isset( $row['auth_time'] ) ? (int) $row['auth_time'] : null,
				$row['acr'] ?? null,
				is_array( $amr ) ? array_values( array_filter( $amr, 'is_string' ) ) : null
			),
			$row['id_token_hint'] ?? null,
			(string) $row['status'],
			Database::instant( $row['created_at'] ) ?? $epoch,
			Database::instant( $row['last_seen_at'] ) ?? $epoch,
			Database::instant( $row['memberships_at'] ) ?? $epoch,
			Database::instant( $row['expires_at'] ) ?? $epoch,
			$row['wp_session_hash'] ?? null,
			Database::instant( $row['login_until'] ?? null ),
			$row['login_mark'] ?? null,
			$row['step_up'] ?? null,
			isset( $row['refresh_token'] ),
		);
	}
}
