<?php
/**
 * A page that is in no table.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel\Front;

/**
 * Makes WordPress's main query answer with one page, so that the theme's page template shows ours. The content is put
 * in after all content filters: shortcodes never touch it. The post in the object cache is an empty
 * shell, because that cache may be shared between requests.
 */
final class Virtual_Page {

	/** No row can have it; not negative, because WordPress takes the absolute value when it asks for post meta. */
	private const ID = PHP_INT_MAX;

	private const MARK = '<!-- wp:html --><div hidden></div><!-- /wp:html -->';

	public function __construct( public readonly Page $page ) {}

	/**
	 * Replaces the main query's result.
	 */
	public function take_over(): void {
		global $wp_query, $wp_the_query, $post;
		wp_cache_set( self::ID, (object) $this->fields( '' ), 'posts' );
		wp_cache_set( self::ID, array(), 'post_meta' );
		$shown = new \WP_Post( (object) $this->fields( $this->page->title ) );
		$query = new \WP_Query();
		$query->init();

		$query->query             = array();
		$query->query_vars        = array(
			'fields'                 => 'all', // The object itself, not what the cache has under its id.
			'update_post_term_cache' => false,
			'update_post_meta_cache' => false,
		) + $query->fill_query_vars( array() );
		$query->posts             = array( $shown );
		$query->post              = $shown;
		$query->post_count        = 1;
		$query->found_posts       = 1;
		$query->max_num_pages     = 1;
		$query->queried_object    = $shown;
		$query->queried_object_id = self::ID;
		$query->is_page           = true;
		$query->is_singular       = true;
		$query->is_404            = false;

		$wp_query     = $query; // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- this is the purpose.
		$wp_the_query = $query; // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- this is the purpose.
		$post         = $shown; // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- this is the purpose.
	}

	public function action_template_redirect(): void {
		// Links that lead to a post of this id.
		remove_action( 'wp_head', 'wp_oembed_add_discovery_links' );
		remove_action( 'wp_head', 'rest_output_link_wp_head', 10 );
		remove_action( 'wp_head', 'feed_links_extra', 3 );
		remove_action( 'wp_head', 'rel_canonical' );
		remove_action( 'wp_head', 'wp_shortlink_wp_head', 10 );
		remove_action( 'template_redirect', 'rest_output_link_header', 11 );
		remove_action( 'template_redirect', 'wp_shortlink_header', 11 );
	}

	public function action_shutdown(): void {
		wp_cache_delete( self::ID, 'posts' );
		wp_cache_delete( self::ID, 'post_meta' );
	}

	public function filter_content( mixed $content ): mixed {
		if ( self::ID !== get_the_ID() || ! in_the_loop() ) {
			return $content;
		}
		return has_blocks( $this->page->content ) ? do_blocks( $this->page->content ) : $this->page->content;
	}

	/**
	 * Above a wide block the theme's title begins where the block begins.
	 *
	 * @param mixed $block Parsed block about to be rendered.
	 */
	public function filter_title( mixed $block ): mixed {
		if ( is_array( $block ) && self::is_title( $block ) && str_contains( $this->page->content, '"align":"wide"' ) ) {
			$block['attrs'] = array( 'align' => 'wide' ) + (array) ( $block['attrs'] ?? array() );
		}
		return $block;
	}

	/**
	 * Content with a title in it leaves the theme's out.
	 *
	 * @param mixed $html  Markup in place of the block; null to render it.
	 * @param mixed $block Parsed block.
	 */
	public function filter_pre_render_title( mixed $html, mixed $block ): mixed {
		return $this->page->titled && is_array( $block ) && self::is_title( $block ) ? '' : $html;
	}

	/**
	 * Whether it is the title of the page itself.
	 *
	 * @param array<mixed> $block Parsed block.
	 */
	private static function is_title( array $block ): bool {
		return 'core/post-title' === ( $block['blockName'] ?? '' ) && in_the_loop();
	}

	/**
	 * Names the page to our style: a title of ours may be longer than those the theme was made for.
	 *
	 * @param mixed $classes Classes of the body.
	 */
	public function filter_body_class( mixed $classes ): mixed {
		return array_merge( (array) $classes, array( 'coop-credentials-page' ) );
	}

	public function filter_edit_link( mixed $link, mixed $id ): mixed {
		return self::ID === $id ? '' : $link;
	}

	public function filter_page_link( mixed $link, mixed $id ): mixed {
		return self::ID === $id ? home_url( '/' . Router::current_path() ) : $link;
	}

	/**
	 * @return array<string, int|string>
	 */
	private function fields( string $title ): array {
		return array(
			'ID'                => self::ID,
			'post_author'       => '0',
			'post_date'         => '2000-01-01 00:00:00',
			'post_date_gmt'     => '2000-01-01 00:00:00',
			'post_modified'     => '2000-01-01 00:00:00',
			'post_modified_gmt' => '2000-01-01 00:00:00',
			'post_content'      => self::MARK,
			'post_title'        => esc_html( $title ),
			'post_excerpt'      => '',
			'post_status'       => 'publish',
			'comment_status'    => 'closed',
			'ping_status'       => 'closed',
			'post_password'     => '',
			'post_name'         => 'coop-credentials',
			'post_parent'       => 0,
			'guid'              => '',
			'menu_order'        => 0,
			'post_type'         => 'page',
			'post_mime_type'    => '',
			'comment_count'     => '0',
			'filter'            => 'raw',
		);
	}
}
