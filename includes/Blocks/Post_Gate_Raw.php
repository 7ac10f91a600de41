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
 * that is shown they find it without what stands inside closed gates; stored, nothing is ever changed.
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
	 * Takes what it asks.
	 *
	 * @param Post_Gate $gate Whether a gate is open.
	 */
	public function __construct( private readonly Post_Gate $gate ) {}

	/**
	 * Cuts closed gates out of the posts that are about to be shown.
	 *
	 * @param \WP_Query $query Main query.
	 */
	public function cut( \WP_Query $query ): void {
		foreach ( is_array( $query->posts ) ? $query->posts : array() as $post ) {
			if ( $post instanceof \WP_Post && has_block( Member_Gate_Block::NAME, $post ) ) {
				$full = $post->post_content;
				$cut  = $this->shown( $post );

				$this->cut[ $post->ID ] = array(
					'cut'  => $cut,
					'full' => $full,
				);
				$post->post_content     = $cut;
			}
		}
	}

	/**
	 * Text of a post as this response may show it: closed gates are empty.
	 *
	 * @param \WP_Post $post Post.
	 */
	public function shown( \WP_Post $post ): string {
		return has_block( Member_Gate_Block::NAME, $post ) ? serialize_blocks( $this->without_inside( parse_blocks( $post->post_content ), $post->ID ) ) : $post->post_content;
	}

	/**
	 * Pages of a text. WordPress divides the stored text at `<!--nextpage-->` and `<!--more-->` before it looks for blocks;
	 * where these stand inside a gate the pieces have lost its end, and what stood in it would be a text of its own. So a
	 * text with gates is divided only once the closed ones are empty.
	 *
	 * @param array<mixed> $pages Pages so far.
	 * @param \WP_Post     $post  Post.
	 *
	 * @return array<mixed>
	 */
	public function pages( array $pages, \WP_Post $post ): array {
		if ( ! has_block( Member_Gate_Block::NAME, $post ) || 1 !== preg_match( '/<!--(nextpage-->|more)/', $post->post_content ) ) {
			return $pages;
		}
		$text = str_replace( array( '<!-- wp:nextpage -->', '<!-- /wp:nextpage -->' ), '', $this->shown( $post ) );
		$text = (string) preg_replace( '/\n?<!--nextpage-->\n?/', '<!--nextpage-->', $text );
		return explode( '<!--nextpage-->', str_starts_with( $text, '<!--nextpage-->' ) ? substr( $text, 15 ) : $text );
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
	 * Blocks with the closed gates empty.
	 *
	 * @param array<mixed> $blocks  Parsed blocks.
	 * @param int          $post_id Their post.
	 *
	 * @return array<mixed>
	 */
	private function without_inside( array $blocks, int $post_id ): array {
		foreach ( $blocks as $index => $block ) {
			if ( ! is_array( $block ) ) {
				continue;
			}
			$gate = Member_Gate_Block::NAME === ( $block['blockName'] ?? '' );
			if ( $gate && ! $this->gate->is_open_inside( self::rule( $block ), $post_id ) ) {
				$block['innerBlocks']  = array();
				$block['innerContent'] = array();
				$block['innerHTML']    = '';
			} elseif ( is_array( $block['innerBlocks'] ?? null ) ) {
				$block['innerBlocks'] = $this->without_inside( $block['innerBlocks'], $post_id );
			}
			$blocks[ $index ] = $block;
		}
		return $blocks;
	}

	/**
	 * Rule of a gate.
	 *
	 * @param array<mixed> $block Parsed block.
	 */
	private static function rule( array $block ): string {
		$rule = is_array( $block['attrs'] ?? null ) ? $block['attrs']['rule'] ?? '' : '';
		return is_string( $rule ) && 1 === preg_match( Post_Gate::RULE, $rule ) ? $rule : '';
	}
}
