<?php
/**
 * Hooks of our addresses.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel\Front;

use CoopCredentials\Kernel\Module;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Services;

/**
 * Asks the router before WordPress parses a request. Paths that are not ours cost one string comparison a route.
 */
final class Front_Module implements Module {

	private ?Virtual_Page $page = null;

	public function __construct( private readonly Services $kernel ) {}

	public function register(): void {
		add_filter( 'do_parse_request', array( $this, 'filter_do_parse_request' ), 1, 2 );
		add_filter( 'wp_speculation_rules_href_exclude_paths', array( $this, 'filter_speculation_rules' ) );
	}

	/**
	 * @param mixed $paths Patterns.
	 * @return array<array-key, mixed>
	 */
	public function filter_speculation_rules( mixed $paths ): array {
		return array_merge( (array) $paths, array( '/coop-credentials/*', '/*\\?*' . Router::ARGUMENT . '=*' ) );
	}

	public function filter_do_parse_request( mixed $parse, mixed $wp ): mixed {
		$path = Router::current_path();
		if ( ! $parse || ! $wp instanceof \WP || '' === $path ) {
			return $parse;
		}
		$request = Front_Request::from_globals( $path );
		try {
			$answer = $this->kernel->router()->handle( $request );
		} catch ( Problem $problem ) {
			$answer = self::problem_page( $problem );
		}
		if ( $answer instanceof Not_Mine ) {
			return $parse;
		}
		if ( ! $answer instanceof Page ) {
			Responder::send( $answer, 'HEAD' === $request->method );
			exit; // The one place where a request of ours ends without the theme.
		}
		$this->page     = new Virtual_Page( $answer );
		$wp->query_vars = array();
		$wp->request    = $path;
		add_action( 'wp', array( $this, 'action_wp' ), 0 );
		return false;
	}

	public function action_wp( mixed $wp ): void {
		if ( null === $this->page ) {
			return;
		}
		$page = $this->page;
		$page->take_over();
		Responder::send_page_headers( $page->page );
		add_filter( 'redirect_canonical', '__return_false' );
		add_filter( 'pre_get_shortlink', '__return_empty_string' );
		add_filter( 'get_edit_post_link', array( $page, 'filter_edit_link' ), 10, 2 );
		add_filter( 'body_class', array( $page, 'filter_body_class' ) );
		add_filter( 'page_link', array( $page, 'filter_page_link' ), 10, 2 );
		add_filter( 'render_block_data', array( $page, 'filter_title' ) );
		add_filter( 'pre_render_block', array( $page, 'filter_pre_render_title' ), 10, 2 );
		add_filter( 'the_content', array( $page, 'filter_content' ), PHP_INT_MAX );
		add_filter( 'comments_open', '__return_false' );
		add_filter( 'pings_open', '__return_false' );
		add_filter( 'oembed_discovery_links', '__return_empty_string' );
		add_action( 'template_redirect', array( $page, 'action_template_redirect' ), 0 );
		add_action( 'shutdown', array( $page, 'action_shutdown' ) );
		if ( $page->page->noindex ) {
			add_filter( 'wp_robots', 'wp_robots_no_robots' );
		}
	}

	private static function problem_page( Problem $problem ): Page {
		$text    = '' !== $problem->getMessage() ? $problem->getMessage() : __( 'This does not work at the moment. Please try again later.', 'coop-credentials' );
		$headers = null === $problem->retry_after ? array() : array( 'Retry-After' => (string) $problem->retry_after );
		return new Page( __( 'Sorry', 'coop-credentials' ), '<p role="alert">' . esc_html( $text ) . '</p>', $problem->status, true, true, $headers );
	}
}
