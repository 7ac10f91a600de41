<?php
/**
 * Shortcode [coop_credentials_sign_in].
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

defined( 'ABSPATH' ) || exit;

/**
 * The sign-in button where no blocks are: the same four settings, all else ignored, bad values fall back.
 */
final class Sign_In_Shortcode {

	public const TAG = 'coop_credentials_sign_in';

	/**
	 * Markup; the block itself, so that styles, script and states are the same.
	 *
	 * @param mixed $given `provider`, `label`, `style` (primary, outline, link), `signedIn` (hide, status, sign_out).
	 */
	public function render( mixed $given ): string {
		$values = array();
		foreach ( is_array( $given ) ? $given : array() as $name => $value ) {
			if ( is_string( $name ) && is_string( $value ) ) {
				$values[ strtolower( $name ) ] = $value; // WordPress lowers the names, except when it cannot read the rest.
			}
		}
		$attributes = array(
			'provider' => $values['provider'] ?? '',
			'label'    => $values['label'] ?? '',
			'layout'   => 'button',
			'signedIn' => $values['signedin'] ?? $values['signed_in'] ?? '',
		);
		$style      = $values['style'] ?? '';
		if ( in_array( $style, array( 'primary', 'outline', 'link' ), true ) ) {
			$attributes['className'] = 'is-style-' . $style;
		}
		return render_block(
			array(
				'blockName'    => Sign_In_Block::NAME,
				'attrs'        => $attributes,
				'innerBlocks'  => array(),
				'innerHTML'    => '',
				'innerContent' => array(),
			)
		);
	}
}
