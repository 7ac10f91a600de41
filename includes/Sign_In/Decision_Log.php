<?php
/**
 * Records decisions.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Claims\Decision;
use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Inbox;
use CoopCredentials\Kernel\Problem;

/**
 * Audit event `rule_decision`: what was decided for whom by which version of a rule, and why; never a value of a claim.
 */
final class Decision_Log {

	public const EVENT = 'rule_decision';

	/** Seconds a gate's decision in one session is not told again; longer than a session lives. */
	private const SESSION = 2592000;

	/**
	 * Builds the log.
	 *
	 * @param Audit_Log $audit Audit log.
	 * @param Inbox     $inbox What was told already.
	 */
	public function __construct(
		private readonly Audit_Log $audit,
		private readonly Inbox $inbox,
	) {
	}

	/**
	 * Records one decision.
	 *
	 * @param Decision    $decision     Decision.
	 * @param string      $use          `sign_in`, `role`, `offer`, `redeem` or `gate`.
	 * @param string      $target       What was asked for: a role, the uid of an offer, `post:12`.
	 * @param string      $provider     Slug.
	 * @param string|null $identity_uid Identity; null for an ephemeral subject.
	 * @param int|null    $user_id      Account.
	 */
	public function record( Decision $decision, string $use, string $target, string $provider, ?string $identity_uid, ?int $user_id ): void {
		$this->audit->record(
			self::EVENT,
			$decision->outcome,
			$decision->reason,
			array(
				'provider'     => $provider,
				'identity_uid' => $identity_uid,
				'user_id'      => $user_id,
				'details'      => array(
					'use'          => $use,
					'target'       => $target,
					'rule_uid'     => $decision->rule->uid ?? '',
					'version'      => $decision->rule->version ?? 0,
					'organisation' => $decision->matched_membership->organisation_id ?? '',
				),
			)
		);
	}

	/**
	 * Records a visitor's decision.
	 *
	 * @param Decision $decision Decision.
	 * @param string   $use      Use.
	 * @param string   $target   Target.
	 * @param Visitor  $visitor  Visitor.
	 */
	public function of_visitor( Decision $decision, string $use, string $target, Visitor $visitor ): void {
		$this->record( $decision, $use, $target, $visitor->provider, $visitor->identity_uid, $visitor->user_id );
	}

	/**
	 * Records a gate's decision once in a session; another outcome or version is told again.
	 *
	 * @param Decision $decision Decision.
	 * @param string   $target   Target.
	 * @param Visitor  $visitor  Visitor.
	 */
	public function of_gate( Decision $decision, string $target, Visitor $visitor ): void {
		$told = implode( '|', array( $visitor->session_id, $target, $decision->rule->uid ?? '', $decision->rule->version ?? 0, $decision->outcome, $decision->reason ) );
		try {
			if ( $this->inbox->remember( 'gate_decision', $told, self::SESSION ) ) {
				$this->of_visitor( $decision, 'gate', $target, $visitor );
			}
		} catch ( Problem ) {
			unset( $told ); // A log that cannot be written must not stop the visitor.
		}
	}
}
