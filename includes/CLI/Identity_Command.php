<?php
declare( strict_types=1 );

namespace CoopCredentials\CLI;

use CoopCredentials\Sign_In;
use CoopCredentials\Sign_In\Identity;
use CoopCredentials\Sign_In\Own_Data\Owner;

/**
 * Looks after the identities of this site.
 */
final class Identity_Command {

	private const MOST = 1000;

	public function __construct( private readonly Sign_In\Services $sign_in, private readonly Console $console ) {
	}

	/**
	 * Lists identities, newest first. Shows no subject and no address.
	 *
	 * ## OPTIONS
	 *
	 * [--provider=<slug>]
	 * : Only those of one provider.
	 *
	 * [--user=<id>]
	 * : Only those of one account.
	 *
	 * [--status=<status>]
	 * : active or blocked, else both.
	 *
	 * [--limit=<number>]
	 * : At most 1000, else 100.
	 *
	 * [--format=<format>]
	 * : How to print it.
	 * ---
	 * default: table
	 * options:
	 *   - table
	 *   - csv
	 *   - json
	 * ---
	 *
	 * @param list<string>         $args    None.
	 * @param array<string, mixed> $options provider, user, status, limit, format.
	 */
	public function list( array $args, array $options ): void {
		$user   = Console::option( $options, 'user' );
		$status = Console::option( $options, 'status' );
		if ( ! in_array( $status, array( '', 'active', 'blocked' ), true ) ) {
			$this->console->fail( __( 'The status is active or blocked.', 'coop-credentials' ) );
		}
		$limit = min( self::MOST, max( 1, (int) Console::option( $options, 'limit', '100' ) ) );
		$rows  = array_map(
			static fn( Identity $identity ): array => array(
				'uid'       => $identity->uid,
				'provider'  => $identity->provider,
				'issuer'    => $identity->issuer,
				'user_id'   => $identity->user_id ?? '',
				'linked_by' => null !== $identity->user_id ? $identity->linked_by : '',
				'status'    => $identity->status,
				'created'   => $identity->created_at->format( DATE_ATOM ),
				'last_seen' => $identity->last_seen_at->format( DATE_ATOM ),
			),
			$this->sign_in->accounts()->repository()->all( Console::option( $options, 'provider' ), '' === $user ? null : (int) $user, $limit, 0, $status )
		);
		$this->console->table( $rows, array( 'uid', 'provider', 'issuer', 'user_id', 'linked_by', 'status', 'created', 'last_seen' ), Console::format( $options ) );
	}

	/**
	 * Takes an identity off its account and ends the sessions it opened. Identity and account both stay.
	 *
	 * ## OPTIONS
	 *
	 * <uid>
	 * : Number of the identity, from the list.
	 *
	 * [--yes]
	 * : Does not ask.
	 *
	 * @param list<string>         $args    uid.
	 * @param array<string, mixed> $options yes.
	 */
	public function unlink( array $args, array $options ): void {
		$identity = $this->identity( $args );
		if ( null === $identity->user_id ) {
			$this->console->fail( __( 'This identity belongs to no account.', 'coop-credentials' ) );
		}
		/* translators: 1: number of an identity, 2: number of an account. */
		$this->console->confirm( sprintf( __( 'Take identity %1$s off account %2$d?', 'coop-credentials' ), $identity->uid, $identity->user_id ), $options );
		if ( ! $this->sign_in->accounts()->links()->unlink( $identity, 'command' ) ) {
			$this->console->fail( __( 'Somebody else changed this meanwhile.', 'coop-credentials' ) );
		}
		$this->console->success( __( 'Unlinked.', 'coop-credentials' ) );
	}

	/**
	 * Blocks an identity: it signs nobody in any more, and its sessions end at once, those of WordPress too. Its account
	 * stays, and so does the password of the account.
	 *
	 * ## OPTIONS
	 *
	 * <uid>
	 * : Number of the identity, from the list.
	 *
	 * [--yes]
	 * : Does not ask.
	 *
	 * @param list<string>         $args    uid.
	 * @param array<string, mixed> $options yes.
	 */
	public function block( array $args, array $options ): void {
		$identity = $this->identity( $args );
		/* translators: %s: number of an identity. */
		$this->console->confirm( sprintf( __( 'Block identity %s and end its sessions?', 'coop-credentials' ), $identity->uid ), $options );
		if ( ! $this->sign_in->accounts()->links()->block( $identity, true, 'command' ) ) {
			$this->console->fail( __( 'This identity is blocked already.', 'coop-credentials' ) );
		}
		$this->console->success( __( 'Blocked.', 'coop-credentials' ) );
	}

	/**
	 * Lets a blocked identity sign in again. Sessions from before the block do not come back.
	 *
	 * ## OPTIONS
	 *
	 * <uid>
	 * : Number of the identity, from the list.
	 *
	 * @param list<string>         $args    uid.
	 * @param array<string, mixed> $options None.
	 */
	public function unblock( array $args, array $options ): void {
		if ( ! $this->sign_in->accounts()->links()->block( $this->identity( $args ), false, 'command' ) ) {
			$this->console->fail( __( 'This identity is not blocked.', 'coop-credentials' ) );
		}
		$this->console->success( __( 'It may sign in again.', 'coop-credentials' ) );
	}

	/**
	 * Prints what this site holds about the person of an identity, as JSON: the file they can download themselves.
	 *
	 * ## OPTIONS
	 *
	 * <uid>
	 * : Number of the identity, from the list.
	 *
	 * @param list<string>         $args    uid.
	 * @param array<string, mixed> $options None.
	 */
	public function export( array $args, array $options ): void {
		$this->console->line( $this->sign_in->own_data()->export()->json( new Owner( null, array( $this->identity( $args ) ), null ) ) );
	}

	/**
	 * Removes an identity with all records of it, and ends its sessions. Its account, if it has one, stays.
	 *
	 * ## OPTIONS
	 *
	 * <uid>
	 * : Number of the identity, from the list.
	 *
	 * [--yes]
	 * : Does not ask.
	 *
	 * @param list<string>         $args    uid.
	 * @param array<string, mixed> $options yes.
	 */
	public function erase( array $args, array $options ): void {
		$identity = $this->identity( $args );
		/* translators: %s: number of an identity. */
		$this->console->confirm( sprintf( __( 'Remove identity %s and all records of it?', 'coop-credentials' ), $identity->uid ), $options );
		foreach ( $this->sign_in->own_data()->farewell()->remove( $identity, 'command' ) as $kept ) {
			$this->console->line( $kept );
		}
		$this->console->success( __( 'Removed.', 'coop-credentials' ) );
	}

	/**
	 * The identity that was named.
	 *
	 * @param list<string> $args uid.
	 */
	private function identity( array $args ): Identity {
		return $this->sign_in->accounts()->repository()->find_by_uid( $args[0] ?? '' ) ?? $this->console->fail( __( 'There is no such identity.', 'coop-credentials' ) );
	}
}
