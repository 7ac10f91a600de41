<?php
/**
 * What a connection test found.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Setup;

/**
 * Collects the lines of one test.
 */
final class Test_Report {

	/** @var list<array{id:string,status:string,label:string,detail:string,remedy:string}> */
	private array $lines = array();

	/**
	 * Adds a line.
	 *
	 * @param string $id     Check.
	 * @param string $status `ok`, `warn` or `fail`.
	 * @param string $label  What was checked.
	 * @param string $detail What was seen.
	 * @param string $remedy What to do.
	 */
	public function add( string $id, string $status, string $label, string $detail, string $remedy = '' ): void {
		$this->lines[] = array(
			'id'     => $id,
			'status' => $status,
			'label'  => $label,
			'detail' => substr( $detail, 0, 600 ),
			'remedy' => $remedy,
		);
	}

	/**
	 * All lines in the order of the checks.
	 *
	 * @return list<array{id:string,status:string,label:string,detail:string,remedy:string}>
	 */
	public function lines(): array {
		return $this->lines;
	}

	/**
	 * The worst status of some lines.
	 *
	 * @param list<array{id:string,status:string,label:string,detail:string,remedy:string}> $lines Lines.
	 */
	public static function worst( array $lines ): string {
		$states = array_column( $lines, 'status' );

		return in_array( 'fail', $states, true ) ? 'fail' : ( in_array( 'warn', $states, true ) ? 'warn' : 'ok' );
	}
}
