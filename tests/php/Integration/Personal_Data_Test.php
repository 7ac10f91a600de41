<?php
/**
 * The inventory of stored data is complete and true.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration;

use CoopCredentials\Kernel\Personal_Data_Inventory;
use CoopCredentials\Kernel\Person;
use CoopCredentials\Kernel\Schema_Inspector;

final class Personal_Data_Test extends Test_Case {

	private const FILE = __DIR__ . '/../../../docs/personal-data.json';

	public function test_every_column_of_every_table_is_declared(): void {
		$declared = array();
		foreach ( Personal_Data_Inventory::tables( $this->plugin()->personal_data() ) as $table => $columns ) {
			foreach ( $columns as $column => $facts ) {
				$declared[] = $table . '.' . $column;
				foreach ( $facts as $name => $text ) {
					self::assertNotSame( '', $text, "$name of $table.$column" );
				}
			}
		}
		$stored = array();
		foreach ( $this->plugin()->kernel->schema_manager()->schemas() as $schema ) {
			foreach ( $schema->tables() as $table => $body ) {
				foreach ( array_keys( Schema_Inspector::describe( $body )['columns'] ) as $column ) {
					$stored[] = $table . '.' . $column;
				}
			}
		}
		self::assertSame( array(), array_values( array_diff( $stored, $declared ) ), 'Stored but not declared.' );
		self::assertSame( array(), array_values( array_diff( $declared, $stored ) ), 'Declared but not stored.' );
	}

	/** Write it anew with COOP_WRITE_PERSONAL_DATA=1. */
	public function test_the_published_inventory_is_the_declared_one(): void {
		$json = Personal_Data_Inventory::json( $this->plugin()->personal_data() );
		if ( '1' === getenv( 'COOP_WRITE_PERSONAL_DATA' ) ) {
			file_put_contents( self::FILE, $json );
		}
		self::assertSame( $json, (string) file_get_contents( self::FILE ), 'Run COOP_WRITE_PERSONAL_DATA=1 npm run test:integration -- --filter Personal_Data_Test' );
	}

	public function test_every_source_answers_for_a_stranger(): void {
		foreach ( $this->plugin()->personal_data() as $source ) {
			self::assertNotSame( '', $source->label() );
			$person = new Person( null, 'stranger@harbour.example' );
			$export = $source->export( $person, 1 );
			self::assertSame( array( array(), true ), array( $export['items'], $export['done'] ), $source->group() );
			$erase = $source->erase( $person, 1 );
			self::assertSame( array( 0, 0, true ), array( $erase['removed'], $erase['retained'], $erase['done'] ), $source->group() );
		}
	}
}
