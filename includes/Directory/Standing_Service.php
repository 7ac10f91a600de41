<?php
/**
 * Keeps stored standings true.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Database;

/**
 * Derives state and level of organisations anew and stores what changed.
 */
final class Standing_Service {

	/** Overdue rows a turn; a turn comes once a minute at most. */
	private const BATCH = 200;

	public function __construct(
		private readonly Database $db,
		private readonly Clock $clock,
		private readonly Organisation_Repository $organisations,
		private readonly Identifier_Repository $identifiers,
		private readonly Evidence_Repository $evidence,
		private readonly Trust_Policy_Repository $policies,
		private readonly Directory_Version $version
	) {}

	/**
	 * Inside the transaction of a change that touches evidence, category or identifiers.
	 *
	 * @param Organisation $organisation
	 * @param State|null $decided New stored state, when a person decides one.
	 * @param string $reason
	 * @return Standing The new one.
	 */
	public function refresh( Organisation $organisation, ?State $decided = null, string $reason = '' ): Standing {
		$standing = $this->rules( $organisation )->at( $this->clock->now(), $decided ?? $organisation->state, null === $decided ? $organisation->state_reason : $reason );
		$this->store( $organisation, $standing );
		return $standing;
	}

	public function rules( Organisation $organisation ): Standing_Rules {
		return new Standing_Rules( $this->policies->current(), $organisation->category, $this->evidence->of( $organisation->id ), self::subjects( $this->identifiers->of( $organisation->id ) ) );
	}

	/**
	 * At reading: rows whose date has come, so that no cache keeps an expired badge. Costs nothing while none is due.
	 */
	public function refresh_due(): void {
		$now = $this->clock->now();
		if ( $this->db->in_transaction() || ! $this->version->take_turn( $now ) ) {
			return;
		}
		$this->db->transaction(
			function () use ( $now ): void {
				$changed = $this->store_batch( $this->organisations->due( $now, self::BATCH ), $now, false );
				$this->version->finish_turn( $now, $this->organisations->next_change() );
				if ( $changed > 0 ) {
					$this->version->raise();
				}
			}
		);
	}

	/**
	 * All rows under the current policy, by 500; for a changed policy and for repairs.
	 *
	 * @param bool     $policy_changed What a stricter policy takes away goes into grace first.
	 * @param int|null $after          Row to go on after.
	 * @return int|null Last row done; null when finished.
	 */
	public function refresh_all( bool $policy_changed, ?int $after = null ): ?int {
		$batch = $this->organisations->after( $after ?? 0, 500 );
		if ( array() === $batch ) {
			return null;
		}
		$this->db->transaction(
			function () use ( $batch, $policy_changed ): void {
				if ( $this->store_batch( $batch, $this->clock->now(), $policy_changed ) > 0 ) {
					$this->version->raise( $this->organisations->next_change() );
				}
			}
		);
		return $batch[ count( $batch ) - 1 ]->id;
	}

	/**
	 * @param list<Organisation> $batch Rows.
	 * @param \DateTimeImmutable $now
	 * @param bool $policy_changed
	 * @return int How many changed.
	 */
	private function store_batch( array $batch, \DateTimeImmutable $now, bool $policy_changed ): int {
		$ids         = array_map( static fn( Organisation $organisation ): int => $organisation->id, $batch );
		$evidence    = $this->evidence->of_many( $ids );
		$identifiers = array() === $evidence ? array() : $this->identifiers->of_many( array_keys( $evidence ) );
		$policy      = $this->policies->current();
		$changed     = 0;
		foreach ( $batch as $organisation ) {
			$rules = new Standing_Rules( $policy, $organisation->category, $evidence[ $organisation->id ] ?? array(), self::subjects( $identifiers[ $organisation->id ] ?? array() ) );
			$grace = null;
			if ( State::Grace === $organisation->state && 'policy' === $organisation->state_reason ) {
				$grace = $organisation->grace_until;
			} elseif ( $policy_changed && $organisation->state_at( $now )->has_badge() && State::Provisional !== $organisation->state ) {
				$grace = $now->add( new \DateInterval( 'P' . $policy->grace_days . 'D' ) );
			}
			$changed += $this->store( $organisation, $rules->at( $now, $organisation->state, $organisation->state_reason, $grace ) ) ? 1 : 0;
		}
		return $changed;
	}

	private function store( Organisation $organisation, Standing $standing ): bool {
		$values = Organisation_Rows::standing( $standing, $this->policies->current() );
		$before = array(
			'listed'         => $organisation->listed ? 1 : 0,
			'state'          => $organisation->state->value,
			'state_reason'   => $organisation->state_reason,
			'level'          => $organisation->level,
			'verified_until' => null === $organisation->verified_until ? null : Database::datetime( $organisation->verified_until ),
			'grace_until'    => null === $organisation->grace_until ? null : Database::datetime( $organisation->grace_until ),
			'next_change_at' => null === $organisation->next_change_at ? null : Database::datetime( $organisation->next_change_at ),
			'badge_facts'    => array() === $organisation->badge_facts ? null : Organisation_Rows::json( $organisation->badge_facts ),
			'policy_version' => $organisation->policy_version,
		);
		if ( $before === $values ) {
			return false;
		}
		$this->organisations->save_standing( $organisation, $values );
		if ( $standing->state !== $organisation->state ) {
			$this->db->after_commit(
				static function () use ( $organisation, $standing ): void {
					/**
					 * Fires when the state of an organisation has changed.
					 *
					 * @since 0.1.0
					 *
					 * @param string $uid  Organisation.
					 * @param string $from Former state.
					 * @param string $to   New state.
					 */
					do_action( 'coop_credentials_organisation_state_changed', $organisation->uid, $organisation->state->value, $standing->state->value );
				}
			);
		}
		return true;
	}

	/**
	 * @param list<Identifier> $identifiers Of one organisation.
	 * @return list<string>
	 */
	private static function subjects( array $identifiers ): array {
		return array_map( static fn( Identifier $identifier ): string => $identifier->scheme . ' ' . $identifier->value, $identifiers );
	}
}
