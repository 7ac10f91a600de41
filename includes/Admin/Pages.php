<?php
declare( strict_types=1 );

namespace CoopCredentials\Admin;

use CoopCredentials\Kernel\Settings;

/**
 * The pages a site needs: found by what is on them, made on request.
 */
final class Pages {

	public const NAMES = array( 'offers', 'my_coupons', 'my_credentials', 'till' );

	private const BLOCKS = array(
		'offers'         => 'coop-credentials/offers',
		'my_coupons'     => 'coop-credentials/my-coupons',
		'my_credentials' => 'coop-credentials/my-credentials',
		'till'           => 'coop-credentials/redeem',
	);

	public function __construct( private readonly Settings $settings ) {
	}

	/**
	 * Where each page is now: the chosen one if it is published and shows its block, else any that does.
	 *
	 * @return array<string, int|null> Name to post id.
	 */
	public function found(): array {
		$found = array();
		foreach ( self::NAMES as $name ) {
			$found[ $name ] = $this->chosen( $name ) ?? $this->by_content( $name );
		}
		return $found;
	}

	/**
	 * Names of the pages that are missing.
	 *
	 * @return list<string>
	 */
	public function missing(): array {
		return array_keys( array_filter( $this->found(), 'is_null' ) );
	}

	/**
	 * Remembers the pages that were found and makes the missing ones, published.
	 *
	 * @return array<string, int> Name to post id.
	 */
	public function make_missing(): array {
		$ids = array();
		foreach ( $this->found() as $name => $id ) {
			$id ??= $this->insert( $name );
			if ( $id > 0 ) {
				$ids[ $name ] = $id;
			}
		}
		$this->settings->set( 'pages', array_merge( $this->stored(), $ids ) );
		return $ids;
	}

	/**
	 * @param string $name One of NAMES.
	 */
	public function title( string $name ): string {
		return match ( $name ) {
			'offers'         => __( 'Offers for members', 'coop-credentials' ),
			'my_coupons'     => __( 'My coupons', 'coop-credentials' ),
			'my_credentials' => __( 'My credentials', 'coop-credentials' ),
			default          => __( 'Till', 'coop-credentials' ),
		};
	}

	/**
	 * Page ids of the settings.
	 *
	 * @return array<string, int>
	 */
	public function stored(): array {
		$pages = $this->settings->get( 'pages', array() );
		$ids   = array();
		foreach ( is_array( $pages ) ? $pages : array() as $name => $id ) {
			if ( is_string( $name ) && is_numeric( $id ) && (int) $id > 0 ) {
				$ids[ $name ] = (int) $id;
			}
		}
		return $ids;
	}

	private function chosen( string $name ): ?int {
		$id   = $this->stored()[ $name ] ?? 0;
		$post = $id > 0 ? get_post( $id ) : null;
		return $post instanceof \WP_Post && $this->shows( $post, $name ) ? $post->ID : null;
	}

	private function by_content( string $name ): ?int {
		$posts = get_posts(
			array(
				'post_type'        => 'page',
				'post_status'      => 'publish',
				's'                => 'wp:' . self::BLOCKS[ $name ],
				'sentence'         => true,
				'numberposts'      => 20,
				'orderby'          => 'ID',
				'order'            => 'ASC',
				'suppress_filters' => false,
			)
		);
		foreach ( $posts as $post ) {
			if ( $post instanceof \WP_Post && $this->shows( $post, $name ) ) {
				return $post->ID;
			}
		}
		return null;
	}

	private function shows( \WP_Post $post, string $name ): bool {
		if ( 'publish' !== $post->post_status || ! has_block( self::BLOCKS[ $name ], $post ) ) {
			return false;
		}
		return 'till' !== $name || self::has_till( parse_blocks( $post->post_content ) );
	}

	/**
	 * The redeem block is a till only in that mode.
	 *
	 * @param array<array-key, array<string, mixed>> $blocks Parsed blocks.
	 */
	private static function has_till( array $blocks ): bool {
		foreach ( $blocks as $block ) {
			$attributes = is_array( $block['attrs'] ?? null ) ? $block['attrs'] : array();
			if ( self::BLOCKS['till'] === ( $block['blockName'] ?? '' ) && 'till' === ( $attributes['mode'] ?? '' ) ) {
				return true;
			}
			$inner = is_array( $block['innerBlocks'] ?? null ) ? $block['innerBlocks'] : array();
			if ( self::has_till( array_filter( $inner, 'is_array' ) ) ) {
				return true;
			}
		}
		return false;
	}

	private function insert( string $name ): int {
		$content = match ( $name ) {
			'offers'         => "<!-- wp:coop-credentials/sign-in /-->\n\n<!-- wp:coop-credentials/offers /-->",
			'my_coupons'     => '<!-- wp:coop-credentials/my-coupons /-->',
			'my_credentials' => '<!-- wp:coop-credentials/my-credentials /-->',
			default          => '<!-- wp:coop-credentials/redeem {"mode":"till"} /-->',
		};
		$id = wp_insert_post(
			array(
				'post_type'    => 'page',
				'post_status'  => 'publish',
				'post_title'   => $this->title( $name ),
				'post_name'    => str_replace( '_', '-', $name ),
				'post_content' => $content,
			)
		);
		return is_int( $id ) ? $id : 0;
	}
}
