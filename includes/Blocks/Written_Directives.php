<?php
/**
 * Directives that people write.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

defined( 'ABSPATH' ) || exit;

/**
 * Keeps our stores for the markup our own blocks make.
 *
 * WordPress lets every author write `data-*` attributes, and a locked store still answers to directives: with an own
 * context an author's paragraph could press our buttons in the name of whoever reads it. What is written in a post, a
 * widget or a template therefore loses every Interactivity directive that names one of our stores. Directives of others stay.
 */
final class Written_Directives {

	private const PREFIX = 'data-wp-';

	private const OURS = 'coop-credentials/';

	/**
	 * A block as stored, without directives to our stores.
	 *
	 * @param array<mixed> $block Parsed block.
	 *
	 * @return array<mixed>
	 */
	public static function strip( array $block ): array {
		foreach ( array( 'innerHTML', 'innerContent', 'attrs' ) as $part ) {
			$block[ $part ] = self::clean( $block[ $part ] ?? null );
		}
		return $block;
	}

	/**
	 * Some blocks print markup out of their attributes, so those are read like the text.
	 *
	 * @param mixed $value Markup, or a list with markup somewhere in it.
	 */
	private static function clean( mixed $value ): mixed {
		if ( is_array( $value ) ) {
			return array_map( self::clean( ... ), $value );
		}
		return is_string( $value ) && false !== stripos( $value, self::PREFIX ) ? self::without( $value ) : $value;
	}

	/**
	 * @param string $html Markup.
	 */
	private static function without( string $html ): string {
		$tags = new \WP_HTML_Tag_Processor( $html );
		while ( $tags->next_tag( array( 'tag_closers' => 'skip' ) ) ) {
			foreach ( $tags->get_attribute_names_with_prefix( self::PREFIX ) ?? array() as $name ) {
				$value = $tags->get_attribute( $name );
				if ( is_string( $value ) && self::is_ours( $value ) ) {
					$tags->remove_attribute( $name );
				}
			}
		}
		return $tags->get_updated_html();
	}

	/**
	 * Does a directive name one of our stores, plainly (`store::path`) or as JSON (`{"namespace":"store"}`)?
	 *
	 * @param string $value Decoded value of the attribute.
	 */
	private static function is_ours( string $value ): bool {
		$told = json_decode( $value, true );
		$name = is_array( $told ) ? $told['namespace'] ?? '' : $value;
		return is_string( $name ) && str_contains( $name, self::OURS );
	}
}
