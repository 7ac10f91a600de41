<?php
/**
 * Statements and the unit of work.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Kernel;

use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Storage_Failed;
use CoopCredentials\Tests\Integration\Test_Case;
use CoopCredentials\Tests\Support\Environment;
use CoopCredentials\Tests\Support\Processes;

final class DatabaseTest extends Test_Case {

	private Database $db;

	protected function set_up(): void {
		$this->db = $this->plugin()->kernel->database();
	}

	/** @return array<string, mixed> */
	private static function message( string $source, string $hash = 'A' ): array {
		return array(
			'source'       => $source,
			'message_hash' => $hash,
			'received_at'  => '2026-01-01 00:00:00',
			'expires_at'   => new \DateTimeImmutable( '2026-01-02T01:00:00+01:00' ),
		);
	}

	private function count_messages(): int {
		return (int) $this->db->value( 'SELECT COUNT(*) FROM %i', $this->db->table( 'inbox' ) );
	}

	public function test_reads_and_writes_with_placeholders(): void {
		$id = $this->db->insert( 'inbox', self::message( "a'%s 100% \\ ü" ) );
		self::assertGreaterThan( 0, $id );
		$row = $this->db->row( 'SELECT source, expires_at FROM %i WHERE id = %d AND message_hash = %s', $this->db->table( 'inbox' ), $id, 'A' );
		self::assertSame(
			array(
				'source'     => "a'%s 100% \\ ü",
				'expires_at' => '2026-01-02 00:00:00',
			),
			$row
		);
		self::assertSame( 1, $this->db->update( 'inbox', array( 'source' => 'b' ), array( 'id' => $id ) ) );
		self::assertSame( array( 'b' ), $this->db->column( 'SELECT source FROM %i', $this->db->table( 'inbox' ) ) );
		self::assertSame( '100%', $this->db->value( "SELECT '100%'" ) );
		self::assertSame( '100% a', $this->db->value( "SELECT CONCAT( '100%% ', %s )", 'a' ) );
		self::assertNull( $this->db->value( 'SELECT %s', null ) );
		self::assertSame( '1', $this->db->value( 'SELECT %d', true ) );
		self::assertNull( $this->db->row( 'SELECT id FROM %i WHERE source = %s', $this->db->table( 'inbox' ), 'none' ) );
		self::assertSame( 1, $this->db->execute( 'DELETE FROM %i WHERE source = %s', $this->db->table( 'inbox' ), 'b' ) );
	}

	public function test_null_in_a_condition_means_is_null(): void {
		$this->plugin()->kernel->audit_log()->record( 'test', 'ok' );
		self::assertSame( 1, $this->db->update( 'audit_log', array( 'reason' => 'x' ), array( 'identity_uid' => null ) ) );
	}

	public function test_wrong_number_of_values_is_a_mistake_of_ours(): void {
		try {
			$this->db->value( 'SELECT %s, %s', 'a' );
			self::fail( 'Too few values were taken.' );
		} catch ( \LogicException ) {
			$this->expectException( \LogicException::class );
			$this->db->value( 'SELECT %s', 'a', 'b' );
		}
	}

	public function test_a_refusal_is_an_exception_that_prints_nothing_and_keeps_the_words(): void {
		$this->db->insert( 'inbox', self::message( 'a' ) );
		$this->db->wpdb->show_errors();
		$this->expectOutputString( '' );
		try {
			$this->db->insert( 'inbox', self::message( 'a' ) );
			self::fail( 'A duplicate was taken.' );
		} catch ( Storage_Failed $failure ) {
			self::assertSame( 'storage_failed', $failure->reason );
			self::assertSame( 503, $failure->status );
			self::assertSame( '', $failure->getMessage() );
			self::assertNotSame( '', $failure->getPrevious()?->getMessage() );
			self::assertFalse( $failure->is_permanent() );
			if ( ! $this->is_sqlite() ) {
				self::assertSame( 1062, $failure->errno() );
			}
		}
		self::assertStringNotContainsString( 'inbox', (string) wp_json_encode( $failure->to_wp_error()->get_all_error_data() ) );
	}

	public function test_commits_and_runs_what_waits_for_the_commit(): void {
		$seen   = array();
		$answer = $this->db->transaction(
			function () use ( &$seen ): string {
				$this->db->insert( 'inbox', self::message( 'a' ) );
				$this->db->after_commit(
					function () use ( &$seen ): void {
						$seen[] = 'first, ' . $this->count_messages() . ( $this->db->in_transaction() ? ' inside' : ' outside' );
					}
				);
				$this->db->transaction(
					function () use ( &$seen ): void {
						$this->db->insert( 'inbox', self::message( 'b' ) );
						$this->db->after_commit(
							static function () use ( &$seen ): void {
								$seen[] = 'second';
							}
						);
					}
				);
				self::assertSame( array(), $seen );
				return 'done';
			}
		);
		self::assertSame( 'done', $answer );
		self::assertSame( array( 'first, 2 outside', 'second' ), $seen );
		$this->db->after_commit(
			static function () use ( &$seen ): void {
				$seen[] = 'at once';
			}
		);
		self::assertSame( 'at once', $seen[2] );
	}

	public function test_any_throwable_rolls_all_back_once(): void {
		$runs  = 0;
		$after = 0;
		try {
			$this->db->transaction(
				function () use ( &$runs, &$after ): void {
					++$runs;
					$this->db->insert( 'inbox', self::message( 'a' ) );
					$this->db->after_commit(
						static function () use ( &$after ): void {
							++$after;
						}
					);
					$this->db->transaction(
						function (): void {
							$this->db->insert( 'inbox', self::message( 'b' ) );
							throw new Problem( 'already_redeemed', 409 );
						}
					);
				}
			);
			self::fail( 'The refusal was lost.' );
		} catch ( Problem $problem ) {
			self::assertSame( 'already_redeemed', $problem->reason );
		}
		self::assertSame( array( 1, 0, 0 ), array( $runs, $after, $this->count_messages() ) );
		self::assertFalse( $this->db->in_transaction() );
	}

	public function test_a_refusal_is_tried_four_times_then_busy(): void {
		$this->db->insert( 'inbox', self::message( 'a' ) );
		$runs = 0;
		try {
			$this->db->transaction(
				function () use ( &$runs ): void {
					++$runs;
					$this->db->insert( 'inbox', self::message( 'b', (string) $runs ) );
					$this->db->insert( 'inbox', self::message( 'a' ) );
				}
			);
			self::fail( 'A duplicate was taken.' );
		} catch ( Problem $problem ) {
			self::assertSame( array( 'busy_try_again', 503 ), array( $problem->reason, $problem->status ) );
			self::assertGreaterThan( 0, $problem->retry_after );
		}
		self::assertSame( array( 4, 1 ), array( $runs, $this->count_messages() ) );
	}

	public function test_reread_ends_the_trying(): void {
		$this->db->insert( 'inbox', self::message( 'a' ) );
		$runs   = 0;
		$reread = 0;
		$answer = $this->db->transaction(
			function () use ( &$runs ): string {
				++$runs;
				$this->db->insert( 'inbox', self::message( 'a' ) );
				return 'mine';
			},
			function () use ( &$reread ): ?string {
				self::assertFalse( $this->db->in_transaction() );
				return ++$reread < 2 ? null : 'the twin\'s';
			}
		);
		self::assertSame( array( 'the twin\'s', 2, 2 ), array( $answer, $runs, $reread ) );
	}

	/** Offers S6: SQLite has ended the transaction at the failed statement; what follows would be in autocommit. */
	public function test_an_ignored_failure_poisons_the_unit(): void {
		$this->db->insert( 'inbox', self::message( 'a' ) );
		$runs = 0;
		try {
			$this->db->transaction(
				function () use ( &$runs ): void {
					++$runs;
					try {
						$this->db->insert( 'inbox', self::message( 'a' ) );
					} catch ( Storage_Failed ) {
						try {
							$this->db->insert( 'inbox', self::message( 'after', (string) $runs ) );
						} catch ( Storage_Failed ) {
							return;
						}
					}
				}
			);
			self::fail( 'The unit claimed success.' );
		} catch ( Problem $problem ) {
			self::assertSame( 'busy_try_again', $problem->reason );
		}
		self::assertSame( array( 4, 1 ), array( $runs, $this->count_messages() ) );
	}

	public function test_the_result_of_commit_is_checked(): void {
		$refused = 0;
		add_filter(
			'query',
			static function ( $sql ) use ( &$refused ) {
				return 'COMMIT' === $sql && ++$refused <= 2 ? '' : $sql;
			}
		);
		$runs = 0;
		$this->db->transaction(
			function () use ( &$runs ): void {
				++$runs;
				$this->db->insert( 'inbox', self::message( 'a' ) );
			}
		);
		self::assertSame( array( 3, 1 ), array( $runs, $this->count_messages() ) );
	}

	public function test_what_fails_after_the_commit_is_reported_not_thrown(): void {
		$later = false;
		$this->db->transaction(
			function () use ( &$later ): void {
				$this->db->after_commit( static fn () => throw new \DomainException( 'a third party' ) );
				$this->db->after_commit(
					static function () use ( &$later ): void {
						$later = true;
					}
				);
			}
		);
		self::assertTrue( $later );
		$rows = $this->plugin()->kernel->audit_log()->query( array( 'event' => 'after_commit' ), 1, 10 );
		self::assertSame( 'DomainException: a third party', $rows['items'][0]['details']['error'] );
	}

	public function test_what_cannot_help_is_not_repeated(): void {
		if ( $this->is_sqlite() ) {
			self::assertSame( 0, ( Storage_Failed::because( 'x' ) )->errno(), 'SQLite tells no number: everything is repeated.' );
			return;
		}
		$runs = 0;
		try {
			$this->db->transaction(
				function () use ( &$runs ): void {
					++$runs;
					$this->db->execute( 'UPDATE %i SET nothing = 1', $this->db->table( 'inbox' ) );
				}
			);
			self::fail( 'An unknown column was taken.' );
		} catch ( Storage_Failed $failure ) {
			self::assertSame( array( 1054, 1 ), array( $failure->errno(), $runs ) );
		}
	}

	/** Offers S4: the server drops the connection; wpdb silently takes a new one. */
	public function test_a_lost_connection_repeats_the_unit(): void {
		if ( $this->is_sqlite() ) {
			self::assertTrue( $this->db->is_sqlite(), 'SQLite has no connection to lose.' );
			return;
		}
		$other = new \mysqli( 'localhost', 'root', '', '', 0, (string) Environment::current()->socket );
		$runs  = 0;
		$this->db->transaction(
			function () use ( &$runs, $other ): void {
				$this->db->insert( 'inbox', self::message( 'a', 'first' . ( ++$runs ) ) );
				if ( 1 === $runs ) {
					$other->query( 'KILL ' . (int) $this->db->value( 'SELECT CONNECTION_ID()' ) );
				}
				$this->db->update( 'inbox', array( 'source' => 'b' ), array( 'message_hash' => 'first' . $runs ) );
			}
		);
		self::assertSame( 2, $runs );
		self::assertSame( array( 'first2' ), $this->db->column( 'SELECT message_hash FROM %i', $this->db->table( 'inbox' ) ) );
	}

	/** R10: two units take two rows in opposite order; the victim is repeated and both count. */
	public function test_deadlocked_units_both_succeed(): void {
		foreach ( array( 'a', 'b' ) as $name ) {
			$this->db->insert(
				'rate_limits',
				array(
					'key_hash'     => $name,
					'window_start' => '2026-01-01 00:00:00',
					'hits'         => 0,
					'expires_at'   => '2030-01-01 00:00:00',
				)
			);
		}
		$signs = $this->is_sqlite() ? '' : sys_get_temp_dir() . '/coop-deadlock-' . getmypid();
		$runs  = Processes::run( __DIR__ . '/tasks/deadlock.php', 2, array( 'signs' => $signs ) );
		array_map( 'unlink', '' === $signs ? array() : (array) glob( $signs . '-*' ) );
		self::assertSame( array( '2', '2' ), $this->db->column( 'SELECT hits FROM %i ORDER BY key_hash', $this->db->table( 'rate_limits' ) ) );
		self::assertSame( $this->is_sqlite() ? 2 : 3, array_sum( array_map( 'intval', $runs ) ), 'On MariaDB exactly one of the two ran twice.' );
	}

	/** Read, compute, write in parallel: the naive control loses, the unit of work with a guard does not. */
	public function test_guarded_units_lose_nothing(): void {
		foreach ( array( 'naive', 'unit' ) as $name ) {
			$this->db->insert(
				'rate_limits',
				array(
					'key_hash'     => $name,
					'window_start' => '2026-01-01 00:00:00',
					'hits'         => 0,
					'expires_at'   => '2030-01-01 00:00:00',
				)
			);
		}
		Processes::run( __DIR__ . '/tasks/increment.php', 6, array( 'times' => 20 ) );
		$hits = array_column( $this->db->rows( 'SELECT key_hash, hits FROM %i', $this->db->table( 'rate_limits' ) ), 'hits', 'key_hash' );
		self::assertLessThan( 120, (int) $hits['naive'], 'The control lost nothing: the race did not happen.' );
		self::assertSame( '120', $hits['unit'] );
	}

	public function test_datetimes_are_utc_both_ways(): void {
		$time = new \DateTimeImmutable( '2026-11-23T13:00:00+01:00' );
		self::assertSame( '2026-11-23 12:00:00', Database::datetime( $time ) );
		self::assertSame( '2026-11-23T12:00:00+00:00', Database::instant( '2026-11-23 12:00:00' )?->format( DATE_ATOM ) );
		self::assertNull( Database::instant( null ) );
		self::assertNull( Database::instant( '0000-00-00 00:00:00' ) );
		self::assertNull( Database::instant( 'nonsense' ) );
	}

	public function test_the_clock_is_read_once(): void {
		$clock = $this->plugin()->kernel->clock();
		wp_load_alloptions();
		self::assertSame( 1, $this->count_queries( static fn () => array( $clock->now(), $clock->now(), $clock->now() ) ) );
		self::assertLessThan( 30, abs( time() - $clock->now()->getTimestamp() ) );
		self::assertSame( 'UTC', $clock->now()->getTimezone()->getName() );
	}
}
