<?php
/**
 * REST resource `rules`.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Claims\Invalid_Rule;
use CoopCredentials\Claims\Rule;
use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Request_Guard;
use CoopCredentials\Kernel\Rest_Controller;
use CoopCredentials\Sign_In\Rules\Effect;
use CoopCredentials\Sign_In\Rules\Places;

/**
 * Rules for the admin app. Whoever manages rules sees them; whoever publishes pages sees titles, to choose one.
 */
final class Rules_Controller extends Rest_Controller {

	private const UID = '(?P<uid>[0-9A-Za-z_]{1,40})';

	/**
	 * Builds the controller.
	 *
	 * @param Request_Guard   $guard  Refusals.
	 * @param Rule_Repository $rules  Rules.
	 * @param Places          $places Where they are used.
	 * @param Effect          $effect What a change does.
	 * @param Audit_Log       $audit  Audit log.
	 */
	public function __construct(
		Request_Guard $guard,
		private readonly Rule_Repository $rules,
		private readonly Places $places,
		private readonly Effect $effect,
		private readonly Audit_Log $audit,
	) {
		parent::__construct( $guard );
	}

	/**
	 * Whether the present account may choose a rule by its title.
	 */
	public static function may_choose(): bool {
		return self::may_read() || current_user_can( 'publish_posts' );
	}

	/**
	 * Registers the routes.
	 */
	public function register_routes(): void {
		$manage = $this->can( Capabilities::MANAGE );
		$choose = static fn(): bool|\WP_Error => self::may_choose() ? true : self::not_permitted();
		$uid    = array(
			'uid' => array(
				'type'    => 'string',
				'pattern' => '^[0-9A-Za-z_]{1,40}$',
			),
		);
		$rule   = array(
			'rule' => array(
				'type'     => 'object',
				'required' => true,
			),
		);
		$write  = $rule + array(
			'title' => array(
				'type'      => 'string',
				'minLength' => 1,
				'maxLength' => 200,
				'required'  => true,
			),
			'note'  => array(
				'type'      => 'string',
				'maxLength' => 200,
			),
		);
		$this->route(
			'/rules',
			array(
				self::endpoint( \WP_REST_Server::READABLE, $this->list_items( ... ), $choose, self::page_args() ),
				self::endpoint( \WP_REST_Server::CREATABLE, $this->create( ... ), $manage, $write ),
			)
		);
		$this->route(
			'/rules/' . self::UID,
			array(
				self::endpoint( \WP_REST_Server::READABLE, $this->read( ... ), $choose, $uid ),
				self::endpoint(
					\WP_REST_Server::EDITABLE,
					$this->change( ... ),
					$manage,
					$uid + $write + array(
						'version' => array(
							'type'      => 'string',
							'maxLength' => 64,
							'required'  => true,
						),
					)
				),
				self::endpoint( \WP_REST_Server::DELETABLE, $this->remove( ... ), $manage, $uid ),
			)
		);
		$this->route( '/rules/' . self::UID . '/versions', array( self::endpoint( \WP_REST_Server::READABLE, $this->versions( ... ), $manage, $uid ) ) );
		$this->route( '/rules/' . self::UID . '/effect', array( self::endpoint( \WP_REST_Server::CREATABLE, $this->preview( ... ), $manage, $uid + $rule ) ) );
	}

	/**
	 * Schema of a rule.
	 *
	 * @return array<string,mixed>
	 */
	public function get_item_schema(): array {
		return array(
			'$schema'    => 'http://json-schema.org/draft-04/schema#',
			'title'      => 'coop-credentials-rule',
			'type'       => 'object',
			'properties' => array(
				'uid'         => array( 'type' => 'string' ),
				'title'       => array( 'type' => 'string' ),
				'rule'        => array( 'type' => 'object' ),
				'number'      => array( 'type' => 'integer' ),
				'is_template' => array( 'type' => 'boolean' ),
				'is_valid'    => array( 'type' => 'boolean' ),
				'version'     => array( 'type' => 'string' ),
				'places'      => array( 'type' => 'array' ),
				'effect'      => array( 'type' => 'object' ),
			),
		);
	}

	/**
	 * All rules.
	 *
	 * @param \WP_REST_Request $request Request.
	 */
	private function list_items( \WP_REST_Request $request ): \WP_REST_Response {
		$search = is_string( $request['search'] ) ? mb_strtolower( $request['search'] ) : '';
		$all    = array_values( array_filter( $this->rules->all(), static fn( Stored_Rule $rule ): bool => '' === $search || str_contains( mb_strtolower( $rule->title ), $search ) ) );
		$page   = is_numeric( $request['page'] ) ? max( 1, (int) $request['page'] ) : 1;
		$size   = is_numeric( $request['per_page'] ) ? (int) $request['per_page'] : 20;

		return $this->paged( array_map( self::item( ... ), array_slice( $all, ( $page - 1 ) * $size, $size ) ), count( $all ), $page, $size );
	}

	/**
	 * One rule, for those who manage rules with the places where it is used.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @return array<string,mixed>
	 */
	private function read( \WP_REST_Request $request ): array {
		$rule = $this->existing( self::uid( $request ) );

		return self::item( $rule ) + ( current_user_can( Capabilities::MANAGE ) ? array( 'places' => $this->places->to_array( $rule->uid ) ) : array() );
	}

	/**
	 * Makes a rule.
	 *
	 * @param \WP_REST_Request $request Request.
	 */
	private function create( \WP_REST_Request $request ): \WP_REST_Response {
		$rule = $this->rules->create( self::text( $request, 'title' ), Json_Body::document( $request, 'rule' ) ?? '{}', self::text( $request, 'note' ) );
		$this->tell( 'rule_created', $rule->uid, $rule->version );

		return new \WP_REST_Response( self::item( $rule ), 201 );
	}

	/**
	 * Changes a rule, and says where it is used and whom the change lets in.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @return array<string,mixed>
	 */
	private function change( \WP_REST_Request $request ): array {
		$uid    = self::uid( $request );
		$before = $this->rules->find( $uid );
		$after  = $this->rules->save( $uid, self::text( $request, 'title' ), Json_Body::document( $request, 'rule' ) ?? '{}', self::text( $request, 'version' ), self::text( $request, 'note' ) );
		$this->tell( 'rule_changed', $uid, $after->version );

		return self::item( $after ) + array(
			'places' => $this->places->to_array( $uid ),
			'effect' => $this->effect->of( $before?->rule, $after->rule ),
		);
	}

	/**
	 * What a change would do; nothing is stored.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @return array<string,mixed>
	 */
	private function preview( \WP_REST_Request $request ): array {
		$before = $this->existing( self::uid( $request ) );
		try {
			$after = Rule::from_json( Json_Body::document( $request, 'rule' ) ?? '{}' );
		} catch ( Invalid_Rule $invalid ) {
			throw new Problem( 'rule_invalid', 400, __( 'This rule cannot be read.', 'coop-credentials' ), null, array( 'detail' => $invalid->getMessage() ), null, $invalid );
		}

		return array(
			'places' => $this->places->to_array( $before->uid ),
			'effect' => $this->effect->of( $before->rule, $after ),
		);
	}

	/**
	 * The last versions, newest first.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @return list<array<string,mixed>>
	 */
	private function versions( \WP_REST_Request $request ): array {
		return array_map(
			static function ( array $version ): array {
				$author = $version['author'] > 0 ? get_userdata( $version['author'] ) : false;

				return array(
					'rule'   => json_decode( $version['rule'], false, 32 ),
					'author' => false === $author ? '' : $author->display_name,
				) + $version;
			},
			$this->rules->versions( $this->existing( self::uid( $request ) )->uid )
		);
	}

	/**
	 * Removes a rule that is used nowhere.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @return array<string,mixed>
	 */
	private function remove( \WP_REST_Request $request ): array {
		$uid    = self::uid( $request );
		$rule   = $this->rules->find( $uid );
		$places = null === $rule || $rule->template ? array() : $this->places->to_array( $uid );
		if ( array() !== $places ) {
			throw new Problem( 'rule_in_use', 409, __( 'This rule is in use. Choose another rule at these places first.', 'coop-credentials' ), null, array( 'places' => $places ) );
		}
		if ( ! $this->rules->delete( $uid ) ) {
			throw new Problem( 'rule_missing', 404, __( 'There is no such rule to remove.', 'coop-credentials' ) );
		}
		$this->tell( 'rule_deleted', $uid, 0 );

		return array( 'deleted' => true );
	}

	/**
	 * Records a change and tells the rooms.
	 *
	 * @param string $event   Event.
	 * @param string $uid     Rule.
	 * @param int    $version Number of its version; 0 when it is gone.
	 */
	private function tell( string $event, string $uid, int $version ): void {
		$details = array(
			'rule_uid' => $uid,
			'version'  => $version,
		);
		$this->audit->record( $event, 'ok', '', array( 'details' => $details ) );
		/**
		 * Fires after a rule was made, changed or removed. What it decides is decided anew from the stored memberships.
		 *
		 * @since 0.2.0
		 *
		 * @param string $uid     Rule.
		 * @param int    $version Number of its version; 0 when it was removed.
		 */
		do_action( 'coop_credentials_rule_changed', $uid, $version );
	}

	/**
	 * A rule that exists.
	 *
	 * @param string $uid Uid.
	 * @throws Problem `rule_missing` (404).
	 */
	private function existing( string $uid ): Stored_Rule {
		return $this->rules->find( $uid ) ?? throw new Problem( 'rule_missing', 404, __( 'There is no such rule.', 'coop-credentials' ) );
	}

	/**
	 * Whether the present account may see rules, not only their titles.
	 */
	private static function may_read(): bool {
		return current_user_can( Capabilities::MANAGE ) || current_user_can( Capabilities::MANAGE_OFFERS );
	}

	/**
	 * A rule as the present account may see it.
	 *
	 * @param Stored_Rule $rule Rule.
	 * @return array<string,mixed>
	 */
	private static function item( Stored_Rule $rule ): array {
		$public = array(
			'uid'         => $rule->uid,
			'title'       => $rule->title,
			'is_template' => $rule->template,
			'is_valid'    => null !== $rule->rule,
		);

		return ! self::may_read() ? $public : $public + array(
			'rule'    => json_decode( $rule->json, false, 32 ),
			'number'  => $rule->version,
			'version' => $rule->hash,
		);
	}

	/**
	 * One endpoint.
	 *
	 * @param string              $methods    Methods.
	 * @param callable            $callback   Answers.
	 * @param callable            $permission Permits.
	 * @param array<string,mixed> $args       Arguments.
	 * @return array{methods:string,callback:callable,permission:callable,max_depth:int,args:array<string,mixed>}
	 */
	private static function endpoint( string $methods, callable $callback, callable $permission, array $args ): array {
		return array(
			'methods'    => $methods,
			'callback'   => $callback,
			'permission' => $permission,
			'max_depth'  => 24,
			'args'       => $args,
		);
	}

	/**
	 * Uid of the path.
	 *
	 * @param \WP_REST_Request $request Request.
	 */
	private static function uid( \WP_REST_Request $request ): string {
		$params = $request->get_url_params();

		return is_string( $params['uid'] ?? null ) ? $params['uid'] : '';
	}

	/**
	 * A text of the body.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @param string           $name    Name.
	 */
	private static function text( \WP_REST_Request $request, string $name ): string {
		return is_string( $request[ $name ] ) ? sanitize_text_field( $request[ $name ] ) : '';
	}
}
