<?php
/**
 * One record of evidence.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Claims\Category;
use CoopCredentials\Kernel\Database;

/**
 * Why an organisation counts as what it is, dated and expiring. Records are never changed: a correction supersedes.
 */
final class Evidence {

	public const RESULTS = array( 'pending', 'confirmed', 'failed', 'revoked' );
	public const METHODS = array( 'automatic', 'manual', 'attestation' );

	/**
	 * @param int                     $id              Row; 0 before it is stored.
	 * @param string                  $uid             ULID.
	 * @param int                     $organisation_id Row of the organisation.
	 * @param Evidence_Kind           $kind            What it is.
	 * @param string                  $method          One of METHODS.
	 * @param string                  $issuer          Register, federation or reviewer; public.
	 * @param string|null             $reference_url   Where anybody can look; public.
	 * @param string|null             $subject_scheme  Identifier scheme it speaks of.
	 * @param string|null             $subject_value   Identifier value it speaks of.
	 * @param list<Category>          $supports        Categories; empty = all.
	 * @param string                  $result          One of RESULTS.
	 * @param \DateTimeImmutable      $checked_at      When it was checked.
	 * @param int|null                $checked_by      Account of the reviewer; hidden.
	 * @param \DateTimeImmutable|null $valid_until     End; null never happens for confirmed records.
	 * @param string                  $note            Public.
	 * @param string                  $private_note    For reviewers.
	 * @param string|null             $document_ref    Stored file.
	 * @param string|null             $document_digest SHA-256 of the document.
	 * @param string                  $policy_version  Policy it was decided under.
	 * @param int|null                $supersedes_id   Row it replaces.
	 */
	public function __construct(
		public readonly int $id,
		public readonly string $uid,
		public readonly int $organisation_id,
		public readonly Evidence_Kind $kind,
		public readonly string $method,
		public readonly string $issuer,
		public readonly ?string $reference_url,
		public readonly ?string $subject_scheme,
		public readonly ?string $subject_value,
		public readonly array $supports,
		public readonly string $result,
		public readonly \DateTimeImmutable $checked_at,
		public readonly ?int $checked_by,
		public readonly ?\DateTimeImmutable $valid_until,
		public readonly string $note,
		public readonly string $private_note,
		public readonly ?string $document_ref,
		public readonly ?string $document_digest,
		public readonly string $policy_version,
		public readonly ?int $supersedes_id
	) {}

	/**
	 * @param array<string, string|null> $row Of the table evidence.
	 * @return self|null Null for a kind this version does not know: it then proves nothing.
	 */
	public static function from_row( array $row ): ?self {
		$kind = Evidence_Kind::tryFrom( (string) $row['kind'] );
		if ( null === $kind ) {
			return null;
		}
		$supports = array();
		foreach ( array_filter( explode( ' ', (string) $row['supports'] ) ) as $name ) {
			$category = Category::tryFrom( $name );
			if ( null !== $category ) {
				$supports[] = $category;
			}
		}
		return new self(
			(int) $row['id'],
			(string) $row['uid'],
			(int) $row['organisation_id'],
			$kind,
			(string) $row['method'],
			(string) $row['issuer'],
			$row['reference_url'],
			$row['subject_scheme'],
			$row['subject_value'],
			$supports,
			(string) $row['result'],
			Database::instant( $row['checked_at'] ) ?? new \DateTimeImmutable( '@0' ),
			null === $row['checked_by'] ? null : (int) $row['checked_by'],
			Database::instant( $row['valid_until'] ),
			(string) $row['note'],
			(string) $row['private_note'],
			$row['document_ref'],
			$row['document_digest'],
			(string) $row['policy_version'],
			null === $row['supersedes_id'] ? null : (int) $row['supersedes_id']
		);
	}

	/**
	 * Confirmed and in date at an instant. Superseding and subject are checked by Standing_Rules, which sees all records.
	 */
	public function counts_at( \DateTimeImmutable $at ): bool {
		return 'confirmed' === $this->result && $this->checked_at <= $at && null !== $this->valid_until && $at < $this->valid_until;
	}

	public function supports( Category $category ): bool {
		return array() === $this->supports || in_array( $category, $this->supports, true );
	}
}
