<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Kernel\Request_Guard;
use CoopCredentials\Kernel\Rest_Controller;

/**
 * `offers`: the public list, the claim, and the editor's collection (`context=edit`).
 */
final class Offers_Controller extends Rest_Controller {
	public function __construct(
		Request_Guard $guard,
		private readonly Offer_Catalogue $catalogue,
		private readonly Offer_Repository $offers,
		private readonly Offer_Editor $editor,
		private readonly Organisation_Cards $organisations,
		private readonly Claim $claim,
		private readonly Holders $holders
	) {
		parent::__construct( $guard );
	}

	/**
	 * Registers the routes.
	 */
	public function register_routes(): void {
		$write = Offer_Fields::schema() + array(
			'status'        => array(
				'type' => 'string',
				'enum' => array_column( Offer_Status::cases(), 'value' ),
			),
			'revoke_reason' => array(
				'type'      => 'string',
				'maxLength' => 200,
			),
		);
		$this->route(
			'/offers',
			array(
				array(
					'methods'    => 'GET',
					'callback'   => array( $this, 'get_items' ),
					'permission' => array( $this, 'may_list' ),
					'access'     => self::ACCESS_PUBLIC,
					'args'       => self::list_args(),
				),
				array(
					'methods'    => 'POST',
					'callback'   => array( $this, 'create_item' ),
					'permission' => $this->can( Capabilities::MANAGE_OFFERS ),
					'access'     => self::ACCESS_PRIVATE,
					'args'       => $write,
				),
			)
		);
		$this->route(
			'/offers/(?P<uid>[0-9A-Z]{26})',
			array(
				array(
					'methods'    => 'GET',
					'callback'   => array( $this, 'get_item' ),
					'permission' => array( $this, 'may_list' ),
					'access'     => self::ACCESS_PUBLIC,
					'args'       => array( 'context' => self::context() ),
				),
				array(
					'methods'    => 'PUT, PATCH, POST',
					'callback'   => array( $this, 'update_item' ),
					'permission' => $this->can( Capabilities::MANAGE_OFFERS ),
					'access'     => self::ACCESS_PRIVATE,
					'args'       => $write + array( 'version' => array( 'type' => 'integer' ) ),
				),
				array(
					'methods'    => 'DELETE',
					'callback'   => array( $this, 'delete_item' ),
					'permission' => $this->can( Capabilities::MANAGE_OFFERS ),
					'access'     => self::ACCESS_PRIVATE,
					'args'       => array( 'force' => array( 'type' => 'boolean' ) ),
				),
			)
		);
		$this->route(
			'/offers/(?P<uid>[0-9A-Z]{26})/claim',
			array(
				array(
					'methods'    => 'POST',
					'callback'   => array( $this, 'claim' ),
					'permission' => array( $this, 'may_claim' ),
					'access'     => self::ACCESS_VISITOR,
					'limit'      => array(
						'bucket' => 'claim',
						'limit'  => 60,
						'window' => 60,
					),
					'args'       => array(),
				),
			)
		);
	}

	/**
	 * Everybody may read; the editor's view needs the capability.
	 *
	 * @param \WP_REST_Request<array<string, mixed>> $request Request.
	 */
	public function may_list( \WP_REST_Request $request ): bool|\WP_Error {
		return 'edit' !== $request['context'] || current_user_can( Capabilities::MANAGE_OFFERS ) ? true : self::not_permitted();
	}

	/**
	 * A visitor session is enough.
	 */
	public function may_claim(): bool {
		$this->holders->require();
		return true;
	}

	/**
	 * @param \WP_REST_Request<array<string, mixed>> $request Request.
	 */
	public function get_items( $request ): \WP_REST_Response {
		if ( 'edit' === $request['context'] ) {
			$found = $this->offers->page( (string) $request['search'], (string) $request['status'], (string) $request['orderby'], 'asc' === $request['order'], (int) $request['page'], (int) $request['per_page'] );
			$this->organisations->load( array_map( static fn ( Offer $offer ): int => $offer->organisation_id, $found['items'] ) );
			$response = $this->paged( array_map( array( $this, 'edited' ), $found['items'] ), $found['total'], (int) $request['page'], (int) $request['per_page'] );
			$response->header( 'Cache-Control', 'private, no-store' );
			return $response;
		}
		$filters  = array(
			'organisation' => $request['organisation'],
			'kind'         => $request['kind'],
			'cursor'       => $request['cursor'],
			'per_page'     => min( 50, (int) $request['per_page'] ),
		);
		$list     = $this->catalogue->visible( $filters );
		$response = new \WP_REST_Response( $list );
		$response->header( 'ETag', '"' . substr( hash( 'sha256', (string) wp_json_encode( $list ) ), 0, 32 ) . '"' );
		return $response;
	}

	/**
	 * @param \WP_REST_Request<array<string, mixed>> $request Request.
	 */
	public function get_item( $request ): \WP_REST_Response {
		if ( 'edit' === $request['context'] ) {
			$offer    = $this->offers->find( (string) $request['uid'] ) ?? throw Refusals::problem( 'offer_not_found' );
			$response = new \WP_REST_Response( $this->edited( $offer ) );
			$response->header( 'Cache-Control', 'private, no-store' );
			return $response;
		}
		return new \WP_REST_Response( $this->catalogue->find( (string) $request['uid'] ) ?? throw Refusals::problem( 'offer_not_found' ) );
	}

	/**
	 * @param \WP_REST_Request<array<string, mixed>> $request Request.
	 */
	public function create_item( $request ): \WP_REST_Response {
		return new \WP_REST_Response( $this->edited( $this->editor->create( $this->body( $request ) ) ), 201 );
	}

	/**
	 * @param \WP_REST_Request<array<string, mixed>> $request Request.
	 */
	public function update_item( $request ): \WP_REST_Response {
		$version = is_numeric( $request['version'] ) ? (int) $request['version'] : null;
		return new \WP_REST_Response( $this->edited( $this->editor->save( (string) $request['uid'], $this->body( $request ), $version ) ) );
	}

	/**
	 * @param \WP_REST_Request<array<string, mixed>> $request Request.
	 */
	public function delete_item( $request ): \WP_REST_Response {
		$this->editor->delete( (string) $request['uid'] );
		return new \WP_REST_Response( array( 'deleted' => true ) );
	}

	/**
	 * @param \WP_REST_Request<array<string, mixed>> $request Request.
	 */
	public function claim( \WP_REST_Request $request ): \WP_REST_Response {
		$claimed = $this->claim->claim( $this->holders->require(), (string) $request['uid'] );
		// The card says how many are left, and one less now.
		$left = $this->catalogue->find( (string) $request['uid'] )['left'] ?? '';
		return new \WP_REST_Response( $claimed->coupon + array( 'left' => $left ), $claimed->created ? 201 : 200 );
	}

	/**
	 * An offer as its editor sees it: every writable field, counters, and the public view for the live card.
	 *
	 * @return array<string, mixed>
	 */
	public function edited( Offer $offer ): array {
		$card   = $this->organisations->card( $offer->organisation_id );
		$public = $this->catalogue->item( $offer );
		return array(
			'uid'                => $offer->uid,
			'status'             => $offer->status->value,
			'organisation_uid'   => $card['uid'] ?? '',
			'organisation_name'  => $card['name'] ?? '',
			'kind'               => $offer->kind,
			'title'              => $offer->title,
			'text'               => $offer->text,
			'terms_url'          => $offer->terms_url,
			'value_kind'         => $offer->value_kind,
			'value'              => $offer->value,
			'currency'           => $offer->currency,
			'min_spend_minor'    => $offer->min_spend_minor,
			'max_discount_minor' => $offer->max_discount_minor,
			'audience'           => $offer->audience,
			'starts_at'          => Offer_Catalogue::iso( $offer->starts_at ),
			'ends_at'            => Offer_Catalogue::iso( $offer->ends_at ),
			'valid_from'         => Offer_Catalogue::iso( $offer->valid_from ),
			'valid_until'        => Offer_Catalogue::iso( $offer->valid_until ),
			'claim_ttl'          => $offer->claim_ttl,
			'hold_seconds'       => $offer->hold_seconds,
			'per_holder_limit'   => $offer->per_holder_limit,
			'uses_per_coupon'    => $offer->uses_per_coupon,
			'max_claims'         => $offer->max_claims,
			'max_redemptions'    => $offer->max_redemptions,
			'budget_minor'       => $offer->budget_minor,
			'max_inside'         => $offer->max_inside,
			'stacking'           => $offer->stacking,
			'void_window'        => $offer->void_window,
			'on_membership_lost' => $offer->on_membership_lost,
			'max_status_age'     => $offer->max_status_age,
			'static_code'        => $offer->static_code,
			'reclaim_expired'    => $offer->reclaim_expired,
			'event'              => $offer->event,
			'claims_count'       => $offer->claims_count,
			'redemptions_count'  => $offer->redemptions_count,
			'spent_minor'        => $offer->spent_minor,
			'state_reason'       => $offer->state_reason,
			'audience_label'     => $public['audience_label'],
			'version'            => $offer->version,
			'public'             => $public,
		);
	}

	/**
	 * The item's schema.
	 *
	 * @return array<string, mixed>
	 */
	public function get_item_schema(): array {
		return array(
			'$schema'    => 'http://json-schema.org/draft-04/schema#',
			'title'      => 'coop-credentials-offer',
			'type'       => 'object',
			'properties' => array(
				'uid'     => array(
					'type'     => 'string',
					'readonly' => true,
				),
				'version' => array(
					'type'     => 'integer',
					'readonly' => true,
				),
			) + Offer_Fields::schema(),
		);
	}

	/**
	 * @param \WP_REST_Request<array<string, mixed>> $request Request.
	 * @return array<string, mixed>
	 */
	private function body( \WP_REST_Request $request ): array {
		$input = array();
		foreach ( array_keys( Offer_Fields::schema() + array( 'status' => 1, 'revoke_reason' => 1 ) ) as $field ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			if ( $request->has_param( $field ) ) {
				$input[ $field ] = $request[ $field ];
			}
		}
		return $input;
	}

	/**
	 * @return array<string, array<string, mixed>>
	 */
	private static function list_args(): array {
		return array(
			'context'      => self::context(),
			'organisation' => array(
				'type'      => 'string',
				'maxLength' => 100,
			),
			'kind'         => array(
				'type' => 'string',
				'enum' => array( 'discount', 'free_item', 'member_price', 'pass' ),
			),
			'cursor'       => array(
				'type'      => 'string',
				'maxLength' => 13,
				'pattern'   => '^[0-9a-z]*$',
			),
			'status'       => array(
				'type' => 'string',
				'enum' => array_merge( array( '' ), array_column( Offer_Status::cases(), 'value' ) ),
			),
		) + array_merge( self::page_args( array( 'id', 'title', 'status', 'updated_at' ) ), array( 'order' => array( 'type' => 'string', 'enum' => array( 'asc', 'desc' ), 'default' => 'desc' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
	}

	/**
	 * @return array<string, mixed>
	 */
	private static function context(): array {
		return array(
			'type'    => 'string',
			'enum'    => array( 'view', 'edit' ),
			'default' => 'view',
		);
	}
}
