<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Request_Guard;
use CoopCredentials\Kernel\Rest_Controller;

/**
 * `coupons`: a holder's own, and what tills do with a code. No route lists codes.
 */
final class Coupons_Controller extends Rest_Controller {
	public function __construct(
		Request_Guard $guard,
		private readonly Actors $actors,
		private readonly Holders $holders,
		private readonly My_Coupons $mine,
		private readonly Check $check,
		private readonly Redeem $redeem,
		private readonly Hold $hold
	) {
		parent::__construct( $guard );
	}

	/**
	 * Registers the routes.
	 */
	public function register_routes(): void {
		$this->route(
			'/coupons',
			array(
				array(
					'methods'    => 'GET',
					'callback'   => array( $this, 'get_items' ),
					'permission' => array( $this, 'may_see_own' ),
					'access'     => self::ACCESS_VISITOR,
				),
			)
		);
		$code = Redeem_Request::schema();
		$this->write( 'check', 'check', array_diff_key( $code, array_flip( array( 'confirm', 'note' ) ) ) );
		$this->write( 'redeem', 'redeem', $code );
		$this->write(
			'hold',
			'hold',
			array(
				'code'      => $code['code'] + array( 'required' => true ),
				'point'     => $code['point'],
				'order_ref' => array(
					'type'      => 'string',
					'minLength' => 1,
					'maxLength' => 64,
					'required'  => true,
				),
				'seconds'   => array(
					'type'    => 'integer',
					'minimum' => 30,
					'maximum' => 3600,
				),
			)
		);
		$this->write(
			'release',
			'release',
			array(
				'code'       => $code['code'],
				'coupon'     => $code['coupon'],
				'hold_token' => $code['hold_token'],
				'point'      => $code['point'],
				'order_ref'  => array(
					'type'      => 'string',
					'maxLength' => 64,
				),
			)
		);
	}

	/**
	 * A session with a lasting subject.
	 */
	public function may_see_own(): bool {
		$this->holders->require();
		return true;
	}

	/**
	 * Staff or a holder.
	 */
	public function may_use(): bool {
		$this->actors->redeemer();
		return true;
	}

	/**
	 * @param \WP_REST_Request<array<string, mixed>> $request Request.
	 */
	public function get_items( $request ): \WP_REST_Response {
		return new \WP_REST_Response( $this->mine->of( $this->holders->require() ) );
	}

	/**
	 * @param \WP_REST_Request<array<string, mixed>> $request Request.
	 */
	public function check( \WP_REST_Request $request ): \WP_REST_Response {
		return $this->answer( $this->check->check( Redeem_Request::from_input( self::body( $request ) ), $this->actors->redeemer() ) );
	}

	/**
	 * @param \WP_REST_Request<array<string, mixed>> $request Request.
	 */
	public function redeem( \WP_REST_Request $request ): \WP_REST_Response {
		$key = Idempotency_Key::check( $request->get_header( 'Idempotency-Key' ) );
		return $this->answer( $this->redeem->redeem( Redeem_Request::from_input( self::body( $request ) ), $this->actors->redeemer(), $key ) );
	}

	/**
	 * @param \WP_REST_Request<array<string, mixed>> $request Request.
	 */
	public function hold( \WP_REST_Request $request ): \WP_REST_Response {
		$held = $this->hold->hold( $request['code'], (string) $request['order_ref'], is_numeric( $request['seconds'] ) ? (int) $request['seconds'] : null, $this->actors->redeemer(), $request['point'] );
		return new \WP_REST_Response( $held['answer'], $held['created'] ? 201 : 200 );
	}

	/**
	 * @param \WP_REST_Request<array<string, mixed>> $request Request.
	 */
	public function release( \WP_REST_Request $request ): \WP_REST_Response {
		$this->hold->release( self::body( $request ), $this->actors->redeemer() );
		return new \WP_REST_Response( array( 'status' => 'ok' ) );
	}

	/**
	 * @param string                              $path   Last part of the route.
	 * @param string                              $method Method of this class.
	 * @param array<string, array<string, mixed>> $args   Body.
	 */
	private function write( string $path, string $method, array $args ): void {
		$this->route(
			'/coupons/' . $path,
			array(
				array(
					'methods'    => 'POST',
					'callback'   => array( $this, $method ),
					'permission' => array( $this, 'may_use' ),
					'access'     => self::ACCESS_VISITOR,
					'limit'      => array(
						'bucket' => 'coupons',
						'limit'  => 600,
						'window' => 60,
					),
					'args'       => $args,
				),
			)
		);
	}

	private function answer( Redemption_Answer $answer ): \WP_REST_Response {
		return new \WP_REST_Response( $answer->to_array( $this->guard->audit()->request_id() ), $answer->http_status() );
	}

	/**
	 * The JSON body alone: nothing from the address.
	 *
	 * @param \WP_REST_Request<array<string, mixed>> $request Request.
	 * @return array<string, mixed>
	 * @throws Problem `invalid_request` (400).
	 */
	private static function body( \WP_REST_Request $request ): array {
		$body = $request->get_json_params();
		return is_array( $body ) ? $body : throw Refusals::problem( 'invalid_request' );
	}
}
