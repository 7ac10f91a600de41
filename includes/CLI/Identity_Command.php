<?php
declare( strict_types=1 );

namespace CoopCredentials\CLI;

use CoopCredentials\Sign_In;
use CoopCredentials\Sign_In\Identity;

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
	 * [--limit=<number>]
	 * : At most 1000, else 100.
	 *
	 * [--format=<format>]
	 * : table, csv or json.
	 *
	 * @param list<string>         $args    None.
	 * @param array<string, mixed> $options provider, user, limit, format.
	 */
	public function list( array $args, array $options ): void {
		$user  = Console::option( $options, 'user' );
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
			$this->sign_in->accounts()->repository()->all( Console::option( $options, 'provider' ), '' === $user ? null : (int) $user, $limit, 0 )
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
		$identity = $this->sign_in->accounts()->repository()->find_by_uid( $args[0] ?? '' );
		if ( null === $identity ) {
			$this->console->fail( __( 'There is no such identity.', 'coop-credentials' ) );
		}
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
}
