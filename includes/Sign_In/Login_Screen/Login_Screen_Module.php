<?php
/**
 * Hooks of WordPress's login page.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Login_Screen;

use CoopCredentials\Kernel\Module;
use CoopCredentials\Sign_In\Services;

/**
 * Runs only on `wp-login.php`.
 */
final class Login_Screen_Module implements Module {

	/**
	 * Provider whose form submits itself on this page.
	 *
	 * @var string|null
	 */
	private ?string $automatic = null;

	/**
	 * Builds the module.
	 *
	 * @param Services $services Services of the room.
	 */
	public function __construct( private readonly Services $services ) {
	}

	/**
	 * Adds the hooks.
	 */
	public function register(): void {
		add_action( 'login_init', array( $this, 'action_login_init' ) );
		add_action( 'login_enqueue_scripts', array( $this, 'action_login_enqueue_scripts' ) );
		add_action( 'login_footer', array( $this, 'action_login_footer' ) );
	}

	/**
	 * Decides before anything is printed, because a cookie remembers it.
	 */
	public function action_login_init(): void {
		$method          = isset( $_SERVER['REQUEST_METHOD'] ) && is_string( $_SERVER['REQUEST_METHOD'] ) ? strtoupper( sanitize_key( $_SERVER['REQUEST_METHOD'] ) ) : 'GET';
		$screen          = $this->screen();
		$this->automatic = $screen->automatic( $method, self::argument( 'action' ), $_GET ); // phpcs:ignore WordPress.Security.NonceVerification.Recommended -- only decides what the page shows.
		if ( null !== $this->automatic ) {
			$screen->remember_try();
			nocache_headers();
		}
	}

	/**
	 * The few lines of style.
	 */
	public function action_login_enqueue_scripts(): void {
		wp_register_style( 'coop-credentials-login', false, array( 'login' ), COOP_CREDENTIALS_VERSION );
		wp_enqueue_style( 'coop-credentials-login' );
		wp_add_inline_style(
			'coop-credentials-login',
			'.coop-credentials-login{box-sizing:border-box;inline-size:320px;max-inline-size:100%;margin:0 auto;padding:0 24px 24px;text-align:center}'
			. '.login .coop-credentials-login form{background:none;border:0;box-shadow:none;margin:0;overflow:visible;padding:0}.coop-credentials-login h2{font-size:14px;font-weight:600;margin-block:16px 8px}.login .coop-credentials-login .button{box-sizing:border-box;inline-size:100%;line-height:1.4;margin-block-end:8px;min-block-size:40px;padding-block:8px;white-space:normal}'
		);
	}

	/**
	 * The buttons, below the form.
	 */
	public function action_login_footer(): void {
		if ( $this->screen()->is_shown( self::argument( 'action' ), $_REQUEST ) ) { // phpcs:ignore WordPress.Security.NonceVerification.Recommended -- only decides what the page shows.
			echo $this->screen()->html( self::argument( 'redirect_to' ), $this->automatic ); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped where it is made.
		}
	}

	/**
	 * The screen.
	 */
	private function screen(): Login_Screen {
		$kernel = $this->services->kernel;

		return new Login_Screen( $this->services->providers(), $this->services->gate(), $kernel->circuit_breaker(), $this->services->cookies(), $kernel->router(), $kernel->settings() );
	}

	/**
	 * One argument of the page as text.
	 *
	 * @param string $name Argument.
	 */
	private static function argument( string $name ): string {
		return isset( $_REQUEST[ $name ] ) && is_string( $_REQUEST[ $name ] ) ? sanitize_text_field( wp_unslash( $_REQUEST[ $name ] ) ) : ''; // phpcs:ignore WordPress.Security.NonceVerification.Recommended -- read only.
	}
}
