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
		$html .= esc_html( sprintf( __( 'Policy: %s', 'coop-credentials' ), $policy->stamp() ) );
		return $html . '</small></p>';
	}

	private function categories( Trust_Policy $policy ): string {
		$html = '<h2>' . esc_html__( 'What is asked of whom', 'coop-credentials' ) . '</h2><ul>';
		foreach ( $policy->categories as $name => $rules ) {
			$html .= '<li><strong>' . esc_html( $this->words->category( $name ) ) . '</strong>: ' . esc_html( $this->requirement( $rules['requires'] ) ) . '. ';
			if ( false !== $rules['badge'] ) {
				/* translators: %s: words of a level, for example "Documents checked". */
				$html .= esc_html( sprintf( __( 'Badge from: %s.', 'coop-credentials' ), $this->words->level( $rules['badge'] ) ) );
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
					/* translators: 1: kind of evidence, 2: number of days. */
					$kinds[] = sprintf( _n( '%1$s (counts %2$d day)', '%1$s (counts %2$d days)', $policy->days( $kind ), 'coop-credentials' ), $this->words->kind( $kind ), $policy->days( $kind ) );
				}
			}
			$html .= '<li>' . esc_html( $this->words->level( $level ) . ( array() === $kinds ? '' : ': ' . implode( '; ', $kinds ) ) ) . '</li>';
		}
		return $html . '</ol>';
	}

	/**
	 * @param array<string, mixed> $node Of the policy.
	 */
	private function requirement( array $node ): string {
		if ( isset( $node['evidence'] ) && is_string( $node['evidence'] ) ) {
			return Labels::kinds()[ $node['evidence'] ] ?? $node['evidence'];
		}
		$any   = isset( $node['any_of'] );
		$parts = array();
		foreach ( (array) ( $node['any_of'] ?? $node['all_of'] ?? array() ) as $part ) {
			$parts[] = $this->requirement( (array) $part );
		}
		/* translators: %s: list of kinds of evidence. */
		return sprintf( $any ? __( 'one of (%s)', 'coop-credentials' ) : __( 'all of (%s)', 'coop-credentials' ), implode( '; ', $parts ) );
	}
}
