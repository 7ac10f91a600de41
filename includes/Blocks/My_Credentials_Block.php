<?php
/**
 * Block coop-credentials/my-credentials.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Kernel\Front\Privacy;
use CoopCredentials\Sign_In\Own_Data\Services as Own_Data;

defined( 'ABSPATH' ) || exit;

/**
 * What is known about the visitor, by whom, until when; what happened; take it along, take it away. Needs no script. Prints
 * only into responses that no cache keeps.
 */
final class My_Credentials_Block implements Block_Renderer {

	private const PER_PAGE = 20;

	/**
	 * Takes what it shows.
	 *
	 * @param Own_Data            $records Records of the visitor.
	 * @param My_Credentials_View $view    Markup.
	 * @param Sign_In_Block       $sign_in Start forms.
	 * @param Preview             $preview Editor's preview.
	 */
	public function __construct(
		private readonly Own_Data $records,
		private readonly My_Credentials_View $view,
		private readonly Sign_In_Block $sign_in,
		private readonly Preview $preview,
	) {}

	/**
	 * Markup of the block.
	 *
	 * @param Attributes $attributes `headingLevel`, `showHistory`.
	 */
	public function render( Attributes $attributes ): string {
		$level   = $attributes->number( 'headingLevel', array( 2, 3, 4 ) );
		$history = $attributes->flag( 'showHistory', true );
		if ( $this->preview->is_on() ) {
			$sample = $this->preview->is( 'signed_out' ) ? null : Samples::credential( $this->preview->is( 'member' ) );
			return $this->wrap(
				null === $sample ? $this->signed_out( $level )
				: $this->view->credentials( array( $sample ), array(), $level ) . ( $history ? $this->view->history( Samples::history(), 2, 1, self::PER_PAGE, $level ) : '' ) . $this->view->rights( $level )
			);
		}
		if ( ! Privacy::is_private() ) {
			return $this->wrap(
				'<p><a class="no-prefetch ' . esc_attr( Html::button_class() ) . '" rel="nofollow" href="' . esc_url( Html::private_url() ) . '">'
				. Html::text( __( 'Show my credentials', 'coop-credentials' ) ) . '</a></p>'
			);
		}
		$owner = $this->records->owners()->get();
		$done  = $this->view->done( $level );
		if ( null === $owner ) {
			return $this->wrap( $done . ( '' === $done ? $this->signed_out( $level ) : '' ) );
		}
		$service = $this->records->credentials();
		$html    = $done . $this->view->credentials( $service->of( $owner ), $service->labels( $owner->visitor ), $level );
		if ( $history && array() !== $owner->identities ) {
			$page  = self::page();
			$found = $this->records->history()->of( $owner, $page, self::PER_PAGE );
			$html .= $this->view->history( $found['items'], $found['total'], $page, self::PER_PAGE, $level );
		}
		return $this->wrap( $html . $this->view->rights( $level ) );
	}

	/**
	 * The outer element.
	 *
	 * @param string $html Escaped markup.
	 */
	private function wrap( string $html ): string {
		return '<div ' . get_block_wrapper_attributes( array( 'class' => 'coop-credentials' ) ) . '>' . $html . '</div>';
	}

	/**
	 * Nobody is signed in.
	 *
	 * @param int $level Heading level.
	 */
	private function signed_out( int $level ): string {
		return Html::note( 'plain', __( 'You are not signed in', 'coop-credentials' ), '<p>' . Html::text( __( 'Sign in to see what this site knows about you.', 'coop-credentials' ) ) . '</p>', $this->sign_in->way_in(), '', $level );
	}

	/**
	 * Page of the history, from the address.
	 */
	private static function page(): int {
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended, WordPress.Security.ValidatedSanitizedInput.InputNotSanitized -- digits only.
		$page = isset( $_GET['coop_history'] ) && is_string( $_GET['coop_history'] ) ? wp_unslash( $_GET['coop_history'] ) : '1';
		return 1 === preg_match( '/^[1-9]\d{0,3}$/D', $page ) ? (int) $page : 1;
	}
}
