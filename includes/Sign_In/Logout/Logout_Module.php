<?php
/**
 * Hooks of sign-out.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Logout;

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Module;
use CoopCredentials\Sign_In\Services as Sign_In;

/**
 * The addresses of sign-out and what happens when somebody logs out of WordPress.
 */
final class Logout_Module implements Module {

	/**
	 * Host of the provider's logout, for the one redirect that leads there.
	 *
	 * @var string|null
	 */
	private ?string $host = null;

	/**
	 * Builds the module.
	 *
	 * @param Sign_In $services Services of the room.
	 */
	public function __construct( private readonly Sign_In $services ) {
	}

	/**
	 * Registers paths and hooks. Nothing here asks the database.
	 */
	public function register(): void {
		$router = $this->services->kernel->router();
		$router->add( 'sign_out', 'coop-credentials/sign-out', fn( Front_Request $request ) => $this->services->logout()->sign_out()->handle( $request ), array( 'methods' => array( 'GET', 'POST' ) ) );
		$router->add( 'backchannel_logout', 'coop-credentials/backchannel-logout/{provider}', fn( Front_Request $request ) => $this->services->logout()->back_channel()->handle( $request ), array( 'methods' => array( 'POST' ) ) );

		$this->services->kernel->audit_log()->allow_details( 'sessions' );

		// Before everybody else, because many who listen there redirect and exit.
		add_action( 'clear_auth_cookie', array( $this, 'action_clear_auth_cookie' ), PHP_INT_MIN );
		add_action( 'wp_logout', array( $this, 'action_wp_logout' ), PHP_INT_MIN );
		add_filter( 'logout_redirect', array( $this, 'filter_logout_redirect' ) );
		add_filter( 'allowed_redirect_hosts', array( $this, 'filter_allowed_redirect_hosts' ) );
	}

	/**
	 * WordPress takes its cookies away. When the login of this request is over already, that is a logout; else it may be a new
	 * password or a log-in.
	 */
	public function action_clear_auth_cookie(): void {
		$token = is_user_logged_in() ? wp_get_session_token() : '';
		if ( '' !== $token && ! \WP_Session_Tokens::get_instance( get_current_user_id() )->verify( $token ) ) {
			$this->action_wp_logout();
		}
	}

	/**
	 * Somebody logged out of WordPress: the visitor's session in this browser ends too.
	 */
	public function action_wp_logout(): void {
		if ( array() !== $this->services->providers()->digest() ) {
			$this->services->logout()->sign_out()->with_wordpress();
		}
	}

	/**
	 * After that the browser goes by way of the provider's logout, if so configured.
	 *
	 * @param mixed $redirect_to Where WordPress would go.
	 */
	public function filter_logout_redirect( mixed $redirect_to ): mixed {
		if ( ! is_string( $redirect_to ) || array() === $this->services->providers()->digest() ) {
			return $redirect_to;
		}
		$there = $this->services->logout()->sign_out()->onward( $redirect_to );
		if ( null === $there ) {
			return $redirect_to;
		}
		$host       = wp_parse_url( $there, PHP_URL_HOST );
		$this->host = is_string( $host ) ? $host : null;

		return $there;
	}

	/**
	 * Lets that one redirect leave the site.
	 *
	 * @param mixed $hosts Hosts.
	 */
	public function filter_allowed_redirect_hosts( mixed $hosts ): mixed {
		return null !== $this->host && is_array( $hosts ) ? array_merge( $hosts, array( $this->host ) ) : $hosts;
	}
}
