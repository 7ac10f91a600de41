<?php
/**
 * Stores identities.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Storage_Failed;
use CoopCredentials\Kernel\Ulid;

/**
 * Rows of identities, found by the unique hash of issuer and subject and by nothing else.
 */
final class Identity_Repository {

	private const TABLE = 'identities';

	/**
	 * Builds the repository.
	 *
	 * @param Database $database Database.
	 */
	public function __construct( private readonly Database $database ) {
	}

	/**
	 * One identity by row id.
	 *
	 * @param int $id Row id.
	 */
	public function find( int $id ): ?Identity {
		$row = $this->database->row( 'SELECT * FROM %i WHERE id = %d', $this->database->table( self::TABLE ), $id );

		return null !== $row ? Identity::from_row( $row ) : null;
	}

	/**
	 * One identity by its hash.
	 *
	 * @param string $identity_hash See {@see Identity::hash()}.
	 */
	public function find_by_hash( string $identity_hash ): ?Identity {
		$row = $this->database->row( 'SELECT * FROM %i WHERE identity_hash = %s', $this->database->table( self::TABLE ), $identity_hash );

		return null !== $row ? Identity::from_row( $row ) : null;
	}

	/**
	 * Finds or makes an identity and renews its snapshot. Of many parallel first sign-ins one inserts, the others reread.
	 *
	 * @param string             $identity_hash See {@see Identity::hash()}.
	 * @param string             $issuer        Issuer.
	 * @param string             $subject       Subject, as stored.
	 * @param string             $provider      Slug.
	 * @param Snapshot           $snapshot      Memberships now.
	 * @param string|null        $email         Address, if the provider's policy asks for it and the provider confirmed it.
	 * @param \DateTimeImmutable $now           Now.
	 * @param Identity|null      $known         The identity, if it has just been looked up.
	 * @return array{Identity,bool} The identity as it is stored now, and whether it is new.
	 * @throws Storage_Failed When it can neither be made nor found.
	 */
	public function remember( string $identity_hash, string $issuer, string $subject, string $provider, Snapshot $snapshot, ?string $email, \DateTimeImmutable $now, ?Identity $known = null ): array {
		$known ??= $this->find_by_hash( $identity_hash );
		if ( null === $known ) {
			$failure = null;
			try {
				$time = Database::datetime( $now );
				$this->database->insert(
					self::TABLE,
					array(
						'uid'            => Ulid::generate( $now ),
						'identity_hash'  => $identity_hash,
						'issuer'         => $issuer,
						'subject'        => $subject,
						'provider'       => $provider,
						'email'          => $email,
						'memberships'    => $snapshot->to_json(),
						'granted_roles'  => '[]',
						'created_at'     => $time,
						'last_seen_at'   => $time,
						'memberships_at' => $time,
					)
				);
			} catch ( Storage_Failed $caught ) {
				$failure = $caught;
			}
			$known = $this->find_by_hash( $identity_hash );
			if ( null === $known ) {
				throw $failure ?? new \LogicException( 'An identity vanished.' );
			}
			if ( null === $failure ) {
				return array( $known, true );
			}
		}

		$values = array(
			'memberships'    => $snapshot->to_json(),
			'provider'       => $provider,
			'email'          => $email,
			'last_seen_at'   => Database::datetime( $now ),
			'memberships_at' => Database::datetime( $now ),
		);
		$active = array(
			'id'     => $known->id,
			'status' => 'active',
		);
		// The account is part of the condition: if the row changed, nobody has linked or blocked it since it was read.
		if ( 1 === $this->database->update( self::TABLE, $values, $active + array( 'user_id' => $known->user_id ) ) ) {
			if ( 'active' === $known->status ) {
				return array( $known->renewed( $provider, $snapshot, $email, $now ), false );
			}
		} else {
			$this->database->update( self::TABLE, $values, $active );
		}

		return array( $this->find( $known->id ) ?? $known, false );
	}

	/**
	 * Identities of a person: linked to the account, stored with the address, or named.
	 *
	 * @param int|null     $user_id Account.
	 * @param string       $email   Address, '' for none.
	 * @param list<string> $uids    Identity uids.
	 * @param int          $offset  First row.
	 * @param int          $limit   Most rows.
	 * @return list<Identity>
	 */
	public function of_person( ?int $user_id, string $email, array $uids, int $offset, int $limit ): array {
		$where = array();
		$args  = array();
		if ( null !== $user_id && $user_id > 0 ) {
			$where[] = 'user_id = %d';
			$args[]  = $user_id;
		}
		if ( '' !== $email ) {
			$where[] = 'email = %s';
			$args[]  = $email;
		}
		foreach ( $uids as $uid ) {
			$where[] = 'uid = %s';
			$args[]  = $uid;
		}
		if ( array() === $where ) {
			return array();
		}
		$any  = implode( ' OR ', $where );
		$rows = $this->database->rows( "SELECT * FROM %i WHERE ( $any ) ORDER BY id LIMIT %d OFFSET %d", $this->database->table( self::TABLE ), ...array( ...$args, $limit, $offset ) );

		return array_map( Identity::from_row( ... ), $rows );
	}

	/**
	 * Identities without account that nobody used for long, oldest first; read by the key on provider and last use.
	 *
	 * @param string             $provider Slug.
	 * @param \DateTimeImmutable $before   Last used before.
	 * @param int                $limit    Most rows.
	 * @return list<Identity>
	 */
	public function unused( string $provider, \DateTimeImmutable $before, int $limit ): array {
		$rows = $this->database->rows( 'SELECT * FROM %i WHERE provider = %s AND last_seen_at < %s AND user_id IS NULL AND status = %s ORDER BY last_seen_at LIMIT %d', $this->database->table( self::TABLE ), $provider, Database::datetime( $before ), 'active', $limit );

		return array_map( Identity::from_row( ... ), $rows );
	}

	/**
	 * Providers that somebody has come with, also those that are gone by now.
	 *
	 * @return list<string> Slugs.
	 */
	public function providers(): array {
		return $this->database->column( 'SELECT DISTINCT provider FROM %i', $this->database->table( self::TABLE ) );
	}

	/**
	 * Removes an identity. Of one that is blocked, be it since a moment ago, stays what the block needs: removing the row
	 * would let it in again.
	 *
	 * @param int $id Row id.
	 * @return bool Whether it is gone.
	 */
	public function remove( int $id ): bool {
		$table = $this->database->table( self::TABLE );
		if ( 0 < $this->database->execute( 'DELETE FROM %i WHERE id = %d AND status = %s', $table, $id, 'active' ) ) {
			return true;
		}
		$this->database->update(
			self::TABLE,
			array(
				'email'       => null,
				'memberships' => ( new Snapshot() )->to_json(),
			),
			array( 'id' => $id )
		);

		return null === $this->database->value( 'SELECT id FROM %i WHERE id = %d', $table, $id );
	}

	/**
	 * How many identities a provider has vouched for.
	 *
	 * @param string $provider Provider.
	 */
	public function count_of( string $provider ): int {
		return (int) $this->database->value( 'SELECT COUNT(*) FROM %i WHERE provider = %s', $this->database->table( self::TABLE ), $provider );
	}

	/**
	 * Whether anybody here is known by an issuer.
	 *
	 * @param string $issuer Issuer.
	 */
	public function knows_issuer( string $issuer ): bool {
		return null !== $this->database->value( 'SELECT id FROM %i WHERE issuer = %s LIMIT 1', $this->database->table( self::TABLE ), $issuer );
	}

	/**
	 * How many identities there are.
	 */
	public function count(): int {
		return (int) $this->database->value( 'SELECT COUNT(*) FROM %i', $this->database->table( self::TABLE ) );
	}
}
