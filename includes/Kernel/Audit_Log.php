<?php
/**
 * What happened.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * Rows with an event, an outcome and a reason, appended and not changed, but for the number in one that stands for many. Details are listed keys with short cleaned values; what looks
 * like a code, token, e-mail or address is masked even there. Old rows go by retention class when new ones come, without
 * cron; each class has its own cap, so that a flood of failures never pushes out what administrators did.
 */
final class Audit_Log {

	public const ATTEMPTS = 'attempts';
	public const SIGN_IN  = 'sign_in';
	public const ADMIN    = 'admin';

	/** Days a row of the class is kept. */
	public const RETENTION = array(
		self::ATTEMPTS => 30,
		self::SIGN_IN  => 90,
		self::ADMIN    => 180,
	);

	private const CAP     = 200000;
	private const BATCH   = 100;
	private const COLUMNS = array( 'event', 'outcome', 'reason', 'provider', 'identity_uid', 'user_id', 'actor_id', 'request_id', 'class' );

	/** Beginning of an event's name => class; all others are ADMIN. */
	private const CLASSES = array(
		'coupon_'     => self::ATTEMPTS,
		'redeem'      => self::ATTEMPTS,
		'check'       => self::ATTEMPTS,
		'claim_'      => self::ATTEMPTS,
		'limit'       => self::ATTEMPTS,
		'http'        => self::ATTEMPTS,
		// Of a plugin beside ours that fails at every visitor's step.
		'after_commi' => self::ATTEMPTS,
		'listener_'   => self::ATTEMPTS,
		'sign_in'     => self::SIGN_IN,
		'sign_out'    => self::SIGN_IN,
		'signed_'     => self::SIGN_IN,
		'callback'    => self::SIGN_IN,
		'start'       => self::SIGN_IN,
		'session'     => self::SIGN_IN,
		'step_up'     => self::SIGN_IN,
		'refresh'     => self::SIGN_IN,
		'logout'      => self::SIGN_IN,
		'backchannel' => self::SIGN_IN,
		'identity_'   => self::SIGN_IN,
		'account_'    => self::SIGN_IN,
		'rule_decis'  => self::SIGN_IN,
	);

	private int $written = 0;

	public function __construct(
		private readonly Database $database,
		private readonly Clock $clock,
		private readonly Client_Address $client,
		private readonly Audit_Details $details
	) {}

	/**
	 * Never throws outside a transaction: a log that cannot be written must not stop the visitor.
	 *
	 * @param string               $event   E.g. sign_in, provider_changed; snake_case, at most 40 characters.
	 * @param string               $outcome E.g. ok, refused, error; at most 16 characters.
	 * @param string               $reason  Stable reason code or ''.
	 * @param array<string, mixed> $context provider, identity_uid, user_id, actor_id, details (array of listed keys), many (true for
	 *                                      a row that stands for many requests, see tally()).
	 */
	public function record( string $event, string $outcome, string $reason = '', array $context = array() ): void {
		try {
			$this->write( $event, $outcome, $reason, $context );
		} catch ( Storage_Failed $failure ) {
			if ( $this->database->in_transaction() ) {
				throw $failure;
			}
		}
	}

	/**
	 * One row for all that happens alike from a moment on. Whoever is the first makes it, the others write their place into
	 * it. It is nobody's: no provider, account, address or number of a request. Never throws outside a transaction.
	 *
	 * @param string             $event   As in record().
	 * @param string             $outcome As in record().
	 * @param string             $reason  As in record().
	 * @param int                $place   From 1: how many there were, with this one.
	 * @param \DateTimeImmutable $since   Since when they are counted.
	 */
	public function tally( string $event, string $outcome, string $reason, int $place, \DateTimeImmutable $since ): void {
		$details = array( 'count' => $place );
		if ( 1 === $place ) {
			$this->record( $event, $outcome, $reason, array( 'details' => $details, 'many' => true ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			return;
		}
		try {
			$this->database->execute(
				'UPDATE %i SET details = %s WHERE event = %s AND occurred_at >= %s AND outcome = %s AND reason = %s AND request_id = %s',
				$this->database->table( 'audit_log' ),
				$this->details->encode( $details ),
				$event,
				$since,
				$outcome,
				$reason,
				''
			);
		} catch ( Storage_Failed $failure ) {
			if ( $this->database->in_transaction() ) {
				throw $failure;
			}
		}
	}

	/**
	 * Newest first.
	 *
	 * @param array<string, mixed> $filters  Any of event, outcome, reason, provider, identity_uid, user_id, actor_id,
	 *                                       request_id, class (exact, or a list of which one must match), since, until
	 *                                       (datetime UTC).
	 * @param int                  $page     From 1.
	 * @param int                  $per_page At most 500.
	 * @return array{items: list<array<string, mixed>>, total: int}
	 */
	public function query( array $filters, int $page, int $per_page ): array {
		$where = array( '1 = 1' );
		$args  = array();
		foreach ( self::COLUMNS as $column ) {
			if ( ! isset( $filters[ $column ] ) || '' === $filters[ $column ] ) {
				continue;
			}
			// No value of an empty list matches anything.
			$values  = is_array( $filters[ $column ] ) ? array_values( $filters[ $column ] ) : array( $filters[ $column ] );
			$where[] = array() === $values ? '%i <> %i' : '%i IN ( ' . implode( ', ', array_fill( 0, count( $values ), '%s' ) ) . ' )';
			array_push( $args, $column, ...( array() === $values ? array( $column ) : array_map( 'strval', $values ) ) );
		}
		foreach ( array( 'since' => 'occurred_at >= %s', 'until' => 'occurred_at < %s' ) as $key => $condition ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			if ( isset( $filters[ $key ] ) && '' !== $filters[ $key ] ) {
				$where[] = $condition;
				$args[]  = (string) $filters[ $key ];
			}
		}
		$condition = implode( ' AND ', $where );
		$table     = $this->database->table( 'audit_log' );
		$per_page  = max( 1, min( 500, $per_page ) );
		$total     = (int) $this->database->value( "SELECT COUNT(*) FROM %i WHERE $condition", $table, ...$args );
		$rows      = $this->database->rows(
			"SELECT * FROM %i WHERE $condition ORDER BY id DESC LIMIT %d OFFSET %d",
			$table,
			...array( ...$args, $per_page, max( 0, $page - 1 ) * $per_page )
		);
		return array(
			'items' => array_map( array( self::class, 'item' ), $rows ),
			'total' => $total,
		);
	}

	public function request_id(): string {
		return Request_Id::current();
	}

	/**
	 * Lets further keys into details; call in a room's module.
	 */
	public function allow_details( string ...$keys ): void {
		$this->details->allow( ...$keys );
	}

	public static function retention_class( string $event ): string {
		foreach ( self::CLASSES as $beginning => $class ) {
			if ( str_starts_with( $event, $beginning ) ) {
				return $class;
			}
		}
		return self::ADMIN;
	}

	/**
	 * Removes what is too old or too much, one batch a class; also called by cron.
	 *
	 * @param bool $caps Also look at the caps (slower).
	 */
	public function tidy( bool $caps = false ): void {
		$table = $this->database->table( 'audit_log' );
		$now   = $this->clock->now();
		foreach ( self::RETENTION as $class => $days ) {
			$ids = $this->database->column(
				'SELECT id FROM %i WHERE class = %s AND occurred_at < %s ORDER BY occurred_at LIMIT %d',
				$table,
				$class,
				$now->modify( '-' . $days . ' days' ),
				self::BATCH
			);
			foreach ( $ids as $id ) {
				$this->database->execute( 'DELETE FROM %i WHERE id = %d', $table, (int) $id );
			}
			if ( $caps ) {
				$this->trim( $table, $class );
			}
		}
	}

	/**
	 * See record().
	 *
	 * @param string               $event   Name.
	 * @param string               $outcome Outcome.
	 * @param string               $reason  Reason.
	 * @param array<string, mixed> $context Context.
	 */
	private function write( string $event, string $outcome, string $reason, array $context ): void {
		$now   = $this->clock->now();
		$many  = true === ( $context['many'] ?? false );
		$actor = $many ? null : $context['actor_id'] ?? get_current_user_id();
		$this->database->insert(
			'audit_log',
			array(
				'occurred_at'  => $now,
				'event'        => substr( $event, 0, 40 ),
				'class'        => self::retention_class( $event ),
				'outcome'      => substr( $outcome, 0, 16 ),
				'reason'       => substr( $reason, 0, 64 ),
				'provider'     => substr( is_string( $context['provider'] ?? null ) ? $context['provider'] : '', 0, 32 ),
				'identity_uid' => isset( $context['identity_uid'] ) && is_string( $context['identity_uid'] ) ? substr( $context['identity_uid'], 0, 26 ) : null,
				'user_id'      => is_numeric( $context['user_id'] ?? null ) && $context['user_id'] > 0 ? (int) $context['user_id'] : null,
				'actor_id'     => is_numeric( $actor ) && $actor > 0 ? (int) $actor : null,
				'request_id'   => $many ? '' : Request_Id::current(),
				'address_hash' => $many || 'unknown' === $this->client->address() ? null : $this->client->hash( $now ),
				'details'      => $this->details->encode( is_array( $context['details'] ?? null ) ? $context['details'] : array() ),
			)
		);
		$id = (int) $this->database->wpdb->insert_id;
		++$this->written;
		if ( ! $this->database->in_transaction() && ( 0 === $id % 20 || 0 === $this->written % 200 ) ) {
			$this->tidy( 0 === $id % 2000 );
		}
	}

	private function trim( string $table, string $class ): void {
		/**
		 * Filters how many rows of a retention class the audit log keeps.
		 *
		 * @since 0.1.0
		 *
		 * @param int    $cap   Rows.
		 * @param string $class attempts, sign_in or admin.
		 */
		$cap   = (int) apply_filters( 'coop_credentials_audit_cap', self::CAP, $class );
		$above = $this->database->value( 'SELECT id FROM %i WHERE class = %s ORDER BY id DESC LIMIT 1 OFFSET %d', $table, $class, max( 100, $cap ) );
		if ( null !== $above ) {
			$this->database->execute( 'DELETE FROM %i WHERE class = %s AND id <= %d', $table, $class, (int) $above );
		}
	}

	/**
	 * @param array<string, string|null> $row Stored.
	 * @return array<string, mixed>
	 */
	private static function item( array $row ): array {
		$details = json_decode( (string) $row['details'], true );
		$count   = '' === $row['request_id'] && is_array( $details ) ? $details['count'] ?? 1 : 1;
		return array(
			'id'          => (int) $row['id'],
			'occurred_at' => Database::instant( $row['occurred_at'] )?->format( DATE_ATOM ),
			'details'     => is_array( $details ) ? $details : array(),
			'count'       => is_int( $count ) ? $count : 1, // How many requests the row stands for.
			'user_id'     => null === $row['user_id'] ? null : (int) $row['user_id'],
			'actor_id'    => null === $row['actor_id'] ? null : (int) $row['actor_id'],
		) + array_diff_key( $row, array( 'address_hash' => true ) );
	}
}
