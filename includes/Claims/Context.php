<?php
/**
 * What a rule is decided on.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * The person's memberships, claims and session, and what the answer is for. The clock's time is a value, `now`.
 */
final class Context {

	/** Seconds after which a snapshot is stale. */
	public const SNAPSHOT = 2592000;

	/** Seconds a stale snapshot still opens what is only read. */
	public const READING = 1209600;

	/** Oldest snapshot, in seconds, with which something is claimed. */
	public const CLAIMING = 86400;

	/**
	 * Keeps the facts of one decision.
	 *
	 * @param int                                                                 $now              UTC epoch second.
	 * @param list<Membership>                                                    $memberships      Of all identities linked to the person.
	 * @param \stdClass|null                                                      $claims           Raw verified claims, known at sign-in only.
	 * @param array{issuer?: string, provider?: string, subject_strategy?: string} $identity         The identity of the session.
	 * @param Auth_Context|null                                                   $auth             Authentication context of the session.
	 * @param bool                                                                $signed_in        Whether somebody is signed in.
	 * @param bool                                                                $stepped_up       Whether a step-up round was already made for this.
	 * @param int|null                                                            $memberships_at   When the snapshot was taken; memberships without it are stale.
	 * @param string                                                              $use              '', sign_in, gate, role, offer, redeem, verification or step_up.
	 * @param string|null                                                         $needs_policy     Trust-policy switch the organisation must have; null = what the use needs, '' = none.
	 * @param int|null                                                            $max_snapshot_age Seconds; null = what the use allows.
	 * @param list<array{index: int, reason: string}>                             $dropped          What map and scope dropped.
	 * @param array<int, int>                                                     $taken_at         Snapshot times of single memberships (index => time) where they differ.
	 */
	public function __construct(
		public readonly int $now,
		public readonly array $memberships = array(),
		public readonly ?\stdClass $claims = null,
		public readonly array $identity = array(),
		public readonly ?Auth_Context $auth = null,
		public readonly bool $signed_in = false,
		public readonly bool $stepped_up = false,
		public readonly ?int $memberships_at = null,
		public readonly string $use = '',
		public readonly ?string $needs_policy = null,
		public readonly ?int $max_snapshot_age = null,
		public readonly array $dropped = array(),
		public readonly array $taken_at = array(),
	) {
	}

	/**
	 * The oldest snapshot that still counts, seconds.
	 */
	public function snapshot_limit(): int {
		return $this->max_snapshot_age ?? match ( $this->use ) {
			'offer' => self::CLAIMING,
			'gate'  => self::SNAPSHOT + self::READING,
			default => self::SNAPSHOT,
		};
	}

	/**
	 * The trust-policy switch a membership's organisation must have, or null.
	 */
	public function policy( Rule $rule ): ?string {
		if ( null !== $this->needs_policy ) {
			return '' === $this->needs_policy ? null : $this->needs_policy;
		}
		return match ( $this->use ) {
			'sign_in'              => $rule->names_memberships() ? 'sign_in' : null,
			'role', 'verification' => 'sign_in',
			'offer', 'redeem'      => 'redeem',
			default                => null,
		};
	}

	/**
	 * Whether a snapshot of that time is too old.
	 */
	public function is_stale( ?int $taken_at ): bool {
		return null === $taken_at || $this->now - $taken_at > $this->snapshot_limit();
	}
}
