<?php
/**
 * Pieces of markup that pages and blocks share.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel\Front;

/**
 * Every method takes plain text and returns escaped markup; parameters named `…_html` take markup that is escaped already.
 */
final class Markup {

	/**
	 * Text that never breaks inside "co-op" and "e-mail".
	 *
	 * @param string $text Plain text.
	 */
	public static function text( string $text ): string {
		return esc_html( self::unbroken( $text ) );
	}

	/**
	 * A word joiner after the hyphen of the two words a line break would spoil, and after a bracket that could begin a
	 * shortcode: WordPress runs shortcodes over what blocks, bindings and directives printed, whoever wrote it.
	 *
	 * @param string $text Plain text.
	 */
	public static function unbroken( string $text ): string {
		return (string) preg_replace( array( '/\b(co|e)-(?=op|mail)/iu', '/\[(?=[^\s\]])/u' ), array( "$1-\u{2060}", "[\u{2060}" ), $text );
	}

	/**
	 * What happened, why, what to do.
	 *
	 * @param string $tone         ok, no, warn, lock or plain.
	 * @param string $heading      Plain text; '' where the title of the page says it.
	 * @param string $body_html    Escaped markup of the body.
	 * @param string $actions_html Escaped buttons and links.
	 * @param string $attributes   Further attributes of the outer element, escaped.
	 * @param int    $level        Heading level.
	 */
	public static function note( string $tone, string $heading, string $body_html = '', string $actions_html = '', string $attributes = '', int $level = 3 ): string {
		return sprintf(
			'<div class="coop-credentials-note is-%1$s"%2$s>%3$s<div>%4$s%5$s%6$s</div></div>',
			esc_attr( 'lock' === $tone ? 'warn' : $tone ),
			'' === $attributes ? '' : ' ' . $attributes,
			Icons::disc( $tone ),
			'' === $heading ? '' : sprintf( '<h%1$d>%2$s</h%1$d>', $level, self::text( $heading ) ),
			$body_html,
			'' === $actions_html ? '' : '<div class="coop-credentials-row">' . $actions_html . '</div>'
		);
	}

	/**
	 * A button that opens a choice of providers.
	 *
	 * @param string $label Words of the button.
	 * @param string $html  Escaped forms, one for each provider.
	 * @param string $style primary, outline or link.
	 */
	public static function choice( string $label, string $html, string $style ): string {
		return '<details class="coop-credentials-choose"><summary class="' . esc_attr( self::button_class( $style ) ) . '">' . self::text( $label ) . '</summary><div class="coop-credentials-stack"><p>'
			. self::text( __( 'Which co-op are you a member of?', 'coop-credentials' ) ) . '</p>' . $html . '</div></details>';
	}

	/**
	 * The theme's own button class, with ours. A classic theme knows `button` rather than the class of theme.json.
	 *
	 * @param string $style primary, outline or link.
	 */
	public static function button_class( string $style = 'primary' ): string {
		if ( 'link' === $style ) {
			return 'coop-credentials-link';
		}
		$class = ( wp_is_block_theme() ? '' : 'button ' ) . wp_theme_get_element_class_name( 'button' ) . ' coop-credentials-button';

		return 'outline' === $style ? $class . ' is-outline' : $class;
	}
}
