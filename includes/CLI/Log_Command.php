<?php
declare( strict_types=1 );

namespace CoopCredentials\CLI;

use CoopCredentials\Kernel;
use CoopCredentials\Kernel\Audit_Titles;

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
	 * : From this day or moment on (UTC), like 2026-11-23 or 2026-11-23T08:30; or for so long back, like 30m, 2h or 7d.
	 *
	 * [--event=<name>]
	 * : Only this event, like sign_in.
	 *
	 * [--outcome=<outcome>]
	 * : Only this outcome, such as refused.
	 *
	 * [--provider=<slug>]
	 * : Only this provider.
	 *
	 * [--number=<number>]
	 * : How many, at most 500.
	 *
	 * [--format=<format>]
	 * : How to print it.
	 * ---
	 * default: table
	 * options:
	 *   - table
	 *   - csv
	 *   - json
	 * ---
	 *
	 * @param list<string>         $args    None.
	 * @param array<string, mixed> $options reason, since, event, outcome, provider, number, format.
	 */
	public function tail( array $args, array $options ): void {
		$since = $this->moment( Console::option( $options, 'since' ) );
		$found = $this->kernel->audit_log()->query(
			array(
				'reason'   => Console::option( $options, 'reason' ),
				'event'    => Console::option( $options, 'event' ),
				'outcome'  => Console::option( $options, 'outcome' ),
				'provider' => Console::option( $options, 'provider' ),
				'since'    => $since,
			),
			1,
			max( 1, min( 500, (int) Console::option( $options, 'number', '20' ) ) )
		);
		$rows  = array_map( static fn( array $row ): array => $row + array( 'title' => Audit_Titles::of( is_string( $row['event'] ) ? $row['event'] : '' ) ), $found['items'] );
		$this->console->table( $rows, array( 'occurred_at', 'event', 'title', 'outcome', 'reason', 'provider', 'request_id', 'count' ), Console::format( $options ) );
	}

	/** A day or moment as the log keeps it; '' for none. What cannot be read is not taken for "everything". */
	private function moment( string $given ): string {
		if ( '' === $given ) {
			return '';
		}
		if ( 1 === preg_match( '/^([1-9]\d{0,3})([mhd])$/D', $given, $part ) ) {
			$seconds = (int) $part[1] * array(
				'm' => MINUTE_IN_SECONDS,
				'h' => HOUR_IN_SECONDS,
				'd' => DAY_IN_SECONDS,
			)[ $part[2] ];
			return gmdate( 'Y-m-d H:i:s', $this->kernel->clock()->now()->getTimestamp() - $seconds );
		}
		$found = 1 === preg_match( '/^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?Z?)?$/D', $given, $part );
		$text  = $found ? $part[1] . ' ' . ( $part[2] ?? '00:00' ) . ( $part[3] ?? ':00' ) : '';
		if ( ! $found || false === strtotime( $text . ' UTC' ) ) {
			$this->console->fail( __( 'This date cannot be read. Write it like 2026-11-23, 2026-11-23T08:30 or 2h.', 'coop-credentials' ) );
		}
		return $text;
	}
}
