<?php
/**
 * What the log keeps of refusals.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Problem;

/**
 * Anybody can be refused, without an account and as often as a script likes. So only the first refusals of an hour have a
 * row each; the others of the same kind share one row with their number, and the log stays of use to whoever reads it.
 */
final class Refusals {

	/**
	 * Builds the refusals.
	 *
	 * @param Limits    $limits Which still have a row of their own.
	 * @param Audit_Log $audit  Audit log.
	 */
	public function __construct(
		private readonly Limits $limits,
		private readonly Audit_Log $audit,
	) {
	}

	/**
	 * Notes a refusal. Like the log itself it never stops the visitor.
	 *
	 * @param string              $event    Event of the log.
	 * @param string              $reason   Stable reason.
	 * @param string              $provider Slug as asked for.
	 * @param array<string,mixed> $details  Listed keys.
	 * @param int|null            $user_id  Account it is about, where that is known for certain.
	 * @return string Number of this request in the log; '' when it has no row of its own.
	 */
	public function note( string $event, string $reason, string $provider, array $details, ?int $user_id = null ): string {
		try {
			list( $place, $since ) = $this->limits->refused( $event . '|' . $reason );
			if ( $place > 0 ) {
				$this->audit->tally( $event, 'refused', $reason, $place, $since );
				return '';
			}
		} catch ( Problem $problem ) {
			$details['warning'] = $problem->reason; // The database cannot count now; if it can write, the row is worth more.
		}
		$this->audit->record(
			$event,
			'refused',
			$reason,
			array(
				'provider' => $provider,
				'user_id'  => $user_id,
				'details'  => $details,
			)
		);

		return $this->audit->request_id();
	}
}
