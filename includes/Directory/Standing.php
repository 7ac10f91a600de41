<?php
/**
 * Result of a derivation.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

/**
 * State and level of an organisation at one instant, with what follows from them.
 */
final class Standing {

	/**
	 * @param State                   $state          State.
	 * @param string                  $reason         Short code, e.g. evidence, evidence_ended, policy.
	 * @param int                     $level          0–4.
	 * @param bool                    $listed         In search.
	 * @param \DateTimeImmutable|null $verified_until End of what the badge rests on (past once ended).
	 * @param \DateTimeImmutable|null $grace_until    End of the grace that follows.
	 * @param \DateTimeImmutable|null $next_change_at When this changes by itself.
	 * @param Evidence|null           $deciding       Record that decides the badge.
	 */
	public function __construct(
		public readonly State $state,
		public readonly string $reason,
		public readonly int $level,
		public readonly bool $listed,
		public readonly ?\DateTimeImmutable $verified_until,
		public readonly ?\DateTimeImmutable $grace_until,
		public readonly ?\DateTimeImmutable $next_change_at,
		public readonly ?Evidence $deciding
	) {}

	/**
	 * Issuer, date and kind of the deciding record, as stored beside the organisation.
	 *
	 * @return array{kind: string, issuer: string, checked_at: string, evidence: string}|null
	 */
	public function badge_facts(): ?array {
		if ( null === $this->deciding || ! $this->state->has_badge() ) {
			return null;
		}
		return array(
			'kind'       => $this->deciding->kind->value,
			'issuer'     => $this->deciding->issuer,
			'checked_at' => $this->deciding->checked_at->format( 'Y-m-d' ),
			'evidence'   => $this->deciding->uid,
		);
	}
}
