<?php
/**
 * REST resource `providers`.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Request_Guard;
use CoopCredentials\Kernel\Rest_Controller;
use CoopCredentials\Sign_In\Setup\Test_Memory;
use CoopCredentials\Sign_In\Setup\Test_Report;

/**
 * Providers for the admin app. The secret is write-only.
 */
final class Providers_Controller extends Rest_Controller {

	private const SLUG = '(?P<slug>[a-z0-9-]{2,32})';

	/**
	 * Builds the controller.
	 *
	 * @param Request_Guard       $guard     Refusals.
	 * @param Provider_Repository $providers Providers.
	 * @param Provider_Editor     $editor    Changes.
	 * @param Provider_View       $view      Shape.
	 * @param \Closure(): Provider_Test $test Connection test.
	 * @param Test_Memory         $memory    Last tests.
	 * @param Limits              $limits    Limits.
	 * @param \Closure( Provider ): (array{url:string,fields:array<string,string>}|null) $round_trip Form of a whole sign-in that is only shown.
	 * @param \Closure(): Multisite\Site_Switch $switch What a site may do with a provider of its network.
	 */
	public function __construct(
		Request_Guard $guard,
		private readonly Provider_Repository $providers,
		private readonly Provider_Editor $editor,
		private readonly Provider_View $view,
		private readonly \Closure $test,
		private readonly Test_Memory $memory,
		private readonly Limits $limits,
		private readonly \Closure $round_trip,
		private readonly \Closure $switch,
	) {
		parent::__construct( $guard );
	}

	/**
	 * Registers the routes.
	 */
	public function register_routes(): void {
		$manage = $this->can( Capabilities::MANAGE );
		$slug   = array(
			'slug' => array(
				'type'    => 'string',
				'pattern' => '^[a-z0-9-]{2,32}$',
			),
		);
		$this->route(
			'/providers',
			array(
				array(
					'methods'    => \WP_REST_Server::READABLE,
					'callback'   => $this->list_items( ... ),
					'permission' => $manage,
					'args'       => self::page_args(),
				),
				array(
					'methods'    => \WP_REST_Server::CREATABLE,
					'callback'   => $this->create( ... ),
					'permission' => $manage,
					'max_depth'  => 16,
					'args'       => self::args( true ),
				),
			)
		);
		$this->route(
			'/providers/' . self::SLUG,
			array(
				array(
					'methods'    => \WP_REST_Server::READABLE,
					'callback'   => $this->read( ... ),
					'permission' => $manage,
					'args'       => $slug,
				),
				array(
					'methods'    => \WP_REST_Server::EDITABLE,
					'callback'   => $this->change( ... ),
					'permission' => $manage,
					'max_depth'  => 16,
					'args'       => self::args( false ),
				),
				array(
					'methods'    => \WP_REST_Server::DELETABLE,
					'callback'   => $this->remove( ... ),
					'permission' => $manage,
					'args'       => $slug,
				),
			)
		);
		$this->route(
			'/providers/' . self::SLUG . '/test',
			array(
				array(
					'methods'    => \WP_REST_Server::CREATABLE,
					'callback'   => $this->test( ... ),
					'permission' => $manage,
					'args'       => $slug,
				),
			)
		);
	}

	/**
	 * Schema of a provider.
	 *
	 * @return array<string,mixed>
	 */
	public function get_item_schema(): array {
		$read = static fn( string $type ): array => array(
			'type'     => $type,
			'readonly' => true,
		);

		return array(
			'$schema'    => 'http://json-schema.org/draft-04/schema#',
			'title'      => 'coop-credentials-provider',
			'type'       => 'object',
			'properties' => Provider_Fields::schema() + array(
				'from_network'             => $read( 'boolean' ),
				'has_secret'               => $read( 'boolean' ),
				'secret_source'            => $read( 'string' ),
				'secret_constant'          => $read( 'string' ),
				'missing'                  => $read( 'array' ),
				'redirect_uri'             => $read( 'string' ),
				'post_logout_redirect_uri' => $read( 'string' ),
				'backchannel_logout_uri'   => $read( 'string' ),
				'start_uri'                => $read( 'string' ),
				'preset_map'               => $read( 'object' ),
				'registration'             => $read( 'object' ),
				'last_test'                => array(
					'type'     => array( 'object', 'null' ),
					'readonly' => true,
				),
				'people'                   => $read( 'integer' ),
				'version'                  => $read( 'string' ),
			),
		);
	}

	/**
	 * All providers.
	 *
	 * @param \WP_REST_Request $request Request.
	 */
	private function list_items( \WP_REST_Request $request ): \WP_REST_Response {
		$search = is_string( $request['search'] ) ? mb_strtolower( $request['search'] ) : '';
		$all    = array_values( array_filter( $this->providers->all(), static fn( Provider $provider ): bool => '' === $search || str_contains( mb_strtolower( $provider->label . ' ' . $provider->slug ), $search ) ) );
		$page   = is_numeric( $request['page'] ) ? max( 1, (int) $request['page'] ) : 1;
		$size   = is_numeric( $request['per_page'] ) ? (int) $request['per_page'] : 20;

		return $this->paged( array_map( $this->view->of( ... ), array_slice( $all, ( $page - 1 ) * $size, $size ) ), count( $all ), $page, $size );
	}

	/**
	 * One provider.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @return array<string,mixed>
	 */
	private function read( \WP_REST_Request $request ): array {
		return $this->view->of( $this->find( $request ) );
	}

	/**
	 * Makes a provider.
	 *
	 * @param \WP_REST_Request $request Request.
	 */
	private function create( \WP_REST_Request $request ): \WP_REST_Response {
		$values = Json_Body::values( $request, array( 'claim_map', 'issuer_scope' ) );

		return new \WP_REST_Response( $this->view->of( $this->editor->create( $values, self::secret( $values ) ) ), 201 );
	}

	/**
	 * Changes a provider.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @return array<string,mixed>
	 */
	private function change( \WP_REST_Request $request ): array {
		$values  = Json_Body::values( $request, array( 'claim_map', 'issuer_scope' ) );
		$version = is_string( $values['version'] ?? null ) ? $values['version'] : null;
		$known   = $this->providers->find( self::slug( $request ) );
		if ( null !== $known && $known->from_network ) {
			return $this->view->of( ( $this->switch )()->change( $known, $values ) );
		}

		return $this->view->of( $this->editor->change( self::slug( $request ), $values, self::secret( $values ), $version ) );
	}

	/**
	 * Removes a provider.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @return array<string,mixed>
	 */
	private function remove( \WP_REST_Request $request ): array {
		if ( true === $this->providers->find( self::slug( $request ) )?->from_network ) {
			Multisite\Network_Providers::refuse();
		}
		$this->editor->remove( self::slug( $request ) );

		return array( 'deleted' => true );
	}

	/**
	 * Tests a provider.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @return array<string,mixed>
	 */
	private function test( \WP_REST_Request $request ): array {
		$provider = $this->find( $request );
		if ( $provider->from_network ) {
			Multisite\Network_Providers::refuse(); // The words of a test name addresses.
		}
		$this->limits->hit( 'provider_test' );
		$checks = ( $this->test )()->run( $provider );
		$this->memory->keep( $provider, $checks );

		return array(
			'status'     => Test_Report::worst( $checks ),
			'checks'     => $checks,
			'round_trip' => ( $this->round_trip )( $provider ),
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
		$params = $request->get_url_params();

		return is_string( $params['slug'] ?? null ) ? $params['slug'] : '';
	}

	/**
	 * The secret of a body, taken out of the other values.
	 *
	 * @param array<string,mixed> $values Values.
	 */
	private static function secret( array $values ): ?string {
		return is_string( $values['secret'] ?? null ) ? $values['secret'] : null;
	}

	/**
	 * Arguments of a write.
	 *
	 * @param bool $is_new Whether a provider is made.
	 * @return array<string,array<string,mixed>>
	 */
	public static function args( bool $is_new ): array {
		$args = Provider_Fields::schema();
		foreach ( array_keys( $args ) as $name ) {
			unset( $args[ $name ]['default'] ); // What is not sent stays as it is.
		}
		$args['slug']['required']  = $is_new;
		$args['label']['required'] = $is_new;
		$args['secret']            = array(
			'type'      => 'string',
			'maxLength' => 1000,
		);
		$args['version']           = array(
			'type'      => array( 'string', 'null' ),
			'maxLength' => 64,
		);

		return $args;
	}
}
