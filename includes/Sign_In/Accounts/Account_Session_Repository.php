<?php
/**
 * Ties visitor sessions to accounts.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Kernel\Database;

/**
 * The account's side of the rows of visitor sessions. `wp_session_hash` is what WordPress keeps of the session token:
 * SHA-256 in hex.
 */
final class Account_Session_Repository {

	/** How long a session waits for its account's login cookie, seconds. */
	public const WAITS = 600;

	private const TABLE = 'visitor_sessions';

	/**
	 * Builds the repository.
	 *
	 * @param Database $database Database.
	 */
	public function __construct( private readonly Database $database ) {
	}

	/**
	 * Says whose session it is. One that waits ends with the wait, and everything sealed in it too.
	 *
	 * @param int         $id      Session.
	 * @param int         $user_id Account.
	 * @param bool        $pending Whether it waits for that account's login cookie.
	 * @param string|null $hash    Hash of WordPress's own session token, if it has one already.
	 * @param \DateTimeImmutable|null $login_until When that WordPress session ends.
	 * @param string|null $mark    Mark of the login beside it, see {@see Login_Mark}.
	 * @param \DateTimeImmutable $now Now: from here it waits.
	 * @param Linked_By|null     $link_by The proof by which its identity becomes the account's when it begins; null when it is already.
	 */
	public function assign( int $id, int $user_id, bool $pending, ?string $hash, ?\DateTimeImmutable $login_until, ?string $mark, \DateTimeImmutable $now, ?Linked_By $link_by = null ): void {
		$this->database->update(
			self::TABLE,
			array(
				'user_id'         => $user_id,
				'status'          => $pending ? 'pending' : 'active',
				'wp_session_hash' => $hash,
				'login_until'     => $login_until,
				'login_mark'      => $mark,
				'link_by'         => $link_by?->value,
				'last_seen_at'    => $now,
			) + ( $pending ? array( 'expires_at' => $now->modify( '+' . self::WAITS . ' seconds' ) ) : array() ),
			array( 'id' => $id )
		);
	}

	/**
	 * Ties a waiting session to the login that is about to begin, before any other plugin hears of that: one of them may end
	 * the request, and whoever ends the session must find the login all the same.
	 *
	 * @param string             $secret  Secret of the cookie.
	 * @param int                $user_id Account.
	 * @param string             $hash    Hash of WordPress's session token.
	 * @param \DateTimeImmutable $login_until When the WordPress session ends.
	 * @return bool False when none waits for this account.
	 */
	public function tie( #[\SensitiveParameter] string $secret, int $user_id, string $hash, \DateTimeImmutable $login_until ): bool {
		return 1 === $this->database->execute(
			"UPDATE %i SET wp_session_hash = %s, login_until = %s WHERE token_hash = %s AND status = 'pending' AND user_id = %d",
			$this->database->table( self::TABLE ),
			$hash,
			Database::datetime( $login_until ),
			hash( 'sha256', $secret ),
			$user_id
		);
	}

	/**
	 * Lets a waiting session begin.
	 *
	 * @param string             $secret  Secret of the cookie.
	 * @param int                $user_id Account whose login cookie was set.
	 * @param string             $hash    Hash of WordPress's session token.
	 * @param \DateTimeImmutable $since   Older ones wait in vain.
	 * @param \DateTimeImmutable $end     When it ends now.
	 * @param \DateTimeImmutable $login_until When the WordPress session ends.
	 * @param string|null        $mark    Mark of the login, see {@see Login_Mark}.
	 * @return bool False when none waits for this account in this browser.
	 */
	public function begin( #[\SensitiveParameter] string $secret, int $user_id, string $hash, \DateTimeImmutable $since, \DateTimeImmutable $end, \DateTimeImmutable $login_until, ?string $mark ): bool {
		return 1 === $this->database->execute(
			"UPDATE %i SET status = 'active', link_by = NULL, wp_session_hash = %s, expires_at = %s, login_until = %s, login_mark = %s WHERE token_hash = %s AND status = 'pending' AND user_id = %d AND last_seen_at >= %s",
			$this->database->table( self::TABLE ),
			$hash,
			Database::datetime( $end ),
			Database::datetime( $login_until ),
			$mark,
			hash( 'sha256', $secret ),
			$user_id,
			Database::datetime( $since )
		);
	}

	/**
	 * The account's login in this browser was renewed: the session now stands beside that.
	 *
	 * @param int    $id   Session.
	 * @param string $mark See {@see Login_Mark}.
	 */
	public function mark( int $id, string $mark ): void {
		$this->database->execute( "UPDATE %i SET login_mark = %s WHERE id = %d AND status = 'active'", $this->database->table( self::TABLE ), $mark, $id );
	}

	/**
	 * A session that opened a login of an account has opened another: its cookie was set anew. The login before stays on
	 * record in a row of its own, as if its session were over, because its cookie may still be somewhere.
	 *
	 * @param int                $id          Session.
	 * @param string             $before      Hash of WordPress's session token until now.
	 * @param string             $hash        Hash of the new one.
	 * @param \DateTimeImmutable $login_until When that WordPress session ends.
	 */
	public function follow( int $id, string $before, string $hash, \DateTimeImmutable $login_until ): void {
		$table = $this->database->table( self::TABLE );
		$this->database->transaction(
			function () use ( $table, $id, $before, $hash, $login_until ): void {
				$this->database->execute(
					"INSERT INTO %i ( token_hash, identity_id, user_id, wp_session_hash, login_until, provider, sid_hash, status, created_at, last_seen_at, memberships_at, expires_at )
					SELECT %s, identity_id, user_id, wp_session_hash, login_until, provider, sid_hash, 'login', created_at, last_seen_at, memberships_at, expires_at FROM %i WHERE id = %d AND wp_session_hash = %s AND login_until IS NOT NULL",
					$table,
					bin2hex( random_bytes( 32 ) ),
					$table,
					$id,
					$before
				);
				$this->database->execute( 'UPDATE %i SET wp_session_hash = %s, login_until = %s WHERE id = %d AND wp_session_hash = %s', $table, $hash, Database::datetime( $login_until ), $id, $before );
			}
		);
	}

	/**
	 * Account, provider, identity and WordPress session of a session.
	 *
	 * @param string $secret Secret of the cookie.
	 * @return array{id: int, user_id: int|null, identity_id: int|null, provider: string, hash: string|null, link_by: Linked_By|null, status: string, created_at: \DateTimeImmutable, last_seen_at: \DateTimeImmutable}|null
	 */
	public function of_secret( #[\SensitiveParameter] string $secret ): ?array {
		$row = $this->database->row( 'SELECT id, user_id, identity_id, provider, wp_session_hash, link_by, status, created_at, last_seen_at FROM %i WHERE token_hash = %s', $this->database->table( self::TABLE ), hash( 'sha256', $secret ) );

		return null === $row ? null : array(
			'id'           => (int) $row['id'],
			'user_id'      => isset( $row['user_id'] ) ? (int) $row['user_id'] : null,
			'identity_id'  => isset( $row['identity_id'] ) ? (int) $row['identity_id'] : null,
			'provider'     => (string) $row['provider'],
			'hash'         => $row['wp_session_hash'] ?? null,
			'link_by'      => Linked_By::tryFrom( $row['link_by'] ?? '' ),
			'status'       => (string) $row['status'],
			'created_at'   => Database::instant( $row['created_at'] ) ?? new \DateTimeImmutable( '@0' ),
			'last_seen_at' => Database::instant( $row['last_seen_at'] ) ?? new \DateTimeImmutable( '@0' ),
		);
	}

	/**
	 * Ends a session that waited.
	 *
	 * @param int $id Session.
	 */
	public function end( int $id ): void {
		$this->database->execute( "UPDATE %i SET status = 'ended', refresh_token = NULL, id_token_hint = NULL WHERE id = %d", $this->database->table( self::TABLE ), $id );
	}

	/**
	 * WordPress sessions that were opened by an identity.
	 *
	 * @param int $identity_id Identity.
	 * @return array<string,int> Hash → account.
	 */
	public function opened_by( int $identity_id ): array {
		$found = array();
		foreach ( $this->database->rows( 'SELECT user_id, wp_session_hash FROM %i WHERE identity_id = %d AND user_id IS NOT NULL AND wp_session_hash IS NOT NULL', $this->database->table( self::TABLE ), $identity_id ) as $row ) {
			$found[ (string) $row['wp_session_hash'] ] = (int) $row['user_id'];
		}

		return $found;
	}

	/**
	 * Ends all visitor sessions of an account.
	 *
	 * @param int $user_id Account.
	 */
	public function delete_of_user( int $user_id ): int {
		return $this->database->execute( 'DELETE FROM %i WHERE user_id = %d', $this->database->table( self::TABLE ), $user_id );
	}
}
