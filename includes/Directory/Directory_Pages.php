<?php
/**
 * Pages of the directory.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Not_Mine;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Settings;

/**
 * /co-ops/, /co-ops/{slug}/ and /co-ops/how-we-verify/ without rewrite rules. The same for everybody, so page caches may
 * keep them.
 */
final class Directory_Pages {

	private ?Profile $profile = null;

	private string $canonical = '';

	public function __construct(
		private readonly Router $router,
		private readonly Settings $settings,
		private readonly Profiles $profiles,
		private readonly Trust_Policy_Repository $policies,
		private readonly Policy_Text $text,
		private readonly Json_Ld $json_ld
	) {}

	public function add_routes(): void {
		$base    = self::base( $this->settings );
		$options = array( 'methods' => array( 'GET', 'HEAD', 'POST' ), 'prefetch' => true ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$this->router->add( 'how_we_verify', $base . '/how-we-verify/', array( $this, 'show_policy' ), $options );
		$this->router->add( 'directory', $base . '/', array( $this, 'show_directory' ), $options );
		$this->router->add( 'organisation', $base . '/{slug}/', array( $this, 'show_profile' ), $options );
	}

	/**
	 * First part of the paths.
	 */
	public static function base( Settings $settings ): string {
		$base = $settings->get( 'directory_base', 'co-ops' );
		/**
		 * Filters the first part of the directory's addresses.
		 *
		 * @since 0.1.0
		 *
		 * @param string $base Small letters, digits and hyphens.
		 */
		$base = apply_filters( 'coop_credentials_directory_base', $base );
		return is_string( $base ) && 1 === preg_match( '/^[a-z0-9][a-z0-9-]{0,60}$/D', $base ) ? $base : 'co-ops';
	}

	public function url( string $slug ): string {
		return $this->router->url( 'organisation', array( 'slug' => $slug ) );
	}

	public function show_directory( Front_Request $request ): Page|Not_Mine {
		if ( $this->is_real_page() ) {
			return new Not_Mine();
		}
		$this->canonical = $this->router->url( 'directory' );
		return new Page( __( 'Co-ops', 'coop-credentials' ), '<!-- wp:coop-credentials/co-op-directory {"align":"wide"} /-->', 200, false, 1 === preg_match( '/(?:^|&)coop\d*_/', $request->raw_query ) );
	}

	public function show_profile( Front_Request $request ): Page|Redirect {
		try {
			$profile = $this->profiles->by_slug( $request->params['slug'] ?? '' );
		} catch ( Problem $problem ) {
			return $this->gone( $problem );
		}
		$slug = $profile->redirect_slug ?? $profile->organisation->slug;
		if ( null !== $profile->redirect_slug || ( $request->params['slug'] ?? '' ) !== $slug ) {
			return new Redirect( $this->url( $slug ), 301, array( 'Cache-Control' => 'public, max-age=3600' ) );
		}
		$this->profile   = $profile;
		$this->canonical = $this->url( $slug );
		// Beside the co-op's tile, where the theme is made of blocks; a classic theme prints titles itself.
		$titled = wp_is_block_theme();
		$block  = array(
			'slug'  => $slug,
			'align' => 'wide',
		) + ( $titled ? array( 'titled' => true ) : array() );
		return new Page( $profile->organisation->name, '<!-- wp:coop-credentials/co-op-profile ' . serialize_block_attributes( $block ) . ' /-->', 200, false, State::Revoked === $profile->organisation->state, array(), $titled );
	}

	public function show_policy( Front_Request $request ): Page {
		$this->canonical = $this->router->url( 'how_we_verify' );
		return new Page( __( 'How we verify', 'coop-credentials' ), $this->text->html( $this->policies->current() ), 200, false, '' !== $request->raw_query );
	}

	/**
	 * Canonical address, Open Graph and JSON-LD of the page that is being shown.
	 */
	public function print_head(): void {
		if ( '' !== $this->canonical ) {
			echo '<link rel="canonical" href="' . esc_url( $this->canonical ) . '" />' . "\n";
		}
		if ( null === $this->profile ) {
			return;
		}
		$organisation = $this->profile->organisation;
		printf( '<meta property="og:type" content="profile" /><meta property="og:title" content="%s" /><meta property="og:url" content="%s" />' . "\n", esc_attr( $organisation->name ), esc_url( $this->canonical ) );
		if ( '' !== $organisation->summary ) {
			printf( '<meta property="og:description" content="%1$s" /><meta name="description" content="%1$s" />' . "\n", esc_attr( $organisation->summary ) );
		}
		echo '<script type="application/ld+json">' . $this->json_ld->encode( $this->profile ) . '</script>' . "\n"; // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- JSON with < > & escaped.
	}

	private function gone( Problem $problem ): Page {
		$html  = '<p>' . esc_html( $problem->getMessage() ) . '</p><p><a href="' . esc_url( $this->router->url( 'directory' ) ) . '">' . esc_html__( 'To the directory', 'coop-credentials' ) . '</a></p>';
		$title = 410 === $problem->status ? __( 'This entry was removed', 'coop-credentials' ) : __( 'No such entry', 'coop-credentials' );
		return new Page( $title, $html, $problem->status, false, true, array( 'Cache-Control' => 'public, max-age=60' ) );
	}

	/**
	 * A page somebody made at this address wins.
	 */
	private function is_real_page(): bool {
		$page = get_page_by_path( self::base( $this->settings ) );
		return $page instanceof \WP_Post && 'publish' === $page->post_status;
	}
}
