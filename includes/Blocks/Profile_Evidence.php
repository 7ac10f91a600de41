<?php
/**
 * Why an organisation counts as what it is.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Kernel\Front\Icons;
use CoopCredentials\Kernel\Front\Router;

defined( 'ABSPATH' ) || exit;

/**
 * Timeline of the evidence: valid first, the one that decides marked, ended ones kept.
 */
final class Profile_Evidence {

	/**
	 * Takes the addresses.
	 *
	 * @param Router $router Addresses of our paths.
	 */
	public function __construct( private readonly Router $router ) {}

	/**
	 * The section.
	 *
	 * @param array<string,mixed> $profile Public profile.
	 */
	public function render( array $profile ): string {
		$records = array();
		foreach ( is_array( $profile['evidence'] ?? null ) ? $profile['evidence'] : array() as $record ) {
			if ( is_array( $record ) ) {
				$records[] = $record + array( 'ended' => $this->has_ended( $record ) );
			}
		}
		usort( $records, static fn ( array $a, array $b ): int => array( $a['ended'], (int) Html::string( $b, 'level', '0' ), Html::string( $b, 'checked_at' ) ) <=> array( $b['ended'], (int) Html::string( $a, 'level', '0' ), Html::string( $a, 'checked_at' ) ) );
		$valid   = count( array_filter( $records, static fn ( array $record ): bool => ! $record['ended'] ) );
		$heading = 'coop' === Html::string( $profile, 'category', 'coop' ) ? __( 'Why it counts as a co-op', 'coop-credentials' ) : __( 'Why it is listed', 'coop-credentials' );
		/* translators: %s: number of proofs. */
		$lead = 0 === $valid ? __( 'There is no valid proof at the moment.', 'coop-credentials' ) : sprintf( _n( '%s valid proof.', '%s valid proofs. The strongest one decides the badge.', $valid, 'coop-credentials' ), number_format_i18n( $valid ) );
		$html = '';
		foreach ( $records as $record ) {
			$html .= $this->record( $record, true === ( $record['decides'] ?? false ) );
		}
		return '<section id="why"><h2>' . Html::text( $heading ) . '</h2><p>' . Html::text( $lead ) . ' <a href="' . esc_url( $this->policy_url() ) . '">' . Html::text( __( 'How we verify', 'coop-credentials' ) ) . '</a></p>'
			. ( '' === $html ? '' : '<ol class="coop-credentials-evidence">' . $html . '</ol>' ) . '</section>';
	}

	/**
	 * One record.
	 *
	 * @param array<mixed> $record  Public evidence.
	 * @param bool         $decides Whether the badge rests on it.
	 */
	private function record( array $record, bool $decides ): string {
		$ended = true === $record['ended'];
		$title = Html::string( $record, 'words', Html::string( $record, 'kind' ) );
		$tag   = $decides ? __( 'decides the badge', 'coop-credentials' ) : array(
			'revoked'  => __( 'withdrawn', 'coop-credentials' ),
			'replaced' => __( 'replaced', 'coop-credentials' ),
			'ended'    => __( 'ended', 'coop-credentials' ),
		)[ Html::string( $record, 'status' ) ] ?? '';
		$rows  = array();
		$when  = Html::date( Html::string( $record, 'checked_at' ) );
		if ( '' !== $when ) {
			$how    = array(
				'automatic'   => __( 'automatically', 'coop-credentials' ),
				'manual'      => __( 'by a reviewer of this site', 'coop-credentials' ),
				'attestation' => __( 'by a signed statement', 'coop-credentials' ),
			)[ Html::string( $record, 'method' ) ] ?? '';
			$rows[] = array( __( 'Checked', 'coop-credentials' ), Html::text( '' === $how ? $when : $when . ', ' . $how ) );
		}
		$until = Html::date( Html::string( $record, 'valid_until' ) );
		if ( '' !== $until ) {
			$rows[] = array( $ended ? __( 'Ended on', 'coop-credentials' ) : __( 'Valid until', 'coop-credentials' ), Html::text( $until ) );
		}
		if ( '' !== Html::string( $record, 'issuer' ) ) {
			$rows[] = array( __( 'Source', 'coop-credentials' ), Html::text( Html::string( $record, 'issuer' ) ) );
		}
		$subject = is_array( $record['subject'] ?? null ) ? Html::string( $record['subject'], 'value' ) : '';
		if ( '' !== $subject ) {
			$rows[] = array( __( 'Number or address there', 'coop-credentials' ), '<span dir="ltr">' . esc_html( $subject ) . '</span>' );
		}
		$url = Html::string( $record, 'reference_url' );
		if ( 1 === preg_match( '#^https?://#i', $url ) ) {
			$rows[] = array( __( 'Look for yourself', 'coop-credentials' ), '<a rel="nofollow noopener" href="' . esc_url( $url ) . '">' . Html::text( (string) wp_parse_url( $url, PHP_URL_HOST ) ) . Icons::svg( 'external', 20 ) . '</a>' );
		}
		if ( '' !== Html::string( $record, 'note' ) ) {
			$rows[] = array( __( 'Note', 'coop-credentials' ), Html::text( Html::string( $record, 'note' ) ) );
		}
		$list = '';
		foreach ( $rows as list( $label, $value_html ) ) {
			$list .= '<dt>' . Html::text( $label ) . '</dt><dd>' . $value_html . '</dd>';
		}
		return '<li' . ( $ended ? ' class="is-ended"' : '' ) . '>' . ( $ended ? Icons::svg( 'check' ) : Icons::disc( 'ok' ) ) . '<div><h3>' . Html::text( $title ) . ( '' === $tag ? '' : ' <span class="coop-credentials-tag">' . Html::text( $tag ) . '</span>' ) . '</h3><dl>' . $list . '</dl></div></li>';
	}

	/**
	 * Whether a record no longer counts.
	 *
	 * @param array<mixed> $record Public evidence.
	 */
	private function has_ended( array $record ): bool {
		return 'valid' !== Html::string( $record, 'status', 'valid' );
	}

	/**
	 * Page of the trust policy.
	 */
	private function policy_url(): string {
		try {
			return $this->router->url( 'how_we_verify' );
		} catch ( \LogicException ) {
			return home_url( '/co-ops/how-we-verify/' );
		}
	}
}
