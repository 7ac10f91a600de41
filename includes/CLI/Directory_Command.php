<?php
declare( strict_types=1 );

namespace CoopCredentials\CLI;

use CoopCredentials\Directory;
use CoopCredentials\Kernel\Problem;

/**
 * Takes lists of organisations in, and derives states anew.
 */
final class Directory_Command {

	public function __construct( private readonly Directory\Services $directory, private readonly Console $console ) {
	}

	/**
	 * Imports a CSV file. A run that was killed goes on where it stopped when called again with --run.
	 *
	 * ## OPTIONS
	 *
	 * [<file>]
	 * : CSV file with a header line.
	 *
	 * [--source=<slug>]
	 * : Which source the rows come from.
	 *
	 * [--run=<uid>]
	 * : Goes on with a run instead of beginning one.
	 *
	 * [--dry-run]
	 * : Reads the whole file and writes nothing.
	 *
	 * [--format=<format>]
	 * : table or json.
	 *
	 * @param list<string>         $args    file.
	 * @param array<string, mixed> $options source, run, dry-run, format.
	 */
	public function import( array $args, array $options ): void {
		$importer = $this->directory->importer();
		$is_json  = 'json' === Console::format( $options );
		try {
			$uid = Console::option( $options, 'run' );
			$uid = '' !== $uid ? $uid : $importer->create_run( $args[0] ?? '', $this->source( Console::option( $options, 'source' ) ), isset( $options['dry-run'] ) )->uid;
			$run = $importer->run(
				$uid,
				function ( Directory\Import_Run $run ) use ( $is_json ): void {
					if ( ! $is_json ) {
						$this->console->line( $run->state . ' ' . self::percent( $run ) . ' %' );
					}
				}
			);
		} catch ( Problem $problem ) {
			$this->console->fail( $problem->reason . ': ' . $problem->getMessage() );
		}
		$answer = array(
			'run'    => $run->uid,
			'state'  => $run->state,
			'reason' => $run->error_code,
		) + $run->counts;
		$this->console->table( array( $answer ), array_keys( $answer ), Console::format( $options ) );
		if ( 'failed' === $run->state ) {
			$this->console->fail_silently();
		}
	}

	/**
	 * Derives state and level of every organisation anew, as after a change of the trust policy.
	 *
	 * @param list<string>         $args    None.
	 * @param array<string, mixed> $options None.
	 */
	public function reindex( array $args, array $options ): void {
		$standings = $this->directory->standings();
		$after     = null;
		do {
			$after = $standings->refresh_all( false, $after );
		} while ( null !== $after );
		$this->console->success( __( 'All states follow the evidence again.', 'coop-credentials' ) );
	}

	/** A source is where licence and attribution are kept, so it is made before its first list. */
	private function source( string $slug ): Directory\Source {
		return $this->directory->sources()->find( $slug ) ?? $this->console->fail( __( 'There is no such source. Add it on the import screen first.', 'coop-credentials' ) );
	}

	private static function percent( Directory\Import_Run $run ): int {
		return $run->total_bytes > 0 ? (int) floor( 100 * $run->byte_offset / $run->total_bytes ) : 100;
	}
}
