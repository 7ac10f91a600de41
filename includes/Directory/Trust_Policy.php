<?php
/**
 * The trust policy.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Claims\Category;

/**
 * Which categories and levels are listed, badged, may sign in, offer or redeem. Immutable; made by Trust_Policy_Parser.
 * The empty policy answers no to everything.
 */
final class Trust_Policy {

	public const SWITCHES = array( 'list', 'badge', 'sign_in', 'offer', 'redeem' );

	public const FORMAT = 'coop-credentials-trust-policy/1';

	/**
	 * @param string                                $id              Name.
	 * @param int                                   $version         Rises with each saving.
	 * @param array<string, array{requires: array<string, mixed>, list: int|false, badge: int|false, sign_in: int|false, offer: int|false, redeem: int|false}> $categories By category value.
	 * @param array<string, list<string>>           $trusted_issuers Kind => issuers; for attestations only these count.
	 * @param array<string, int>                    $validity_days   Kind => days.
	 * @param bool                                  $provisional     Are organisations in formation marked?
	 * @param array{criteria: int, threshold: int}  $questionnaire   How many points, how many must be met.
	 * @param list<int>                             $notice_days     Days before an end at which people are told.
	 * @param int                                   $grace_days      Days a badge stays after evidence ended by date.
	 * @param int                                   $appeal_days     Days for an appeal.
	 * @param array<string, mixed>                  $document        As read, for editing.
	 */
	public function __construct(
		public readonly string $id,
		public readonly int $version,
		public readonly array $categories,
		public readonly array $trusted_issuers,
		public readonly array $validity_days,
		public readonly bool $provisional,
		public readonly array $questionnaire,
		public readonly array $notice_days,
		public readonly int $grace_days,
		public readonly int $appeal_days,
		public readonly array $document
	) {}

	/**
	 * When no policy can be read: nothing is listed, badged, signs in, offers or redeems.
	 */
	public static function none(): self {
		return new self( 'none', 0, array(), array(), array(), false, array( 'criteria' => 15, 'threshold' => 15 ), array(), 0, 30, array() ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
	}

	/**
	 * What decisions store.
	 */
	public function stamp(): string {
		return $this->id . '/' . $this->version;
	}

	/**
	 * @param Category $category
	 * @param string $name One of SWITCHES.
	 * @return int|false Minimum level; false: never.
	 */
	public function minimum( Category $category, string $name ): int|false {
		$minimum = $this->categories[ $category->value ][ $name ] ?? false;
		return is_int( $minimum ) ? $minimum : false;
	}

	/**
	 * Does an organisation of this category and level have the switch? A badge also needs the required evidence: see
	 * Standing.
	 *
	 * @param Organisation|Category $subject Whose category counts.
	 * @param int                   $level   0–4.
	 * @param string                $name    One of SWITCHES.
	 */
	public function allows( Organisation|Category $subject, int $level, string $name ): bool {
		$minimum = $this->minimum( $subject instanceof Category ? $subject : $subject->category, $name );
		return false !== $minimum && $level >= $minimum;
	}

	/**
	 * Does this set of kinds meet what the category requires?
	 *
	 * @param Category $category
	 * @param list<Evidence_Kind> $kinds Of valid evidence that supports the category.
	 */
	public function is_met( Category $category, array $kinds ): bool {
		$requires = $this->categories[ $category->value ]['requires'] ?? null;
		return null !== $requires && self::holds( $requires, array_map( static fn( Evidence_Kind $kind ): string => $kind->value, $kinds ) );
	}

	public function days( Evidence_Kind $kind ): int {
		return min( $this->validity_days[ $kind->value ] ?? $kind->default_days(), $kind->max_days() );
	}

	/**
	 * Attestations count only from issuers the policy trusts.
	 */
	public function trusts( Evidence_Kind $kind, string $issuer ): bool {
		return Evidence_Kind::Attestation !== $kind || in_array( $issuer, $this->trusted_issuers['attestation'] ?? array(), true );
	}

	/**
	 * @param array<string, mixed> $node  any_of, all_of or evidence.
	 * @param list<string>         $kinds Present.
	 */
	private static function holds( array $node, array $kinds ): bool {
		if ( isset( $node['evidence'] ) ) {
			return in_array( $node['evidence'], $kinds, true );
		}
		foreach ( array( 'any_of' => true, 'all_of' => false ) as $operator => $wanted ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			if ( ! isset( $node[ $operator ] ) || ! is_array( $node[ $operator ] ) || array() === $node[ $operator ] ) {
				continue;
			}
			foreach ( $node[ $operator ] as $part ) {
				if ( self::holds( (array) $part, $kinds ) === $wanted ) {
					return $wanted;
				}
			}
			return ! $wanted;
		}
		return false;
	}
}
