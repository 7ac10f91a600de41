<?php
/**
 * Tables of one room.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * The only place where a room's tables are described.
 */
interface Schema {

	/**
	 * Room in lower case, e.g. directory.
	 */
	public function room(): string;

	/**
	 * Rises with every change of tables() or steps().
	 */
	public function version(): int;

	/**
	 * Short table name => what stands between the parentheses of CREATE TABLE, in dbDelta's formatting
	 * (one column or key a line, two spaces after PRIMARY KEY, KEY with a name).
	 *
	 * @return array<string, string>
	 */
	public function tables(): array;

	/**
	 * Data steps: version => callable( Database, ?string $cursor ): ?string. A step does one bounded batch and answers
	 * the cursor to go on from, null when finished. It may be killed and started again from its last cursor.
	 *
	 * @return array<int, callable(Database, ?string): ?string>
	 */
	public function steps(): array;
}
