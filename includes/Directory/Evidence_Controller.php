<?php
/**
 * Evidence over REST, for reviewers.
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

/**
 * Lists and adds records of an organisation; nothing is ever edited.
 */
final class Evidence_Controller extends Rest_Controller {

	private const UID = '(?P<uid>[0-9A-HJKMNP-TV-Z]{26})';

	public function __construct(
		Request_Guard $guard,
		private readonly Organisation_Repository $organisations,
		private readonly Evidence_Repository $records,
		private readonly Evidence_Service $evidence,
		private readonly Words $words,
		private readonly Clock $clock
	) {
		parent::__construct( $guard );
	}

	public function register_routes(): void {
		$may = $this->can( Capabilities::REVIEW );
		$this->route(
			'/organisations/' . self::UID . '/evidence',
			array(
				array( 'methods' => 'GET', 'callback' => array( $this, 'list_all' ), 'permission' => $may, 'args' => array() ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
				array( 'methods' => 'POST', 'callback' => array( $this, 'create_item' ), 'permission' => $may, 'args' => Evidence_Service::schema() + array( 'preview' => array( 'type' => 'boolean', 'default' => false ) ) ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			)
		);
		$this->route(
			'/evidence/' . self::UID . '/revoke',
			array(
				array( 'methods' => 'POST', 'callback' => array( $this, 'revoke_item' ), 'permission' => $may, 'args' => array( 'reason' => array( 'type' => 'string', 'minLength' => 1, 'maxLength' => 1000, 'required' => true ) ) ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			)
		);
	}

	/**
	 * @return list<array<string, mixed>>
	 */
	public function list_all( \WP_REST_Request $request ): array {
		return array_map( array( $this, 'item' ), $this->records->of( $this->organisation( $request )->id ) );
	}

	/**
	 * Adds a record; with preview only says what it would lead to.
	 */
	public function create_item( $request ): \WP_REST_Response {
		$organisation = $this->organisation( $request );
		$input        = array();
		foreach ( array_keys( Evidence_Service::schema() ) as $name ) {
			if ( null !== $request[ $name ] ) {
				$input[ $name ] = $request[ $name ];
			}
		}
		if ( true === $request['preview'] ) {
			$standing = $this->evidence->preview( $organisation, $input );
			return new \WP_REST_Response(
				array(
					'state'       => $standing->state->value,
					'state_label' => $this->words->state( $standing->state, $organisation->category, $standing->verified_until ),
					'level'       => $standing->level,
					'valid_until' => $standing->verified_until?->format( 'Y-m-d\TH:i:s\Z' ),
				)
			);
		}
		return new \WP_REST_Response( $this->item( $this->evidence->add( $organisation, $input, get_current_user_id() ) ), 201 );
	}

	/**
	 * @return array<string, mixed>
	 */
	public function revoke_item( \WP_REST_Request $request ): array {
		$record = $this->records->find_by_uid( (string) $request['uid'] ) ?? throw new Problem( 'evidence_not_found', 404, __( 'There is no such record.', 'coop-credentials' ) );
		return $this->item( $this->evidence->revoke( $record, (string) $request['reason'], get_current_user_id() ) );
	}

	private function organisation( \WP_REST_Request $request ): Organisation {
		return $this->organisations->find_by_uid( (string) $request['uid'] ) ?? throw new Problem( 'organisation_not_found', 404, __( 'There is no such entry.', 'coop-credentials' ) );
	}

	/**
	 * @return array<string, mixed>
	 */
	private function item( Evidence $record ): array {
		return array(
			'uid'            => $record->uid,
			'kind'           => $record->kind->value,
			'kind_label'     => $this->words->kind( $record->kind ),
			'level'          => $record->kind->level(),
			'method'         => $record->method,
			'issuer'         => $record->issuer,
			'reference_url'  => $record->reference_url,
			'subject_scheme' => $record->subject_scheme,
			'subject_value'  => $record->subject_value,
			'supports'       => array_column( $record->supports, 'value' ),
			'result'         => $record->result,
			'checked_at'     => $record->checked_at->format( 'Y-m-d\TH:i:s\Z' ),
			'checked_by'     => $record->checked_by,
			'valid_until'    => $record->valid_until?->format( 'Y-m-d\TH:i:s\Z' ),
			'is_valid'       => $record->counts_at( $this->clock->now() ),
			'note'           => $record->note,
			'private_note'   => $record->private_note,
			'policy_version' => $record->policy_version,
			'supersedes_id'  => $record->supersedes_id,
		);
	}
}
