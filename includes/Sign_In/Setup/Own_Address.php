<?php
/**
 * Asks one of our own addresses.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Setup;

use CoopCredentials\Kernel\Http;
use CoopCredentials\Kernel\Http_Request;
use CoopCredentials\Kernel\Problem;

/**
 * One of our own addresses, as the outside sees it. What is asked changes nothing and has an answer only we give.
 */
final class Own_Address {

	/**
	 * Builds the check.
	 *
	 * @param Http $http Outbound requests, this site among the allowed hosts.
	 */
	public function __construct( private readonly Http $http ) {
	}

	/**
	 * Asks and adds a line.
	 *
	 * @param Test_Report $report  Report.
	 * @param string      $id      Check.
	 * @param string      $label   What is checked.
	 * @param string      $url     Address.
	 * @param string      $purpose `Sec-Purpose` sent along, '' for none.
	 * @param int         $status  Our answer to a GET.
	 */
	public function check( Test_Report $report, string $id, string $label, string $url, string $purpose, int $status ): void {
		if ( str_contains( $url, '?' ) ) {
			$report->add( $id, 'warn', $label, $url, __( 'Some providers refuse an address with a question mark. Choose another permalink structure than “Plain”.', 'coop-credentials' ) );
			return;
		}
		try {
			$this->http->request( new Http_Request( 'GET', $url, '' === $purpose ? array() : array( 'Sec-Purpose' => $purpose ), null, 65536, 3.0, array( $status ), false ) );
			$report->add( $id, 'ok', $label, $url );
		} catch ( Problem $problem ) {
			$seen = is_int( $problem->data['status_code'] ?? null ) ? $problem->data['status_code'] : 0;
			$report->add(
				$id,
				'warn',
				$label,
				$url,
				$seen > 0
					/* translators: %d: HTTP status. */
					? sprintf( __( 'It answered with status %d instead of ours. A cache, redirect or security plugin may stand in front of it.', 'coop-credentials' ), $seen )
					: __( 'This server could not call its own address. Open it in a browser: it has to lead to a page of this site.', 'coop-credentials' )
			);
		}
	}
}
