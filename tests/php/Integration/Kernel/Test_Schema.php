<?php
/**
 * A schema that grows, for tests.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Kernel;

use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Schema;

/**
 * Version 1: one table. Version 2: one more column and key, and a step of five batches.
 */
final class Test_Schema implements Schema {

	/** Batch at which the step dies; 0 = never. */
	public int $die_at = 0;

	/** @var list<string> Cursors the step was called with. */
	public array $calls = array();

	public function __construct( private readonly int $version, private readonly bool $unique = true ) {
	}

	public function room(): string {
		return 'test';
	}

	public function version(): int {
		return $this->version;
	}

	public function tables(): array {
		$unique = $this->unique ? 'UNIQUE KEY name (name,kind)' : 'KEY name (name,kind)';
		return array(
			'test' => '
				id bigint(20) NOT NULL AUTO_INCREMENT,
				name varchar(40) NOT NULL,
				kind varchar(8) NOT NULL,
				' . ( $this->version > 1 ? "done bigint(20) NOT NULL DEFAULT 0,\n" : '' ) . '
				PRIMARY KEY  (id),
				' . ( $this->version > 1 ? "KEY done (done),\n" : '' ) . "
				$unique
			",
		);
	}

	public function steps(): array {
		return array(
			2 => function ( Database $database, ?string $cursor ): ?string {
				$this->calls[] = $cursor ?? 'begin';
				$batch         = (int) $cursor + 1;
				if ( $batch === $this->die_at ) {
					throw new \RuntimeException( 'killed' );
				}
				$database->execute( 'UPDATE %i SET done = done + 1 WHERE id = %d', $database->table( 'test' ), $batch );
				return $batch < 5 ? (string) $batch : null;
			},
		);
	}
}
