<?php
/**
 * Public words.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Claims\Category;

/**
 * What visitors read about states, levels and codes.
 */
final class Words {

	/**
	 * Sentence about a state.
	 *
	 * @param State $state
	 * @param Category $category
	 * @param \DateTimeImmutable|null $until Date the words speak of: end of the badge, or when it ended.
	 */
	public function state( State $state, Category $category, ?\DateTimeImmutable $until ): string {
		$date = null === $until ? '' : $this->date( $until );
		return match ( $state->public_state() ) {
			State::Verified    => $this->verified( $category ),
			/* translators: %s: date. */
			State::Grace       => sprintf( __( 'Verified until %s. Renewal in progress.', 'coop-credentials' ), $date ),
			/* translators: %s: date. */
			State::Provisional => sprintf( __( 'Provisionally verified until %s', 'coop-credentials' ), $date ),
			State::Pending     => __( 'Verification in progress.', 'coop-credentials' ),
			/* translators: %s: date. */
			State::Expired     => '' === $date ? __( 'Verification has ended.', 'coop-credentials' ) : sprintf( __( 'Verification ended on %s.', 'coop-credentials' ), $date ),
			State::Suspended   => __( 'Verification paused while we check.', 'coop-credentials' ),
			/* translators: %s: date. */
			State::Revoked     => '' === $date ? __( 'Verification withdrawn.', 'coop-credentials' ) : sprintf( __( 'Verification withdrawn on %s.', 'coop-credentials' ), $date ),
			State::Draft       => __( 'Draft', 'coop-credentials' ),
			State::Withdrawn   => __( 'This entry was removed.', 'coop-credentials' ),
			default            => __( 'Listed. Not verified.', 'coop-credentials' ),
		};
	}

	public function verified( Category $category ): string {
		return Labels::verified()[ $category->value ];
	}

	/**
	 * How sure the site is, with who says so.
	 *
	 * @param int $level
	 * @param array<string, string> $facts Badge facts: kind, issuer.
	 */
	public function level( int $level, array $facts = array() ): string {
		$issuer = $facts['issuer'] ?? '';
		$kind   = Labels::kinds()[ $facts['kind'] ?? '' ] ?? '';
		return match ( true ) {
			/* translators: %s: what was found, for example "Controls its web address". */
			1 === $level && '' !== $kind   => sprintf( __( 'First evidence: %s', 'coop-credentials' ), $kind ),
			1 === $level                   => __( 'First evidence', 'coop-credentials' ),
			/* translators: %s: who checked. */
			2 === $level && '' !== $issuer => sprintf( __( 'Documents checked by %s', 'coop-credentials' ), $issuer ),
			2 === $level                   => __( 'Documents checked', 'coop-credentials' ),
			/* translators: %s: name of a register. */
			3 === $level && '' !== $issuer => sprintf( __( 'Confirmed in %s', 'coop-credentials' ), $issuer ),
			3 === $level                   => __( 'Confirmed in a register', 'coop-credentials' ),
			/* translators: %s: name of a federation. */
			4 === $level && '' !== $issuer => sprintf( __( 'Attested by %s', 'coop-credentials' ), $issuer ),
			4 === $level                   => __( 'Attested by a federation', 'coop-credentials' ),
			default                        => __( 'Listed, not checked', 'coop-credentials' ),
		};
	}

	public function category( Category|string $category ): string {
		$code = $category instanceof Category ? $category->value : $category;
		return Labels::categories()[ $code ] ?? $code;
	}

	public function type( string $code ): string {
		return Labels::types()[ $code ] ?? $code;
	}

	public function structure( string $code ): string {
		return Labels::structures()[ $code ] ?? $code;
	}

	public function sector( string $code ): string {
		return Labels::sectors()[ $code ] ?? $code;
	}

	public function kind( Evidence_Kind $kind ): string {
		return Labels::kinds()[ $kind->value ];
	}

	public function scheme( string $scheme ): string {
		return Labels::schemes()[ $scheme ] ?? $scheme;
	}

	public function country( string $code ): string {
		return Countries::name( $code, determine_locale() );
	}

	/**
	 * Label of a facet value.
	 *
	 * @param string $facet category, type, sector, country or level.
	 * @param string $code
	 */
	public function facet( string $facet, string $code ): string {
		return match ( $facet ) {
			'category' => $this->category( $code ),
			'type'     => $this->type( $code ),
			'sector'   => $this->sector( $code ),
			'country'  => $this->country( $code ),
			'level'    => $this->level( (int) $code ),
			default    => $code,
		};
	}

	/**
	 * In words, in the site's language and time zone.
	 */
	public function date( \DateTimeImmutable $date ): string {
		$format = get_option( 'date_format', 'j F Y' );
		return (string) wp_date( is_string( $format ) && '' !== $format ? $format : 'j F Y', $date->getTimestamp() );
	}
}
