<?php
/**
 * Personal data of the Kernel's tables.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * The audit log names accounts and identities; the other tables hold hashes only.
 */
final class Kernel_Personal_Data implements Personal_Data_Source {

	private const ROWS = 500;

	public function __construct( private readonly Database $database ) {}

	public function group(): string {
		return 'coop-credentials-audit';
	}

	public function label(): string {
		return __( 'Co-op Credentials: log', 'coop-credentials' );
	}

	public function columns(): array {
		$log   = '30, 90 or 180 days by retention class, at most 200,000 rows of each';
		$limit = 'end of the window';
		$inbox = 'until the message has expired';
		return array(
			'audit_log.id'             => array( 'order of entries', $log, 'no', 'kept' ),
			'audit_log.occurred_at'    => array( 'when it happened', $log, 'yes', 'kept' ),
			'audit_log.event'          => array( 'what happened', $log, 'yes', 'kept' ),
			'audit_log.class'          => array( 'how long the entry is kept', $log, 'no', 'kept' ),
			'audit_log.outcome'        => array( 'whether it was allowed', $log, 'yes', 'kept' ),
			'audit_log.reason'         => array( 'why not', $log, 'yes', 'kept' ),
			'audit_log.provider'       => array( 'which way in', $log, 'yes', 'kept' ),
			'audit_log.identity_uid'   => array( 'whom it concerned', $log, 'no', 'set to NULL' ),
			'audit_log.user_id'        => array( 'whose account it concerned', $log, 'no', 'set to NULL' ),
			'audit_log.actor_id'       => array( 'who did it', $log, 'no', 'set to NULL' ),
			'audit_log.request_id'     => array( 'finding the entry of a reported error', $log, 'yes', 'kept' ),
			'audit_log.address_hash'   => array( 'recognising floods; keyed hash, key changed daily', $log, 'no', 'set to NULL' ),
			'audit_log.details'        => array( 'listed facts without personal data', $log, 'yes', 'kept' ),
			'rate_limits.key_hash'     => array( 'keyed hash of what is limited', $limit, 'no', 'expires' ),
			'rate_limits.window_start' => array( 'which window', $limit, 'no', 'expires' ),
			'rate_limits.hits'         => array( 'attempts counted', $limit, 'no', 'expires' ),
			'rate_limits.expires_at'   => array( 'when the row goes', $limit, 'no', 'expires' ),
			'inbox.id'                 => array( 'order of rows', $inbox, 'no', 'expires' ),
			'inbox.source'             => array( 'who sent the message', $inbox, 'no', 'expires' ),
			'inbox.message_hash'       => array( 'hash of its id, so that it is taken once', $inbox, 'no', 'expires' ),
			'inbox.received_at'        => array( 'when it came', $inbox, 'no', 'expires' ),
			'inbox.expires_at'         => array( 'when the row goes', $inbox, 'no', 'expires' ),
		);
	}

	public function export( Person $person, int $page ): array {
		$ids   = $this->ids( $person, self::ROWS, ( max( 1, $page ) - 1 ) * self::ROWS );
		$items = array();
		foreach ( $ids as $id ) {
			$row = $this->database->row( 'SELECT occurred_at, event, outcome, reason, provider, request_id, details FROM %i WHERE id = %d', $this->database->table( 'audit_log' ), (int) $id );
			if ( null === $row ) {
				continue;
			}
			$data = array();
			foreach ( $row as $name => $value ) {
				if ( '' !== (string) $value && '{}' !== $value ) {
					$data[] = array(
						'name'  => $name,
						'value' => (string) $value,
					);
				}
			}
			$items[] = array(
				'id'   => 'audit-' . $id,
				'data' => $data,
			);
		}
		return array(
			'items' => $items,
			'done'  => count( $ids ) < self::ROWS,
		);
	}

	public function erase( Person $person, int $page ): array {
		$ids = $this->ids( $person, self::ROWS, 0 );
		foreach ( $ids as $id ) {
			$this->database->execute(
				'UPDATE %i SET identity_uid = NULL, user_id = NULL, actor_id = NULL, address_hash = NULL WHERE id = %d',
				$this->database->table( 'audit_log' ),
				(int) $id
			);
		}
		return array(
			'removed'  => count( $ids ),
			'retained' => 0,
			'messages' => array(),
			'done'     => count( $ids ) < self::ROWS,
		);
	}

	/**
	 * @return list<string>
	 */
	private function ids( Person $person, int $limit, int $offset ): array {
		$table = $this->database->table( 'audit_log' );
		$found = array();
		if ( null !== $person->user_id && $person->user_id > 0 ) {
			$found = $this->database->column( 'SELECT id FROM %i WHERE user_id = %d OR actor_id = %d ORDER BY id LIMIT %d OFFSET %d', $table, $person->user_id, $person->user_id, $limit, $offset );
		}
		foreach ( $person->identity_uids as $uid ) {
			array_push( $found, ...$this->database->column( 'SELECT id FROM %i WHERE identity_uid = %s ORDER BY id LIMIT %d OFFSET %d', $table, $uid, $limit, $offset ) );
		}
		return array_values( array_unique( $found ) );
	}
}
