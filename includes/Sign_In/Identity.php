<?php
/**
 * An identity.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Database;

/**
 * The pair (issuer, subject) a provider asserts, with the memberships it had when last seen. The only key to a person.
 */
final class Identity {

	/**
	 * Builds the identity.
	 *
	 * @param int                $id             Row.
	 * @param string             $uid            ULID.
	 * @param string             $issuer         Issuer.
	 * @param string             $subject        Subject, as stored.
	 * @param string             $provider       Slug.
	 * @param int|null           $user_id        Linked account.
	 * @param Snapshot           $snapshot       Memberships when last seen.
	 * @param string             $status         `active` or `blocked`.
	 * @param string|null        $email          Address the provider confirmed, only if the provider's policy asks for it.
	 * @param string             $linked_by      See {@see Accounts\Linked_By}; '' without account.
	 * @param \DateTimeImmutable $created_at     First seen.
	 * @param \DateTimeImmutable $last_seen_at   Last seen.
	 * @param \DateTimeImmutable $memberships_at When the snapshot was taken.
	 */
	public function __construct(
		public readonly int $id,
		public readonly string $uid,
		public readonly string $issuer,
		public readonly string $subject,
		public readonly string $provider,
		public readonly ?int $user_id,
		public readonly Snapshot $snapshot,
		public readonly string $status,
		public readonly ?string $email,
		public readonly string $linked_by,
		public readonly \DateTimeImmutable $created_at,
		public readonly \DateTimeImmutable $last_seen_at,
		public readonly \DateTimeImmutable $memberships_at,
	) {
	}

	/**
	 * The same identity, seen again.
	 *
	 * @param string             $provider Slug.
	 * @param Snapshot           $snapshot Memberships now.
	 * @param string|null        $email    Address the provider confirmed.
	 * @param \DateTimeImmutable $now      Now.
	 */
	public function renewed( string $provider, Snapshot $snapshot, ?string $email, \DateTimeImmutable $now ): self {
		return new self( $this->id, $this->uid, $this->issuer, $this->subject, $provider, $this->user_id, $snapshot, $this->status, $email, $this->linked_by, $this->created_at, $now, $now );
	}

	/**
	 * Whether a provider, as its record is now, speaks for this identity: the memberships are as this record reads them, and
	 * it names the issuer that said who this is. A record may have got another issuer since, or be a new one under a name
	 * that was free again; two records of one issuer may read claims in different ways.
	 *
	 * @param Provider $provider Provider.
	 */
	public function is_vouched_for_by( Provider $provider ): bool {
		return $this->provider === $provider->slug && $this->issuer === $provider->text( 'issuer' );
	}

	/**
	 * The key of an identity: both parts with their length in front, so that no two pairs run into one another.
	 *
	 * @param string $issuer   Issuer, not empty.
	 * @param string $subject  Subject, not empty.
	 * @param string $strategy '' for `sub`, else what else the subject was read from: another name space.
	 * @return string 64 lower hex.
	 * @throws \InvalidArgumentException When a part is empty (CVE-2024-11015: an empty key finds a stranger).
	 */
	public static function hash( string $issuer, string $subject, string $strategy = '' ): string {
		if ( '' === $issuer || '' === $subject ) {
			throw new \InvalidArgumentException( 'An identity needs an issuer and a subject.' );
		}
		$text = '';
		foreach ( '' === $strategy ? array( $issuer, $subject ) : array( $issuer, $subject, $strategy ) as $part ) {
			$text .= strlen( $part ) . ':' . $part;
		}

		return hash( 'sha256', $text );
	}

	/**
	 * An identity from its row.
	 *
	 * @param array<string,string|null> $row Row.
	 */
	public static function from_row( array $row ): self {
		$epoch = new \DateTimeImmutable( '@0' );

		return new self(
			(int) $row['id'],
			(string) $row['uid'],
			(string) $row['issuer'],
			(string) $row['subject'],
			(string) $row['provider'],
			isset( $row['user_id'] ) ? (int) $row['user_id'] : null,
			Snapshot::from_json( (string) $row['memberships'] ),
			(string) $row['status'],
			$row['email'] ?? null,
			(string) $row['linked_by'],
			Database::instant( $row['created_at'] ) ?? $epoch,
			Database::instant( $row['last_seen_at'] ) ?? $epoch,
			Database::instant( $row['memberships_at'] ) ?? $epoch,
		);
	}
}
