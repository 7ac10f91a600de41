<?php
/**
 * The database: statements that never fail silently, and the unit of work.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * The only way to wpdb. A false from wpdb becomes Storage_Failed; wpdb's printed errors are suppressed, its words are
 * kept in the exception. Null arguments become SQL NULL. Works on MySQL, MariaDB and the SQLite integration (portable
 * subset: see the architecture notes).
 */
final class Database {

	private const PREFIX       = 'coop_credentials_';
	private const RETRIES      = 3;
	private const PLACEHOLDERS = '/%(%|(?:[1-9][0-9]*\$)?[-+0-9.\']*[idsfF])/';

	/** How deep transaction() is nested. */
	private int $depth = 0;

	/** A statement of the open transaction failed: nothing further may run in it. */
	private bool $broken = false;

	/** Connection the open transaction began on. */
	private int $connection = 0;

	/** Site whose tables were last ensured. */
	private int $ensured = 0;

	/** @var list<callable(): mixed> */
	private array $after = array();

	/** @var (callable(): void)|null */
	private $ensure = null;

	public function __construct( public readonly \wpdb $wpdb ) {}

	/**
	 * Full name of one of our tables on the current site.
	 */
	public function table( string $name ): string {
		$this->ensure_tables();
		return $this->wpdb->prefix . self::PREFIX . $name;
	}

	public function is_sqlite(): bool {
		return defined( 'DB_ENGINE' ) ? 'sqlite' === constant( 'DB_ENGINE' ) : is_a( $this->wpdb, 'WP_SQLite_DB' );
	}

	/**
	 * Called once a request and site before the first use of a table.
	 *
	 * @param callable(): void $ensure Makes tables exist; must be cheap when they do.
	 */
	public function on_first_use( callable $ensure ): void {
		$this->ensure  = $ensure;
		$this->ensured = 0;
	}

	/**
	 * Takes the tables of this site for ensured until the end of the request: they are about to be dropped.
	 */
	public function forget_tables(): void {
		$this->ensured = get_current_blog_id();
	}

	/**
	 * Lets missing tables of this site appear, outside a transaction only.
	 */
	public function ensure_tables(): void {
		$site = get_current_blog_id();
		if ( $site === $this->ensured || null === $this->ensure || $this->depth > 0 ) {
			return;
		}
		$this->ensured = $site; // First, so that the callback may use table().
		( $this->ensure )();
	}

	/**
	 * @param literal-string $sql     With %i, %s, %d, %f.
	 * @param mixed          ...$args Values.
	 * @return int Affected rows.
	 * @throws Storage_Failed When the database refuses, a duplicate included.
	 */
	public function execute( string $sql, mixed ...$args ): int {
		return (int) $this->run( $sql, $args );
	}

	/**
	 * @param literal-string $sql     With %i, %s, %d, %f.
	 * @param mixed          ...$args Values.
	 * @return array<string, string|null>|null First row.
	 * @phpstan-impure
	 */
	public function row( string $sql, mixed ...$args ): ?array {
		return $this->fetch( $sql, $args )[0] ?? null;
	}

	/**
	 * @param literal-string $sql     With %i, %s, %d, %f.
	 * @param mixed          ...$args Values.
	 * @return list<array<string, string|null>>
	 * @phpstan-impure
	 */
	public function rows( string $sql, mixed ...$args ): array {
		return $this->fetch( $sql, $args );
	}

	/**
	 * @param literal-string $sql     With %i, %s, %d, %f.
	 * @param mixed          ...$args Values.
	 * @return string|null First column of the first row.
	 * @phpstan-impure
	 */
	public function value( string $sql, mixed ...$args ): ?string {
		$row = $this->fetch( $sql, $args )[0] ?? array();
		return array_values( $row )[0] ?? null;
	}

	/**
	 * @param literal-string $sql     With %i, %s, %d, %f.
	 * @param mixed          ...$args Values.
	 * @return list<string> First column of all rows, NULL as ''.
	 * @phpstan-impure
	 */
	public function column( string $sql, mixed ...$args ): array {
		return array_map( static fn( array $row ): string => (string) ( array_values( $row )[0] ?? '' ), $this->fetch( $sql, $args ) );
	}

	/**
	 * @param string               $table  Short name.
	 * @param array<string, mixed> $values Column => value; null stays NULL.
	 * @return int Insert id, 0 when the table counts none.
	 * @throws Storage_Failed Also for a duplicate.
	 */
	public function insert( string $table, array $values ): int {
		$args  = array_merge( array( $this->table( $table ) ), array_keys( $values ), array_values( $values ) );
		$names = implode( ', ', array_fill( 0, count( $values ), '%i' ) );
		$marks = implode( ', ', array_map( array( self::class, 'mark' ), array_values( $values ) ) );
		$this->run( "INSERT INTO %i ( $names ) VALUES ( $marks )", $args );
		return (int) $this->wpdb->insert_id;
	}

	/**
	 * @param string               $table  Short name.
	 * @param array<string, mixed> $values Column => new value.
	 * @param array<string, mixed> $where  Column => value; null means IS NULL. Never empty.
	 * @return int Affected rows: changed ones on MySQL, matched ones on SQLite. A guard must always change a value.
	 */
	public function update( string $table, array $values, array $where ): int {
		if ( array() === $where || array() === $values ) {
			throw new \LogicException( 'An update needs values and a condition.' );
		}
		$args = array( $this->table( $table ) );
		$sets = array();
		foreach ( $values as $column => $value ) {
			$sets[] = '%i = ' . self::mark( $value );
			array_push( $args, $column, $value );
		}
		$conditions = array();
		foreach ( $where as $column => $value ) {
			$conditions[] = null === $value ? '%i IS NULL' : '%i = ' . self::mark( $value );
			$args[]       = $column;
			if ( null !== $value ) {
				$args[] = $value;
			}
		}
		return (int) $this->run( 'UPDATE %i SET ' . implode( ', ', $sets ) . ' WHERE ' . implode( ' AND ', $conditions ), $args );
	}

	/**
	 * Runs a unit of work inside one transaction. A nested call joins the open one.
	 *
	 * When the database fails inside it: ROLLBACK, then $reread (a non-null answer is the result: a twin was first),
	 * then the whole unit again, at most three times with 5–50 ms between. Any other throwable: ROLLBACK and on its way.
	 * No DDL, no outbound request, no third-party hook inside (use after_commit).
	 *
	 * @template T
	 * @param callable(): T         $unit   May run several times; must read what it decides on inside.
	 * @param (callable(): mixed)|null $reread Outside the transaction; null = still undecided.
	 * @return T|mixed
	 * @throws Problem With reason busy_try_again (503) after the last attempt; storage_failed when a repetition cannot help.
	 * @throws \Throwable What the unit threw.
	 */
	public function transaction( callable $unit, ?callable $reread = null ): mixed {
		if ( $this->depth > 0 ) {
			return $unit();
		}
		$this->ensure_tables();
		for ( $attempt = 0; ; $attempt++ ) {
			try {
				return $this->attempt( $unit );
			} catch ( Storage_Failed $failure ) {
				$answer = null === $reread ? null : $reread();
				if ( null !== $answer ) {
					return $answer;
				}
				if ( $failure->is_permanent() ) {
					throw $failure;
				}
				if ( $attempt >= self::RETRIES ) {
					throw new Problem( 'busy_try_again', 503, __( 'The site is busy. Please try again in a moment.', 'coop-credentials' ), 'try_again', array(), 2, $failure );
				}
				usleep( random_int( 5000, 50000 ) );
			}
		}
	}

	public function in_transaction(): bool {
		return $this->depth > 0;
	}

	/**
	 * Runs after the outermost COMMIT, at once when no transaction is open; dropped on ROLLBACK. What it throws after a
	 * COMMIT is reported, not rethrown: the work is done.
	 *
	 * @param callable(): mixed $callback For third-party hooks, mails, cache bumps.
	 */
	public function after_commit( callable $callback ): void {
		if ( $this->depth > 0 ) {
			$this->after[] = $callback;
			return;
		}
		$callback();
	}

	/**
	 * As stored: 'Y-m-d H:i:s' in UTC.
	 */
	public static function datetime( \DateTimeInterface $time ): string {
		return gmdate( 'Y-m-d H:i:s', $time->getTimestamp() );
	}

	/**
	 * Back from the stored form; null for NULL, empty and zero dates.
	 */
	public static function instant( ?string $datetime ): ?\DateTimeImmutable {
		if ( null === $datetime || '' === $datetime || str_starts_with( $datetime, '0000' ) ) {
			return null;
		}
		$time = \DateTimeImmutable::createFromFormat( '!Y-m-d H:i:s', substr( $datetime, 0, 19 ), new \DateTimeZone( 'UTC' ) );
		return false === $time ? null : $time;
	}

	/**
	 * @template T
	 * @param callable(): T $unit Work.
	 * @return T
	 */
	private function attempt( callable $unit ): mixed {
		$this->run( 'START TRANSACTION', array() );
		$this->depth      = 1;
		$this->broken     = false;
		$this->connection = $this->connection();
		$this->after      = array();
		try {
			$result = $unit();
			$this->run( 'COMMIT', array() ); // Refused when a failed statement was ignored inside (offers S6).
		} catch ( \Throwable $thrown ) {
			$this->broken = false;
			try {
				// On SQLite the failed statement has ended the transaction already; then this does nothing.
				$this->query( 'ROLLBACK' );
			} finally {
				$this->depth = 0;
				$this->after = array();
			}
			throw $thrown;
		}
		$this->depth = 0;
		foreach ( $this->taken_callbacks() as $callback ) {
			try {
				$callback();
			} catch ( \Throwable $thrown ) {
				/**
				 * Fires when work after a commit failed. The commit stands.
				 *
				 * @since 0.1.0
				 *
				 * @param \Throwable $thrown What was thrown.
				 */
				do_action( 'coop_credentials_after_commit_failed', $thrown );
			}
		}
		return $result;
	}

	/**
	 * @return list<callable(): mixed>
	 * @phpstan-impure
	 */
	private function taken_callbacks(): array {
		$callbacks   = $this->after;
		$this->after = array();
		return $callbacks;
	}

	/**
	 * @param string                  $sql  Statement.
	 * @param array<array-key, mixed> $args Values.
	 * @return list<array<string, string|null>>
	 */
	private function fetch( string $sql, array $args ): array {
		$this->run( $sql, $args );
		$rows = array();
		foreach ( (array) $this->wpdb->last_result as $object ) {
			$row = array();
			foreach ( get_object_vars( (object) $object ) as $column => $value ) {
				$row[ (string) $column ] = null === $value ? null : ( is_scalar( $value ) ? (string) $value : '' );
			}
			$rows[] = $row;
		}
		return $rows;
	}

	/**
	 * @param string                  $sql  Statement.
	 * @param array<array-key, mixed> $args Values.
	 * @return int|bool
	 * @throws Storage_Failed When wpdb answers false or the connection changed inside a transaction.
	 */
	private function run( string $sql, array $args ): int|bool {
		if ( $this->broken ) {
			throw Storage_Failed::because( 'the transaction has failed already' );
		}
		$result = $this->query( array() === $args ? $sql : $this->prepare( $sql, array_values( $args ) ) );
		if ( false === $result ) {
			$this->broken = $this->depth > 0;
			throw Storage_Failed::because( wp_strip_all_tags( (string) $this->wpdb->last_error ), $this->errno() );
		}
		// wpdb reconnects silently: the rest would run in autocommit on rolled-back ground (offers S4).
		if ( $this->depth > 0 && $this->connection() !== $this->connection ) {
			$this->broken = true;
			throw Storage_Failed::because( 'the connection was lost inside a transaction', 2006 );
		}
		return $result;
	}

	private function query( string $sql ): int|bool {
		$suppressed = $this->wpdb->suppress_errors( true );
		try {
			return $this->wpdb->query( $sql ); // phpcs:ignore WordPress.DB.PreparedSQL.NotPrepared, WordPress.DB.DirectDatabaseQuery -- the one door; prepared in run().
		} finally {
			$this->wpdb->suppress_errors( $suppressed );
		}
	}

	/**
	 * @param string      $sql  As the caller wrote it; every public method demands a literal.
	 * @param list<mixed> $args Values in order of the placeholders.
	 */
	private function prepare( string $sql, array $args ): string {
		$kept  = array();
		$index = -1;
		$sql   = (string) preg_replace_callback(
			self::PLACEHOLDERS,
			static function ( array $match ) use ( $args, &$kept, &$index ): string {
				if ( '%' === $match[1] ) {
					return $match[0];
				}
				++$index;
				if ( ! array_key_exists( $index, $args ) ) {
					throw new \LogicException( 'Fewer values than placeholders.' );
				}
				$value = $args[ $index ];
				if ( null === $value ) {
					return 'NULL';
				}
				$kept[] = $value instanceof \DateTimeInterface ? self::datetime( $value ) : ( is_bool( $value ) ? (int) $value : $value );
				return $match[0];
			},
			$sql
		);
		if ( count( $args ) !== $index + 1 ) {
			throw new \LogicException( 'More values than placeholders.' );
		}
		if ( array() === $kept ) {
			return str_replace( '%%', '%', $sql );
		}
		/** @var literal-string $sql Literal but for NULL put in above. */
		return (string) $this->wpdb->prepare( $sql, $kept ); // phpcs:ignore WordPress.DB.PreparedSQL.NotPrepared -- this is the preparation.
	}

	private static function mark( mixed $value ): string {
		return is_int( $value ) || is_bool( $value ) ? '%d' : ( is_float( $value ) ? '%f' : '%s' );
	}

	/**
	 * MySQL's error number of the last statement; 0 when the driver knows none. The text is never parsed.
	 */
	private function errno(): int {
		$handle = $this->handle();
		if ( $handle instanceof \mysqli ) {
			return (int) $handle->errno;
		}
		if ( is_object( $handle ) && method_exists( $handle, 'errorInfo' ) ) {
			$info = (array) $handle->errorInfo();
			return is_numeric( $info[1] ?? null ) ? (int) $info[1] : 0;
		}
		return 0;
	}

	/**
	 * The driver's object: wpdb hands its protected property out by __get().
	 */
	private function handle(): mixed {
		return $this->wpdb->__get( 'dbh' );
	}

	private function connection(): int {
		$handle = $this->handle();
		return $handle instanceof \mysqli ? (int) $handle->thread_id : 0;
	}
}
