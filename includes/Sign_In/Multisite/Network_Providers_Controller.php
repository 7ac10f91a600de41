<?php
/**
 * REST resource `network-providers`.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Multisite;

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Request_Guard;
use CoopCredentials\Kernel\Rest_Controller;
use CoopCredentials\Sign_In\Json_Body;
use CoopCredentials\Sign_In\Limits;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Provider_Test;
use CoopCredentials\Sign_In\Provider_View;
use CoopCredentials\Sign_In\Providers_Controller;
use CoopCredentials\Sign_In\Setup\Test_Memory;
use CoopCredentials\Sign_In\Setup\Test_Report;

/**
 * Providers of the network, for those who manage its options: never for whoever manages a site alone. The secret is
 * write-only here too.
 */
final class Network_Providers_Controller extends Rest_Controller {

	private const SLUG = '(?P<slug>[a-z0-9-]{2,32})';

	/**
	 * Builds the controller.
	 *
	 * @param Request_Guard              $guard     Refusals.
	 * @param Network_Providers          $providers Providers.
	 * @param Network_Editor             $editor    Changes.
	 * @param Sites                      $sites     Addresses.
	 * @param Provider_View              $view      Shape.
	 * @param \Closure                   $test      Connection test, for sites with these homes.
	 * @param Test_Memory                $memory    Last tests.
	 * @param Limits                     $limits    Limits.
	 * @phpstan-param \Closure(string...): Provider_Test $test
	 */
	public function __construct(
		Request_Guard $guard,
		private readonly Network_Providers $providers,
		private readonly Network_Editor $editor,
		private readonly Sites $sites,
		private readonly Provider_View $view,
		private readonly \Closure $test,
		private readonly Test_Memory $memory,
		private readonly Limits $limits,
	) {
		parent::__construct( $guard );
	}

	/**
	 * Registers the routes.
	 */
	public function register_routes(): void {
		$slug = array(
			'slug' => array(
				'type'    => 'string',
				'pattern' => '^[a-z0-9-]{2,32}$',
			),
		);
		$this->route(
			'/network-providers',
			array(
				$this->endpoint( \WP_REST_Server::READABLE, $this->list_items( ... ), self::page_args() ),
				$this->endpoint( \WP_REST_Server::CREATABLE, $this->create( ... ), Providers_Controller::args( true ) ),
			)
		);
		$this->route(
			'/network-providers/' . self::SLUG,
			array(
				$this->endpoint( \WP_REST_Server::READABLE, $this->read( ... ), $slug ),
				$this->endpoint( \WP_REST_Server::EDITABLE, $this->change( ... ), Providers_Controller::args( false ) ),
				$this->endpoint( \WP_REST_Server::DELETABLE, $this->remove( ... ), $slug ),
			)
		);
		$this->route( '/network-providers/' . self::SLUG . '/sites', array( $this->endpoint( \WP_REST_Server::READABLE, $this->sites( ... ), $slug + self::page_args() ) ) );
		$this->route(
			'/network-providers/' . self::SLUG . '/sites/(?P<site>\d{1,9})',
			array(
				$this->endpoint(
					\WP_REST_Server::EDITABLE,
					$this->turn( ... ),
					$slug + array(
						'site'    => array(
							'type'    => 'integer',
							'minimum' => 1,
						),
						'enabled' => array(
							'type'     => 'boolean',
							'required' => true,
						),
					)
				),
			)
		);
		$this->route( '/network-providers/' . self::SLUG . '/test', array( $this->endpoint( \WP_REST_Server::CREATABLE, $this->test( ... ), $slug ) ) );
	}

	/**
	 * One endpoint.
	 *
	 * @param string                            $methods  HTTP methods.
	 * @param callable                          $callback What it does.
	 * @param array<string,array<string,mixed>> $args     Arguments.
	 * @return array<string,mixed>
	 */
	private function endpoint( string $methods, callable $callback, array $args ): array {
		return array(
			'methods'    => $methods,
			'callback'   => $callback,
			'permission' => $this->can( 'manage_network_options' ),
			'max_depth'  => 16,
			'args'       => $args,
		);
	}

	/**
	 * All providers of the network.
	 *
	 * @param \WP_REST_Request $request Request.
	 */
	private function list_items( \WP_REST_Request $request ): \WP_REST_Response {
		list( $page, $size ) = self::page( $request );
		$all                 = $this->providers->all();

		return $this->paged( array_map( $this->view->whole( ... ), array_slice( $all, ( $page - 1 ) * $size, $size ) ), count( $all ), $page, $size );
	}

	/**
	 * One provider.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @return array<string,mixed>
	 */
	private function read( \WP_REST_Request $request ): array {
		return $this->view->whole( $this->find( $request ) );
	}

	/**
	 * Makes a provider.
	 *
	 * @param \WP_REST_Request $request Request.
	 */
	private function create( \WP_REST_Request $request ): \WP_REST_Response {
		$values = Json_Body::values( $request, array( 'claim_map', 'issuer_scope' ) );

		return new \WP_REST_Response( $this->view->whole( $this->editor->create( $values, self::text( $values['secret'] ?? null ) ) ), 201 );
	}

	/**
	 * Changes a provider.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @return array<string,mixed>
	 */
	private function change( \WP_REST_Request $request ): array {
		$values = Json_Body::values( $request, array( 'claim_map', 'issuer_scope' ) );

		return $this->view->whole( $this->editor->change( self::slug( $request ), $values, self::text( $values['secret'] ?? null ), self::text( $values['version'] ?? null ) ) );
	}

	/**
	 * Removes a provider.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @return array<string,mixed>
	 */
	private function remove( \WP_REST_Request $request ): array {
		$this->editor->remove( self::slug( $request ) );

		return array( 'deleted' => true );
	}

	/**
	 * Addresses of every site.
	 *
	 * @param \WP_REST_Request $request Request.
	 */
	private function sites( \WP_REST_Request $request ): \WP_REST_Response {
		list( $page, $size ) = self::page( $request );
		$found               = $this->sites->of( $this->find( $request )->slug, $page, $size );

		return $this->paged( $found['items'], $found['total'], $page, $size );
	}

	/**
	 * Switches a provider on or off on one site.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @return array{site:int,enabled:bool}
	 */
	private function turn( \WP_REST_Request $request ): array {
		$site = absint( $request['site'] );
		$on   = true === $request['enabled'];
		$this->editor->switch_on_site( self::slug( $request ), $site, $on );

		return array(
			'site'    => $site,
			'enabled' => $on,
		);
	}

	/**
	 * Tests a provider.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @return array<string,mixed>
	 */
	private function test( \WP_REST_Request $request ): array {
		$provider = $this->find( $request );
		$this->limits->hit( 'provider_test' );

		$sites  = $this->sites->to_try( $provider->slug );
		$report = new Test_Report();
		if ( $sites['more'] ) {
			$report->add( 'sites', 'warn', __( 'Other sites', 'coop-credentials' ), '', __( 'Only the return addresses above were tried. Each site has its own: see that the provider knows all of them. They are listed under “Sites”.', 'coop-credentials' ) );
		}
		$checks = array_merge( ( $this->test )( ...array_column( $sites['items'], 'home' ) )->run( $provider, ...$sites['items'] ), $report->lines() );
		$this->memory->keep( $provider, $checks );

		return array(
			'status'     => Test_Report::worst( $checks ),
			'checks'     => $checks,
			'round_trip' => null, // A whole sign-in belongs to a site.
		);
	}

	/**
	 * The provider of the path.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @throws Problem `provider_unknown` (404).
	 */
	private function find( \WP_REST_Request $request ): Provider {
		return $this->providers->find( self::slug( $request ) ) ?? throw new Problem( 'provider_unknown', 404, __( 'There is no such provider.', 'coop-credentials' ) );
	}

	/**
	 * Slug of the path.
	 *
	 * @param \WP_REST_Request $request Request.
	 */
	private static function slug( \WP_REST_Request $request ): string {
		return self::text( $request->get_url_params()['slug'] ?? null ) ?? '';
	}

	/**
	 * A text, or null.
	 *
	 * @param mixed $value Value.
	 */
	private static function text( mixed $value ): ?string {
		return is_string( $value ) ? $value : null;
	}

	/**
	 * Page and its size.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @return array{0:int,1:int}
	 */
	private static function page( \WP_REST_Request $request ): array {
		return array(
			is_numeric( $request['page'] ) ? max( 1, (int) $request['page'] ) : 1,
			is_numeric( $request['per_page'] ) ? max( 1, (int) $request['per_page'] ) : 20,
		);
	}
}
