<?php
/**
 * Which pages no cache may keep.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Kernel\Settings;

defined( 'ABSPATH' ) || exit;

/**
 * A page is private when its address asks for it or when one of our private blocks stands in its text. Costs no query.
 */
final class Page_Privacy {

	private const BLOCKS = array( 'coop-credentials/my-coupons', 'coop-credentials/my-credentials', 'coop-credentials/redeem' );

	/**
	 * Takes the pages of the site.
	 *
	 * @param Settings $settings Setting `pages`.
	 */
	public function __construct( private readonly Settings $settings ) {}

	/**
	 * Whether the page about to be shown is private.
	 *
	 * @param array<mixed> $query Arguments of the address.
	 */
	public function is_private( array $query ): bool {
		if ( '1' === ( $query['coop_credentials_private'] ?? '' ) || isset( $query['coop_action'] ) ) {
			return true;
		}
		$post = is_singular() ? get_queried_object() : null;
		if ( ! $post instanceof \WP_Post ) {
			return false;
		}
		foreach ( self::BLOCKS as $block ) {
			if ( has_block( $block, $post ) ) {
				return true;
			}
		}
		$pages = $this->settings->get( 'pages', array() );
		$pages = is_array( $pages ) ? $pages : array();
		return in_array( $post->ID, array_map( 'intval', array( $pages['my_coupons'] ?? 0, $pages['my_credentials'] ?? 0, $pages['till'] ?? 0 ) ), true );
	}

	/**
	 * Whether the address asks a block for something: such pages are not for search engines.
	 *
	 * @param array<mixed> $query Arguments of the address.
	 */
	public function is_narrowed( array $query ): bool {
		foreach ( array_keys( $query ) as $name ) {
			if ( 1 === preg_match( '/^coop(?:\d*|_credentials)_/D', (string) $name ) ) {
				return true;
			}
		}
		return false;
	}
}
