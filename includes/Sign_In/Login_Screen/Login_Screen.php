<?php
/**
 * Sign-in on WordPress's own login page.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Login_Screen;

use CoopCredentials\Kernel\Circuit_Breaker;
use CoopCredentials\Kernel\Front\Cookies as Front_Cookies;
use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Settings;
use CoopCredentials\Sign_In\Cookies;
use CoopCredentials\Sign_In\Gate;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Provider_Repository;
use CoopCredentials\Sign_In\Return_Target;

/**
 * One button for each provider below the password form, which always works. If the owner wishes, the first visit goes to a
 * provider by itself: a form that submits itself, once in five minutes, so that nobody is ever caught in a circle.
 */
final class Login_Screen {

	/** Setting: slug of the provider to go to by itself; absent = none. */
	public const SETTING = 'login_redirect';

	/** The way past the automatic redirect: `wp-login.php?coop-credentials=local`. */
	public const ARGUMENT = 'coop-credentials';

	private const TRIED      = 'coop_credentials_login';
	private const TRIED_LIFE = 300;

	/** Arguments of the login page that tell: somebody is in the middle of something. */
	private const BUSY = array( 'reauth', 'interim-login', 'loggedout', 'checkemail', 'error', 'registration', 'password', 'key', 'coop_reason', 'customize-login', 'wp_lang' );

	/**
	 * Builds the screen.
	 *
	 * @param Provider_Repository $providers Providers.
	 * @param Gate                $gate      Which may be used.
	 * @param Circuit_Breaker     $breaker   Which are paused.
	 * @param Cookies             $cookies   Whether somebody has just signed out.
	 * @param Router              $router    Addresses.
	 * @param Settings            $settings  Wish for the automatic redirect.
	 */
	public function __construct(
		private readonly Provider_Repository $providers,
		private readonly Gate $gate,
		private readonly Circuit_Breaker $breaker,
		private readonly Cookies $cookies,
		private readonly Router $router,
		private readonly Settings $settings,
	) {
	}

	/**
	 * Whether the page shows buttons: the log-in form itself, in a window of its own, while sign-in is not switched off.
	 *
	 * @param string       $action Action of the login page.
	 * @param array<mixed> $query  Arguments of the address and the form.
	 */
	public function is_shown( string $action, array $query ): bool {
		return ! Gate::is_disabled() && in_array( $action, array( '', 'login' ), true ) && ! isset( $query['interim-login'] ) && array() !== $this->providers->shown_in( 'wp-login' );
	}

	/**
	 * The provider to go to by itself now, or null.
	 *
	 * @param string       $method HTTP method.
	 * @param string       $action Action of the login page.
	 * @param array<mixed> $query  Arguments of the address.
	 */
	public function automatic( string $method, string $action, array $query ): ?string {
		$slug = $this->settings->get( self::SETTING );
		if (
			! is_string( $slug ) || '' === $slug || 'GET' !== $method
			|| ! in_array( $action, array( '', 'login' ), true )
			|| 'local' === ( $query[ self::ARGUMENT ] ?? '' )
			|| array() !== array_intersect( self::BUSY, array_map( 'strval', array_keys( $query ) ) )
			|| ! in_array( $slug, array_column( $this->providers->shown_in( 'wp-login' ), 'slug' ), true )
			|| is_user_logged_in()
			|| $this->cookies->has_just_left()
			|| null !== Front_Cookies::get( Front_Cookies::host_name( self::TRIED ) )
		) {
			return null;
		}
		try {
			return $this->is_paused( $this->gate->provider( $slug ) ) ? null : $slug;
		} catch ( Problem ) {
			return null; // Incomplete, unreadable or storage away: the password form is what is left.
		}
	}

	/**
	 * Remembers that this browser was sent, so that coming back shows the form.
	 */
	public function remember_try(): void {
		Front_Cookies::set( Front_Cookies::host_name( self::TRIED ), '1', self::TRIED_LIFE );
	}

	/**
	 * The buttons.
	 *
	 * @param string      $redirect_to Where the visitor was going, as asked for.
	 * @param string|null $automatic   Provider whose form submits itself.
	 */
	public function html( string $redirect_to, ?string $automatic ): string {
		$path = self::path( $redirect_to );
		$html = '';
		foreach ( $this->providers->shown_in( 'wp-login' ) as $entry ) {
			$is    = $entry['slug'] === $automatic;
			$html .= '<form method="post"' . ( $is ? ' id="coop-credentials-automatic"' : '' ) . ' action="' . esc_url( $this->router->url( 'sign_in', array( 'provider' => $entry['slug'] ) ) ) . '">'
				. '<input type="hidden" name="return_to" value="' . esc_attr( $path ) . '"><input type="hidden" name="intent" value="sign_in">'
				/* translators: %s: name of the sign-in provider. */
				. '<button type="submit" class="button button-large">' . esc_html( sprintf( __( 'Sign in with %s', 'coop-credentials' ), $entry['label'] ) ) . '</button></form>';
		}
		$local = null === $automatic ? '' : '<p>' . esc_html__( 'You are being taken there.', 'coop-credentials' ) . ' <a href="' . esc_url( self::local_url( $redirect_to ) ) . '">'
			. esc_html__( 'Use a password instead', 'coop-credentials' ) . '</a></p>';

		return '<section class="coop-credentials-login" aria-labelledby="coop-credentials-login"><h2 id="coop-credentials-login">' . esc_html__( 'Or sign in with your co-op', 'coop-credentials' ) . '</h2>' . $html . $local . '</section>'
			. ( null === $automatic ? '' : wp_get_inline_script_tag( 'document.getElementById("coop-credentials-automatic").submit()' ) );
	}

	/**
	 * Address of the log-in page with its form, never redirected.
	 *
	 * @param string $redirect_to Where to go after it.
	 */
	public static function local_url( string $redirect_to ): string {
		return add_query_arg( self::ARGUMENT, 'local', wp_login_url( $redirect_to ) );
	}

	/**
	 * Whether calls to the provider are suspended after failures.
	 *
	 * @param Provider $provider Provider.
	 */
	private function is_paused( Provider $provider ): bool {
		foreach ( array( 'issuer', 'discovery_url', 'token_endpoint' ) as $field ) {
			$parts = wp_parse_url( $provider->text( $field ) );
			if ( is_array( $parts ) && isset( $parts['host'] ) && $this->breaker->is_open( $parts['host'] . ':' . ( $parts['port'] ?? ( 'http' === ( $parts['scheme'] ?? '' ) ? 80 : 443 ) ) ) ) {
				return true;
			}
		}

		return false;
	}

	/**
	 * Path of the address the visitor was going to; another site's is none.
	 *
	 * @param string $redirect_to Address or path.
	 */
	private static function path( string $redirect_to ): string {
		$redirect_to = '' === $redirect_to ? admin_url() : $redirect_to;
		$local       = wp_validate_redirect( $redirect_to, admin_url() );
		$parts       = wp_parse_url( $local );
		$path        = is_array( $parts ) ? ( $parts['path'] ?? '/' ) . ( isset( $parts['query'] ) ? '?' . $parts['query'] : '' ) : '';

		return Return_Target::remember( $path );
	}
}
