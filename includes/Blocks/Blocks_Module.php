<?php
/**
 * Hooks of the room.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Plain;
use CoopCredentials\Kernel\Front\Privacy;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Kernel\Front\Responder;
use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Front\Virtual_Page;
use CoopCredentials\Kernel\Module;

defined( 'ABSPATH' ) || exit;

/**
 * Registers the blocks and what they need of the request.
 */
final class Blocks_Module implements Module {

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
		Render::use( $this->services );
		add_action( 'init', array( $this, 'action_init' ) );
		add_filter( 'block_categories_all', array( $this, 'filter_categories' ) );
		add_filter( 'coop_credentials_me', array( $this, 'filter_me' ), 20, 2 );
		add_filter( 'rest_pre_dispatch', array( $this, 'filter_rest_pre_dispatch' ), 10, 3 );
		add_action( 'template_redirect', array( $this, 'action_mark_private' ), 1 );
		add_action( 'template_redirect', array( $this, 'action_dispatch_form' ), 5 );
		add_action( 'wp_enqueue_scripts', array( $this, 'action_hold_back_styles' ), 0 );
		add_filter( 'pre_render_block', array( $this, 'filter_pre_render_block' ), 10, 2 );
		add_filter( 'render_block_data', array( $this, 'filter_render_block_data' ), PHP_INT_MAX );
		add_filter( 'block_core_navigation_listable_blocks', array( $this, 'filter_listable_blocks' ) );
		add_filter( 'wp_robots', array( $this, 'filter_robots' ) );
	}

	/**
	 * Blocks, patterns, bindings.
	 */
	public function action_init(): void {
		$this->services->registration()->register();
		$this->services->patterns()->register();
		$this->services->bindings()->register();
		add_shortcode( Sign_In_Shortcode::TAG, array( new Sign_In_Shortcode(), 'render' ) );
	}

	/**
	 * Group of the inserter.
	 *
	 * @param mixed $categories Groups.
	 *
	 * @return array<mixed>
	 */
	public function filter_categories( mixed $categories ): array {
		return $this->services->registration()->with_category( is_array( $categories ) ? $categories : array() );
	}

	/**
	 * Words of the signed-in state for pages that may be cached.
	 *
	 * @param mixed $answer  Answer of `GET me`.
	 * @param mixed $visitor Visitor; null for a stranger.
	 */
	public function filter_me( mixed $answer, mixed $visitor ): mixed {
		return $this->services->note()->add_to_me( $answer, $visitor );
	}

	/**
	 * What people write does not reach our stores.
	 *
	 * @param mixed $block Parsed block.
	 */
	public function filter_render_block_data( mixed $block ): mixed {
		return is_array( $block ) ? Written_Directives::strip( $block ) : $block;
	}

	/**
	 * In core's navigation the sign-in menu is one entry of the list.
	 *
	 * @param mixed $names Blocks that get a list item around them.
	 *
	 * @return array<mixed>
	 */
	public function filter_listable_blocks( mixed $names ): array {
		return array_merge( is_array( $names ) ? $names : array(), array( Sign_In_Block::NAME ) );
	}

	/**
	 * Notes previews of the editor.
	 *
	 * @param mixed $result  Answer so far.
	 * @param mixed $server  Server.
	 * @param mixed $request Request.
	 */
	public function filter_rest_pre_dispatch( mixed $result, mixed $server, mixed $request ): mixed {
		$this->services->preview()->enter( $request );
		return $result;
	}

	/**
	 * Marks private pages before anything is printed.
	 */
	public function action_mark_private(): void {
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- only makes the answer more private.
		if ( $this->services->page_privacy()->is_private( $_GET ) ) {
			Privacy::mark_private();
		}
	}

	/**
	 * Answers our forms.
	 */
	public function action_dispatch_form(): void {
		// phpcs:ignore WordPress.Security.NonceVerification.Missing -- the dispatcher applies the same-origin rule.
		if ( ! isset( $_POST[ Form_Actions::FIELD ] ) ) {
			return;
		}
		$answer = $this->services->form_actions()->handle( Front_Request::from_globals( Router::current_path() ) );
		if ( $answer instanceof Redirect || $answer instanceof Plain ) {
			Responder::send( $answer );
			exit; // As core does after a redirect.
		}
		if ( $answer instanceof Page ) {
			$page = new Virtual_Page( $answer );
			$page->take_over();
			Responder::send_page_headers( $answer );
			$page->action_template_redirect();
			add_filter( 'the_content', array( $page, 'filter_content' ), PHP_INT_MAX );
			add_action( 'shutdown', array( $page, 'action_shutdown' ) );
		}
	}

	/**
	 * Classic themes load no style of ours on pages without our blocks; our own pages have the shared one.
	 */
	public function action_hold_back_styles(): void {
		$this->services->registration()->hold_back_styles();
		if ( str_starts_with( strtolower( Router::current_path() ), 'coop-credentials/' ) ) {
			wp_enqueue_style( Registration::STYLE ); // The pages of sign-in look like its block.
		}
	}

	/**
	 * Styles of a block that is rendered.
	 *
	 * @param mixed $html  Markup so far.
	 * @param mixed $block Parsed block.
	 */
	public function filter_pre_render_block( mixed $html, mixed $block ): mixed {
		if ( is_array( $block ) && is_string( $block['blockName'] ?? null ) && str_starts_with( $block['blockName'], 'coop-credentials/' ) ) {
			$this->services->registration()->load_styles( $block['blockName'] );
		}
		return $html;
	}

	/**
	 * Filtered lists and private views are not for search engines.
	 *
	 * @param mixed $robots Directives.
	 *
	 * @return array<mixed>
	 */
	public function filter_robots( mixed $robots ): array {
		$robots = is_array( $robots ) ? $robots : array();
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- only makes the page less public.
		if ( ! is_admin() && $this->services->page_privacy()->is_narrowed( $_GET ) ) {
			unset( $robots['index'] );
			$robots['noindex'] = true;
			$robots['follow']  = true;
		}
		return $robots;
	}
}
