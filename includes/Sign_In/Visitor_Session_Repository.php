<?php
/**
 * Stores visitor sessions.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Claims\Auth_Context;
use CoopCredentials\Kernel\Database;

/**
 * Rows of visitor sessions, found by the hash of the cookie's secret.
 */
final class Visitor_Session_Repository {

	private const TABLE = 'visitor_sessions';
	private const TOUCH = 300;
	private const PURGE = 100;

	/**
	 * Builds the repository.
	 *
	 * @param Database $database Database.
	 */
	public function __construct( private readonly Database $database ) {
	}

	/**
	 * Stores a new session.
	 *
	 * @param string             $secret        Secret of the cookie; only its hash is stored.
	 * @param int|null           $identity_id   Identity.
	 * @param string             $provider      Slug.
	 * @param Snapshot|null      $snapshot      Memberships of an ephemeral subject.
	 * @param Auth_Context       $auth          Authentication.
	 * @param string|null        $sid           Session id at the provider.
	 * @param string|null        $id_token_hint Sealed.
	 * @param \DateTimeImmutable $now           Now.
	 * @param \DateTimeImmutable $expires_at    Absolute end.
	 * @return int Row id.
	 */
	public function add( #[\SensitiveParameter] string $secret, ?int $identity_id, string $provider, ?Snapshot $snapshot, Auth_Context $auth, ?string $sid, ?string $id_token_hint, \DateTimeImmutable $now, \DateTimeImmutable $expires_at ): int {
		$time = Database::datetime( $now );

		return $this->database->insert(
			self::TABLE,
			array(
				'token_hash'     => hash( 'sha256', $secret ),
				'identity_id'    => $identity_id,
				'provider'       => $provider,
				'sid_hash'       => null !== $sid ? hash( 'sha256', $sid ) : null,
				'memberships'    => $snapshot?->to_json(),
				'auth_time'      => $auth->auth_time,
				'acr'            => null !== $auth->acr && strlen( $auth->acr ) <= 191 ? $auth->acr : null,
				'amr'            => null !== $auth->amr ? (string) wp_json_encode( $auth->amr ) : null,
				'id_token_hint'  => $id_token_hint,
				'created_at'     => $time,
				'last_seen_at'   => $time,
				'memberships_at' => $time,
				'expires_at'     => Database::datetime( $expires_at ),
			)
		);
	}

	/**
	 * The session of a secret.
	 *
	 * @param string $secret Secret of the cookie.
	 */
	public function find( #[\SensitiveParameter] string $secret ): ?Visitor_Session {
		$row = $this->database->row( 'SELECT * FROM %i WHERE token_hash = %s', $this->database->table( self::TABLE ), hash( 'sha256', $secret ) );

		return null !== $row ? Visitor_Session::from_row( $row ) : null;
	}

	/**
	 * Sessions here that belong to one session at the provider.
	 *
	 * @param string $provider Slug.
	 * @param string $sid      Session id at the provider.
	 * @return list<Visitor_Session>
	 */
	public function of_sid( string $provider, string $sid ): array {
		$rows = $this->database->rows( 'SELECT * FROM %i WHERE provider = %s AND sid_hash = %s', $this->database->table( self::TABLE ), $provider, hash( 'sha256', $sid ) );

		return array_map( Visitor_Session::from_row( ... ), $rows );
	}

	/**
	 * All sessions of an identity.
	 *
	 * @param int $identity_id Identity.
	 * @return list<Visitor_Session>
	 */
	public function of_identity( int $identity_id ): array {
		$rows = $this->database->rows( 'SELECT * FROM %i WHERE identity_id = %d', $this->database->table( self::TABLE ), $identity_id );

		return array_map( Visitor_Session::from_row( ... ), $rows );
	}

	/**
	 * Notes that a session is in use, at most every five minutes.
	 *
	 * @param Visitor_Session    $session Session.
	 * @param \DateTimeImmutable $now     Now.
	 */
	public function touch( Visitor_Session $session, \DateTimeImmutable $now ): void {
		if ( $now->getTimestamp() - $session->last_seen_at->getTimestamp() < self::TOUCH ) {
			return;
		}
		$this->database->execute(
			'UPDATE %i SET last_seen_at = %s WHERE id = %d AND last_seen_at < %s',
			$this->database->table( self::TABLE ),
			Database::datetime( $now ),
			$session->id,
			Database::datetime( $now )
		);
	}

	/**
	 * Ends one session.
	 *
	 * @param int $id Row id.
	 */
	public function delete( int $id ): bool {
		return 1 === $this->database->execute( 'DELETE FROM %i WHERE id = %d', $this->database->table( self::TABLE ), $id );
	}

	/**
	 * A session is over, but not the login of an account that it opened: nobody can use the row any more, yet it says which
	 * credential that login came from, for whoever has to end it. One that still waits may have opened one too.
	 *
	 * @param Visitor_Session    $session Session.
	 * @param \DateTimeImmutable $now     Now.
	 */
	public function retire( Visitor_Session $session, \DateTimeImmutable $now ): void {
		if ( ! in_array( $session->status, array( 'active', 'pending' ), true ) || null === $session->wp_session_hash || null === $session->login_until || $session->login_until <= $now ) {
			$this->delete( $session->id );
			return;
		}
		$this->keep_login( $session->id, $session->status );
	}

	/**
	 * Leaves of a row what it says about a login.
	 *
	 * @param int    $id     Row id.
	 * @param string $status Its status until now.
	 */
	private function keep_login( int $id, string $status ): void {
		$this->database->update(
			self::TABLE,
			array(
				'token_hash'    => bin2hex( random_bytes( 32 ) ),
				'status'        => 'login',
				'refresh_token' => null,
				'id_token_hint' => null,
			),
			array(
				'id'     => $id,
				'status' => $status,
			)
		);
	}

	/**
	 * Rows of sessions that opened a login of an account.
	 *
	 * @param int    $user_id Account.
	 * @param string $hash    Hash of WordPress's session token.
	 * @return list<Visitor_Session>
	 */
	public function of_login( int $user_id, string $hash ): array {
		$rows = $this->database->rows( 'SELECT * FROM %i WHERE user_id = %d AND wp_session_hash = %s ORDER BY id', $this->database->table( self::TABLE ), $user_id, $hash );

		return array_map( Visitor_Session::from_row( ... ), $rows );
	}

	/**
	 * Calls a session back that waits for the login of its account. The row stays until the wait is over: the login may come
	 * all the same, finished by a plugin that knows nothing of this, and must end with it.
	 *
	 * @param int $id Row id.
	 * @return bool False when it waits no more.
	 */
	public function call_back( int $id ): bool {
		return 1 === $this->database->execute( "UPDATE %i SET status = 'called_back', refresh_token = NULL, id_token_hint = NULL WHERE id = %d AND status = 'pending'", $this->database->table( self::TABLE ), $id );
	}

	/**
	 * Ends all sessions of an identity, and calls back those that wait, without a word of whose they were.
	 *
	 * @param int $identity_id Identity.
	 */
	public function delete_of_identity( int $identity_id ): int {
		$this->database->execute( "UPDATE %i SET status = 'called_back', identity_id = NULL, sid_hash = NULL, refresh_token = NULL, id_token_hint = NULL WHERE identity_id = %d AND status IN ( 'pending', 'called_back' )", $this->database->table( self::TABLE ), $identity_id );

		return $this->database->execute( 'DELETE FROM %i WHERE identity_id = %d', $this->database->table( self::TABLE ), $identity_id );
	}

	/**
	 * Ends all sessions a provider gave, also those that wait for a login. Their next request learns why, and takes the row
	 * away; what could be used at the provider goes at once.
	 *
	 * @param string $provider Slug.
	 */
	public function end_of_provider( string $provider ): void {
		$this->end_where( 'provider', $provider );
	}

	/**
	 * Ends all sessions of an identity as {@see end_of_provider()} does.
	 *
	 * @param int $identity_id Identity.
	 */
	public function end_of_identity( int $identity_id ): void {
		$this->end_where( 'identity_id', (string) $identity_id );
	}

	/**
	 * Ends the sessions with a value.
	 *
	 * @param string $column Column.
	 * @param string $value  Its value.
	 */
	private function end_where( string $column, string $value ): void {
		$this->database->execute( "UPDATE %i SET status = CASE WHEN status IN ( 'pending', 'called_back' ) THEN 'called_back' ELSE 'ended' END, refresh_token = NULL, id_token_hint = NULL WHERE %i = %s", $this->database->table( self::TABLE ), $column, $value );
	}

	/**
	 * How many sessions somebody has or waits for.
	 */
	public function count(): int {
		return (int) $this->database->value( "SELECT COUNT(*) FROM %i WHERE status IN ( 'active', 'pending' )", $this->database->table( self::TABLE ) );
	}

	/**
	 * Removes sessions past their end, and past that of the login they opened, a bounded number at a time. Of those that
	 * waited in vain nothing sealed stays; whether WordPress let the login in that they are tied to is not known here.
	 *
	 * @param \DateTimeImmutable $now Now.
	 */
	public function purge( \DateTimeImmutable $now ): void {
		$rows = $this->database->rows( "SELECT id, status, login_until FROM %i WHERE expires_at < %s AND ( login_until IS NULL OR login_until < %s OR status IN ( 'pending', 'called_back' ) ) ORDER BY expires_at LIMIT %d", $this->database->table( self::TABLE ), Database::datetime( $now ), Database::datetime( $now ), self::PURGE );
		foreach ( $rows as $row ) {
			if ( 'pending' === $row['status'] && Database::instant( $row['login_until'] ) > $now ) {
				$this->keep_login( (int) $row['id'], 'pending' );
			} else {
				$this->delete( (int) $row['id'] );
			}
		}
	}
}
