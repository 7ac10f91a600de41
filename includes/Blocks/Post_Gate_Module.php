<?php
/**
 * Hooks of gated posts.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Kernel\Front\Privacy;
use CoopCredentials\Kernel\Module;
use CoopCredentials\Sign_In\Rules_Controller;

defined( 'ABSPATH' ) || exit;

/**
 * Closes posts at every door core has.
 */
final class Post_Gate_Module implements Module {

	/**
	 * Takes the room's objects.
	 *
	 * @param Services $services Objects.
	 */
	public function __construct( private readonly Services $services ) {}

	/**
	 * Adds the hooks.
	 */
	public function register(): void {
		add_filter( 'register_block_type_args', array( $this, 'filter_block_type' ), 10, 2 );
		add_action( 'init', array( $this, 'action_init' ), 99 );
		add_action( 'rest_api_init', array( $this, 'action_rest_api_init' ) );
		add_action( 'enqueue_block_editor_assets', array( $this, 'action_editor_assets' ) );
		add_action( 'template_redirect', array( $this, 'action_template_redirect' ), 2 );
		add_filter( 'post_password_required', array( $this, 'filter_password_required' ), PHP_INT_MAX, 2 );
		add_filter( 'the_password_form', array( $this, 'filter_password_form' ), PHP_INT_MAX, 2 );
		add_filter( 'the_content', array( $this, 'filter_content' ), 1 );
		add_filter( 'content_pagination', array( $this, 'filter_pages' ), PHP_INT_MAX, 2 );
		add_filter( 'comments_open', array( $this, 'filter_comments_open' ), PHP_INT_MAX, 2 );
		add_filter( 'comments_array', array( $this, 'filter_comments' ), PHP_INT_MAX, 2 );
		add_filter( 'posts_search', array( $this, 'filter_search' ), PHP_INT_MAX, 2 );
		add_filter( 'posts_search_orderby', array( $this, 'filter_search_order' ), PHP_INT_MAX );
		add_action( 'pre_get_posts', array( $this, 'action_pre_get_posts' ), PHP_INT_MAX );
		add_action( 'pre_get_comments', array( $this, 'action_pre_get_comments' ), PHP_INT_MAX );
		add_filter( 'comments_clauses', array( $this, 'filter_comments_clauses' ), PHP_INT_MAX, 2 );
		add_filter( 'comment_feed_where', array( $this, 'filter_comment_feed' ), PHP_INT_MAX );
		add_filter( 'posts_where', array( $this, 'filter_where' ), PHP_INT_MAX, 2 );
		add_filter( 'rest_request_before_callbacks', array( $this, 'filter_rest_request' ), 10, 3 );
		add_filter( 'wp_insert_post_data', array( $this, 'filter_insert_post' ), 1, 2 );
		add_filter( 'pre_render_block', array( $this, 'filter_pre_render_block' ), 10, 2 );
		add_filter( 'render_block_core/latest-posts', array( $this, 'filter_latest_posts' ) );
		add_filter( 'get_post_metadata', array( $this, 'filter_metadata' ), PHP_INT_MAX, 3 );
		add_filter( 'render_block_core/footnotes', array( $this, 'filter_footnotes' ), 10, 3 );
		add_filter( 'block_bindings_source_value', array( $this, 'filter_bound_value' ), PHP_INT_MAX, 4 );
		add_filter( 'render_block_core/post-featured-image', array( $this, 'filter_featured_image' ), PHP_INT_MAX, 3 );
	}

	/**
	 * The gate renders what is inside itself.
	 *
	 * @param mixed $settings Settings of a block type.
	 * @param mixed $name     Its name.
	 */
	public function filter_block_type( mixed $settings, mixed $name ): mixed {
		return is_array( $settings ) && is_string( $name ) ? $this->services->registration()->settings( $settings, $name ) : $settings;
	}

	/**
	 * Post meta, once every plugin has registered its post types.
	 */
	public function action_init(): void {
		$this->services->post_gate_meta()->register_meta();
	}

	/**
	 * Field of the editor.
	 */
	public function action_rest_api_init(): void {
		$this->services->post_gate_meta()->register_field();
		foreach ( get_post_types( array( 'show_in_rest' => true ) ) as $type ) {
			add_filter( 'rest_prepare_' . $type, array( $this, 'filter_rest_post' ), PHP_INT_MAX, 2 );
		}
	}

	/**
	 * Panel of the editor, for those who may choose a rule.
	 */
	public function action_editor_assets(): void {
		$screen = get_current_screen();
		if ( null !== $screen && 'post' === $screen->base && in_array( $screen->post_type, Post_Gate_Meta::types(), true ) && Rules_Controller::may_choose() ) {
			$this->services->registration()->load_editor_panel();
		}
	}

	/**
	 * A page that depends on its visitor is private; closed gates are empty even in the stored text of the page.
	 */
	public function action_template_redirect(): void {
		$query = $GLOBALS['wp_query'];
		if ( ! $query instanceof \WP_Query ) {
			return;
		}
		if ( $this->services->post_gate()->wants_private( $query ) ) {
			Privacy::mark_private();
		}
		$this->services->post_gate_raw()->cut( $query );
	}

	/**
	 * A closed post is protected.
	 *
	 * @param mixed $required Whether it has a password that was not given.
	 * @param mixed $post     Post.
	 */
	public function filter_password_required( mixed $required, mixed $post ): bool {
		return (bool) $required || ( $post instanceof \WP_Post && ( $this->services->post_gate()->is_closed( $post->ID ) || $this->services->post_gate_raw()->hides( $post ) ) );
	}

	/**
	 * What stands in its place.
	 *
	 * @param mixed $form Form for the password.
	 * @param mixed $post Post.
	 */
	public function filter_password_form( mixed $form, mixed $post ): mixed {
		return $post instanceof \WP_Post && $this->services->post_gate()->is_closed( $post->ID ) ? $this->services->post_gate()->closed_text( $post->ID ) : $form;
	}

	/**
	 * What stands in its place is not worked on like a text.
	 *
	 * @param mixed $content Content.
	 */
	public function filter_content( mixed $content ): mixed {
		return is_string( $content ) ? $this->services->post_gate()->untouched( $content ) : $content;
	}

	/**
	 * A text is not divided inside a closed gate.
	 *
	 * @param mixed $pages Pages of the text.
	 * @param mixed $post  Post.
	 */
	public function filter_pages( mixed $pages, mixed $post ): mixed {
		return is_array( $pages ) && $post instanceof \WP_Post ? $this->services->post_gate_raw()->pages( $pages, $post ) : $pages;
	}

	/**
	 * Nobody comments what they cannot read.
	 *
	 * @param mixed $open    Whether comments are open.
	 * @param mixed $post_id Post.
	 */
	public function filter_comments_open( mixed $open, mixed $post_id ): bool {
		return (bool) $open && ! ( is_numeric( $post_id ) && $this->services->post_gate()->is_closed( (int) $post_id ) );
	}

	/**
	 * Nobody reads its comments either, whatever the theme asks.
	 *
	 * @param mixed $comments Comments.
	 * @param mixed $post_id  Post.
	 */
	public function filter_comments( mixed $comments, mixed $post_id ): mixed {
		return is_numeric( $post_id ) && $this->services->post_gate()->is_closed( (int) $post_id ) ? array() : $comments;
	}

	/**
	 * A search finds nothing behind a gate; those who edit what others wrote search everything.
	 *
	 * @param mixed $search Condition.
	 * @param mixed $query  Query.
	 */
	public function filter_search( mixed $search, mixed $query ): mixed {
		return is_string( $search ) && '' !== $search && $query instanceof \WP_Query && ! $this->services->post_gate_search()->sees_all() ? $this->services->post_gate_search()->condition( $search, $query ) : $search;
	}

	/**
	 * Nor does the order of what is found tell of it.
	 *
	 * @param mixed $order Order.
	 */
	public function filter_search_order( mixed $order ): mixed {
		return is_string( $order ) && '' !== $order && ! $this->services->post_gate_search()->sees_all() ? $this->services->post_gate_search()->order( $order ) : $order;
	}

	/**
	 * Nor a search that no plugin may filter.
	 *
	 * @param mixed $query Query.
	 */
	public function action_pre_get_posts( mixed $query ): void {
		if ( $query instanceof \WP_Query && ! in_array( $query->get( 's' ), array( '', null ), true ) && $query->get( 'suppress_filters' ) && ! $this->services->post_gate_search()->sees_all() ) {
			$this->services->post_gate_search()->leave_out( $query );
		}
	}

	/**
	 * What was found for those who see everything, or before a post was closed, is not shown to others out of a cache:
	 * WordPress knows an answer by its question alone.
	 *
	 * @param mixed $query Query.
	 */
	public function action_pre_get_comments( mixed $query ): void {
		if ( $query instanceof \WP_Comment_Query && $this->services->post_gate_search()->is_open( $query ) ) {
			$query->query_vars['cache_domain'] = 'coop_credentials_' . wp_cache_get_last_changed( 'posts' );
		}
	}

	/**
	 * Nor a search for comments, nor a list of those of many posts: who comments where members are among themselves is one.
	 *
	 * @param mixed $clauses Parts of the statement.
	 * @param mixed $query   Query.
	 */
	public function filter_comments_clauses( mixed $clauses, mixed $query ): mixed {
		if ( is_array( $clauses ) && is_string( $clauses['where'] ?? null ) && $query instanceof \WP_Comment_Query && $this->services->post_gate_search()->is_open( $query ) ) {
			$clauses['where'] .= ' AND ' . $this->services->post_gates()->comments_condition();
		}
		return $clauses;
	}

	/**
	 * Nor a feed of comments, which is nobody's own.
	 *
	 * @param mixed $where Condition.
	 */
	public function filter_comment_feed( mixed $where ): mixed {
		return is_string( $where ) ? ( '' === trim( $where ) ? 'WHERE ' : $where . ' AND ' ) . $this->services->post_gates()->comments_condition() : $where;
	}

	/**
	 * Files that belong to a closed post are in no list.
	 *
	 * @param mixed $where Condition.
	 * @param mixed $query Query.
	 */
	public function filter_where( mixed $where, mixed $query ): mixed {
		return is_string( $where ) && $query instanceof \WP_Query && $this->services->post_gate_search()->lists_files( $query ) ? $where . ' AND ' . $this->services->post_gates()->files_condition( get_current_user_id() ) : $where;
	}

	/**
	 * Nor can one guess their numbers: to REST a file of a closed post is not there. Further on, WordPress's controller does not
	 * take no for an answer.
	 *
	 * @param mixed $response Answer so far.
	 * @param mixed $handler  Who answers.
	 * @param mixed $request  Request.
	 */
	public function filter_rest_request( mixed $response, mixed $handler, mixed $request ): mixed {
		$callback = is_array( $handler ) ? $handler['callback'] ?? null : null;
		$is_file  = null === $response && $request instanceof \WP_REST_Request && is_array( $callback ) && ( $callback[0] ?? null ) instanceof \WP_REST_Attachments_Controller && 'get_item' === ( $callback[1] ?? '' );
		if ( $is_file && is_numeric( $request['id'] ) && $this->services->post_gate()->is_closed( (int) $request['id'] ) ) {
			$request->set_param( 'id', 0 ); // Then it answers as for every number that is none.
		}
		return $response;
	}

	/**
	 * Nothing is lost when somebody saves the copy of the page.
	 *
	 * @param mixed $data Values.
	 * @param mixed $post Values as given.
	 */
	public function filter_insert_post( mixed $data, mixed $post ): mixed {
		return is_array( $data ) && is_array( $post ) && is_numeric( $post['ID'] ?? null ) ? $this->services->post_gate_raw()->restore( $data, (int) $post['ID'] ) : $data;
	}

	/**
	 * Core's list of latest posts, or of footnotes, begins; or what stands in place of a closed post has its turn.
	 *
	 * @param mixed $html  Markup so far.
	 * @param mixed $block Parsed block.
	 */
	public function filter_pre_render_block( mixed $html, mixed $block ): mixed {
		if ( is_array( $block ) && 'core/latest-posts' === ( $block['blockName'] ?? '' ) ) {
			$this->services->post_gate_raw()->list_latest( true );
		} elseif ( is_array( $block ) && 'core/footnotes' === ( $block['blockName'] ?? '' ) ) {
			$this->services->post_gate_notes()->printing( true );
		}
		return null === $html && is_array( $block ) ? $this->services->post_gate()->shown( $block ) : $html;
	}

	/**
	 * Core's list of latest posts has ended.
	 *
	 * @param mixed $html Markup.
	 */
	public function filter_latest_posts( mixed $html ): mixed {
		$this->services->post_gate_raw()->list_latest( false );
		return $html;
	}

	/**
	 * Footnotes while they are printed.
	 *
	 * @param mixed $value   Value so far.
	 * @param mixed $post_id Post.
	 * @param mixed $key     Key.
	 */
	public function filter_metadata( mixed $value, mixed $post_id, mixed $key ): mixed {
		return Post_Gate_Notes::META === $key && is_numeric( $post_id ) ? $this->services->post_gate_notes()->of_meta( $value, (int) $post_id ) : $value;
	}

	/**
	 * Core's list of footnotes has ended.
	 *
	 * @param mixed $html   Markup.
	 * @param mixed $parsed Parsed block.
	 * @param mixed $block  Block.
	 */
	public function filter_footnotes( mixed $html, mixed $parsed, mixed $block ): mixed {
		$this->services->post_gate_notes()->printing( false );
		$post_id = self::post_of( $block );
		return is_string( $html ) && null !== $post_id ? $this->services->post_gate_notes()->numbered( $html, $post_id ) : $html;
	}

	/**
	 * Footnotes bound to an attribute of a block.
	 *
	 * @param mixed $value  Value.
	 * @param mixed $source Name of the source.
	 * @param mixed $args   What is asked of it.
	 * @param mixed $block  Block.
	 */
	public function filter_bound_value( mixed $value, mixed $source, mixed $args, mixed $block ): mixed {
		$post_id  = self::post_of( $block );
		$is_notes = 'core/post-meta' === $source && is_array( $args ) && Post_Gate_Notes::META === ( $args['key'] ?? '' );
		return $is_notes && is_string( $value ) && null !== $post_id ? $this->services->post_gate_notes()->visible( $value, $post_id ) : $value;
	}

	/**
	 * Footnotes in REST.
	 *
	 * @param mixed $response Answer.
	 * @param mixed $post     Post.
	 */
	public function filter_rest_post( mixed $response, mixed $post ): mixed {
		return $response instanceof \WP_REST_Response && $post instanceof \WP_Post ? $this->services->post_gate_notes()->of_rest( $response, $post ) : $response;
	}

	/**
	 * A picture that a list takes out of the text.
	 *
	 * @param mixed $html   Markup.
	 * @param mixed $parsed Parsed block.
	 * @param mixed $block  Block.
	 */
	public function filter_featured_image( mixed $html, mixed $parsed, mixed $block ): mixed {
		$post_id = self::post_of( $block );
		return '' !== $html && null !== $post_id && $this->services->post_gate_notes()->hides_picture( $post_id ) ? '' : $html;
	}

	/**
	 * The post a block is printed for.
	 *
	 * @param mixed $block Block.
	 */
	private static function post_of( mixed $block ): ?int {
		$post_id = $block instanceof \WP_Block ? $block->context['postId'] ?? null : null;
		return is_numeric( $post_id ) ? (int) $post_id : null;
	}
}
