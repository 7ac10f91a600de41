<?php
/**
 * How the site verifies, in words.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

/**
 * The trust policy as a page for visitors. Returns escaped HTML.
 */
final class Policy_Text {

	public function __construct( private readonly Words $words ) {}

	public function html( Trust_Policy $policy ): string {
		$html = '<p>' . esc_html__( 'Every entry in the directory says why it counts as what it is, who checked it and until when. Nobody can type a badge in: it follows from dated evidence and goes when the evidence ends.', 'coop-credentials' ) . '</p>';
		if ( array() === $policy->categories ) {
			return $html . '<p>' . esc_html__( 'At the moment this site verifies nobody.', 'coop-credentials' ) . '</p>';
		}
		$html .= $this->categories( $policy ) . $this->levels( $policy );
		$html .= '<h2>' . esc_html__( 'When evidence ends', 'coop-credentials' ) . '</h2><p>';
		/* translators: %d: number of days. */
		$html .= esc_html( sprintf( _n( 'An entry whose evidence ends keeps its badge for up to %d more day, marked as being renewed. After that it is shown as ended, with the date.', 'An entry whose evidence ends keeps its badge for up to %d more days, marked as being renewed. After that it is shown as ended, with the date.', $policy->grace_days, 'coop-credentials' ), $policy->grace_days ) );
		$html .= '</p><p>';
		/* translators: %d: number of days. */
		$html .= esc_html( sprintf( _n( 'Who disagrees with a decision has %d day to ask for another look.', 'Who disagrees with a decision has %d days to ask for another look.', $policy->appeal_days, 'coop-credentials' ), $policy->appeal_days ) );
		$html .= '</p><p><small>';
		/* translators: %s: name and version of the policy. */
		$html .= esc_html( sprintf( __( 'Version of these rules: %s', 'coop-credentials' ), $policy->stamp() ) );
		return $html . '</small></p>';
	}

	private function categories( Trust_Policy $policy ): string {
		$html = '<h2>' . esc_html__( 'What is asked of whom', 'coop-credentials' ) . '</h2><ul>';
		foreach ( $policy->categories as $name => $rules ) {
			$html .= '<li><strong>' . esc_html( $this->words->category( $name ) ) . '</strong>' . $this->requirement( $rules['requires'] );
			if ( false !== $rules['badge'] ) {
				$html .= '<p>';
				/* translators: %s: words of a level, for example "Documents checked". */
				$html .= esc_html( sprintf( __( 'It has a badge from “%s” on.', 'coop-credentials' ), $this->words->level( $rules['badge'] ) ) ) . '</p>';
			}
			$html .= '</li>';
		}
		return $html . '</ul>';
	}

	private function levels( Trust_Policy $policy ): string {
		$html = '<h2>' . esc_html__( 'How sure we are', 'coop-credentials' ) . '</h2><ol start="0">';
		for ( $level = 0; $level <= 4; $level++ ) {
			$kinds = array();
			foreach ( Evidence_Kind::cases() as $kind ) {
				if ( $kind->level() === $level && $level > 0 ) {
					/* translators: 1: kind of evidence, 2: how long it counts, for example "2 years". */
					$kinds[] = sprintf( __( '%1$s, for %2$s', 'coop-credentials' ), $this->words->kind( $kind ), self::span( $policy->days( $kind ) ) );
				}
			}
			$list = '';
			foreach ( $kinds as $kind_words ) {
				$list .= '<li>' . esc_html( $kind_words ) . '</li>';
			}
			$html .= '<li><strong>' . esc_html( $this->words->level( $level ) ) . '</strong>' . ( '' === $list ? '' : '<ul>' . $list . '</ul>' ) . '</li>';
		}
		return $html . '</ol>';
	}

	/**
	 * A requirement as a sentence with a list below it; escaped.
	 *
	 * @param array<string, mixed> $node  Of the policy.
	 */
	private function requirement( array $node ): string {
		if ( isset( $node['evidence'] ) && is_string( $node['evidence'] ) ) {
			/* translators: %s: kind of evidence, for example "Confirmed in the official register". */
			return '<p>' . esc_html( sprintf( __( 'This is asked for: %s.', 'coop-credentials' ), Labels::kinds()[ $node['evidence'] ] ?? $node['evidence'] ) ) . '</p>';
		}
		$parts = '';
		foreach ( (array) ( $node['any_of'] ?? $node['all_of'] ?? array() ) as $part ) {
			$part   = (array) $part;
			$parts .= '<li>' . ( isset( $part['evidence'] ) && is_string( $part['evidence'] ) ? esc_html( Labels::kinds()[ $part['evidence'] ] ?? $part['evidence'] ) : $this->requirement( $part ) ) . '</li>';
		}
		$lead = isset( $node['any_of'] ) ? __( 'One of these is enough:', 'coop-credentials' ) : __( 'All of these are asked for:', 'coop-credentials' );
		return '' === $parts ? '<p>' . esc_html__( 'Nothing is asked for.', 'coop-credentials' ) . '</p>' : '<p>' . esc_html( $lead ) . '</p><ul>' . $parts . '</ul>';
	}

	/**
	 * "2 years", "6 months" or "10 days": as a person would say it.
	 *
	 * @param int $days Number of days.
	 */
	private static function span( int $days ): string {
		if ( $days >= 365 && 0 === $days % 365 ) {
			/* translators: %d: number of years. */
			return sprintf( _n( '%d year', '%d years', intdiv( $days, 365 ), 'coop-credentials' ), intdiv( $days, 365 ) );
		}
		$months = (int) round( $days / 30.4375 );
		if ( $months > 1 && abs( $days - 30.4375 * $months ) < 2 ) {
			/* translators: %d: number of months. */
			return sprintf( _n( '%d month', '%d months', $months, 'coop-credentials' ), $months );
		}
		/* translators: %d: number of days. */
		return sprintf( _n( '%d day', '%d days', $days, 'coop-credentials' ), $days );
	}
}
