<?php
/**
 * What renews a session.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Flow;

use CoopCredentials\Claims\Auth_Context;
use CoopCredentials\Kernel\Database;
use CoopCredentials\Sign_In\Snapshot;

/**
 * Step-up and refresh of visitor sessions. Every statement names one row; counts of changed rows decide.
 */
final class Renewal_Repository {

	private const TABLE      = 'visitor_sessions';
	private const IDENTITIES = 'identities';

	/**
	 * Builds the repository.
	 *
	 * @param Database $database Database.
	 */
	public function __construct( private readonly Database $database ) {
	}

	/**
	 * After a step-up: another secret of the cookie, another authentication, another snapshot; the same end.
	 *
	 * @param int                $id            Session.
	 * @param string             $secret        New secret of the cookie; only its hash is stored.
	 * @param Auth_Context       $auth          Authentication.
	 * @param Snapshot|null      $snapshot      Memberships of an ephemeral subject.
	 * @param string|null        $sid           Session id at the provider.
	 * @param string             $round         See {@see Round::text()}.
	 * @param \DateTimeImmutable $now           Now.
	 */
	public function step_up( int $id, #[\SensitiveParameter] string $secret, Auth_Context $auth, ?Snapshot $snapshot, ?string $sid, string $round, \DateTimeImmutable $now ): bool {
		return 1 === $this->database->update(
			self::TABLE,
			array(
				'token_hash'     => hash( 'sha256', $secret ),
				'memberships'    => $snapshot?->to_json(),
				'sid_hash'       => null !== $sid ? hash( 'sha256', $sid ) : null,
				'auth_time'      => $auth->auth_time,
				'acr'            => null !== $auth->acr && strlen( $auth->acr ) <= 191 ? $auth->acr : null,
				'amr'            => null !== $auth->amr ? (string) wp_json_encode( $auth->amr ) : null,
				'step_up'        => $round,
				'last_seen_at'   => Database::datetime( $now ),
				'memberships_at' => Database::datetime( $now ),
			),
			array( 'id' => $id )
		);
	}

	/**
	 * Remembers a round that gave nothing.
	 *
	 * @param int    $id    Session.
	 * @param string $round See {@see Round::text()}.
	 */
	public function note_round( int $id, string $round ): void {
		$this->database->update( self::TABLE, array( 'step_up' => $round ), array( 'id' => $id ) );
	}

	/**
	 * The sealed refresh token of a session, or null.
	 *
	 * @param int $id Session.
	 */
	public function refresh_token( int $id ): ?string {
		return $this->database->value( 'SELECT refresh_token FROM %i WHERE id = %d', $this->database->table( self::TABLE ), $id );
	}

	/**
	 * Takes the lock of a refresh. Of any number of callers one gets true; it is not given back, so that nobody refreshes
	 * again at once.
	 *
	 * @param int                $id      Session.
	 * @param int                $seconds How long.
	 * @param \DateTimeImmutable $now     Now.
	 */
	public function lock( int $id, int $seconds, \DateTimeImmutable $now ): bool {
		return 1 === $this->database->execute(
			'UPDATE %i SET lock_until = %s WHERE id = %d AND refresh_token IS NOT NULL AND ( lock_until IS NULL OR lock_until <= %s )',
			$this->database->table( self::TABLE ),
			Database::datetime( $now->modify( "+$seconds seconds" ) ),
			$id,
			Database::datetime( $now )
		);
	}

	/**
	 * Keeps the refresh token of the session a secret belongs to.
	 *
	 * @param string $secret Secret of the cookie.
	 * @param string $sealed Sealed token.
	 */
	public function keep_refresh_token( #[\SensitiveParameter] string $secret, string $sealed ): void {
		$this->database->update( self::TABLE, array( 'refresh_token' => $sealed ), array( 'token_hash' => hash( 'sha256', $secret ) ) );
	}

	/**
	 * Puts the next refresh token in the place of a used one, unless somebody else has.
	 *
	 * @param int    $id   Session.
	 * @param string $used Sealed token that was used.
	 * @param string $next Sealed token that came back.
	 */
	public function replace_refresh_token( int $id, string $used, string $next ): void {
		$this->database->update(
			self::TABLE,
			array( 'refresh_token' => $next ),
			array(
				'id'            => $id,
				'refresh_token' => $used,
			)
		);
	}

	/**
	 * Renews the snapshot of an identity, unless the last sign-in was by another record of its issuer: that one reads claims
	 * in its own way, and what this one makes of them must not be taken for its word.
	 *
	 * @param int                $id       Identity.
	 * @param string             $provider Provider the snapshot came by.
	 * @param Snapshot           $snapshot Memberships now.
	 * @param \DateTimeImmutable $now      Now.
	 */
	public function renew_identity( int $id, string $provider, Snapshot $snapshot, \DateTimeImmutable $now ): void {
		$this->database->update(
			self::IDENTITIES,
			array(
				'memberships'    => $snapshot->to_json(),
				'last_seen_at'   => Database::datetime( $now ),
				'memberships_at' => Database::datetime( $now ),
			),
			array(
				'id'       => $id,
				'provider' => $provider,
				'status'   => 'active',
			)
		);
	}

	/**
	 * After a refresh: another snapshot.
	 *
	 * @param int                $id       Session.
	 * @param Snapshot|null      $snapshot Memberships of an ephemeral subject.
	 * @param \DateTimeImmutable $now      Now.
	 */
	public function renew_snapshot( int $id, ?Snapshot $snapshot, \DateTimeImmutable $now ): void {
		$this->database->update(
			self::TABLE,
			array(
				'memberships'    => $snapshot?->to_json(),
				'memberships_at' => Database::datetime( $now ),
			),
			array( 'id' => $id )
		);
	}
}
