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

	/** @var array{0:int,1:string}|null Site of the network that the next lines are about: number and name. */
	private ?array $site = null;

	/**
	 * Says which site of a network the next lines are about: each has addresses of its own.
	 *
	 * @param int    $site Number of the site.
	 * @param string $name Its name.
	 */
	public function about( int $site, string $name ): void {
		$this->site = array( $site, $name );
	}

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
			'id'     => null === $this->site ? $id : $id . '_' . $this->site[0],
			'status' => $status,
			/* translators: 1: what was checked, 2: name of a site. */
			'label'  => null === $this->site ? $label : sprintf( __( '%1$s: %2$s', 'coop-credentials' ), $label, $this->site[1] ),
			'detail' => substr( $detail, 0, 600 ),
			'remedy' => $remedy,
		);
	}

	/**
	 * Whether a check has failed.
	 *
	 * @param string $id Check.
	 */
	public function has_failed( string $id ): bool {
		foreach ( $this->lines as $line ) {
			if ( $id === $line['id'] && 'fail' === $line['status'] ) {
				return true;
			}
		}

		return false;
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
