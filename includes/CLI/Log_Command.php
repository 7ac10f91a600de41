<?php
declare( strict_types=1 );

namespace CoopCredentials\CLI;

use CoopCredentials\Kernel;

/**
 * Reads the log.
 */
final class Log_Command {

	public function __construct( private readonly Kernel\Services $kernel, private readonly Console $console ) {
	}

	/**
	 * Shows the newest entries.
	 *
	 * ## OPTIONS
	 *
	 * [--reason=<code>]
	 * : Only this reason.
	 *
	 * [--since=<date>]
	 * : From this day on, like 2026-11-23.
	 *
	 * [--number=<number>]
	 * : How many, at most 500.
	 *
	 * [--format=<format>]
	 * : table, csv or json.
	 *
	 * @param list<string>         $args    None.
	 * @param array<string, mixed> $options reason, since, number, format.
	 */
	public function tail( array $args, array $options ): void {
		$since = Console::option( $options, 'since' );
		$found = $this->kernel->audit_log()->query(
			array(
				'reason' => Console::option( $options, 'reason' ),
				'since'  => 1 === preg_match( '/^\d{4}-\d{2}-\d{2}$/D', $since ) ? $since . ' 00:00:00' : '',
			),
			1,
			max( 1, min( 500, (int) Console::option( $options, 'number', '20' ) ) )
		);
		$this->console->table( $found['items'], array( 'occurred_at', 'event', 'outcome', 'reason', 'provider', 'request_id' ), Console::format( $options ) );
	}
}
