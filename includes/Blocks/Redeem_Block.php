<?php
/**
 * Block coop-credentials/redeem.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Kernel\Front\Privacy;

defined( 'ABSPATH' ) || exit;

/**
 * The till of staff, or the one field of an online shop. Prints a till only into responses that no cache keeps.
 */
final class Redeem_Block implements Block_Renderer {

	public const NAME = 'coop-credentials/redeem';

	/**
	 * Takes what it shows.
	 *
	 * @param Till_View     $till    The till.
	 * @param Till_Points   $points  Tills and doors of the site.
	 * @param Request_State $request Result of a form post.
	 * @param Preview       $preview Editor's preview.
	 */
	public function __construct(
		private readonly Till_View $till,
		private readonly Till_Points $points,
		private readonly Request_State $request,
		private readonly Preview $preview,
	) {}

	/**
	 * Markup of the block.
	 *
	 * @param Attributes $attributes `mode`, `point`.
	 */
	public function render( Attributes $attributes ): string {
		$mode = $attributes->choice( 'mode', array( 'online', 'till' ) );
		if ( $this->preview->is_on() ) {
			return $this->preview_of( $mode );
		}
		if ( ! Privacy::is_private() ) {
			return $this->wrap(
				$mode,
				'<p><a class="no-prefetch ' . esc_attr( Html::button_class() ) . '" rel="nofollow" href="' . esc_url( Html::private_url() ) . '">'
				. Html::text( 'till' === $mode ? __( 'Open the till', 'coop-credentials' ) : __( 'Use a code', 'coop-credentials' ) ) . '</a></p>'
			);
		}
		if ( ! current_user_can( Capabilities::REDEEM ) ) {
			return $this->wrap( $mode, 'till' === $mode ? $this->closed() : $this->not_here() );
		}
		$points = $this->points->open( 'online' === $mode ? 'online' : '' );
		if ( array() === $points ) {
			return $this->wrap(
				$mode,
				Html::note(
					'plain',
					__( 'No till is set up yet', 'coop-credentials' ),
					'<p>' . Html::text( __( 'A till or a door has to be added before codes can be used.', 'coop-credentials' ) ) . '</p>',
					current_user_can( Capabilities::MANAGE_OFFERS ) ? '<a href="' . esc_url( admin_url( 'admin.php?page=coop-credentials-offers' ) ) . '">' . Html::text( __( 'Add a till', 'coop-credentials' ) ) . '</a>' : ''
				)
			);
		}
		$chosen = $this->points->chosen( $points, $attributes->id( 'point' ) );
		return $this->wrap( $mode, $this->till->render( $points, $chosen, $this->request->result, 'online' === $mode ), true );
	}

	/**
	 * The outer element.
	 *
	 * @param string $mode till or online.
	 * @param string $html Escaped markup.
	 * @param bool   $live Whether the view module has something to do.
	 */
	private function wrap( string $mode, string $html, bool $live = false ): string {
		$attributes = array( 'class' => 'coop-credentials is-' . $mode );
		if ( $live ) {
			$attributes += array(
				'data-wp-interactive'          => self::NAME,
				'data-wp-init'                 => 'callbacks.init',
				Html::LATE                     => 'callbacks.init',
				'data-wp-on-document--keydown' => 'actions.key',
				'data-wp-on-window--online'    => 'actions.connection',
				'data-wp-on-window--offline'   => 'actions.connection',
			);
		}
		return '<div ' . get_block_wrapper_attributes( $attributes ) . '>' . $html . '</div>';
	}

	/**
	 * Only staff open a till.
	 */
	private function closed(): string {
		if ( is_user_logged_in() ) {
			return Html::note( 'plain', __( 'This is the till of the staff', 'coop-credentials' ), '<p>' . Html::text( __( 'Your account may not use codes. Ask the site’s team.', 'coop-credentials' ) ) . '</p>' );
		}
		return Html::note(
			'plain',
			__( 'This is the till of the staff', 'coop-credentials' ),
			'<p>' . Html::text( __( 'Log in to use codes here.', 'coop-credentials' ) ) . '</p>',
			'<a class="' . esc_attr( Html::button_class() ) . '" href="' . esc_url( wp_login_url( home_url( Html::current_path() ) ) ) . '">' . Html::text( __( 'Log in', 'coop-credentials' ) ) . '</a>'
		);
	}

	/**
	 * A member finds the way to use a code.
	 */
	private function not_here(): string {
		return Html::note( 'plain', __( 'Show your code at the till', 'coop-credentials' ), '<p>' . Html::text( __( 'Codes of this site are used at a till or at a door.', 'coop-credentials' ) ) . '</p>' );
	}

	/**
	 * Sample till of the editor.
	 *
	 * @param string $mode till or online.
	 */
	private function preview_of( string $mode ): string {
		$point  = array(
			'uid'          => 'sample',
			'name'         => __( 'Till 1', 'coop-credentials' ),
			'organisation' => __( 'Example Co-op', 'coop-credentials' ),
		);
		$result = null;
		if ( $this->preview->is( 'member' ) ) {
			$result = new Form_Result( 'ok', __( 'Accepted', 'coop-credentials' ), __( '10 % off everything in the shop', 'coop-credentials' ), __( 'Use 1 of 1', 'coop-credentials' ), 'ok' );
		} elseif ( $this->preview->is( 'refused' ) ) {
			$result = new Form_Result( 'no', __( 'Not accepted', 'coop-credentials' ), __( 'Already used today at 14:02 at the bar.', 'coop-credentials' ), __( 'Ask the customer for another code.', 'coop-credentials' ), 'already_redeemed' );
		}
		return $this->wrap( $mode, $this->till->render( array( $point ), $point, $result, 'online' === $mode ), true );
	}
}
