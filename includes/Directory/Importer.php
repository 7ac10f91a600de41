<?php
/**
 * The importer.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Ulid;

/**
 * Runs that may be killed at any moment and go on where they were: batches of 200 rows, one transaction each together
 * with its offset; one runner at a time by a lease. First the whole file is checked with the same code and no writes.
 */
final class Importer {

	private const BATCH = 200;

	/** Seconds a lease lasts after the last batch. */
	private const LEASE = 60;

	public function __construct(
		private readonly Database $db,
		private readonly Clock $clock,
		private readonly Import_Run_Repository $runs,
		private readonly Source_Repository $sources,
		private readonly Private_Files $files,
		private readonly Batch_Writer $writer,
		private readonly Directory_Version $version,
		private readonly Facet_Service $facets,
		private readonly Audit_Log $audit,
		private readonly string $fingerprint
	) {}

	/**
	 * Takes a copy of a file and plans a run. Nothing is imported yet: call step() until the run is not open any more.
	 *
	 * @param string      $file     Path.
	 * @param Source $source
	 * @param bool        $dry_run  Stop after the check, at ready.
	 * @param string|null $encoding utf-8 or windows-1252 when a person has confirmed it.
	 * @param int|null    $by       Account.
	 * @throws Problem With reason unsupported_file (415), encoding_unconfirmed, duplicate_header (422).
	 */
	public function create_run( string $file, Source $source, bool $dry_run = false, ?string $encoding = null, ?int $by = null ): Import_Run {
		list( $ref, $path ) = $this->files->make();
		try {
			$layout = Csv_File::prepare( $file, $path, $encoding );
		} catch ( Problem $problem ) {
			$this->files->delete( $ref );
			throw $problem;
		}
		$mapper = new Row_Mapper( $layout['header'], $source->mapping, $layout['delimiter'] );
		foreach ( $mapper->forbidden() as $column ) {
			$layout['warnings'][] = 'column_ignored: ' . $column;
		}
		$uid = Ulid::generate( $this->clock->now() );
		$this->runs->create(
			array(
				'uid'         => $uid,
				'source_id'   => $source->id,
				'dry_run'     => $dry_run ? 1 : 0,
				'file_ref'    => $ref,
				'sha256'      => (string) hash_file( 'sha256', $path ),
				'total_bytes' => (int) filesize( $path ),
				'layout'      => $layout,
				'started_by'  => $by,
			),
			$this->clock->now()
		);
		return $this->get( $uid );
	}

	/**
	 * Works for a while.
	 *
	 * @param string $uid
	 * @param float $seconds At most about this long; the last batch is finished.
	 * @throws Problem With reason run_not_found (404), run_locked, run_not_open (409).
	 */
	public function step( string $uid, float $seconds = 20.0 ): Import_Run {
		$run = $this->get( $uid );
		if ( 'ready' === $run->state && ! $run->dry_run ) {
			$run = $this->confirm( $uid );
		}
		if ( ! $run->is_open() ) {
			throw new Problem( 'run_not_open', 409, __( 'This import is not running.', 'coop-credentials' ), null, array( 'state' => $run->state ) );
		}
		$token = bin2hex( random_bytes( 16 ) );
		if ( ! $this->runs->take( $run, $token, $this->clock->now(), self::LEASE ) ) {
			throw new Problem( 'run_locked', 409, __( 'Another process is working on this import.', 'coop-credentials' ), 'wait', array(), self::LEASE );
		}
		$end = microtime( true ) + $seconds;
		try {
			$run = $this->get( $uid );
			if ( 'uploaded' === $run->state ) {
				$run = $this->begin( $run, $token, 'checking' );
			}
			$run = $this->work( $run, $token, $end );
		} catch ( Problem $problem ) {
			if ( in_array( $problem->reason, array( 'quote_unclosed', 'source_missing' ), true ) ) {
				return $this->failed( $run, $token, $problem );
			}
			throw $problem;
		} finally {
			$this->runs->release( $run, $token );
		}
		return $run;
	}

	/**
	 * Step by step to the end: for scripts and the command line.
	 */
	public function run( string $uid, ?callable $progress = null ): Import_Run {
		$run = $this->get( $uid );
		while ( $run->is_open() || ( 'ready' === $run->state && ! $run->dry_run ) ) {
			$run = $this->step( $uid );
			if ( null !== $progress ) {
				$progress( $run );
			}
		}
		return $run;
	}

	/**
	 * After the check: import what was checked.
	 *
	 * @throws Problem With reason run_not_open (409).
	 */
	public function confirm( string $uid ): Import_Run {
		$run = $this->get( $uid );
		if ( 'ready' !== $run->state ) {
			throw new Problem( 'run_not_open', 409, __( 'This import is not ready.', 'coop-credentials' ), null, array( 'state' => $run->state ) );
		}
		$token = bin2hex( random_bytes( 16 ) );
		if ( ! $this->runs->take( $run, $token, $this->clock->now(), self::LEASE ) ) {
			throw new Problem( 'run_locked', 409, __( 'Another process is working on this import.', 'coop-credentials' ), 'wait', array(), self::LEASE );
		}
		$run = $this->begin( $run, $token, 'running' );
		$this->runs->release( $run, $token );
		return $this->get( $uid );
	}

	/**
	 * @param string $uid
	 * @param string $action pause, resume or cancel.
	 * @throws Problem With reason run_not_open (409).
	 */
	public function control( string $uid, string $action ): Import_Run {
		$run  = $this->get( $uid );
		$done = match ( $action ) {
			'pause'  => $this->runs->change_state( $uid, array( 'running' ), 'paused', $this->clock->now() ),
			'resume' => $this->runs->change_state( $uid, array( 'paused' ), 'running', $this->clock->now() ),
			default  => $this->runs->change_state( $uid, array( 'uploaded', 'checking', 'ready', 'running', 'paused' ), 'cancelled', $this->clock->now() ),
		};
		if ( ! $done ) {
			throw new Problem( 'run_not_open', 409, __( 'This import is not running.', 'coop-credentials' ), null, array( 'state' => $run->state ) );
		}
		if ( 'cancel' === $action ) {
			$this->clean( $run );
		}
		return $this->get( $uid );
	}

	/**
	 * @throws Problem With reason run_not_found (404).
	 */
	public function get( string $uid ): Import_Run {
		return $this->runs->find( $uid ) ?? throw new Problem( 'run_not_found', 404, __( 'There is no such import.', 'coop-credentials' ) );
	}

	/**
	 * Uploads nobody has touched for a day.
	 */
	public function tidy(): void {
		foreach ( $this->runs->stale( $this->clock->now()->modify( '-1 day' ) ) as $run ) {
			if ( $run->is_open() || in_array( $run->state, array( 'ready', 'paused' ), true ) ) {
				$this->runs->change_state( $run->uid, array( $run->state ), 'cancelled', $this->clock->now() );
			}
			$this->clean( $run );
		}
	}

	/**
	 * From the first row, with empty counts.
	 */
	private function begin( Import_Run $run, string $token, string $state ): Import_Run {
		$offset = is_int( $run->layout['offset'] ?? null ) ? $run->layout['offset'] : 0;
		$line   = is_int( $run->layout['line'] ?? null ) ? $run->layout['line'] : 1;
		$this->runs->clear_items( $run->id );
		$this->advance( $run, $token, array( 'state' => $state, 'byte_offset' => $offset, 'line' => $line ) + array_fill_keys( Import_Run::COUNTS, 0 ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a row.
		return $this->get( $run->uid );
	}

	private function work( Import_Run $run, string $token, float $end ): Import_Run {
		$source    = $this->sources->find_by_id( $run->source_id ) ?? throw new Problem( 'source_missing', 409, __( 'The source of this import is gone.', 'coop-credentials' ) );
		$delimiter = is_string( $run->layout['delimiter'] ?? null ) ? $run->layout['delimiter'] : ',';
		/** @var list<string> $header */
		$header = is_array( $run->layout['header'] ?? null ) ? $run->layout['header'] : array();
		$mapper = new Row_Mapper( $header, $source->mapping, $delimiter );
		$path   = $this->files->path( $run->file_ref );
		$reader = new Csv_Reader( $path, $delimiter, $run->byte_offset, $run->line );
		$seen   = 'checking' === $run->state ? new Seen_Ids( $path . '.ids' ) : null;
		do {
			$mapped = array();
			$last   = null;
			for ( $left = self::BATCH; $left > 0; $left-- ) {
				$record = $reader->next();
				if ( null === $record ) {
					break;
				}
				$last     = $record;
				$mapped[] = array( 'line' => $record->line, 'row' => $mapper->map( $record ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			}
			if ( null === $last ) {
				return $this->finish( $run, $source, $token );
			}
			$run = $this->batch( $run, $source, $token, $mapped, $last, $seen );
		} while ( microtime( true ) < $end );
		return $run;
	}

	/**
	 * One batch: rows, items, counts, offset and version together or not at all.
	 *
	 * @param Import_Run $run
	 * @param Source $source
	 * @param string $token
	 * @param list<array{line: int, row: Mapped_Row}> $mapped Rows.
	 * @param Csv_Record $last
	 * @param Seen_Ids|null $seen
	 */
	private function batch( Import_Run $run, Source $source, string $token, array $mapped, Csv_Record $last, ?Seen_Ids $seen ): Import_Run {
		/** @var Import_Batch $batch */
		$batch = $this->db->transaction(
			function () use ( $run, $source, $token, $mapped, $last, $seen ): Import_Batch {
				$batch  = $this->writer->write( $run, $source, $mapped, $seen );
				$values = array( 'byte_offset' => $last->end, 'line' => $last->next_line ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
				foreach ( $batch->counts as $name => $count ) {
					$values[ $name ] = $run->counts[ $name ] + $count;
				}
				$this->advance( $run, $token, $values );
				if ( null === $seen && $batch->changed() ) {
					$this->version->raise();
				}
				return $batch;
			}
		);
		$seen?->add( $batch->seen );
		$counts = array();
		foreach ( $batch->counts as $name => $count ) {
			$counts[ $name ] = $run->counts[ $name ] + $count;
		}
		return new Import_Run( $run->id, $run->uid, $run->source_id, $run->state, $run->dry_run, $run->file_ref, $run->sha256, $last->end, $last->next_line, $run->total_bytes, $run->layout, $counts, $token, $run->lease_until, '' );
	}

	private function finish( Import_Run $run, Source $source, string $token ): Import_Run {
		if ( 'checking' === $run->state ) {
			$this->advance( $run, $token, array( 'state' => 'ready' ) );
			return $this->get( $run->uid );
		}
		$this->db->transaction(
			function () use ( $run, $source, $token ): void {
				$this->advance( $run, $token, array( 'state' => 'done' ) );
				$this->sources->finished( $source->id, $this->clock->now() );
			}
		);
		update_option( Tokens_Health_Test::OPTION, $this->fingerprint, false );
		$this->clean( $run );
		$this->facets->warm();
		$this->audit->record( 'import_finished', 'ok', '', array( 'details' => array( 'run' => $run->uid, 'source' => $source->slug ) + $run->counts ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		/**
		 * Fires when an import has finished.
		 *
		 * @since 0.1.0
		 *
		 * @param string $uid Run.
		 */
		do_action( 'coop_credentials_import_finished', $run->uid );
		return $this->get( $run->uid );
	}

	private function failed( Import_Run $run, string $token, Problem $problem ): Import_Run {
		$line = $problem->data['line'] ?? null;
		$this->runs->add_items( $run->id, array( array( 'kind' => 'problem', 'line' => is_int( $line ) ? $line : null, 'code' => $problem->reason, 'field' => '', 'excerpt' => '' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a row.
		$this->advance( $run, $token, array( 'state' => 'failed', 'error_code' => $problem->reason, 'line' => is_int( $line ) ? $line : $run->line ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a row.
		$this->clean( $run );
		return $this->get( $run->uid );
	}

	/**
	 * @param Import_Run $run
	 * @param string $token
	 * @param array<string, mixed> $values Columns.
	 */
	private function advance( Import_Run $run, string $token, array $values ): void {
		if ( ! $this->runs->advance( $run, $token, $values, $this->clock->now(), self::LEASE ) ) {
			throw new Problem( 'run_locked', 409, __( 'Another process has taken this import over.', 'coop-credentials' ), 'wait' );
		}
	}

	private function clean( Import_Run $run ): void {
		$this->files->delete( $run->file_ref );
		$this->runs->forget_file( $run->id );
	}
}
