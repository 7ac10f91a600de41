<?php
/**
 * Text that others read without rendering it.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

defined( 'ABSPATH' ) || exit;

/**
 * Plugins that describe a page to search engines, and core's list of latest posts, read the stored text itself. In the page
 * that is shown they find it without what stands inside gates; stored, nothing is ever changed.
 */
final class Post_Gate_Raw {

	/**
	 * Full text of posts whose copy of this request was cut, by post.
	 *
	 * @var array<int,array{cut:string,full:string}>
	 */
	private array $cut = array();

	/** @var bool Whether core's list of latest posts is being rendered. */
	private bool $listing = false;

	/**
	 * Cuts the gates out of the post that is about to be shown on a public page.
	 *
	 * @param \WP_Query $query Main query.
	 */
	public function cut( \WP_Query $query ): void {
		foreach ( is_array( $query->posts ) ? $query->posts : array() as $post ) {
			if ( $post instanceof \WP_Post && has_block( Member_Gate_Block::NAME, $post ) ) {
				$full = $post->post_content;
				$cut  = serialize_blocks( self::without_inside( parse_blocks( $full ) ) );

				$this->cut[ $post->ID ] = array(
					'cut'  => $cut,
					'full' => $full,
				);
				$post->post_content     = $cut;
			}
		}
	}

	/**
	 * Puts the full text back when somebody saves the copy that was cut.
	 *
	 * @param array<mixed> $data    Slashed values about to be stored.
	 * @param int          $post_id Post.
	 *
	 * @return array<mixed>
	 */
	public function restore( array $data, int $post_id ): array {
		if ( isset( $this->cut[ $post_id ], $data['post_content'] ) && wp_unslash( $data['post_content'] ) === $this->cut[ $post_id ]['cut'] ) {
			$data['post_content'] = wp_slash( $this->cut[ $post_id ]['full'] );
		}
		return $data;
	}

	/**
	 * Notes that core's list of latest posts begins or ends; it prints the stored text of posts.
	 *
	 * @param bool $begins Begins.
	 */
	public function list_latest( bool $begins ): void {
		$this->listing = $begins;
	}

	/**
	 * Whether a post must not be printed as stored now.
	 *
	 * @param \WP_Post $post Post.
	 */
	public function hides( \WP_Post $post ): bool {
		return $this->listing && has_block( Member_Gate_Block::NAME, $post );
	}

	/**
	 * Blocks with empty gates.
	 *
	 * @param array<mixed> $blocks Parsed blocks.
	 *
	 * @return array<mixed>
	 */
	public static function without_inside( array $blocks ): array {
		foreach ( $blocks as $index => $block ) {
			if ( ! is_array( $block ) ) {
				continue;
			}
			if ( Member_Gate_Block::NAME === ( $block['blockName'] ?? '' ) ) {
				$block['innerBlocks']  = array();
				$block['innerContent'] = array();
				$block['innerHTML']    = '';
			} elseif ( is_array( $block['innerBlocks'] ?? null ) ) {
				$block['innerBlocks'] = self::without_inside( $block['innerBlocks'] );
			}
			$blocks[ $index ] = $block;
		}
		return $blocks;
	}
}
