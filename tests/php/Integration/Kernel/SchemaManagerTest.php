<?php
/**
 * Migrations: lazy, leased, resumable.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Kernel;

use CoopCredentials\Kernel\Schema_Inspector;
use CoopCredentials\Kernel\Schema_Manager;
use CoopCredentials\Kernel\Services;
use CoopCredentials\Tests\Integration\Test_Case;
use CoopCredentials\Tests\Support\Processes;

final class SchemaManagerTest extends Test_Case {

	private Services $kernel;

	protected function set_up(): void {
		$this->kernel = $this->plugin()->kernel;
		$this->drop();
	}

	protected function tear_down(): void {
		$this->drop();
	}

	private function drop(): void {
		$GLOBALS['wpdb']->query( $GLOBALS['wpdb']->prepare( 'DROP TABLE IF EXISTS %i', $GLOBALS['wpdb']->prefix . 'coop_credentials_test' ) );
	}

	private function manager( Test_Schema $schema ): Schema_Manager {
		$manager = new Schema_Manager( $this->kernel->database(), $this->kernel->settings(), $this->kernel->options(), new Schema_Inspector( $this->kernel->database() ) );
		$manager->add( $schema );
		return $manager;
	}

	private function fill(): void {
		for ( $i = 1; $i <= 5; $i++ ) {
			$this->kernel->database()->insert(
				'test',
				array(
					'name' => "n$i",
					'kind' => 'k',
				)
			);
		}
	}

	/** @return list<string> */
	private function done(): array {
		return $this->kernel->database()->column( 'SELECT done FROM %i ORDER BY id', $this->kernel->database()->table( 'test' ) );
	}

	public function test_current_rooms_cost_no_query(): void {
		$manager = $this->plugin()->kernel->schema_manager();
		wp_load_alloptions();
		self::assertTrue( $manager->is_current() );
		self::assertSame( 0, $this->count_queries( static fn () => $manager->ensure() ) );
	}

	public function test_creates_reads_back_and_writes_the_version_last(): void {
		$manager = $this->manager( new Test_Schema( 1 ) );
		self::assertFalse( $manager->is_ready( 'test' ) );
		self::assertNotSame( array(), $manager->status()['test']['sql'] );
		$manager->ensure();
		self::assertTrue( $manager->is_ready( 'test' ) );
		self::assertSame( 1, $this->kernel->settings()->get( 'schema' )['test'] );
		self::assertSame( array(), ( new Schema_Inspector( $this->kernel->database() ) )->missing( new Test_Schema( 1 ) ) );
		self::assertContains( 'test.done', ( new Schema_Inspector( $this->kernel->database() ) )->missing( new Test_Schema( 2 ) ) );
		$this->fill();
		$second = new Test_Schema( 2 );
		$this->manager( $second )->ensure();
		self::assertSame( array( '1', '1', '1', '1', '1' ), $this->done() );
		self::assertSame( array( 'begin', '1', '2', '3', '4' ), $second->calls );
		self::assertSame( 2, $this->kernel->settings()->get( 'schema' )['test'] );
	}

	/** R1: killed half-way, it goes on from the cursor; the version comes last. */
	public function test_a_killed_migration_resumes(): void {
		$this->manager( new Test_Schema( 1 ) )->ensure();
		$this->fill();
		$dying         = new Test_Schema( 2 );
		$dying->die_at = 3;
		$manager       = $this->manager( $dying );
		$manager->ensure();
		self::assertFalse( $manager->is_ready( 'test' ) );
		self::assertSame( array( '1', '1', '0', '0', '0' ), $this->done() );
		self::assertSame( '2:2', $manager->status()['test']['cursor'] );
		self::assertStringContainsString( 'killed', $manager->status()['test']['error'] );

		$living = new Test_Schema( 2 );
		$this->manager( $living )->ensure();
		self::assertSame( array(), $living->calls, 'After a failure the next try waits.' );
		$this->manager( $living )->ensure( true );
		self::assertSame( array( '2', '3', '4' ), $living->calls );
		self::assertSame( array( '1', '1', '1', '1', '1' ), $this->done() );
		self::assertSame( '', $this->manager( $living )->status()['test']['error'] );
		self::assertNull( $this->kernel->settings()->get( 'schema_retry' ) );
	}

	/** R1: a process that died holds the lease only until it expires. */
	public function test_a_dead_owners_lease_expires(): void {
		$this->kernel->options()->delete( 'schema_lease' );
		$this->kernel->options()->create(
			'schema_lease',
			array(
				'owner' => 'dead',
				'until' => time() + 30,
			)
		);
		$manager = $this->manager( new Test_Schema( 1 ) );
		$manager->ensure();
		self::assertFalse( $manager->is_ready( 'test' ) );
		$stored = $this->kernel->options()->read( 'schema_lease' );
		self::assertNotNull( $stored );
		$this->kernel->options()->replace(
			'schema_lease',
			array(
				'owner' => 'dead',
				'until' => time() - 1,
			),
			$stored->hash
		);
		$manager->ensure();
		self::assertTrue( $manager->is_ready( 'test' ) );
	}

	/** R1: of several starters one runs; every batch counts once. */
	public function test_parallel_starters_run_each_batch_once(): void {
		$this->manager( new Test_Schema( 1 ) )->ensure();
		$this->fill();
		$ran = Processes::run( __DIR__ . '/tasks/migrate.php', 4 );
		wp_cache_flush();
		self::assertSame( array( '1', '1', '1', '1', '1' ), $this->done() );
		self::assertSame( 1, count( array_filter( $ran ) ), 'One process ran the step.' );
		self::assertSame( 2, $this->kernel->settings()->get( 'schema' )['test'] );
	}

	/** R1: who looked before another finished, and got the lease after, does not do it again. */
	public function test_a_late_starter_with_an_old_view_repeats_nothing(): void {
		$this->manager( new Test_Schema( 1 ) )->ensure();
		$this->fill();
		$late = new Test_Schema( 2 );
		self::assertFalse( $this->manager( $late )->is_current() );
		self::assertSame( array( 5 ), Processes::run( __DIR__ . '/tasks/migrate.php', 1 ) );
		self::assertFalse( $this->manager( $late )->is_current(), 'This process still has the old view.' );
		$this->manager( $late )->ensure();
		self::assertSame( array(), $late->calls );
		self::assertSame( array( '1', '1', '1', '1', '1' ), $this->done() );
		self::assertTrue( $this->manager( $late )->is_current() );
	}

	/** R2: no right to CREATE: the room is off, Site Health has the SQL, no fatal. */
	public function test_without_rights_the_room_is_off_and_the_sql_is_shown(): void {
		add_filter( 'query', static fn ( $sql ) => preg_match( '/^\s*(CREATE|ALTER)/i', (string) $sql ) ? '' : $sql );
		$manager = $this->manager( new Test_Schema( 1 ) );
		$manager->ensure();
		$status = $manager->status()['test'];
		self::assertFalse( $status['ready'] );
		self::assertSame( 'test', $status['error'] );
		self::assertStringContainsString( 'CREATE TABLE', $status['sql'][0] );
		self::assertStringContainsString( 'UNIQUE KEY name (name,kind)', $status['sql'][0] );
		wp_load_alloptions();
		self::assertSame( 0, $this->count_queries( static fn () => $manager->ensure() ), 'Front-end requests do not try again at once.' );
		remove_all_filters( 'query' );
		$manager->ensure( true );
		self::assertTrue( $manager->is_ready( 'test' ) );
	}

	/** OFFER-S18: every UNIQUE key of every room is tried with a duplicate. */
	public function test_a_key_that_lets_duplicates_in_is_found(): void {
		$manager = $this->manager( new Test_Schema( 1 ) );
		$manager->ensure();
		self::assertSame( array(), $manager->leaking_keys( 'test' ) );
		$this->drop();
		$this->kernel->settings()->set( 'schema', null );
		$this->manager( new Test_Schema( 1, false ) )->ensure();
		self::assertSame( array( 'test.name' ), $manager->leaking_keys( 'test' ) );
		self::assertSame( array(), $this->done_rows(), 'The test leaves nothing behind.' );
		$all = $this->plugin()->kernel->schema_manager();
		foreach ( array_keys( $all->schemas() ) as $room ) {
			self::assertSame( array(), $all->leaking_keys( $room ), $room );
		}
	}

	/** @return list<array<string, string|null>> */
	private function done_rows(): array {
		return $this->kernel->database()->rows( 'SELECT id FROM %i', $this->kernel->database()->table( 'test' ) );
	}

	public function test_first_use_of_a_table_makes_the_tables(): void {
		$this->manager( new Test_Schema( 1 ) )->ensure();
		$this->drop();
		$this->kernel->settings()->set( 'schema', null );
		$database = $this->kernel->database();
		$manager  = $this->manager( new Test_Schema( 1 ) );
		$database->on_first_use( static fn () => $manager->ensure() );
		self::assertSame(
			1,
			$database->insert(
				'test',
				array(
					'name' => 'a',
					'kind' => 'b',
				)
			)
		);
	}

	public function test_every_room_of_the_plugin_is_complete_on_this_database(): void {
		$manager = $this->plugin()->kernel->schema_manager();
		foreach ( $manager->schemas() as $room => $schema ) {
			self::assertSame( array(), ( new Schema_Inspector( $this->kernel->database() ) )->missing( $schema ), $room );
			self::assertTrue( $manager->is_ready( $room ), $room );
		}
		self::assertContains( 'audit_log', $manager->table_names() );
	}

	public function test_rights_and_till_role_are_granted(): void {
		self::assertTrue( get_role( 'administrator' )?->has_cap( 'coop_credentials_manage' ) );
		self::assertFalse( get_role( 'editor' )?->has_cap( 'coop_credentials_manage_offers' ) );
		self::assertSame( array( 'coop_credentials_redeem' => true ), get_role( 'coop_till' )?->capabilities );
	}
}
