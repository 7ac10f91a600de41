<?php
/**
 * Posts that are closed as a whole.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Kernel\Front\Privacy;

defined( 'ABSPATH' ) || exit;

/**
 * A closed post is to WordPress what a post with a password is to those who do not know it: text, excerpt and comments stay
 * away from pages, lists, feeds, REST and other plugins, each by core's own check.
 */
final class Post_Gate {

	/** Post meta with the uid of the rule. */
	public const META = '_coop_credentials_gate';

	/** What a uid looks like. */
	public const RULE = '/^[0-9A-Za-z_]{1,40}$/D';

	/**
	 * What stood in place of closed posts in this response, by its hash.
	 *
	 * @var array<string,string>
	 */
	private array $shown = array();

	/**
	 * Takes what it asks.
	 *
	 * @param Member_Gate_Decisions $decisions Decisions.
	 */
	public function __construct( private readonly Member_Gate_Decisions $decisions ) {}

	/**
	 * The rule of a post; '' when everybody may read it. A file has that of the post it is attached to.
	 *
	 * @param int $post_id Post, one of its revisions, or a file.
	 */
	public function rule_of( int $post_id ): string {
		$is_file = 'attachment' === get_post_type( $post_id );
		$parent  = $is_file ? wp_get_post_parent_id( $post_id ) : wp_is_post_revision( $post_id );
		$value   = 0 === $parent ? '' : get_post_meta( false === $parent ? $post_id : $parent, self::META, true );
		return is_string( $value ) ? $value : '';
	}

	/**
	 * Whether a post is closed in this response: to everyone but those who edit it and, on a private page, those its rule
	 * lets in. In a page that a cache may keep it is closed to its editors too.
	 *
	 * @param int $post_id Post.
	 */
	public function is_closed( int $post_id ): bool {
		$rule = $post_id > 0 ? $this->rule_of( $post_id ) : '';
		if ( '' === $rule ) {
			return false;
		}
		if ( current_user_can( 'edit_post', $post_id ) ) {
			return did_action( 'template_redirect' ) > 0 && ! Privacy::is_private();
		}
		$decision = 1 === preg_match( self::RULE, $rule ) ? $this->decisions->decide( $rule, 'post:' . $post_id ) : null;
		return null === $decision || ! $decision->is_allowed();
	}

	/**
	 * Whether the page about to be shown depends on its visitor: it is gated, or has a gate inside, and the browser brings a
	 * session; or one of its posts is closed to others than the editor who looks.
	 *
	 * @param \WP_Query $query Main query.
	 */
	public function wants_private( \WP_Query $query ): bool {
		$has_session = $query->is_singular() && $this->decisions->has_session();
		if ( ! $has_session && ! is_user_logged_in() ) {
			return false;
		}
		foreach ( is_array( $query->posts ) ? $query->posts : array() as $post ) {
			if ( ! $post instanceof \WP_Post ) {
				continue;
			}
			$gated = '' !== $this->rule_of( $post->ID );
			if ( ( $gated && current_user_can( 'edit_post', $post->ID ) ) || ( $has_session && ( $gated || has_block( Member_Gate_Block::NAME, $post ) ) ) ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether a gate inside a post is open in this response.
	 *
	 * @param string $rule    Rule.
	 * @param int    $post_id Post.
	 */
	public function is_open_inside( string $rule, int $post_id ): bool {
		return true === $this->decisions->decide( $rule, 'post:' . $post_id )?->is_allowed();
	}

	/**
	 * What stands in place of a closed post.
	 *
	 * @param int $post_id Post.
	 */
	public function closed_text( int $post_id ): string {
		$rule = $this->rule_of( $post_id );
		$rule = 1 === preg_match( self::RULE, $rule ) ? $rule : '';
		$html = do_blocks( '<!-- wp:' . Member_Gate_Block::NAME . ' ' . serialize_block_attributes( array( 'rule' => $rule ) ) . ' /-->' );

		$this->shown[ hash( 'sha256', $html ) ] = $html;
		return $html;
	}

	/**
	 * Content before WordPress works on it: it puts paragraphs into a text without blocks, which would tear the markup of a
	 * closed gate, and directives in written markup do not reach our stores. As a block it stays as it is.
	 *
	 * @param string $content Content of a post, or what stands in its place.
	 */
	public function untouched( string $content ): string {
		$hash = array() === $this->shown ? '' : hash( 'sha256', $content );
		return isset( $this->shown[ $hash ] ) ? '<!-- wp:' . Member_Gate_Block::NAME . ' ' . serialize_block_attributes( array( 'shown' => $hash ) ) . ' /-->' : $content;
	}

	/**
	 * What {@see self::untouched()} put a block for; null for every other block.
	 *
	 * @param array<mixed> $block Parsed block.
	 */
	public function shown( array $block ): ?string {
		$hash = array() !== $this->shown && Member_Gate_Block::NAME === ( $block['blockName'] ?? '' ) && is_array( $block['attrs'] ?? null ) ? $block['attrs']['shown'] ?? '' : '';
		return is_string( $hash ) ? $this->shown[ $hash ] ?? null : null;
	}
}
