<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Offers;

use CoopCredentials\Offers\Coupon_Status;

/**
 * Claiming a coupon, and what its holder sees.
 */
final class ClaimTest extends Offers_Test_Case {
	public function test_a_claim_gives_a_code_and_a_qr_and_again_the_same(): void {
		$offer = $this->offer(
			array(
				'valid_until' => '2026-12-01 00:00:00',
				'claim_ttl'   => 3600,
			)
		);
		$first = $this->offers->claim()->claim( $this->visitor(), $offer->uid );
		$again = $this->offers->claim()->claim( $this->visitor(), $offer->uid );
		self::assertSame( array( true, false ), array( $first->created, $again->created ) );
		self::assertSame( $first->coupon['code'], $again->coupon['code'] );
		self::assertMatchesRegularExpression( '/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/', $first->coupon['code'] );
		self::assertStringStartsWith( '<svg', $first->coupon['qr'] );
		self::assertStringContainsString( '10 % off', $first->coupon['qr'] );
		self::assertSame( '2026-11-23T13:00:00Z', $first->coupon['expires_at'] );
		self::assertSame( 1, $this->fresh_offer( $offer )->claims_count );
		self::assertSame( 'ok', $this->use_code( $first->coupon['code'], $this->point(), 'k' )->reason );
	}

	public function test_claims_and_refused_redemptions_record_what_decided_them_without_values(): void {
		$offer   = $this->offer( array( 'audience' => 'any_listed_member' ) );
		$claimed = $this->offers->claim()->claim( $this->visitor(), $offer->uid );
		$this->refusal( fn () => $this->offers->claim()->claim( $this->visitor( 'nora', false ), $offer->uid ) );
		$this->plugin()->kernel->database()->execute( 'UPDATE %i SET membership_state = %s', $this->plugin()->kernel->database()->table( 'coupons' ), 'revoked' );
		$this->refusal( fn () => $this->use_code( $claimed->coupon['code'], $this->point(), 'k' ) );
		$rows = $this->plugin()->kernel->audit_log()->query( array( 'event' => 'rule_decision' ), 1, 10 )['items'];
		self::assertSame(
			array(
				array( 'redeem', 'deny', 'credential_revoked' ),
				array( 'offer', 'deny', 'no_membership' ),
				array( 'offer', 'allow', '' ),
			),
			array_map( static fn ( array $row ): array => array( $row['details']['use'], $row['outcome'], $row['reason'] ), $rows )
		);
		self::assertSame( array( $offer->uid ), array_values( array_unique( array_column( array_column( $rows, 'details' ), 'target' ) ) ) );
		self::assertNull( $rows[0]['identity_uid'] );
		self::assertStringNotContainsString( 'worker', (string) wp_json_encode( $rows ) );
	}

	/** The identity behind a coupon was taken from its account: the till says no until its person signs in again. */
	public function test_an_unlinked_identity_takes_its_coupons_along(): void {
		$visitor = $this->visitor();
		$claimed = $this->offers->claim()->claim( $visitor, $this->offer()->uid );
		$this->plugin()->kernel->database()->insert(
			'identities',
			array(
				'uid'            => '01JD0000000000000000000007',
				'identity_hash'  => hash( 'sha256', 'wanda' ),
				'issuer'         => $visitor->issuer,
				'subject'        => $visitor->subject,
				'provider'       => 'demo',
				'memberships'    => '{}',
				'granted_roles'  => '[]',
				'created_at'     => '2026-11-01 00:00:00',
				'last_seen_at'   => '2026-11-01 00:00:00',
				'memberships_at' => '2026-11-01 00:00:00',
			)
		);
		do_action( 'coop_credentials_identity_unlinked', '01JD0000000000000000000007', 5 ); // phpcs:ignore WordPress.NamingConventions -- ours.
		self::assertSame( 'credential_revoked', $this->refusal( fn () => $this->use_code( $claimed->coupon['code'], $this->point(), 'k' ) )->reason );
		self::assertSame( 0, $this->rows() );
	}

	/** Only hashes and the last four are stored. */
	public function test_the_database_holds_no_code(): void {
		global $wpdb;
		$claimed = $this->offers->claim()->claim( $this->visitor(), $this->offer()->uid );
		foreach ( array( 'coupons', 'offers', 'redemptions', 'audit_log' ) as $table ) {
			$dump = (string) wp_json_encode( $wpdb->get_results( "SELECT * FROM {$wpdb->prefix}coop_credentials_$table" ) );
			self::assertStringNotContainsString( $claimed->coupon['code_plain'], $dump );
			self::assertStringNotContainsString( 'wanda', $dump );
		}
	}

	public function test_reasons_of_the_offer(): void {
		$visitor = $this->visitor();
		$cases   = array(
			'offer_paused'        => array( 'status' => 'paused' ),
			'offer_ended'         => array( 'ends_at' => '2026-11-23 12:00:00' ),
			'offer_revoked'       => array(
				'status'       => 'revoked',
				'state_reason' => 'Fire in the kitchen',
			),
			'offer_limit_reached' => array(
				'max_claims'   => 2,
				'claims_count' => 2,
			),
			'coupon_not_started'  => array( 'starts_at' => '2026-11-23 12:00:01' ),
			'offer_not_found'     => array( 'status' => 'draft' ),
		);
		foreach ( $cases as $reason => $columns ) {
			$problem = $this->refusal( fn () => $this->offers->claim()->claim( $visitor, $this->offer( $columns )->uid ) );
			self::assertSame( $reason, $problem->reason );
			if ( 'offer_revoked' === $reason ) {
				self::assertStringContainsString( 'Fire in the kitchen', $problem->getMessage() );
			}
		}
		self::assertSame( 0, (int) $GLOBALS['wpdb']->get_var( "SELECT COUNT(*) FROM {$GLOBALS['wpdb']->prefix}coop_credentials_coupons" ) );
	}

	/** Reasons of Claims come through unchanged, with words and next step. */
	public function test_reasons_of_the_membership(): void {
		$offer = $this->offer( array( 'audience' => 'any_listed_member' ) );
		$now   = $this->clock->now()->getTimestamp();
		$cases = array(
			'no_membership'       => $this->visitor( membership: false ),
			'membership_inactive' => $this->visitor(
				membership: array(
					'status' => 'lapsed',
					'member' => false,
				)
			),
			'policy_not_allowed'  => $this->visitor( membership: array( 'policy' => array( 'listed' ) ) ),
			'membership_stale'    => $this->visitor( memberships_at: $now - 86401 ),
		);
		foreach ( $cases as $reason => $visitor ) {
			$problem = $this->refusal( fn () => $this->offers->claim()->claim( $visitor, $offer->uid ) );
			self::assertSame( array( $reason, 403 ), array( $problem->reason, $problem->status ) );
			self::assertNotSame( '', $problem->getMessage() );
			self::assertNotNull( $problem->next_step );
		}
		self::assertSame( 'subject_not_stable', $this->refusal( fn () => $this->offers->claim()->claim( $this->visitor( ephemeral: true ), $offer->uid ) )->reason );
		self::assertTrue( $this->offers->claim()->claim( $this->visitor(), $offer->uid )->created );
	}

	/** OFFER-B10, OFFER-B11: the limit is the identity's, whatever else changes. */
	public function test_limits(): void {
		$offer = $this->offer( array( 'per_holder_limit' => 2 ) );
		$point = $this->point();
		for ( $n = 1; $n <= 2; $n++ ) {
			$claimed = $this->offers->claim()->claim( $this->visitor( user_id: $n ), $offer->uid );
			self::assertTrue( $claimed->created );
			$this->use_code( $claimed->coupon['code'], $point, "k$n" );
		}
		$problem = $this->refusal( fn () => $this->offers->claim()->claim( $this->visitor( user_id: 3 ), $offer->uid ) );
		self::assertSame( array( 'holder_limit_reached', 409 ), array( $problem->reason, $problem->status ), 'OFFER-B11' );
		self::assertTrue( $this->offers->claim()->claim( $this->visitor( 'carl' ), $offer->uid )->created );
	}

	/** What is voided frees its slot; the next claim gets another code. */
	public function test_a_voided_coupon_frees_its_slot(): void {
		$offer  = $this->offer();
		$first  = $this->offers->claim()->claim( $this->visitor(), $offer->uid );
		$coupon = $this->offers->coupon_repository()->find( $first->coupon['uid'] );
		self::assertNotNull( $coupon );
		self::assertSame( 1, $this->offers->coupon_repository()->void( $coupon, '01J0000000000000000000000V', $this->clock->now() ) );
		$second = $this->offers->claim()->claim( $this->visitor(), $offer->uid );
		self::assertTrue( $second->created );
		self::assertNotSame( $first->coupon['code'], $second->coupon['code'] );
	}

	public function test_my_coupons(): void {
		$point = $this->point( array( 'name' => 'Shop' ) );
		$ready = $this->offers->claim()->claim( $this->visitor(), $this->offer( array( 'title' => 'Ready' ) )->uid );
		$used  = $this->offers->claim()->claim( $this->visitor(), $this->offer( array( 'title' => 'Used' ) )->uid );
		$this->use_code( $used->coupon['code'], $point, 'k' );
		$this->offers->claim()->claim( $this->visitor( 'carl' ), $this->offer()->uid );
		$mine = $this->offers->my_coupons()->of( $this->visitor() );
		self::assertSame( array( 'Used', 'Ready' ), array_map( static fn ( array $item ): string => $item['offer']['title'], $mine ) );
		self::assertSame( array( 'used', null, 'Shop' ), array( $mine[0]['state'], $mine[0]['code'], $mine[0]['used_where'] ) );
		self::assertSame( array( 'ready', $ready->coupon['code'] ), array( $mine[1]['state'], $mine[1]['code'] ) );
	}

	public function test_eligibility(): void {
		$open = $this->offer( array( 'audience' => 'any_listed_member' ) );
		$own  = $this->offer();
		$gone = $this->offer( array( 'status' => 'paused' ) );
		$uids = array( $open->uid, $own->uid, $gone->uid, '01J0000000000000000000000V' );
		$this->offers->claim()->claim( $this->visitor(), $own->uid );
		$member = $this->offers->eligibility()->for_offers( $this->visitor(), $uids );
		self::assertSame( array( 'allow', null, null ), array( $member[ $open->uid ]['outcome'], $member[ $open->uid ]['reason'], $member[ $open->uid ]['coupon'] ) );
		self::assertSame( array( 'allow', 'issued' ), array( $member[ $own->uid ]['outcome'], $member[ $own->uid ]['coupon']['status'] ) );
		self::assertSame( array( 'deny', 'offer_paused' ), array( $member[ $gone->uid ]['outcome'], $member[ $gone->uid ]['reason'] ) );
		self::assertCount( 3, $member );
		$out = $this->offers->eligibility()->for_offers( null, $uids );
		self::assertSame( array( 'deny', 'not_signed_in', null ), array( $out[ $open->uid ]['outcome'], $out[ $open->uid ]['reason'], $out[ $own->uid ]['coupon'] ) );
		$none = $this->offers->eligibility()->for_offers( $this->visitor( 'nora', false ), uids: $uids );
		self::assertSame( 'no_membership', $none[ $open->uid ]['reason'] );
		self::assertNotSame( '', $none[ $open->uid ]['message'] );
	}

	public function test_a_membership_that_does_not_fit_is_named_and_so_is_whom_the_offer_is_for(): void {
		$rule   = $this->plugin()->sign_in->rules()->create( 'For members of worker co-ops', '{"v":1,"when":{"path":["class"],"op":"eq","value":"worker"}}' );
		$offer  = $this->offer( array( 'audience' => $rule->uid ) );
		$answer = $this->offers->eligibility()->for_offers( $this->visitor( 'carl', array( 'class' => 'consumer' ) ), array( $offer->uid ) )[ $offer->uid ];
		self::assertSame( array( 'deny', 'rule_not_met' ), array( $answer['outcome'], $answer['reason'] ) );
		self::assertSame( 'You are a member of Example Weavers Co-op. This offer is marked “For members of worker co-ops”.', $answer['message'] );
	}

	public function test_a_claim_over_rest_tells_how_many_are_left(): void {
		$offer = $this->offer( array( 'max_claims' => 50, 'claims_count' => 3 ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		self::assertSame( '47 of 50 left', $this->offers->offer_catalogue()->item( $offer )['left'] );
		$this->offers->claim()->claim( $this->visitor(), $offer->uid );
		self::assertSame( '46 of 50 left', $this->offers->offer_catalogue()->find( $offer->uid )['left'] ?? null );
	}

	public function test_catalogue(): void {
		$this->offer(
			array(
				'status' => 'draft',
				'title'  => 'Draft',
			)
		);
		$this->offer(
			array(
				'ends_at' => '2026-11-22 00:00:00',
				'title'   => 'Over',
			)
		);
		$this->offer(
			array(
				'title'              => 'Running',
				'max_claims'         => 50,
				'claims_count'       => 3,
				'min_spend_minor'    => 1000,
				'max_discount_minor' => 2050,
			)
		);
		$this->offer(
			array(
				'title'  => 'Paused',
				'status' => 'paused',
			)
		);
		$list = $this->offers->offer_catalogue()->visible( array( 'per_page' => 1 ) );
		self::assertSame( array( 'Paused' ), array_column( $list['items'], 'title' ) );
		self::assertNotNull( $list['next'] );
		$rest = $this->offers->offer_catalogue()->visible( array( 'cursor' => $list['next'] ) );
		self::assertSame( array( 'Running' ), array_column( $rest['items'], 'title' ) );
		self::assertNull( $rest['next'] );
		self::assertSame( array( 'available', '10 % off' ), array( $rest['items'][0]['availability'], $rest['items'][0]['value'] ) );
		self::assertSame( array( 'From £10', '£20.50 off at most', 'Once for each member', '47 of 50 left' ), $rest['items'][0]['conditions'] );
		self::assertContains( 'Over', array_column( $this->offers->offer_catalogue()->visible( array( 'ended' => true ) )['items'], 'title' ) );
		self::assertArrayNotHasKey( 'budget_minor', $rest['items'][0] );
	}

	/** Holds: re-entrant, reserved for one order, lapse by themselves. */
	public function test_holds(): void {
		$point                 = $this->point();
		list( $coupon, $code ) = $this->coupon( $this->offer() );
		$held                  = $this->offers->hold()->hold( $code->plain, 'order-1', 60, $this->staff() );
		self::assertTrue( $held['created'] );
		$again = $this->offers->hold()->hold( $code->plain, 'order-1', 60, $this->staff() );
		self::assertSame( array( false, $held['answer']['hold_token'] ), array( $again['created'], $again['answer']['hold_token'] ) );
		$other = $this->refusal( fn () => $this->offers->hold()->hold( $code->plain, 'order-2', 60, $this->staff() ) );
		self::assertSame( array( 'held_elsewhere', 423 ), array( $other->reason, $other->status ) );
		self::assertSame( 60, $other->retry_after );
		self::assertSame( 'held_elsewhere', $this->refusal( fn () => $this->use_code( $code->plain, $point, 'k1' ) )->reason );
		$mine = array( 'hold_token' => $held['answer']['hold_token'] );
		$this->clock->advance( 61 );
		$this->offers->hold()->hold( $code->plain, 'order-2', 60, $this->staff() );
		self::assertSame( 'hold_lost', $this->refusal( fn () => $this->use_code( $code->plain, $point, 'k2', $mine ) )->reason );
		$this->offers->hold()->release(
			array(
				'code'      => $code->plain,
				'order_ref' => 'order-2',
			),
			$this->staff()
		);
		$this->offers->hold()->release(
			array(
				'code'      => $code->plain,
				'order_ref' => 'order-2',
			),
			$this->staff()
		);
		self::assertSame( Coupon_Status::ISSUED, $this->fresh( $coupon )->status );
		$held = $this->offers->hold()->hold( $code->plain, 'order-3', 60, $this->staff() );
		self::assertSame(
			'ok',
			$this->use_code(
				'',
				$point,
				'k3',
				array(
					'coupon'     => $coupon->uid,
					'hold_token' => $held['answer']['hold_token'],
				)
			)->reason
		);
	}

	/** Who saw a coupon's uid, as every till does, cannot use the coupon with it: only a standing hold counts. */
	public function test_without_its_code_a_coupon_is_used_by_its_hold_alone(): void {
		$point                 = $this->point();
		list( $coupon, $code ) = $this->coupon( $this->offer( array( 'uses_per_coupon' => 3 ) ) );
		$named                 = array( 'coupon' => $coupon->uid );
		self::assertSame( 'hold_lost', $this->refusal( fn () => $this->use_code( '', $point, 'u1', $named ) )->reason );
		self::assertSame( 'ok', $this->use_code( $code->plain, $point, 'u2' )->reason );
		self::assertSame( 'hold_lost', $this->refusal( fn () => $this->use_code( '', $point, 'u3', $named + array( 'hold_token' => str_repeat( 'a', 64 ) ) ) )->reason );
		$held = $this->offers->hold()->hold( $code->plain, 'order-1', 60, $this->staff() )['answer']['hold_token'];
		self::assertSame( 'held_elsewhere', $this->refusal( fn () => $this->use_code( '', $point, 'u4', $named ) )->reason );
		$this->clock->advance( 61 );
		self::assertSame( 'hold_lost', $this->refusal( fn () => $this->use_code( '', $point, 'u5', $named + array( 'hold_token' => $held ) ) )->reason );
		self::assertSame( 1, $this->fresh( $coupon )->uses );
		$token = $this->offers->hold()->hold( $code->plain, 'order-2', 60, $this->staff() )['answer']['hold_token'];
		self::assertSame( 'ok', $this->use_code( '', $point, 'u6', $named + array( 'hold_token' => $token ) )->reason );
		self::assertSame( 2, $this->fresh( $coupon )->uses );
	}
}
