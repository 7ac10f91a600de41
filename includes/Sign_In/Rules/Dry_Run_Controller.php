<?php
/**
 * REST routes `rules/evaluate` and `rules/people`.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Rules;

use CoopCredentials\Claims\Dates;
use CoopCredentials\Claims\Invalid_Rule;
use CoopCredentials\Claims\Json;
use CoopCredentials\Claims\Map_Presets;
use CoopCredentials\Claims\Rule;
use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Request_Guard;
use CoopCredentials\Kernel\Rest_Controller;
use CoopCredentials\Sign_In\Json_Body;

/**
 * The dry run of a rule, for those who manage rules.
 */
final class Dry_Run_Controller extends Rest_Controller {

	/**
	 * Builds the controller.
	 *
	 * @param Request_Guard $guard  Refusals.
	 * @param Dry_Run       $run     Dry run.
	 * @param People        $people People to pick.
	 */
	public function __construct(
		Request_Guard $guard,
		private readonly Dry_Run $run,
		private readonly People $people,
	) {
		parent::__construct( $guard );
	}

	/**
	 * Registers the routes.
	 */
	public function register_routes(): void {
		$this->route(
			'/rules/evaluate',
			array(
				array(
					'methods'    => \WP_REST_Server::CREATABLE,
					'callback'   => $this->evaluate( ... ),
					'permission' => $this->can( Capabilities::MANAGE ),
					'max_depth'  => 24,
					'limit'      => array(
						'bucket' => 'rules_evaluate',
						'limit'  => 30,
						'window' => 60,
					),
					'args'       => self::arguments(),
				),
			)
		);
		$this->route(
			'/rules/people',
			array(
				array(
					'methods'    => \WP_REST_Server::READABLE,
					'callback'   => fn( \WP_REST_Request $request ): array => $this->people->find( is_string( $request['search'] ) ? trim( $request['search'] ) : '' ),
					'permission' => $this->can( Capabilities::MANAGE ),
					'args'       => array(
						'search' => array(
							'type'      => 'string',
							'maxLength' => 100,
						),
					),
				),
			)
		);
	}

	/**
	 * Schema of the answer.
	 *
	 * @return array<string,mixed>
	 */
	public function get_item_schema(): array {
		$text = array( 'type' => array( 'string', 'null' ) );

		return array(
			'$schema'    => 'http://json-schema.org/draft-04/schema#',
			'title'      => 'coop-credentials-dry-run',
			'type'       => 'object',
			'properties' => array(
				'outcome'     => array( 'type' => 'string' ),
				'reason'      => $text,
				'sentence'    => $text,
				'step'        => array( 'type' => array( 'object', 'null' ) ),
				'memberships' => array( 'type' => 'array' ),
				'trace'       => array( 'type' => 'array' ),
				'skipped'     => array( 'type' => 'array' ),
				'snapshot_at' => $text,
				'mapping'     => array( 'type' => 'object' ),
				'request'     => array( 'type' => array( 'object', 'null' ) ),
			),
		);
	}

	/**
	 * Decides a rule and explains each step.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @return array<string,mixed>
	 */
	private function evaluate( \WP_REST_Request $request ): array {
		$rule   = $this->rule( $request );
		$claims = Json_Body::document( $request, 'claims' );
		$claims = null === $claims ? null : ( Json::claims( $claims ) ?? throw new Problem( 'invalid_request', 400, __( 'These claims cannot be read.', 'coop-credentials' ), null, array( 'params' => array( 'claims' => 'unreadable' ) ) ) );
		$asked  = array(
			'now'       => null === $request['now'] ? null : Dates::instant( $request['now'] ),
			'use'       => is_string( $request['use'] ) ? $request['use'] : '',
			'signed_in' => false !== $request['signed_in'],
		);
		if ( is_string( $request['identity'] ) && '' !== $request['identity'] ) {
			return $this->run->on_person( $rule, $request['identity'], $asked );
		}
		if ( null !== $claims && ! is_array( $request['memberships'] ) ) {
			return $this->run->on_claims( $rule, $claims, is_string( $request['provider'] ) ? $request['provider'] : '', is_string( $request['preset'] ) ? $request['preset'] : 'generic', $asked );
		}
		$memberships = array();
		foreach ( is_array( $request['memberships'] ) ? $request['memberships'] : array() as $values ) {
			if ( is_array( $values ) ) {
				$memberships[] = $values;
			}
		}

		return $this->run->on_memberships( $rule, $memberships, $claims, $asked );
	}

	/**
	 * The rule to try: given, or stored.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @throws Problem `rule_invalid` (400).
	 */
	private function rule( \WP_REST_Request $request ): ?Rule {
		$json = Json_Body::document( $request, 'rule' );
		try {
			return null !== $json ? Rule::from_json( $json ) : $this->run->stored( is_string( $request['uid'] ) ? $request['uid'] : '' );
		} catch ( Invalid_Rule $invalid ) {
			throw new Problem( 'rule_invalid', 400, __( 'This rule cannot be read.', 'coop-credentials' ), null, array( 'detail' => $invalid->getMessage() ), null, $invalid );
		}
	}

	/**
	 * Arguments.
	 *
	 * @return array<string,array<string,mixed>>
	 */
	private static function arguments(): array {
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
			'provider'    => array(
				'type'    => 'string',
				'pattern' => '^[a-z0-9-]{0,32}$',
			),
			'preset'      => array(
				'type' => 'string',
				'enum' => Map_Presets::NAMES,
			),
			'identity'    => array(
				'type'    => 'string',
				'pattern' => '^[0-9A-Z]{26}$',
			),
			'now'         => array(
				'type'   => 'string',
				'format' => 'date-time',
			),
			'signed_in'   => array( 'type' => 'boolean' ),
			'use'         => array(
				'type' => 'string',
				'enum' => array( '', 'sign_in', 'gate', 'role', 'offer', 'redeem' ),
			),
		);
	}
}
