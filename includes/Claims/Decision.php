<?php
/**
 * The answer of a rule.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Allow, deny, or "confirm with your provider first", with the reason and the trace.
 */
final class Decision {

	/**
	 * Made by the evaluator.
	 *
	 * @param 'allow'|'deny'|'step_up'                $outcome            The answer.
	 * @param string                                  $reason             Stable code; '' when allowed.
	 * @param string|null                             $next_step          What the visitor can do.
	 * @param int                                     $http_status        200, 401 or 403.
	 * @param int                                     $evaluated_at       UTC epoch second.
	 * @param Rule|null                               $rule               The rule that was asked.
	 * @param int|null                                $matched            Index of the membership that satisfied it.
	 * @param Membership|null                         $matched_membership That membership.
	 * @param int|null                                $good_until         First second at which to ask again; null when denied.
	 * @param list<array{m: int, reason: string}>     $skipped            Memberships not looked at.
	 * @param list<array{m: int|null, at: string, op: string, result: string, why: string, seen_type: string, seen: string|int|float|bool|null}> $trace Each node in reading order.
	 * @param int                                     $evaluated          How many conditions were evaluated.
	 */
	public function __construct(
		public readonly string $outcome,
		public readonly string $reason,
		public readonly ?string $next_step,
		public readonly int $http_status,
		public readonly int $evaluated_at,
		public readonly ?Rule $rule = null,
		public readonly ?int $matched = null,
		public readonly ?Membership $matched_membership = null,
		public readonly ?int $good_until = null,
		public readonly array $skipped = array(),
		public readonly array $trace = array(),
		public readonly int $evaluated = 0,
	) {
	}

	/**
	 * A refusal that needs no evaluation, e.g. for a rule that cannot be read.
	 */
	public static function refuse( Reason $reason, int $now, ?Rule $rule = null ): self {
		return new self( 'deny', $reason->value, $reason->next_step(), $reason->http_status(), $now, $rule );
	}

	/**
	 * Whether the person is let in.
	 */
	public function is_allowed(): bool {
		return 'allow' === $this->outcome;
	}

	/**
	 * What a step-up must ask the provider for; empty unless the outcome is `step_up`.
	 *
	 * @return array{max_age?: int, acr_any?: list<string>, amr_any?: list<string>, amr_all?: list<string>}
	 */
	public function step_up(): array {
		return 'step_up' === $this->outcome && null !== $this->rule?->auth ? $this->rule->auth->to_array() : array();
	}

	/**
	 * The answer as JSON values. Without the trace it names neither rule nor values: fit for the visitor.
	 *
	 * @return array<string, mixed>
	 */
	public function to_array( bool $with_trace ): array {
		$answer = array(
			'outcome'      => $this->outcome,
			'reason'       => '' === $this->reason ? null : $this->reason,
			'next_step'    => $this->next_step,
			'evaluated_at' => Dates::text( $this->evaluated_at ),
			'good_until'   => null === $this->good_until ? null : Dates::text( $this->good_until ),
		);
		if ( $with_trace ) {
			$answer['rule']    = null === $this->rule ? null : array(
				'uid'     => $this->rule->uid,
				'version' => $this->rule->version,
				'hash'    => $this->rule->hash,
			);
			$answer['matched'] = $this->matched;
			$answer['skipped'] = $this->skipped;
			$answer['trace']   = $this->trace;
		}
		return $answer;
	}

	/**
	 * A hash to store beside what this decision gave: outcome, rule, matched membership and time, no claim values.
	 */
	public function hash(): string {
		$facts = array(
			$this->outcome,
			$this->reason,
			$this->rule?->hash,
			$this->matched_membership?->to_array(),
			$this->evaluated_at,
			$this->good_until,
		);
		return hash( 'sha256', Json::encode( $facts ) );
	}
}
