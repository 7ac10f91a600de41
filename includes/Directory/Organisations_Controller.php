<?php
/**
 * Organisations over REST, for the admin app.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Request_Guard;
use CoopCredentials\Kernel\Rest_Controller;
use CoopCredentials\Kernel\Settings;

/**
 * Entries of the directory with what only editors see. Level and badge cannot be written.
 */
final class Organisations_Controller extends Rest_Controller {

	private const UID = '(?P<uid>[0-9A-HJKMNP-TV-Z]{26})';

	/**
	 * @param Request_Guard $guard
	 * @param Organisation_Repository $organisations
	 * @param Identifier_Repository $identifiers
	 * @param Organisation_Writer $writer
	 * @param Search_Tokens $tokens
	 * @param Words $words
	 * @param Clock $clock
	 * @param Settings $settings
	 * @param \Closure(string): string $url Slug => address of the profile.
	 */
	public function __construct(
		Request_Guard $guard,
		private readonly Organisation_Repository $organisations,
		private readonly Identifier_Repository $identifiers,
		private readonly Organisation_Writer $writer,
		private readonly Search_Tokens $tokens,
		private readonly Words $words,
		private readonly Clock $clock,
		private readonly Settings $settings,
		private readonly \Closure $url
	) {
		parent::__construct( $guard );
	}

	public function register_routes(): void {
		$may  = $this->can( Capabilities::EDIT_DIRECTORY );
		$text = static fn( array $more ): array => array( 'type' => 'string' ) + $more;
		$list = self::page_args( array( 'name', 'updated_at', 'level', 'valid_until' ) ) + array(
			'state'    => $text( array( 'enum' => array_column( State::cases(), 'value' ) ) ),
			'category' => $text( array( 'maxLength' => 24 ) ),
			'country'  => $text( array( 'pattern' => '^[A-Z]{2}$' ) ),
			'level'    => array( 'type' => 'integer', 'minimum' => 0, 'maximum' => 4 ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'source'   => $text( array( 'maxLength' => 64 ) ),
			'view'     => $text( array( 'enum' => array( 'all', 'expiring' ) ) ),
		);
		$this->route(
			'/organisations',
			array(
				array( 'methods' => 'GET', 'callback' => array( $this, 'get_items' ), 'permission' => $may, 'args' => $list ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
				array( 'methods' => 'POST', 'callback' => array( $this, 'create_item' ), 'permission' => $may, 'args' => self::write_args( true ) ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			)
		);
		$this->route(
			'/organisations/' . self::UID,
			array(
				array( 'methods' => 'GET', 'callback' => array( $this, 'read' ), 'permission' => $may, 'args' => array() ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
				array( 'methods' => 'POST, PUT, PATCH', 'callback' => array( $this, 'change' ), 'permission' => $may, 'args' => self::write_args( false ) ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
				array( 'methods' => 'DELETE', 'callback' => array( $this, 'withdraw' ), 'permission' => $may, 'args' => array( 'reason' => $text( array( 'minLength' => 1, 'maxLength' => 500, 'required' => true ) ) ) ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			)
		);
	}

	public function get_items( $request ): \WP_REST_Response {
		$filters = array_filter(
			array(
				'state'    => $request['state'],
				'category' => $request['category'],
				'country'  => $request['country'],
				'source'   => $request['source'],
			),
			static fn( mixed $value ): bool => is_string( $value ) && '' !== $value
		);
		if ( null !== $request['level'] ) {
			$filters['level'] = (int) $request['level'];
		}
		if ( 'expiring' === $request['view'] ) {
			$filters['expiring_before'] = $this->clock->now()->modify( '+30 days' );
		}
		$search = (string) $request['search'];
		$terms  = '' === $search ? null : $this->tokens->query( $search );
		$page   = $this->organisations->page( $filters, $terms, (string) $request['orderby'], 'desc' === $request['order'], (int) $request['page'], (int) $request['per_page'] );
		$ids    = $this->identifiers->of_many( array_map( static fn( Organisation $organisation ): int => $organisation->id, $page['items'] ) );
		$items  = array_map( fn( Organisation $organisation ): array => $this->item( $organisation, $ids[ $organisation->id ] ?? array() ), $page['items'] );
		return $this->paged( $items, $page['total'], (int) $request['page'], (int) $request['per_page'] );
	}

	/**
	 * @return array<string, mixed>
	 */
	public function read( \WP_REST_Request $request ): array {
		$organisation = $this->find( $request );
		return $this->item( $organisation, $this->identifiers->of( $organisation->id ) );
	}

	public function create_item( $request ): \WP_REST_Response {
		list( $fields, $identifiers ) = self::input( $request );

		$organisation = $this->writer->create( $fields, $identifiers ?? array(), (string) ( $request['state'] ?? 'listed' ) );
		return new \WP_REST_Response( $this->item( $organisation, $this->identifiers->of( $organisation->id ) ), 201 );
	}

	/**
	 * @return array<string, mixed>
	 */
	public function change( \WP_REST_Request $request ): array {
		$organisation = $this->find( $request );
		self::demand_version( (string) $request['version'], (string) $organisation->version );
		list( $fields, $identifiers ) = self::input( $request );

		$organisation = $this->writer->update( $organisation, $fields, $identifiers, null === $request['state'] ? null : (string) $request['state'] );
		if ( is_string( $request['slug'] ) ) {
			$organisation = $this->writer->move( $organisation, $request['slug'] );
		}
		return $this->item( $organisation, $this->identifiers->of( $organisation->id ) );
	}

	/**
	 * @return array<string, mixed>
	 */
	public function withdraw( \WP_REST_Request $request ): array {
		$organisation = $this->find( $request );
		$this->writer->withdraw( $organisation, (string) $request['reason'] );
		return array( 'deleted' => true, 'uid' => $organisation->uid ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
	}

	/**
	 * @return array<string, mixed>
	 */
	public function get_item_schema(): array {
		$schema = array();
		foreach ( Organisation_Fields::schema() as $name => $field ) {
			$schema[ $name ] = $field + array( 'context' => array( 'view', 'edit' ) );
		}
		foreach ( array( 'uid', 'slug', 'url', 'state', 'category_label', 'state_label', 'level_label' ) as $name ) {
			$schema[ $name ] = array( 'type' => 'string', 'readonly' => true ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
		}
		return array( '$schema' => 'http://json-schema.org/draft-04/schema#', 'title' => 'coop-credentials-organisation', 'type' => 'object', 'properties' => $schema ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
	}

	/**
	 * @return array<string, array<string, mixed>>
	 */
	private static function write_args( bool $creating ): array {
		$args = Organisation_Fields::schema() + array(
			'state'       => array( 'type' => 'string', 'enum' => Organisation_Writer::EDITABLE_STATES ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'identifiers' => array(
				'type'     => 'array',
				'maxItems' => 30,
				'items'    => array(
					'type'                 => 'object',
					'properties'           => array(
						'scheme' => array( 'type' => 'string', 'enum' => array_values( array_diff( Identifier::SCHEMES, array( Identifier::SOURCE, Identifier::FORMER_SLUG ) ) ) ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
						'issuer' => array( 'type' => 'string', 'maxLength' => 64 ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
						'value'  => array( 'type' => 'string', 'minLength' => 1, 'maxLength' => 255 ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
						'proven' => array( 'type' => 'boolean' ),
					),
					'required'             => array( 'scheme', 'value' ),
					'additionalProperties' => false,
				),
			),
		);
		if ( $creating ) {
			$args['name']['required'] = true;
		} else {
			$args['version'] = array( 'type' => 'integer', 'required' => true ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			$args['slug']    = array( 'type' => 'string', 'maxLength' => 100 ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
		}
		return $args;
	}

	/**
	 * @return array{0: array<string, mixed>, 1: list<Identifier>|null}
	 */
	private static function input( \WP_REST_Request $request ): array {
		$body        = (array) $request->get_json_params();
		$fields      = array_intersect_key( $body, Organisation_Fields::schema() );
		$identifiers = null;
		if ( is_array( $body['identifiers'] ?? null ) ) {
			$identifiers = array();
			foreach ( $body['identifiers'] as $given ) {
				$given         = (array) $given;
				$identifiers[] = Identifier::checked( (string) $given['scheme'], (string) ( $given['issuer'] ?? '' ), (string) $given['value'], (bool) ( $given['proven'] ?? false ) );
			}
		}
		return array( $fields, $identifiers );
	}

	private function find( \WP_REST_Request $request ): Organisation {
		return $this->organisations->find_by_uid( (string) $request['uid'] ) ?? throw new Problem( 'organisation_not_found', 404, __( 'There is no such entry.', 'coop-credentials' ) );
	}

	/**
	 * @param Organisation $organisation
	 * @param list<Identifier> $identifiers Of it.
	 * @return array<string, mixed>
	 */
	private function item( Organisation $organisation, array $identifiers ): array {
		$now    = $this->clock->now();
		$state  = $organisation->state_at( $now );
		$ids    = array();
		$source = null;
		foreach ( $identifiers as $identifier ) {
			if ( Identifier::SOURCE === $identifier->scheme ) {
				$source = $identifier->issuer;
			} elseif ( Identifier::FORMER_SLUG !== $identifier->scheme ) {
				$ids[] = array( 'scheme' => $identifier->scheme, 'issuer' => $identifier->issuer, 'value' => $identifier->value, 'proven' => $identifier->proven ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a row.
			}
		}
		$fields = array();
		$stored = Organisation_Rows::fields( $organisation );
		foreach ( Organisation_Fields::schema() as $name => $schema ) {
			$fields[ $name ] = $stored[ $name ] ?? ( 'array' === $schema['type'] ? array() : null );
		}
		return array(
			'uid'            => $organisation->uid,
			'slug'           => $organisation->slug,
			'state'          => $state->value,
			'state_reason'   => $organisation->state_reason,
			'url'            => ( $this->url )( $organisation->slug ),
			'category_label' => $this->words->category( $organisation->category ),
			'state_label'    => State::Refused === $state ? __( 'Refused. Shown as listed.', 'coop-credentials' ) : $this->words->state( $state, $organisation->category, $organisation->verified_until ),
			'level'          => $organisation->level_at( $now ),
			'level_label'    => $this->words->level( $organisation->level_at( $now ), $organisation->badge_facts ),
			'listed'         => $organisation->listed,
			'verified_until' => $organisation->verified_until?->format( 'Y-m-d\TH:i:s\Z' ),
			'own'            => $this->settings->get( 'own_organisation' ) === $organisation->uid,
			'source'         => $source,
			'owners'         => (object) ( is_array( $stored['owners'] ?? null ) ? $stored['owners'] : array() ),
			'source_words'   => (object) ( is_array( $stored['source_words'] ?? null ) ? $stored['source_words'] : array() ),
			'identifiers'    => $ids,
			'version'        => $organisation->version,
			'updated_at'     => $organisation->updated_at?->format( 'Y-m-d\TH:i:s\Z' ),
		) + $fields;
	}
}
