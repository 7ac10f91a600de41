<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Request_Guard;
use CoopCredentials\Kernel\Rest_Controller;

/**
 * `redemptions`: the ledger for those who look after offers, own scans for a till, and taking a use back.
 */
final class Redemptions_Controller extends Rest_Controller {
	public function __construct(
		Request_Guard $guard,
		private readonly Actors $actors,
		private readonly Ledger_Repository $ledger,
		private readonly Void_Redemption $void
	) {
		parent::__construct( $guard );
	}

	/**
	 * Registers the routes.
	 */
	public function register_routes(): void {
		$this->route(
			'/redemptions',
			array(
				array(
					'methods'    => 'GET',
					'callback'   => array( $this, 'get_items' ),
					'permission' => array( $this, 'may_list' ),
					'access'     => self::ACCESS_PRIVATE,
					'args'       => array_diff_key( self::page_args(), array( 'search' => 1 ) ) + array(
						'offer'  => array(
							'type'      => 'string',
							'maxLength' => 26,
							'pattern'   => '^[0-9A-Z]*$',
						),
						'status' => array(
							'type' => 'string',
							'enum' => array( '', 'confirmed', 'voided', 'conflict' ),
						),
						'mine'   => array(
							'type'    => 'boolean',
							'default' => false,
						),
					),
				),
			)
		);
		$this->route(
			'/redemptions/(?P<uid>[0-9A-Z]{26})/void',
			array(
				array(
					'methods'    => 'POST',
					'callback'   => array( $this, 'void' ),
					'permission' => array( $this, 'may_void' ),
					'access'     => self::ACCESS_PRIVATE,
					'args'       => array(
						'reason' => array(
							'type'     => 'string',
							'enum'     => Void_Redemption::REASONS,
							'required' => true,
						),
						'note'   => array(
							'type'      => 'string',
							'maxLength' => 180,
						),
					),
				),
			)
		);
	}

	/**
	 * A till sees its own scans, those who look after offers see all.
	 */
	public function may_list(): bool|\WP_Error {
		return self::sees_all() || current_user_can( Capabilities::REDEEM ) ? true : self::not_permitted();
	}

	private static function sees_all(): bool {
		return current_user_can( Capabilities::MANAGE_OFFERS ) || current_user_can( Capabilities::VIEW_STATS );
	}

	/**
	 * Undo is for everybody who redeems; the rest is decided with the row.
	 */
	public function may_void(): bool|\WP_Error {
		return null === $this->actors->staff() ? self::not_permitted() : true;
	}

	/**
	 * @param \WP_REST_Request<array<string, mixed>> $request Request.
	 */
	public function get_items( $request ): \WP_REST_Response {
		$filters = array(
			'offer'  => (string) $request['offer'],
			'status' => (string) $request['status'],
			'actor'  => true === $request['mine'] || ! self::sees_all() ? 'user:' . get_current_user_id() : '',
		);
		$found   = $this->ledger->page( $filters, (int) $request['page'], (int) $request['per_page'] );
		return $this->paged( array_map( array( self::class, 'item' ), $found['items'] ), $found['total'], (int) $request['page'], (int) $request['per_page'] );
	}

	/**
	 * @param \WP_REST_Request<array<string, mixed>> $request Request.
	 */
	public function void( \WP_REST_Request $request ): \WP_REST_Response {
		$actor = $this->actors->staff() ?? throw Refusals::problem( 'not_permitted' );
		$note  = is_string( $request['note'] ) ? sanitize_text_field( $request['note'] ) : null;
		return new \WP_REST_Response( $this->void->void( (string) $request['uid'], $actor, (string) $request['reason'], $note ) );
	}

	/**
	 * One row of the list.
	 *
	 * @param array<string, string|null> $row From the ledger.
	 * @return array<string, mixed>
	 */
	public static function item( array $row ): array {
		$user = str_starts_with( (string) $row['actor'], 'user:' ) ? get_userdata( (int) substr( (string) $row['actor'], 5 ) ) : false;
		return array(
			'uid'            => $row['uid'],
			'kind'           => $row['kind'],
			'status'         => $row['status'],
			'use_no'         => null === $row['use_no'] ? null : (int) $row['use_no'],
			'offer_uid'      => $row['offer_uid'],
			'offer_title'    => $row['offer_title'],
			'coupon'         => $row['coupon_uid'],
			'code_tail'      => $row['code_tail'],
			'holder_label'   => $row['holder_label'],
			'point_uid'      => $row['point_uid'],
			'point_name'     => $row['point_name'],
			'actor_name'     => false === $user ? '' : $user->display_name,
			'amount_minor'   => null === $row['amount_minor'] ? null : (int) $row['amount_minor'],
			'discount_minor' => null === $row['discount_minor'] ? null : (int) $row['discount_minor'],
			'currency'       => $row['currency'],
			'recorded_at'    => Database::instant( $row['recorded_at'] )?->format( 'Y-m-d\TH:i:s\Z' ),
			'note'           => $row['note'],
			'can_void'       => 'redeem' === $row['kind'] && 'confirmed' === $row['status'],
		);
	}
}
