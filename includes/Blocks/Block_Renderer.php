<?php
/**
 * What each block's renderer offers.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

defined( 'ABSPATH' ) || exit;

/**
 * One class a block.
 */
interface Block_Renderer {

	/**
	 * Escaped markup, or an empty string when the visitor has nothing to see.
	 *
	 * @param Attributes $attributes Checked attributes.
	 */
	public function render( Attributes $attributes ): string;
}
