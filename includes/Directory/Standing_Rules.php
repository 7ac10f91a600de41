<?php
/**
 * Derivation of levels and states.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Claims\Category;

/**
 * Level and state are never typed in: they follow from evidence, policy and date (directory reference 8). Pure.
 */
final class Standing_Rules {

	/** @var list<Evidence> Neither superseded nor about a former identifier; supports the category. */
	private readonly array $records;

	/**
	 * @param Trust_Policy   $policy      Of the site.
	 * @param Category       $category    What the organisation is.
	 * @param list<Evidence> $evidence    All records of the organisation.
	 * @param list<string>   $identifiers Present identifiers as "scheme value".
	 */
	public function __construct( private readonly Trust_Policy $policy, private readonly Category $category, array $evidence, array $identifiers ) {
		$superseded = array();
		foreach ( $evidence as $record ) {
			if ( null !== $record->supersedes_id ) {
				$superseded[ $record->supersedes_id ] = true;
			}
		}
		$records = array();
		foreach ( $evidence as $record ) {
			$subject = null === $record->subject_scheme || in_array( $record->subject_scheme . ' ' . $record->subject_value, $identifiers, true );
			if ( ! isset( $superseded[ $record->id ] ) && $subject && $record->supports( $category ) && $policy->trusts( $record->kind, $record->issuer ) ) {
				$records[] = $record;
			}
		}
		$this->records = $records;
	}

	/**
	 * @param \DateTimeImmutable $now
	 * @param State                   $stored       State in the row: decided ones stay, pending waits for evidence.
	 * @param string                  $reason       Reason in the row.
	 * @param \DateTimeImmutable|null $policy_grace End of a grace that a stricter policy has given.
	 */
	public function at( \DateTimeImmutable $now, State $stored, string $reason = '', ?\DateTimeImmutable $policy_grace = null ): Standing {
		$level = $this->level( $now );
		if ( $stored->is_decided() ) {
			return $this->standing( $stored, $reason, $level, null, null, $this->next_end( $now ), null );
		}
		if ( $this->is_verified( $now ) ) {
			$until = $this->verified_until( $now );
			return $this->standing( State::Verified, 'evidence', $level, $until, $until?->add( $this->grace() ), $this->next_end( $now ), $this->deciding( $now ) );
		}
		$ended = $this->last_verified_end( $now );
		if ( null !== $ended ) {
			$grace = $ended->add( $this->grace() );
			if ( $now < $grace ) {
				// What the badge rested on just before its end still speaks.
				$before = $ended->modify( '-1 second' );
				return $this->standing( State::Grace, 'evidence_ended', max( $level, $this->level( $before ) ), $ended, $grace, $this->earlier( $grace, $this->next_end( $now ) ), $this->deciding( $before ) );
			}
		}
		if ( null !== $policy_grace && $now < $policy_grace ) {
			return $this->standing( State::Grace, 'policy', $level, $now, $policy_grace, $this->earlier( $policy_grace, $this->next_end( $now ) ), $this->deciding( $now ) );
		}
		$sponsors = $this->policy->provisional ? $this->sponsors( $now ) : null;
		if ( null !== $sponsors ) {
			return $this->standing( State::Provisional, 'sponsors', $level, $sponsors->valid_until, null, $this->next_end( $now ), $sponsors );
		}
		if ( null !== $ended ) {
			return $this->standing( State::Expired, 'evidence_ended', $level, $ended, null, $this->next_end( $now ), null );
		}
		$state = State::Pending === $stored ? State::Pending : State::Listed;
		return $this->standing( $state, State::Pending === $stored ? $reason : '', $level, null, null, $this->next_end( $now ), null );
	}

	/**
	 * Highest level of the records that count.
	 */
	public function level( \DateTimeImmutable $at ): int {
		return array_reduce( $this->valid( $at ), static fn( int $level, Evidence $record ): int => max( $level, $record->kind->level() ), 0 );
	}

	/**
	 * Records that count at an instant.
	 *
	 * @return list<Evidence>
	 */
	public function valid( \DateTimeImmutable $at ): array {
		return array_values( array_filter( $this->records, static fn( Evidence $record ): bool => $record->counts_at( $at ) ) );
	}

	/**
	 * The record that decides a badge: the highest level, then the longest validity.
	 */
	public function deciding( \DateTimeImmutable $at ): ?Evidence {
		$valid = array_filter( $this->valid( $at ), static fn( Evidence $record ): bool => $record->kind->level() > 0 );
		usort( $valid, static fn( Evidence $one, Evidence $other ): int => array( $other->kind->level(), $other->valid_until, $other->id ) <=> array( $one->kind->level(), $one->valid_until, $one->id ) );
		return $valid[0] ?? null;
	}

	private function is_verified( \DateTimeImmutable $at ): bool {
		$kinds = array_map( static fn( Evidence $record ): Evidence_Kind => $record->kind, $this->valid( $at ) );
		return $this->policy->is_met( $this->category, $kinds ) && $this->policy->allows( $this->category, $this->level( $at ), 'badge' );
	}

	/**
	 * First instant from now at which it is no longer verified.
	 */
	private function verified_until( \DateTimeImmutable $now ): ?\DateTimeImmutable {
		foreach ( $this->instants() as $instant ) {
			if ( $instant > $now && ! $this->is_verified( $instant ) ) {
				return $instant;
			}
		}
		return null;
	}

	/**
	 * Last instant in the past at which a verified time ended by date.
	 */
	private function last_verified_end( \DateTimeImmutable $now ): ?\DateTimeImmutable {
		$end = null;
		foreach ( $this->instants() as $instant ) {
			if ( $instant <= $now && ! $this->is_verified( $instant ) && $this->is_verified( $instant->modify( '-1 second' ) ) ) {
				$end = $instant;
			}
		}
		return $end;
	}

	private function next_end( \DateTimeImmutable $now ): ?\DateTimeImmutable {
		foreach ( $this->instants() as $instant ) {
			if ( $instant > $now ) {
				return $instant;
			}
		}
		return null;
	}

	/**
	 * All instants at which a record begins or ends, in order.
	 *
	 * @return list<\DateTimeImmutable>
	 */
	private function instants(): array {
		$instants = array();
		foreach ( $this->records as $record ) {
			if ( 'confirmed' === $record->result && null !== $record->valid_until ) {
				$instants[ $record->checked_at->getTimestamp() ]  = $record->checked_at;
				$instants[ $record->valid_until->getTimestamp() ] = $record->valid_until;
			}
		}
		ksort( $instants );
		return array_values( $instants );
	}

	private function grace(): \DateInterval {
		return new \DateInterval( 'P' . $this->policy->grace_days . 'D' );
	}

	private function sponsors( \DateTimeImmutable $now ): ?Evidence {
		foreach ( $this->valid( $now ) as $record ) {
			if ( Evidence_Kind::Sponsors === $record->kind ) {
				return $record;
			}
		}
		return null;
	}

	private function earlier( \DateTimeImmutable $one, ?\DateTimeImmutable $other ): \DateTimeImmutable {
		return null === $other ? $one : min( $one, $other );
	}

	private function standing( State $state, string $reason, int $level, ?\DateTimeImmutable $until, ?\DateTimeImmutable $grace, ?\DateTimeImmutable $next, ?Evidence $deciding ): Standing {
		return new Standing( $state, $reason, $level, $state->is_searchable() && $this->policy->allows( $this->category, $level, 'list' ), $until, $grace, $next, $deciding );
	}
}
