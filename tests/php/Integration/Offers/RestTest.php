<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Offers;

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Page;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * Routes of the room, the coupon's page, the till's landing.
 */
final class RestTest extends Offers_Test_Case {
	/** @var array<string, mixed> */
	private const DRAFT = array(
		'kind'       => 'discount',
		'title'      => 'Ten off',
		'value_kind' => 'percent',
		'value'      => 1000,
		'audience'   => 'any_identity',
	);

	/** The capability each route wants; bodies are valid, so that the permission answers. */
	#[DataProvider( 'doors' )]
	public function test_permissions( string $method, string $route, array $body, array $expected, array $headers = array() ): void {
		foreach ( $expected as $role => $status ) {
			$this->act_as( $role );
			$offer = $this->offer();
			$path  = str_replace( array( '{offer}', '{point}', '{gone}' ), array( $offer->uid, $this->point(), '01J0000000000000000000000V' ), $route );
			$seen  = $this->rest( $method, $path, $body, $headers );
			self::assertSame( $status, $seen->get_status(), "$role $method $route " . wp_json_encode( $seen->get_data() ) );
		}
	}

	/** @return array<string, array<int, mixed>> */
	public static function doors(): array {
		$nobody = array(
			'anonymous'  => 401,
			'subscriber' => 403,
			'editor'     => 403,
		);
		$admin  = static fn ( int $status ): array => $nobody + array(
			'coop_till'     => 403,
			'administrator' => $status,
		);
		$staff  = static fn ( int $status ): array => $nobody + array(
			'coop_till'     => $status,
			'administrator' => $status,
		);
		$all    = array(
			'anonymous'     => 200,
			'subscriber'    => 200,
			'editor'        => 200,
			'coop_till'     => 200,
			'administrator' => 200,
		);
		$code   = array(
			'code'  => '0000-0000-001J',
			'point' => '',
		);
		return array(
			'list'                        => array( 'GET', 'offers', array(), $all ),
			'one'                         => array( 'GET', 'offers/{offer}', array(), $all ),
			'list to edit'                => array( 'GET', 'offers', array( 'context' => 'edit' ), $admin( 200 ) ),
			'one to edit'                 => array( 'GET', 'offers/{offer}', array( 'context' => 'edit' ), $admin( 200 ) ),
			'create'                      => array( 'POST', 'offers', self::DRAFT, $admin( 201 ) ),
			'update'                      => array( 'PUT', 'offers/{offer}', array( 'title' => 'New' ), $admin( 200 ) ),
			'delete'                      => array( 'DELETE', 'offers/{offer}', array(), $admin( 409 ) ),
			'claim'                       => array( 'POST', 'offers/{offer}/claim', array(), array( 'anonymous' => 401 ) ),
			'my coupons'                  => array( 'GET', 'coupons', array(), array( 'anonymous' => 401 ) ),
			'OFFER-H2 check'              => array( 'POST', 'coupons/check', $code, $staff( 404 ) ),
			'OFFER-H2 redeem'             => array( 'POST', 'coupons/redeem', $code, $staff( 404 ), array( 'Idempotency-Key' => 'k' ) ),
			'OFFER-C4 redeem without key' => array( 'POST', 'coupons/redeem', $code, $staff( 400 ) ),
			'hold'                        => array(
				'POST',
				'coupons/hold',
				array(
					'code'      => '0000-0000-001J',
					'order_ref' => 'x',
				),
				$staff( 404 ),
			),
			'release'                     => array(
				'POST',
				'coupons/release',
				array(
					'code'      => '0000-0000-001J',
					'order_ref' => 'x',
				),
				$staff( 404 ),
			),
			'void'                        => array( 'POST', 'redemptions/{gone}/void', array( 'reason' => 'mistake' ), $admin( 404 ) ),
			'ledger'                      => array( 'GET', 'redemptions', array(), $staff( 200 ) ),
			'own scans'                   => array( 'GET', 'redemptions', array( 'mine' => true ), $staff( 200 ) ),
			'points'                      => array( 'GET', 'points', array(), array( 'editor' => 200 ) + $staff( 200 ) ),
			'point'                       => array( 'GET', 'points/{point}', array(), array( 'editor' => 200 ) + $staff( 200 ) ),
			'create point'                => array( 'POST', 'points', array( 'name' => 'Till' ), $admin( 201 ) ),
			'update point'                => array( 'PUT', 'points/{point}', array( 'name' => 'Till' ), $admin( 200 ) ),
			'delete point'                => array( 'DELETE', 'points/{point}', array(), $admin( 200 ) ),
		);
	}

	public function test_a_till_redeems_over_rest(): void {
		$this->act_as( 'coop_till' );
		$point                 = $this->point();
		list( $coupon, $code ) = $this->coupon( $this->offer() );
		$body                  = array(
			'code'  => $code->grouped(),
			'point' => $point,
		);
		$first                 = $this->rest( 'POST', 'coupons/redeem', $body, array( 'Idempotency-Key' => 'one' ) );
		self::assertSame( array( 201, 'ok', 'ok' ), array( $first->get_status(), $first->get_data()['status'], $first->get_data()['reason'] ) );
		self::assertStringContainsString( 'no-store', (string) ( $first->get_headers()['Cache-Control'] ?? '' ) );
		self::assertStringNotContainsString( $code->plain, (string) wp_json_encode( $first->get_data() ), 'OFFER-H6' );
		$again = $this->rest( 'POST', 'coupons/redeem', $body, array( 'Idempotency-Key' => 'two' ) );
		$error = $again->get_data();
		self::assertSame( array( 409, 'coop_credentials_already_redeemed', 'already_redeemed' ), array( $again->get_status(), $error['code'], $error['data']['reason'] ) );
		self::assertStringContainsString( 'today', $error['message'] );
		self::assertNotSame( '', $error['data']['request_id'] );
		$undo = $this->rest( 'POST', 'redemptions/' . $first->get_data()['redemption']['uid'] . '/void', array( 'reason' => 'mistake' ) );
		self::assertSame( array( 200, 'issued' ), array( $undo->get_status(), $undo->get_data()['coupon']['status'] ) );
		self::assertSame( $coupon->uid, $undo->get_data()['coupon']['uid'] );
		$own = $this->rest( 'GET', 'redemptions', array( 'mine' => true ) )->get_data();
		self::assertSame( array( 'void', 'redeem' ), array_column( $own, 'kind' ) );
		self::assertSame( $code->tail(), $own[0]['code_tail'] );
	}

	/** OFFER-B8, OFFER-A7: bodies that are none; nothing is a notice or a 500. */
	#[DataProvider( 'bodies' )]
	public function test_bad_bodies( string $json, int $status, string $reason ): void {
		$this->act_as( 'coop_till' );
		$request = new \WP_REST_Request( 'POST', '/coop-credentials/v1/coupons/redeem' );
		$request->set_header( 'Content-Type', 'application/json' );
		$request->set_header( 'X-Coop-Credentials', '1' );
		$request->set_header( 'Idempotency-Key', 'k' );
		$request->set_body( $json );
		$answer = rest_do_request( $request );
		self::assertSame( array( $status, $reason ), array( $answer->get_status(), $answer->get_data()['data']['reason'] ?? '' ), (string) wp_json_encode( $answer->get_data() ) );
	}

	/** @return array<string, array{string, int, string}> */
	public static function bodies(): array {
		$code = '"code":"0000-0000-001J"';
		return array(
			'OFFER-B8 minus one'      => array( "{{$code},\"amount_minor\":-1}", 400, 'invalid_request' ),
			'OFFER-B8 1e309'          => array( "{{$code},\"amount_minor\":1e309}", 400, 'invalid_request' ),
			'OFFER-B8 comma'          => array( "{{$code},\"amount_minor\":\"10,00\"}", 400, 'invalid_request' ),
			'OFFER-B8 currency'       => array( "{{$code},\"amount_minor\":1,\"currency\":\"XXX\"}", 400, 'invalid_request' ),
			'OFFER-A7 code is a list' => array( '{"code":["0"]}', 400, 'invalid_request' ),
			'OFFER-A7 code is null'   => array( '{"code":null}', 400, 'invalid_request' ),
			'OFFER-A7 no code'        => array( '{}', 422, 'code_format' ),
			'OFFER-A7 long code'      => array( '{"code":"' . str_repeat( '0', 300 ) . '"}', 400, 'invalid_request' ),
			'OFFER-A7 one megabyte'   => array( '{"code":"' . str_repeat( '0', 1048576 ) . '"}', 413, 'body_too_large' ),
			'OFFER-A6 short'          => array( '{"code":"0000"}', 422, 'code_format' ),
			'unknown field'           => array( "{{$code},\"secret\":1}", 400, 'unknown_field' ),
			'OFFER-H11 SQL'           => array( '{"code":"\' OR 1=1 -- "}', 422, 'code_format' ),
		);
	}

	/** OFFER-B9 and the life cycle of an offer over REST. */
	public function test_life_of_an_offer(): void {
		$this->act_as( 'administrator' );
		$made = $this->rest( 'POST', 'offers', self::DRAFT )->get_data();
		self::assertSame( array( 'draft', 1 ), array( $made['status'], $made['version'] ) );
		self::assertSame( 404, $this->rest( 'GET', 'offers/' . $made['uid'] )->get_status(), 'A draft is nobody\'s.' );
		$early = $this->rest( 'PUT', 'offers/' . $made['uid'], array( 'status' => 'active' ) );
		self::assertSame( array( 422, array( 'organisation_uid' => 'missing' ) ), array( $early->get_status(), $early->get_data()['data']['problems'] ) );
		self::assertSame(
			409,
			$this->rest(
				'PUT',
				'offers/' . $made['uid'],
				array(
					'title'   => 'X',
					'version' => 9,
				)
			)->get_status()
		);
		$whole = $this->rest(
			'PUT',
			'offers/' . $made['uid'],
			array(
				'ends_at' => '2026-12-31',
				'version' => 1,
			)
		)->get_data();
		self::assertSame( array( '2027-01-01T00:00:00Z', 2 ), array( $whole['ends_at'], $whole['version'] ), 'An end date includes its day.' );
		self::assertSame( 200, $this->rest( 'DELETE', 'offers/' . $made['uid'] )->get_status() );

		$offer = $this->offer(
			array(
				'max_claims'   => 10,
				'claims_count' => 5,
			)
		);
		$below = $this->rest( 'PUT', 'offers/' . $offer->uid, array( 'max_claims' => 4 ) );
		self::assertSame( array( 409, 'limit_below_use' ), array( $below->get_status(), $below->get_data()['data']['reason'] ), 'OFFER-B9' );
		self::assertSame( 200, $this->rest( 'PUT', 'offers/' . $offer->uid, array( 'max_claims' => 5 ) )->get_status() );
		self::assertSame( 409, $this->rest( 'DELETE', 'offers/' . $offer->uid )->get_status(), 'OFFER-B4' );
		self::assertSame( 'paused', $this->rest( 'PUT', 'offers/' . $offer->uid, array( 'status' => 'paused' ) )->get_data()['status'] );
		self::assertSame( 400, $this->rest( 'PUT', 'offers/' . $offer->uid, array( 'status' => 'revoked' ) )->get_status() );
		$gone = $this->rest(
			'PUT',
			'offers/' . $offer->uid,
			array(
				'status'        => 'revoked',
				'revoke_reason' => 'Fire',
			)
		)->get_data();
		self::assertSame( array( 'revoked', 'Fire' ), array( $gone['status'], $gone['state_reason'] ) );
		self::assertSame( 409, $this->rest( 'PUT', 'offers/' . $offer->uid, array( 'status' => 'active' ) )->get_status() );
	}

	public function test_a_published_offer_is_not_changed_into_what_publishing_refuses(): void {
		$this->act_as( 'administrator' );
		$away    = array( 'organisation_id' => 987654 );
		$offer   = $this->offer( $away );
		$claimed = $this->offer( $away + array( 'claims_count' => 1 ) );
		$other   = $this->boot_plugin( $this->clock )->directory->writer()->create(
			array(
				'name'     => 'Example Company Ltd',
				'country'  => 'GB',
				'category' => 'coop',
			)
		);
		foreach ( array(
			'title'            => '',
			'audience'         => 'nobody-knows-it',
			'value'            => 99999,
			'organisation_uid' => $other->uid,
		) as $field => $value ) {
			$answer = $this->rest( 'PUT', 'offers/' . $offer->uid, array( $field => $value ) );
			self::assertSame( array( 422, array( $field ) ), array( $answer->get_status(), array_keys( $answer->get_data()['data']['problems'] ?? array() ) ), $field );
		}
		self::assertEquals( $offer, $this->offers->offer_repository()->find( $offer->uid ), 'Nothing was written.' );
		$this->assert_problem( 'offer_in_use', 409, $this->rest( 'PUT', 'offers/' . $claimed->uid, array( 'organisation_uid' => $other->uid ) ) );
		self::assertSame( 'New words', $this->rest( 'PUT', 'offers/' . $offer->uid, array( 'title' => 'New words' ) )->get_data()['title'] );
		self::assertSame( 'paused', $this->rest( 'PUT', 'offers/' . $offer->uid, array( 'status' => 'paused' ) )->get_data()['status'] );
		self::assertSame( 422, $this->rest( 'PUT', 'offers/' . $offer->uid, array( 'title' => '' ) )->get_status() );
	}

	/** OFFER-H9: a script in a name is text. */
	public function test_scripts_are_text(): void {
		$this->act_as( 'administrator' );
		$point = $this->rest( 'POST', 'points', array( 'name' => 'Bar <script>alert(1)</script>' ) )->get_data();
		self::assertStringNotContainsString( '<', $point['name'] );
		$offer = $this->rest( 'POST', 'offers', array( 'title' => '<img src=x onerror=1>Ten' ) + self::DRAFT )->get_data();
		self::assertStringNotContainsString( '<', $offer['title'] );
	}

	private function page( string $code, string $method = 'GET', array $post = array() ): Page {
		return $this->offers->coupon_page()->handle( new Front_Request( $method, array( 'code' => $code ), '', $post ) );
	}

	/** OFFER-H1: looking never redeems, whatever the method claims to be. */
	public function test_looking_never_redeems(): void {
		$this->point();
		list( $coupon, $code ) = $this->coupon( $this->offer() );
		foreach ( array( 'anonymous', 'coop_till', 'administrator' ) as $role ) {
			$this->act_as( $role );
			foreach ( array( 'GET', 'HEAD' ) as $method ) {
				$this->offers->coupon_page()->handle( new Front_Request( $method, array( 'code' => strtolower( $code->plain ) ), '_method=POST', array() ) );
			}
		}
		self::assertSame( 0, $this->fresh( $coupon )->uses );
		self::assertSame( 0, $this->rows() );
	}

	/** Strangers get the same bytes for every code. */
	public function test_the_coupon_page(): void {
		$this->point();
		$offer          = $this->offer();
		list( , $code ) = $this->coupon( $offer );
		list( , $used ) = $this->coupon(
			$offer,
			array(
				'status' => 'redeemed',
				'uses'   => 1,
			)
		);
		$queries        = $this->queries( fn () => $this->page( $code->plain ), true );
		self::assertSame( array(), array_filter( $queries, static fn ( string $sql ): bool => str_contains( $sql, '_coupons' ) ) );
		$seen = array_map( fn ( string $text ): string => (string) wp_json_encode( $this->page( $text ) ), array( $code->plain, $used->plain, '00000000001J' ) );
		self::assertCount( 1, array_unique( $seen ) );
		self::assertSame( 'same-origin', $this->page( $code->plain )->headers['Referrer-Policy'] );

		$this->act_as( 'coop_till' );
		$page = $this->page( $code->plain );
		self::assertSame( 200, $page->status );
		self::assertStringContainsString( 'name="idempotency_key"', $page->content );
		self::assertStringNotContainsString( $code->plain, $page->content );
		self::assertSame( 409, $this->page( $used->plain )->status );
		self::assertSame( 422, $this->page( '00000000001K' )->status );

		// The form: refused without its nonce, accepted with it, replayed on reload.
		$post                           = array(
			'idempotency_key' => 'abc',
			'point'           => '',
			'_wpnonce'        => 'wrong',
		);
		$_SERVER['HTTP_SEC_FETCH_SITE'] = 'same-origin';
		self::assertSame( 403, $this->page( $code->plain, 'POST', $post )->status );
		$post['_wpnonce'] = wp_create_nonce( 'coop_credentials_coupon' );
		self::assertSame( 'Accepted', $this->page( $code->plain, 'POST', $post )->title );
		self::assertSame( 'Accepted', $this->page( $code->plain, 'POST', $post )->title );
		self::assertSame( 1, $this->rows() );
		$_SERVER['HTTP_SEC_FETCH_SITE'] = 'cross-site';
		self::assertSame( 403, $this->page( $code->plain, 'POST', $post )->status );
		$this->act_as( 'anonymous' );
		self::assertStringNotContainsString( 'idempotency_key', $this->page( $used->plain, 'POST', $post )->content );
	}

	public function test_the_till_lands_on_the_till(): void {
		$id = wp_insert_post(
			array(
				'post_type'   => 'page',
				'post_status' => 'publish',
				'post_title'  => 'Till',
			)
		);
		$this->plugin()->kernel->settings()->set( 'pages', array( 'till' => $id ) );
		$till  = $this->user_with_role( 'coop_till' );
		$admin = $this->user_with_role( 'administrator' );
		self::assertSame( get_permalink( $id ), apply_filters( 'login_redirect', admin_url(), admin_url(), $till ) );
		self::assertSame( get_permalink( $id ), apply_filters( 'login_redirect', home_url(), '', $till ) );
		self::assertSame( 'https://harbour.example/x', apply_filters( 'login_redirect', 'https://harbour.example/x', 'https://harbour.example/x', $till ) );
		self::assertSame( admin_url(), apply_filters( 'login_redirect', admin_url(), admin_url(), $admin ) );
		wp_set_current_user( $till->ID );
		self::assertFalse( apply_filters( 'show_admin_bar', true ) );
		wp_set_current_user( $admin->ID );
		self::assertTrue( apply_filters( 'show_admin_bar', true ) );
	}

	/** `GET me` learns what the visitor may do with the offers asked for. */
	public function test_me_tells_about_offers(): void {
		$offer   = $this->offer();
		$request = new \WP_REST_Request( 'GET', '/coop-credentials/v1/me' );
		$request->set_query_params( array( 'offers' => $offer->uid . ',nonsense' ) );
		$answer = apply_filters( 'coop_credentials_me', array( 'signed_in' => true ), $this->visitor(), $request );
		self::assertSame( array( $offer->uid ), array_keys( (array) $answer['offers'] ) );
		self::assertSame( 'allow', ( (array) $answer['offers'] )[ $offer->uid ]['outcome'] );
		$silent = apply_filters( 'coop_credentials_me', array( 'signed_in' => true ), $this->visitor(), new \WP_REST_Request( 'GET', '/coop-credentials/v1/me' ) );
		self::assertArrayNotHasKey( 'offers', (array) $silent );
	}
}
