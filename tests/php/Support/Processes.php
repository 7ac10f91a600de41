<?php
/**
 * Real processes for concurrency tests.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Support;

/**
 * Starts PHP workers that boot the same WordPress on the same database and releases them at one moment.
 *
 * A task is a PHP file that returns `static function ( Plugin $plugin, int $number, array $arguments ): mixed`; its answer
 * must survive JSON. Usage: `$answers = Processes::run( __DIR__ . '/tasks/claim.php', 8, array( 'offer' => $uid ) );`
 */
final class Processes {

	private const PATIENCE = 120;

	/** @var array<int, array{process: resource, in: resource, out: resource, errors: string}> */
	private array $workers = array();

	/**
	 * Starts, releases and waits.
	 *
	 * @param string               $task      Path of the task file.
	 * @param int                  $count     Number of processes.
	 * @param array<string, mixed> $arguments Given to each.
	 * @return list<mixed> Answers in worker order.
	 * @throws \RuntimeException When a worker fails; the text holds what it printed.
	 */
	public static function run( string $task, int $count, array $arguments = array() ): array {
		$all = self::start( $task, $count, $arguments );
		$all->release();
		return array_map(
			static function ( array $end ) use ( $task ): mixed {
				if ( 0 !== $end['status'] || ! $end['finished'] ) {
					throw new \RuntimeException( "A worker of $task ended with status {$end['status']}:\n{$end['errors']}" );
				}
				return $end['result'];
			},
			$all->wait()
		);
	}

	/**
	 * Starts workers and returns when all have booted and stand at the barrier.
	 *
	 * @param string               $task      Path of the task file.
	 * @param int                  $count     Number of processes.
	 * @param array<string, mixed> $arguments Given to each.
	 */
	public static function start( string $task, int $count, array $arguments = array() ): self {
		$all = new self();
		for ( $number = 0; $number < $count; $number++ ) {
			$errors  = tempnam( sys_get_temp_dir(), 'coop-worker-' );
			$process = proc_open(
				array( PHP_BINARY, '-d', 'error_reporting=-1', '-d', 'display_errors=stderr', __DIR__ . '/worker.php', $task, (string) $number, (string) wp_json_encode( $arguments ) ),
				array( array( 'pipe', 'r' ), array( 'pipe', 'w' ), array( 'file', $errors, 'w' ) ),
				$pipes,
				Environment::root(),
				array_merge( getenv(), Environment::current()->variables() )
			);
			if ( ! is_resource( $process ) ) {
				throw new \RuntimeException( 'Could not start a worker.' );
			}
			$all->workers[ $number ] = array(
				'process' => $process,
				'in'      => $pipes[0],
				'out'     => $pipes[1],
				'errors'  => $errors,
			);
		}
		foreach ( $all->workers as $number => $worker ) {
			stream_set_timeout( $worker['out'], self::PATIENCE );
			$line = fgets( $worker['out'] );
			if ( "ready\n" !== $line ) {
				$text = (string) file_get_contents( $worker['errors'] ) . (string) $line;
				$all->kill();
				$all->wait();
				throw new \RuntimeException( "Worker $number did not boot:\n$text" );
			}
		}
		return $all;
	}

	/** Lets all workers begin at the same instant, 30 ms from now. */
	public function release(): void {
		$at = sprintf( "%.6F\n", microtime( true ) + 0.03 );
		foreach ( $this->workers as $worker ) {
			fwrite( $worker['in'], $at );
			fclose( $worker['in'] );
		}
	}

	/** Process ids, for tests that kill. @return array<int, int> */
	public function ids(): array {
		return array_map( static fn ( array $worker ): int => proc_get_status( $worker['process'] )['pid'], $this->workers );
	}

	/** Kills one worker, or all, the hard way. */
	public function kill( ?int $number = null ): void {
		foreach ( $this->workers as $key => $worker ) {
			if ( null === $number || $number === $key ) {
				proc_terminate( $worker['process'], 9 );
			}
		}
	}

	/**
	 * Waits for all workers.
	 *
	 * @return list<array{status: int, finished: bool, result: mixed, errors: string}> `finished` is false for a killed worker.
	 */
	public function wait(): array {
		$ends = array();
		foreach ( $this->workers as $worker ) {
			$output = (string) stream_get_contents( $worker['out'] );
			fclose( $worker['out'] );
			$status = proc_close( $worker['process'] );
			$errors = (string) file_get_contents( $worker['errors'] );
			unlink( $worker['errors'] );
			$last   = strrpos( $output, "\x1e" );
			$result = false === $last ? null : json_decode( substr( $output, $last + 1 ), true );
			$ends[] = array(
				'status'   => $status,
				'finished' => is_array( $result ) && array_key_exists( 'result', $result ),
				'result'   => is_array( $result ) ? ( $result['result'] ?? null ) : null,
				'errors'   => $errors . ( false === $last ? $output : substr( $output, 0, $last ) ),
			);
		}
		$this->workers = array();
		return $ends;
	}
}
