<?php
/**
 * The whole list of Co-operatives UK, in processes of its own.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Directory;

use CoopCredentials\Kernel\Database;
use CoopCredentials\Tests\Support\Processes;

final class FullImportTest extends DirectoryTestCase {

	private const ROWS = 7387;

	private string $file;

	protected function set_up(): void {
		parent::set_up();
		$this->file = dirname( __DIR__, 5 ) . '/shared/data/coops-uk-2023-q2.csv';
		if ( ! is_readable( $this->file ) ) {
			self::markTestSkipped( 'The data is not beside the checkout: ../shared/data/coops-uk-2023-q2.csv' );
		}
		$this->source(
			'coops-uk',
			array(
				'category'            => 'coop',
				'coops_uk'            => true,
				'registration_issuer' => 'GB-COH',
			)
		);
	}

	/** DIR-D26 DIR-D10 DIR-D05 DIR-D42 */
	public function test_all_rows_come_in_and_a_second_time_nothing_changes(): void {
		$first = $this->import_elsewhere( array( 'file' => $this->file ) );
		self::assertSame( 'done', $first['state'] );
		self::assertSame( self::ROWS, $first['counts']['created'] + $first['counts']['conflicts'] + $first['counts']['errors'], (string) wp_json_encode( $first ) );
		$run       = $this->directory->import_runs()->find( $first['uid'] );
		$explained = $this->directory->import_runs()->count_items( $run->id, 'conflict' );
		self::assertSame( $first['counts']['conflicts'], $explained );
		self::assertSame( self::ROWS, $first['counts']['created'], 'Refused: ' . wp_json_encode( $this->directory->import_runs()->items( $run->id, 'problem', 1, 20 ) ) );
		self::assertLessThan( 64 * 1048576, $first['peak'] );
		self::assertSame( 7, count( array_filter( $this->directory->import_runs()->items( $run->id, 'problem', 1, 10000 ), static fn ( array $item ): bool => 'replacement_char' === $item['code'] && 'Name' === $item['field'] ) ) );
		self::assertSame( self::ROWS, $this->search()->total );

		$this->forget();
		$version = $this->directory->version()->current();
		$second  = $this->import_elsewhere( array( 'file' => $this->file ) );
		self::assertSame( self::ROWS, $second['counts']['unchanged'] );
		$this->forget();
		self::assertSame( $version, $this->directory->version()->current(), 'The same file gives the same ETag.' );
		fwrite( STDERR, sprintf( "\n[import of %d rows: %.1f s, peak %.1f MiB (%.1f before); again unchanged: %.1f s]\n", self::ROWS, $first['seconds'], $first['peak'] / 1048576, $first['base'] / 1048576, $second['seconds'] ) );
	}

	/** DIR-D55 */
	public function test_killed_half_way_and_resumed_it_ends_the_same(): void {
		$run   = $this->directory->importer()->create_run( $this->file, $this->directory->sources()->find( 'coops-uk' ) );
		$child = Processes::start( __DIR__ . '/tasks/import-all.php', 1, array( 'run' => $run->uid ) );
		$child->release();
		$deadline = microtime( true ) + 100;
		do {
			usleep( 3000 );
			$now = $this->directory->import_runs()->find( $run->uid );
		} while ( microtime( true ) < $deadline && ! ( 'running' === $now->state && $now->counts['created'] >= 1000 ) && 'done' !== $now->state );
		$child->kill();
		$end = $child->wait()[0];
		self::assertFalse( $end['finished'], 'It was killed.' );
		$now = $this->directory->import_runs()->find( $run->uid );
		self::assertSame( 'running', $now->state );
		self::assertGreaterThanOrEqual( 1000, $now->counts['created'] );
		self::assertLessThan( self::ROWS, $now->counts['created'] );
		self::assertSame( $now->counts['created'], $this->directory->organisations()->count_listed(), 'Rows and offset were committed together.' );

		// The dead runner's lease still holds, then it ends.
		$this->clock->set( gmdate( 'Y-m-d\TH:i:s\Z' ) );
		try {
			$this->directory->importer()->step( $run->uid );
			self::fail( 'The lease should hold.' );
		} catch ( \CoopCredentials\Kernel\Problem $problem ) {
			self::assertSame( 'run_locked', $problem->reason );
		}
		$database = $this->plugin()->kernel->database();
		$database->update( 'import_runs', array( 'lease_until' => Database::datetime( new \DateTimeImmutable( '2000-01-01' ) ) ), array( 'uid' => $run->uid ) );

		$again = $this->import_elsewhere( array( 'run' => $run->uid ) );
		self::assertSame( 'done', $again['state'] );
		self::assertSame( self::ROWS, $again['counts']['created'] );
		self::assertSame( array( 0, 0 ), array( $again['counts']['errors'], $again['counts']['conflicts'] ) );
		self::assertSame( self::ROWS, $this->directory->organisations()->count_listed() );
		$ids = (int) $database->value( "SELECT COUNT(*) FROM %i WHERE scheme = 'source'", $database->table( 'organisation_identifiers' ) );
		self::assertSame( self::ROWS, $ids );
	}

	/** @param array<string, mixed> $arguments Of the task. */
	private function import_elsewhere( array $arguments ): array {
		return Processes::run( __DIR__ . '/tasks/import-all.php', 1, $arguments )[0];
	}

	/** Another process has written. */
	private function forget(): void {
		wp_cache_flush();
		$this->directory = $this->boot_plugin( $this->clock )->directory;
	}
}
