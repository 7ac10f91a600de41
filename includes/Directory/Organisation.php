<?php
/**
 * An organisation of the directory.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Claims\Category;
use CoopCredentials\Kernel\Database;

/**
 * One listing as stored. State and badge must be asked with the present time: the stored ones may have run out.
 */
final class Organisation {

	public const PRECISIONS = array( 'exact', 'postcode', 'locality', 'country', 'hidden' );

	/**
	 * @param int                     $id             Row; 0 before it is stored.
	 * @param string                  $uid            ULID, never reused.
	 * @param string                  $slug           Of its page.
	 * @param bool                    $listed         In search; derived.
	 * @param State                   $state          As last derived.
	 * @param string                  $state_reason   Short code.
	 * @param int                     $level          0–4, as last derived.
	 * @param string                  $name           1–200 characters.
	 * @param string|null             $legal_name     Up to 200.
	 * @param string                  $summary        Up to 300.
	 * @param string|null             $website        http or https.
	 * @param string|null             $locality       Town.
	 * @param string|null             $region         County, state.
	 * @param string|null             $postcode       As text.
	 * @param string|null             $country        ISO 3166-1 alpha-2.
	 * @param float|null              $latitude       Degrees.
	 * @param float|null              $longitude      Degrees.
	 * @param string                  $precision      One of PRECISIONS.
	 * @param Category                $category       What it is.
	 * @param string|null             $type           BMT code.
	 * @param string|null             $structure      OS code.
	 * @param string|null             $sector         ICA code.
	 * @param \DateTimeImmutable|null $verified_until End of what the badge rests on.
	 * @param \DateTimeImmutable|null $grace_until    End of grace after it.
	 * @param \DateTimeImmutable|null $next_change_at When something changes by itself.
	 * @param array<string, string>   $badge_facts    kind, issuer, checked_at, evidence; empty without badge.
	 * @param array<string, mixed>    $data           Further public fields (Organisation_Fields).
	 * @param array<string, mixed>    $hidden         Fields that are not public.
	 * @param string                  $policy_version Policy of the derivation.
	 * @param int                     $version        Rises with each edit.
	 * @param \DateTimeImmutable|null $updated_at     Last edit.
	 */
	public function __construct(
		public readonly int $id,
		public readonly string $uid,
		public readonly string $slug,
		public readonly bool $listed,
		public readonly State $state,
		public readonly string $state_reason,
		public readonly int $level,
		public readonly string $name,
		public readonly ?string $legal_name,
		public readonly string $summary,
		public readonly ?string $website,
		public readonly ?string $locality,
		public readonly ?string $region,
		public readonly ?string $postcode,
		public readonly ?string $country,
		public readonly ?float $latitude,
		public readonly ?float $longitude,
		public readonly string $precision,
		public readonly Category $category,
		public readonly ?string $type,
		public readonly ?string $structure,
		public readonly ?string $sector,
		public readonly ?\DateTimeImmutable $verified_until,
		public readonly ?\DateTimeImmutable $grace_until,
		public readonly ?\DateTimeImmutable $next_change_at,
		public readonly array $badge_facts,
		public readonly array $data,
		public readonly array $hidden,
		public readonly string $policy_version,
		public readonly int $version,
		public readonly ?\DateTimeImmutable $updated_at
	) {}

	/**
	 * @param array<string, string|null> $row All columns.
	 */
	public static function from_row( array $row ): self {
		return new self(
			(int) $row['id'],
			(string) $row['uid'],
			(string) $row['slug'],
			'1' === (string) $row['listed'],
			State::tryFrom( (string) $row['state'] ) ?? State::Draft,
			(string) $row['state_reason'],
			(int) $row['level'],
			(string) $row['name'],
			$row['legal_name'],
			(string) $row['summary'],
			$row['website'],
			$row['locality'],
			$row['region'],
			$row['postcode'],
			$row['country'],
			null === $row['latitude'] ? null : (float) $row['latitude'],
			null === $row['longitude'] ? null : (float) $row['longitude'],
			(string) $row['point_precision'],
			Category::tryFrom( (string) $row['category'] ) ?? Category::Informal,
			$row['type'],
			$row['structure'],
			$row['sector'],
			Database::instant( $row['verified_until'] ),
			Database::instant( $row['grace_until'] ),
			Database::instant( $row['next_change_at'] ),
			array_map( 'strval', array_filter( self::decode( $row['badge_facts'] ), 'is_scalar' ) ),
			self::decode( $row['data'] ?? null ),
			self::decode( $row['hidden_data'] ?? null ),
			(string) ( $row['policy_version'] ?? '' ),
			(int) ( $row['version'] ?? 0 ),
			Database::instant( $row['updated_at'] ?? null )
		);
	}

	/**
	 * The state the dates allow: no late cron keeps a badge.
	 */
	public function state_at( \DateTimeImmutable $now ): State {
		$state = $this->state;
		if ( State::Verified === $state && null !== $this->verified_until && $now >= $this->verified_until ) {
			$state = State::Grace;
		}
		if ( State::Grace === $state && ( null === $this->grace_until || $now >= $this->grace_until ) ) {
			$state = State::Expired;
		}
		if ( State::Provisional === $state && ( null === $this->verified_until || $now >= $this->verified_until ) ) {
			$state = State::Listed;
		}
		return $state;
	}

	/**
	 * The state that dates and policy allow: under a policy that gives its category no badge, or that cannot be read,
	 * nobody has one.
	 */
	public function state_under( Trust_Policy $policy, \DateTimeImmutable $now ): State {
		$state = $this->state_at( $now );
		$badge = false !== $policy->minimum( $this->category, 'badge' ) && ( State::Provisional !== $state || $policy->provisional );
		return $state->has_badge() && ! $badge ? State::Listed : $state;
	}

	/**
	 * The level the dates allow. A row that is overdue and no longer verified counts as not checked until derived anew.
	 */
	public function level_at( \DateTimeImmutable $now ): int {
		$overdue = null !== $this->next_change_at && $now >= $this->next_change_at;
		return $overdue && ! in_array( $this->state_at( $now ), array( State::Verified, State::Grace ), true ) ? 0 : $this->level;
	}

	/**
	 * Switches the organisation has under a policy (switch names of Trust_Policy; list is called listed, badge badged).
	 *
	 * @return list<string>
	 */
	public function switches( Trust_Policy $policy, \DateTimeImmutable $now ): array {
		$state = $this->state_under( $policy, $now );
		if ( in_array( $state, array( State::Draft, State::Refused, State::Revoked, State::Withdrawn ), true ) ) {
			return State::Refused === $state && $this->listed ? array( 'listed' ) : array();
		}
		$level = $this->level_at( $now );
		$has   = array();
		foreach ( array( 'list' => 'listed', 'badge' => 'badged', 'sign_in' => 'sign_in', 'offer' => 'offer', 'redeem' => 'redeem' ) as $name => $word ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			$allowed = 'badge' === $name ? $state->has_badge() : $policy->allows( $this, $level, $name );
			// A switch at the badge's level needs the badge itself: level alone is not the required evidence.
			if ( $allowed && in_array( $name, array( 'offer', 'redeem' ), true ) && $this->needs_badge( $policy, $name ) && ! in_array( $state, array( State::Verified, State::Grace ), true ) ) {
				$allowed = false;
			}
			if ( $allowed && State::Suspended === $state && in_array( $name, array( 'badge', 'offer', 'redeem' ), true ) ) {
				$allowed = false;
			}
			if ( $allowed ) {
				$has[] = $word;
			}
		}
		return $has;
	}

	private function needs_badge( Trust_Policy $policy, string $name ): bool {
		$badge = $policy->minimum( $this->category, 'badge' );
		$least = $policy->minimum( $this->category, $name );
		return false !== $badge && false !== $least && $least >= $badge;
	}

	/**
	 * @return array<string, mixed>
	 */
	private static function decode( ?string $json ): array {
		$value = null === $json ? null : json_decode( $json, true, 16 );
		return is_array( $value ) ? $value : array();
	}
}
