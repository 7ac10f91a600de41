<?php
/**
 * REST resource `rules`.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Claims\Auth_Context;
use CoopCredentials\Claims\Context;
use CoopCredentials\Claims\Invalid_Rule;
use CoopCredentials\Claims\Membership;
use CoopCredentials\Claims\Organisation_Facts;
use CoopCredentials\Claims\Rule;
use CoopCredentials\Claims\Rule_Evaluator;
use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Request_Guard;
use CoopCredentials\Kernel\Rest_Controller;

/**
 * Rules for the admin app, and the dry run of a rule on invented or pasted memberships.
 */
final class Rules_Controller extends Rest_Controller {

	private const UID = '(?P<uid>[0-9A-Za-z_]{1,40})';

	/**
	 * Builds the controller.
	 *
	 * @param Request_Guard      $guard     Refusals.
	 * @param Rule_Repository    $rules     Rules.
	 * @param Rule_Evaluator     $evaluator Evaluator.
	 * @param Decider            $decider   Words for the visitor.
	 * @param Organisation_Facts $facts     Directory.
	 * @param Clock              $clock     Time.
	 */
	public function __construct(
		Request_Guard $guard,
		private readonly Rule_Repository $rules,
		private readonly Rule_Evaluator $evaluator,
		private readonly Decider $decider,
		private readonly Organisation_Facts $facts,
		private readonly Clock $clock,
	) {
		parent::__construct( $guard );
	}

	/**
	 * Registers the routes.
	 */
	public function register_routes(): void {
		$manage = $this->can( Capabilities::MANAGE );
		$either = static fn(): bool|\WP_Error => current_user_can( Capabilities::MANAGE ) || current_user_can( Capabilities::MANAGE_OFFERS ) ? true : self::not_permitted();
		$uid    = array(
			'uid' => array(
				'type'    => 'string',
				'pattern' => '^[0-9A-Za-z_]{1,40}$',
			),
		);
		$write  = array(
			'title' => array(
				'type'      => 'string',
				'minLength' => 1,
				'maxLength' => 200,
				'required'  => true,
			),
			'rule'  => array(
				'type'     => 'object',
				'required' => true,
			),
		);
		$this->route(
			'/rules',
			array(
				array(
					'methods'    => \WP_REST_Server::READABLE,
					'callback'   => $this->list_items( ... ),
					'permission' => $either,
					'args'       => self::page_args(),
				),
				array(
					'methods'    => \WP_REST_Server::CREATABLE,
					'callback'   => $this->create( ... ),
					'permission' => $manage,
					'max_depth'  => 24,
					'args'       => $write,
				),
			)
		);
		$this->route(
			'/rules/evaluate',
			array(
				array(
					'methods'    => \WP_REST_Server::CREATABLE,
					'callback'   => $this->evaluate( ... ),
					'permission' => $manage,
					'max_depth'  => 24,
					'args'       => self::evaluate_args(),
				),
			)
		);
		$this->route(
			'/rules/' . self::UID,
			array(
				array(
					'methods'    => \WP_REST_Server::READABLE,
					'callback'   => $this->read( ... ),
					'permission' => $either,
					'args'       => $uid,
				),
				array(
					'methods'    => \WP_REST_Server::EDITABLE,
					'callback'   => $this->change( ... ),
					'permission' => $manage,
					'max_depth'  => 24,
					'args'       => $uid + $write + array(
						'version' => array(
							'type'      => 'string',
							'maxLength' => 64,
							'required'  => true,
						),
					),
				),
				array(
					'methods'    => \WP_REST_Server::DELETABLE,
					'callback'   => $this->remove( ... ),
					'permission' => $manage,
					'args'       => $uid,
				),
			)
		);
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
	 * One rule.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @return array<string,mixed>
	 */
	private function read( \WP_REST_Request $request ): array {
		return self::item( $this->rules->find( self::uid( $request ) ) ?? throw new Problem( 'rule_missing', 404, __( 'There is no such rule.', 'coop-credentials' ) ) );
	}

	/**
	 * Makes a rule.
	 *
	 * @param \WP_REST_Request $request Request.
	 */
	private function create( \WP_REST_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( self::item( $this->rules->create( self::title( $request ), Json_Body::document( $request, 'rule' ) ?? '{}' ) ), 201 );
	}

	/**
	 * Changes a rule.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @return array<string,mixed>
	 */
	private function change( \WP_REST_Request $request ): array {
		$version = is_string( $request['version'] ) ? $request['version'] : '';

		return self::item( $this->rules->save( self::uid( $request ), self::title( $request ), Json_Body::document( $request, 'rule' ) ?? '{}', $version ) );
	}

	/**
	 * Removes a rule.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @return array<string,mixed>
	 */
	private function remove( \WP_REST_Request $request ): array {
		if ( ! $this->rules->delete( self::uid( $request ) ) ) {
			throw new Problem( 'rule_missing', 404, __( 'There is no such rule to remove.', 'coop-credentials' ) );
		}

		return array( 'deleted' => true );
	}

	/**
	 * Decides a rule on given memberships, and explains each step.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @return array<string,mixed>
	 */
	private function evaluate( \WP_REST_Request $request ): array {
		$json = Json_Body::document( $request, 'rule' );
		$uid  = is_string( $request['uid'] ) ? $request['uid'] : '';
		try {
			$rule = null !== $json ? Rule::from_json( $json ) : $this->rules->find( $uid )?->rule;
		} catch ( Invalid_Rule $invalid ) {
			throw new Problem( 'rule_invalid', 400, __( 'This rule cannot be read.', 'coop-credentials' ), null, array( 'detail' => $invalid->getMessage() ), null, $invalid );
		}
		$claims   = Json_Body::document( $request, 'claims' );
		$claims   = null !== $claims ? json_decode( $claims, false, 16 ) : null;
		$now      = $this->clock->now()->getTimestamp();
		$decision = $this->evaluator->decide(
			$rule,
			new Context(
				now: $now,
				memberships: $this->memberships( $request ),
				claims: $claims instanceof \stdClass ? $claims : null,
				identity: array(
					'issuer'           => 'https://example.org',
					'provider'         => 'example',
					'subject_strategy' => 'stable',
				),
				auth: new Auth_Context( $now ),
				signed_in: false !== $request['signed_in'],
				memberships_at: $now,
				use: is_string( $request['use'] ) ? $request['use'] : '',
			)
		);

		return $decision->to_array( true ) + array(
			'sentence' => $this->decider->sentence( $decision ),
			'step'     => $this->decider->next_step( $decision ),
		);
	}

	/**
	 * Memberships of a dry run, with the directory's facts.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @return list<Membership>
	 */
	private function memberships( \WP_REST_Request $request ): array {
		$memberships = array();
		foreach ( is_array( $request['memberships'] ) ? $request['memberships'] : array() as $values ) {
			if ( ! is_array( $values ) ) {
				continue;
			}
			$membership = Membership::from_array( $values );
			$facts      = '' !== $membership->organisation_id ? $this->facts->facts( $this->facts->primary_id( $membership->organisation_id ) ?? $membership->organisation_id ) : null;

			$memberships[] = null === $facts || array_key_exists( 'policy', $values ) ? $membership : $membership->with(
				array(
					'organisation_id'    => $facts->primary_id,
					'organisation_name'  => $facts->name,
					'category'           => $facts->category,
					'country'            => $facts->country,
					'organisation_level' => $facts->level,
					'policy'             => $facts->policy,
				)
			);
		}

		return $memberships;
	}

	/**
	 * Arguments of a dry run.
	 *
	 * @return array<string,array<string,mixed>>
	 */
	private static function evaluate_args(): array {
		return array(
			'uid'         => array(
				'type'    => 'string',
				'pattern' => '^[0-9A-Za-z_]{1,40}$',
			),
			'rule'        => array( 'type' => 'object' ),
			'memberships' => array(
				'type'     => 'array',
				'maxItems' => 50,
				'items'    => array( 'type' => 'object' ),
			),
			'claims'      => array( 'type' => 'object' ),
			'signed_in'   => array( 'type' => 'boolean' ),
			'use'         => array(
				'type' => 'string',
				'enum' => array( '', 'sign_in', 'gate', 'role', 'offer', 'redeem' ),
			),
		);
	}

	/**
	 * A rule as administrators see it.
	 *
	 * @param Stored_Rule $rule Rule.
	 * @return array<string,mixed>
	 */
	private static function item( Stored_Rule $rule ): array {
		return array(
			'uid'         => $rule->uid,
			'title'       => $rule->title,
			'rule'        => json_decode( $rule->json, false, 32 ),
			'number'      => $rule->version,
			'is_template' => $rule->template,
			'is_valid'    => null !== $rule->rule,
			'version'     => $rule->hash,
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
	 * Title of the body.
	 *
	 * @param \WP_REST_Request $request Request.
	 */
	private static function title( \WP_REST_Request $request ): string {
		return is_string( $request['title'] ) ? sanitize_text_field( $request['title'] ) : '';
	}
}
