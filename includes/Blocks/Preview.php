<?php
/**
 * What the editor asked to see.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

defined( 'ABSPATH' ) || exit;

/**
 * State of one preview request of the block editor. On the site itself it is always off.
 */
final class Preview {

	public const STATES = array( 'signed_out', 'member', 'refused' );

	/**
	 * State, or null outside the editor.
	 *
	 * @var string|null
	 */
	private ?string $state = null;

	/**
	 * Notes a request of the editor for the markup of one of our blocks.
	 *
	 * @param mixed $request Any REST request about to be answered.
	 */
	public function enter( mixed $request ): void {
		$this->state = null;
		if ( ! $request instanceof \WP_REST_Request || ! str_starts_with( $request->get_route(), '/wp/v2/block-renderer/coop-credentials/' ) ) {
			return;
		}
		if ( ! current_user_can( 'edit_posts' ) ) {
			return;
		}
		$asked       = $request->get_param( 'coop_preview' );
		$this->state = is_string( $asked ) && in_array( $asked, self::STATES, true ) ? $asked : 'signed_out';
	}

	/**
	 * Whether the markup is made for the editor.
	 */
	public function is_on(): bool {
		return null !== $this->state;
	}

	/**
	 * Whether this state is asked for.
	 *
	 * @param string $state One of STATES.
	 */
	public function is( string $state ): bool {
		return $state === $this->state;
	}

	/**
	 * A hint only editors see, in place of a block that shows visitors nothing.
	 *
	 * @param string $heading Plain text.
	 * @param string $text    Plain text.
	 * @param string $url     Address of the setting that helps.
	 * @param string $label   Words of the link.
	 */
	public function hint( string $heading, string $text, string $url = '', string $label = '' ): string {
		if ( ! $this->is_on() ) {
			return '';
		}
		$link = '' !== $url && current_user_can( 'coop_credentials_manage' )
			? '<p><a href="' . esc_url( $url ) . '">' . Html::text( $label ) . '</a></p>'
			: '';
		return '<div ' . get_block_wrapper_attributes( array( 'class' => 'coop-credentials' ) ) . '><div class="coop-credentials-hint"><p><b>'
			. Html::text( $heading ) . '</b></p><p>' . Html::text( $text ) . '</p>' . $link . '</div></div>';
	}
}
