<?php
/**
 * One run of the importer.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Database;

/**
 * uploaded → checking → ready → running → done; failed, paused and cancelled on the way. Checking reads the whole file
 * with the same code and writes nothing to the directory.
 */
final class Import_Run {

	/** The six counts. */
	public const COUNTS = array( 'created', 'updated', 'unchanged', 'skipped', 'conflicts', 'errors' );

	/**
	 * @param int                     $id          Row.
	 * @param string                  $uid         ULID.
	 * @param int                     $source_id   Source.
	 * @param string                  $state       See above.
	 * @param bool                    $dry_run     Stop at ready.
	 * @param string                  $file_ref    Name in the private store.
	 * @param string                  $sha256      Of the file as read.
	 * @param int                     $byte_offset How far it is.
	 * @param int                     $line        The same as a line.
	 * @param int                     $total_bytes Size of the file.
	 * @param array<string, mixed>    $layout      delimiter, header (list), warnings.
	 * @param array<string, int>      $counts      Of COUNTS.
	 * @param string                  $lease_token Whose turn it is.
	 * @param \DateTimeImmutable|null $lease_until End of the turn.
	 * @param string                  $error_code  Why it failed.
	 */
	public function __construct(
		public readonly int $id,
		public readonly string $uid,
		public readonly int $source_id,
		public readonly string $state,
		public readonly bool $dry_run,
		public readonly string $file_ref,
		public readonly string $sha256,
		public readonly int $byte_offset,
		public readonly int $line,
		public readonly int $total_bytes,
		public readonly array $layout,
		public readonly array $counts,
		public readonly string $lease_token,
		public readonly ?\DateTimeImmutable $lease_until,
		public readonly string $error_code
	) {}

	/**
	 * @param array<string, string|null> $row Of the table import_runs.
	 */
	public static function from_row( array $row ): self {
		$counts = array();
		foreach ( self::COUNTS as $name ) {
			$counts[ $name ] = (int) $row[ $name ];
		}
		$layout = json_decode( (string) $row['layout'], true, 8 );
		return new self( (int) $row['id'], (string) $row['uid'], (int) $row['source_id'], (string) $row['state'], '1' === (string) $row['dry_run'], (string) $row['file_ref'], (string) $row['sha256'], (int) $row['byte_offset'], (int) $row['line'], (int) $row['total_bytes'], is_array( $layout ) ? $layout : array(), $counts, (string) $row['lease_token'], Database::instant( $row['lease_until'] ), (string) $row['error_code'] );
	}

	public function is_open(): bool {
		return in_array( $this->state, array( 'uploaded', 'checking', 'running' ), true );
	}

	/**
	 * @return array<string, mixed>
	 */
	public function to_array(): array {
		return array(
			'uid'         => $this->uid,
			'status'      => $this->state,
			'dry_run'     => $this->dry_run,
			'line'        => $this->line,
			'byte_offset' => $this->byte_offset,
			'total_bytes' => $this->total_bytes,
			'counts'      => $this->counts,
			'error_code'  => '' === $this->error_code ? null : $this->error_code,
			'warnings'    => $this->layout['warnings'] ?? array(),
		);
	}
}
