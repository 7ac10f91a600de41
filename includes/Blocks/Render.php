<?php
/**
 * The one helper the render.php files call.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Kernel\Problem;

defined( 'ABSPATH' ) || exit;

/**
 * Finds the renderer of a block.
 */
final class Render {

	/**
	 * Set by Blocks_Module.
	 *
	 * @var Services|null
	 */
	private static ?Services $services = null;

	/**
	 * Takes the services of this site.
	 *
	 * @param Services|null $services Null forgets them.
	 */
	public static function use( ?Services $services ): void {
		self::$services = $services;
	}

	/**
	 * Markup of one block.
	 *
	 * A block never breaks the page it stands on: when storage is down, visitors see a plain sentence.
	 *
	 * @param string       $name       Name without our namespace.
	 * @param array<mixed> $attributes As the editor stored them.
	 */
	public static function block( string $name, array $attributes ): string {
		if ( null === self::$services ) {
			return '';
		}
		try {
			return self::without_shortcodes( self::$services->renderer( $name )->render( new Attributes( $attributes ) ) );
		} catch ( Problem $problem ) {
			return self::unavailable( $problem );
		}
	}

	/**
	 * Markup of a gate around other blocks: its own words when it is closed, else what stands inside, untouched.
	 *
	 * @param array<mixed> $attributes As the editor stored them.
	 * @param mixed        $block      The gate with its inner blocks.
	 */
	public static function gate( array $attributes, mixed $block ): string {
		if ( null === self::$services || ! $block instanceof \WP_Block ) {
			return '';
		}
		try {
			$gate   = self::$services->member_gate();
			$closed = $gate->render( new Attributes( $attributes ) );
			return '' === $closed ? $gate->open( new Attributes( $attributes ), $block ) : self::without_shortcodes( $closed );
		} catch ( Problem $problem ) {
			return self::unavailable( $problem );
		}
	}

	/**
	 * A plain sentence in place of a block.
	 *
	 * @param Problem $problem Why.
	 */
	private static function unavailable( Problem $problem ): string {
		return '<div ' . get_block_wrapper_attributes( array( 'class' => 'coop-credentials' ) ) . '>'
			. Html::note(
				'warn',
				__( 'This part of the page could not be loaded', 'coop-credentials' ),
				'<p>' . Html::text( __( 'Please try again in a few minutes.', 'coop-credentials' ) ) . '</p>',
				'<a href="' . esc_url( Html::current_path() ) . '">' . Html::text( __( 'Try again', 'coop-credentials' ) ) . '</a>',
				'data-reason="' . esc_attr( $problem->reason ) . '"'
			) . '</div>';
	}

	/**
	 * Names and texts of others are no shortcodes: the theme runs do_shortcode() over what a block printed. Written as a
	 * hexadecimal reference, because WordPress turns the decimal one back.
	 *
	 * @param string $html Markup of a block.
	 */
	private static function without_shortcodes( string $html ): string {
		return (string) preg_replace( '/\[(?![\]"{&])/', '&#x5B;', $html );
	}
}
