<?php
/**
 * SQL of import runs and their items.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Database;

/**
 * A run is advanced by whoever holds its lease; each batch moves offset and counts in its own transaction.
 */
final class Import_Run_Repository {

	public function __construct( private readonly Database $db ) {}

	public function find( string $uid ): ?Import_Run {
		$row = $this->db->row( 'SELECT * FROM %i WHERE uid = %s', $this->table(), $uid );
		return null === $row ? null : Import_Run::from_row( $row );
	}

	/**
	 * @param array<string, mixed> $values uid, source_id, dry_run, file_ref, sha256, total_bytes, layout, started_by.
	 * @param \DateTimeImmutable $now
	 */
	public function create( array $values, \DateTimeImmutable $now ): void {
		$at     = Database::datetime( $now );
		$fixed  = array( 'state' => 'uploaded', 'byte_offset' => 0, 'line' => 0, 'lease_token' => '', 'lease_until' => null, 'error_code' => '', 'created_at' => $at, 'updated_at' => $at ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a row.
		$layout = (string) wp_json_encode( $values['layout'] );
		$this->db->insert( 'import_runs', array( 'layout' => $layout ) + $values + $fixed + array_fill_keys( Import_Run::COUNTS, 0 ) );
	}

	/**
	 * Takes the lease: one guarded UPDATE.
	 */
	public function take( Import_Run $run, string $token, \DateTimeImmutable $now, int $seconds ): bool {
		return 1 === $this->db->execute(
			"UPDATE %i SET lease_token = %s, lease_until = %s WHERE id = %d AND ( lease_token = '' OR lease_until < %s )",
			$this->table(),
			$token,
			Database::datetime( $now->modify( "+$seconds seconds" ) ),
			$run->id,
			Database::datetime( $now )
		);
	}

	public function release( Import_Run $run, string $token ): void {
		$this->db->execute( "UPDATE %i SET lease_token = '', lease_until = NULL WHERE id = %d AND lease_token = %s", $this->table(), $run->id, $token );
	}

	/**
	 * Moves the run on, if the lease is still ours.
	 *
	 * @param Import_Run $run
	 * @param string $token
	 * @param array<string, mixed> $values state, byte_offset, line, counts or error_code.
	 * @param \DateTimeImmutable $now
	 * @param int $seconds
	 * @return bool False when another runner has taken over.
	 */
	public function advance( Import_Run $run, string $token, array $values, \DateTimeImmutable $now, int $seconds ): bool {
		// The byte offset of a batch, or the state, always changes, so that the count tells the truth on MySQL too.
		$values += array( 'updated_at' => Database::datetime( $now ), 'lease_until' => Database::datetime( $now->modify( "+$seconds seconds" ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		return 1 === $this->db->update( 'import_runs', $values, array( 'id' => $run->id, 'lease_token' => $token ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
	}

	/**
	 * From one state to another, without a lease.
	 *
	 * @param string $uid
	 * @param list<string> $from Allowed former states.
	 * @param string $to
	 * @param \DateTimeImmutable $now
	 */
	public function change_state( string $uid, array $from, string $to, \DateTimeImmutable $now ): bool {
		$marks = implode( ',', array_fill( 0, count( $from ), '%s' ) );
		return 1 === $this->db->execute( "UPDATE %i SET state = %s, updated_at = %s WHERE uid = %s AND state IN ( $marks )", $this->table(), $to, Database::datetime( $now ), $uid, ...$from );
	}

	/**
	 * @return array{items: list<Import_Run>, total: int}
	 */
	public function page( int $page, int $per_page ): array {
		$rows = $this->db->rows( 'SELECT * FROM %i ORDER BY id DESC LIMIT %d OFFSET %d', $this->table(), $per_page, ( $page - 1 ) * $per_page );
		return array(
			'items' => array_map( array( Import_Run::class, 'from_row' ), $rows ),
			'total' => (int) $this->db->value( 'SELECT COUNT(*) FROM %i', $this->table() ),
		);
	}

	/**
	 * Runs whose upload is to go: ended, or untouched for a day.
	 *
	 * @return list<Import_Run>
	 */
	public function stale( \DateTimeImmutable $before ): array {
		$rows = $this->db->rows( "SELECT * FROM %i WHERE file_ref <> '' AND updated_at < %s LIMIT 50", $this->table(), Database::datetime( $before ) );
		return array_map( array( Import_Run::class, 'from_row' ), $rows );
	}

	public function forget_file( int $id ): void {
		$this->db->update( 'import_runs', array( 'file_ref' => '' ), array( 'id' => $id ) );
	}

	/**
	 * @param int $run
	 * @param list<array<string, mixed>> $items Rows with kind, line, code, field, excerpt, organisation_id, before_value, after_value.
	 */
	public function add_items( int $run, array $items ): void {
		$rows = array();
		foreach ( $items as $item ) {
			$rows[] = array(
				'run_id'          => $run,
				'organisation_id' => $item['organisation_id'] ?? null,
				'kind'            => $item['kind'],
				'line'            => $item['line'] ?? null,
				'code'            => $item['code'] ?? '',
				'field'           => $item['field'] ?? '',
				'excerpt'         => $item['excerpt'] ?? '',
				'before_value'    => $item['before_value'] ?? null,
				'after_value'     => $item['after_value'] ?? null,
				'state'           => in_array( $item['kind'], array( 'conflict', 'merge', 'pending_change' ), true ) ? 'open' : 'done',
			);
		}
		Bulk_Repository::insert( $this->db, 'import_items', $rows );
	}

	/**
	 * Items of the check make room for those of the run itself.
	 */
	public function clear_items( int $run ): void {
		$this->db->execute( 'DELETE FROM %i WHERE run_id = %d', $this->db->table( 'import_items' ), $run );
	}

	/**
	 * @return list<array<string, string|null>> kind, line, code, field, excerpt.
	 */
	public function items( int $run, string $kind, int $page, int $per_page ): array {
		return $this->db->rows( 'SELECT kind, line, code, field, excerpt FROM %i WHERE run_id = %d AND kind = %s ORDER BY id LIMIT %d OFFSET %d', $this->db->table( 'import_items' ), $run, $kind, $per_page, ( $page - 1 ) * $per_page );
	}

	public function count_items( int $run, string $kind ): int {
		return (int) $this->db->value( 'SELECT COUNT(*) FROM %i WHERE run_id = %d AND kind = %s', $this->db->table( 'import_items' ), $run, $kind );
	}

	public function started_by( int $user ): int {
		return (int) $this->db->value( 'SELECT COUNT(*) FROM %i WHERE started_by = %d', $this->table(), $user );
	}

	public function forget_starter( int $user ): int {
		return $this->db->execute( 'UPDATE %i SET started_by = NULL WHERE started_by = %d', $this->table(), $user )
			+ $this->db->execute( 'UPDATE %i SET decided_by = NULL WHERE decided_by = %d', $this->db->table( 'import_items' ), $user )
			+ $this->db->execute( 'UPDATE %i SET created_by = NULL WHERE created_by = %d', $this->db->table( 'tombstones' ), $user );
	}

	private function table(): string {
		return $this->db->table( 'import_runs' );
	}
}
