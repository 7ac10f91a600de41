<?php
/**
 * SQL of evidence.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Database;

/**
 * Append-only: there is no update and no delete here.
 */
final class Evidence_Repository {

	public function __construct( private readonly Database $db ) {}

	/**
	 * @return list<Evidence> Newest first.
	 */
	public function of( int $organisation_id ): array {
		return $this->of_many( array( $organisation_id ) )[ $organisation_id ] ?? array();
	}

	/**
	 * @param list<int> $ids Organisations.
	 * @return array<int, list<Evidence>> By organisation.
	 */
	public function of_many( array $ids ): array {
		$found = array();
		if ( array() === $ids ) {
			return $found;
		}
		$marks = implode( ',', array_fill( 0, count( $ids ), '%d' ) );
		foreach ( $this->db->rows( "SELECT * FROM %i WHERE organisation_id IN ( $marks ) ORDER BY id DESC", $this->db->table( 'evidence' ), ...$ids ) as $row ) {
			$record = Evidence::from_row( $row );
			if ( null !== $record ) {
				$found[ $record->organisation_id ][] = $record;
			}
		}
		return $found;
	}

	public function find_by_uid( string $uid ): ?Evidence {
		$row = $this->db->row( 'SELECT * FROM %i WHERE uid = %s', $this->db->table( 'evidence' ), $uid );
		return null === $row ? null : Evidence::from_row( $row );
	}

	public function is_superseded( int $id ): bool {
		return null !== $this->db->value( 'SELECT id FROM %i WHERE supersedes_id = %d LIMIT 1', $this->db->table( 'evidence' ), $id );
	}

	/**
	 * @return int Row.
	 */
	public function add( Evidence $record, \DateTimeImmutable $now ): int {
		return $this->db->insert(
			'evidence',
			array(
				'uid'             => $record->uid,
				'organisation_id' => $record->organisation_id,
				'kind'            => $record->kind->value,
				'method'          => $record->method,
				'issuer'          => $record->issuer,
				'reference_url'   => $record->reference_url,
				'subject_scheme'  => $record->subject_scheme,
				'subject_value'   => $record->subject_value,
				'supports'        => implode( ' ', array_column( $record->supports, 'value' ) ),
				'result'          => $record->result,
				'checked_at'      => Database::datetime( $record->checked_at ),
				'checked_by'      => $record->checked_by,
				'valid_until'     => null === $record->valid_until ? null : Database::datetime( $record->valid_until ),
				'note'            => $record->note,
				'private_note'    => $record->private_note,
				'document_ref'    => $record->document_ref,
				'document_digest' => $record->document_digest,
				'policy_version'  => $record->policy_version,
				'supersedes_id'   => $record->supersedes_id,
				'created_at'      => Database::datetime( $now ),
			)
		);
	}

	/**
	 * Rows an account has decided.
	 */
	public function checked_by( int $user ): int {
		return (int) $this->db->value( 'SELECT COUNT(*) FROM %i WHERE checked_by = %d', $this->db->table( 'evidence' ), $user );
	}

	/**
	 * Takes a person's account out of the records; what was decided stays.
	 */
	public function forget_reviewer( int $user ): int {
		return $this->db->execute( 'UPDATE %i SET checked_by = NULL WHERE checked_by = %d', $this->db->table( 'evidence' ), $user );
	}
}
