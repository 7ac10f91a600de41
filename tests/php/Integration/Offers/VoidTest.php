<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Offers;

use CoopCredentials\Kernel\Person;
use CoopCredentials\Offers\Coupon_Status;

/**
 * Taking a use back, repairing counters, erasing a person.
 */
final class VoidTest extends Offers_Test_Case {
	/** @return array{0: string, 1: \CoopCredentials\Offers\Coupon, 2: \CoopCredentials\Offers\Code, 3: \CoopCredentials\Offers\Offer, 4: string} */
	private function used( array $offer = array(), array $coupon = array() ): array {
		$made               = $this->offer( $offer );
		$point              = $this->point();
		list( $row, $code ) = $this->coupon( $made, $coupon );
		$answer             = $this->use_code(
			$code->plain,
			$point,
			'first',
			array(
				'amount_minor' => 1000,
				'currency'     => 'GBP',
			)
		);
		return array( (string) ( $answer->redemption['uid'] ?? '' ), $row, $code, $made, $point );
	}

	/** OFFER-F2: after a void it works once more, and no third time. */
	public function test_void_and_use_again(): void {
		list( $uid, $coupon, $code, $offer, $point ) = $this->used();
		self::assertSame( 100, $this->fresh_offer( $offer )->spent_minor );
		$answer = $this->offers->void_redemption()->void( $uid, $this->staff( true, user: 9 ), 'returned', 'brought back' );
		self::assertSame( array( 'issued', 0 ), array( $answer['coupon']['status'], $answer['coupon']['uses'] ) );
		$after = $this->fresh_offer( $offer );
		self::assertSame( array( 0, 0 ), array( $after->redemptions_count, $after->spent_minor ) );
		self::assertSame( 1, $this->rows( "kind = 'void' AND void_of IS NOT NULL AND use_no IS NULL" ) );
		self::assertSame( 1, $this->rows( "kind = 'redeem' AND status = 'voided' AND use_no IS NULL" ) );
		self::assertSame( 'ok', $this->use_code( $code->plain, $point, 'second' )->reason );
		self::assertSame( 'already_redeemed', $this->refusal( fn () => $this->use_code( $code->plain, $point, 'third' ) )->reason );
		$twice = $this->refusal( fn () => $this->offers->void_redemption()->void( $uid, $this->staff( true ), 'returned', null ) );
		self::assertSame( array( 'already_voided', 409 ), array( $twice->reason, $twice->status ), 'OFFER-F1' );
		self::assertSame( 1, $this->fresh( $coupon )->uses );
	}

	/** OFFER-F3: a coupon that ended meanwhile stays ended. */
	public function test_void_after_the_end(): void {
		list( $uid, $coupon ) = $this->used( array(), array( 'expires_at' => '2026-11-23 13:00:00' ) );
		$this->clock->advance( 7200 );
		$this->offers->void_redemption()->void( $uid, $this->staff( true ), 'returned', null );
		self::assertSame( Coupon_Status::EXPIRED, $this->fresh( $coupon )->status_at( $this->clock->now() ) );
	}

	/** OFFER-F4: after the window only an editor of offers, and it is noted. */
	public function test_late_void(): void {
		list( $uid ) = $this->used( array( 'void_window' => 3600 ) );
		$this->clock->advance( 3601 );
		self::assertSame( 'void_window_closed', $this->refusal( fn () => $this->offers->void_redemption()->void( $uid, $this->staff( true ), 'returned', null ) )->reason );
		$this->offers->void_redemption()->void( $uid, $this->staff( true, true ), 'returned', null );
		self::assertSame( 1, (int) $GLOBALS['wpdb']->get_var( "SELECT COUNT(*) FROM {$GLOBALS['wpdb']->prefix}coop_credentials_audit_log WHERE event = 'redemption_voided_late'" ) );
	}

	/** OFFER-F8: undo is for who did it, for two minutes, as a mistake. */
	public function test_undo(): void {
		list( $uid ) = $this->used();
		self::assertSame( 'not_permitted', $this->refusal( fn () => $this->offers->void_redemption()->void( $uid, $this->staff( user: 8 ), 'mistake', null ) )->reason );
		self::assertSame( 'not_permitted', $this->refusal( fn () => $this->offers->void_redemption()->void( $uid, $this->staff(), 'returned', null ) )->reason );
		$this->clock->advance( 121 );
		self::assertSame( 'void_window_closed', $this->refusal( fn () => $this->offers->void_redemption()->void( $uid, $this->staff(), 'mistake', null ) )->reason );
		$this->clock->advance( -1 );
		self::assertSame( 'issued', $this->offers->void_redemption()->void( $uid, $this->staff(), 'mistake', null )['coupon']['status'] );
	}

	/** A void with lost counters repairs them first. */
	public function test_void_with_a_lost_counter(): void {
		global $wpdb;
		list( $uid, , , $offer ) = $this->used();
		$wpdb->query( "UPDATE {$wpdb->prefix}coop_credentials_offers SET redemptions_count = 0, spent_minor = 0" );
		$this->offers->void_redemption()->void( $uid, $this->staff( true ), 'returned', null );
		$after = $this->fresh_offer( $offer );
		self::assertSame( array( 0, 0 ), array( $after->redemptions_count, $after->spent_minor ) );
	}

	public function test_repair_and_health(): void {
		global $wpdb;
		list( , $coupon, , $offer ) = $this->used();
		$health                     = $this->offers->health_tests();
		self::assertSame( array( 'good', 'good' ), array( $health[0]->run()->status, $health[1]->run()->status ) );
		$wpdb->query( "UPDATE {$wpdb->prefix}coop_credentials_offers SET redemptions_count = 5, spent_minor = 7" );
		$wpdb->query( "UPDATE {$wpdb->prefix}coop_credentials_coupons SET uses = 0, status = 'issued'" );
		self::assertSame( 'recommended', $health[1]->run()->status );
		self::assertSame(
			array(
				'coupons' => 1,
				'offer'   => true,
			),
			$this->offers->repair()->offer( $offer->uid, true )
		);
		self::assertSame( 0, $this->fresh( $coupon )->uses );
		$this->offers->repair()->offer( $offer->uid );
		$after = $this->fresh_offer( $offer );
		self::assertSame( array( 1, 100 ), array( $after->redemptions_count, $after->spent_minor ) );
		self::assertSame( array( 1, Coupon_Status::REDEEMED ), array( $this->fresh( $coupon )->uses, $this->fresh( $coupon )->status ) );
		self::assertSame( 'good', $health[1]->run()->status );
	}

	/** S18: a missing UNIQUE key switches redemption off, a repaired one on again. */
	public function test_a_missing_key_switches_redemption_off(): void {
		global $wpdb;
		$point          = $this->point();
		list( , $code ) = $this->coupon( $this->offer() );
		$wpdb->query( "ALTER TABLE {$wpdb->prefix}coop_credentials_redemptions DROP INDEX use_slot" );
		try {
			$result = $this->offers->health_tests()[0]->run();
			self::assertSame( 'critical', $result->status );
			self::assertStringContainsString( 'redemptions.use_slot', $result->description );
			self::assertSame( 'redemption_off', $this->refusal( fn () => $this->use_code( $code->plain, $point, 'k' ) )->reason );
		} finally {
			$wpdb->query( "ALTER TABLE {$wpdb->prefix}coop_credentials_redemptions ADD UNIQUE KEY use_slot (coupon_id,scope_id,use_no)" );
		}
		self::assertSame( 'good', $this->offers->health_tests()[0]->run()->status );
		self::assertSame( 'ok', $this->use_code( $code->plain, $point, 'k' )->reason );
	}

	/** OFFER-B12: a sign-in without the membership marks the coupon, one with it makes it fresh again. */
	public function test_sign_ins_keep_the_coupon_true(): void {
		global $wpdb;
		$now = '2026-11-23 11:59:00';
		$wpdb->insert(
			$wpdb->prefix . 'coop_credentials_identities',
			array(
				'uid'            => '01J0000000000000000000000W',
				'identity_hash'  => str_repeat( 'a', 64 ),
				'issuer'         => 'https://id.example',
				'subject'        => 'wanda',
				'provider'       => 'demo',
				'memberships'    => '{}',
				'granted_roles'  => '[]',
				'created_at'     => $now,
				'last_seen_at'   => $now,
				'memberships_at' => $now,
			)
		);
		$point                     = $this->point();
		$key                       = $this->offers->code_service()->holder_key( 'https://id.example', 'wanda' );
		$offer                     = $this->offer( array( 'max_status_age' => 3600 ) );
		$old                       = array(
			'holder_key' => $key,
			'checked_at' => '2026-11-20 00:00:00',
		);
		list( $of_a_co_op, $lost ) = $this->coupon( $offer, $old + array( 'member_organisation_id' => 4711 ) );
		list( , $fresh )           = $this->coupon( $offer, $old + array( 'claim_no' => 2 ) );
		self::assertSame( 'credential_stale', $this->refusal( fn () => $this->use_code( $fresh->plain, $point, 'k1' ) )->reason );
		do_action( 'coop_credentials_signed_in', '01J0000000000000000000000W', 'demo', false );
		self::assertSame( 'ok', $this->use_code( $fresh->plain, $point, 'k2' )->reason );
		self::assertSame( 'revoked', $this->fresh( $of_a_co_op )->membership_state );
		self::assertSame( 'credential_revoked', $this->refusal( fn () => $this->use_code( $lost->plain, $point, 'k3' ) )->reason );
		do_action( 'coop_credentials_signed_in', null, 'demo', true );
		do_action( 'coop_credentials_signed_in', '01J0000000000000000000000X', 'demo', true );
	}

	/** OFFER-H8: export and erasure; totals stay, and erasing does not allow a second claim. */
	public function test_export_and_erase(): void {
		$visitor = $this->visitor();
		$offer   = $this->offer();
		$GLOBALS['wpdb']->insert(
			$GLOBALS['wpdb']->prefix . 'coop_credentials_identities',
			array(
				'uid'            => '01J0000000000000000000000W',
				'identity_hash'  => str_repeat( 'a', 64 ),
				'issuer'         => 'https://id.example',
				'subject'        => 'wanda',
				'provider'       => 'demo',
				'memberships'    => '{}',
				'granted_roles'  => '[]',
				'created_at'     => '2026-11-01 00:00:00',
				'last_seen_at'   => '2026-11-01 00:00:00',
				'memberships_at' => '2026-11-01 00:00:00',
			)
		);
		$claimed = $this->offers->claim()->claim( $visitor, $offer->uid );
		$source  = $this->offers->personal_data()[0];
		$person  = new Person( null, '', array( '01J0000000000000000000000W' ) );
		$export  = $source->export( $person, 1 );
		self::assertCount( 1, $export['items'] );
		self::assertStringNotContainsString( $claimed->coupon['code_plain'], (string) wp_json_encode( $export ), 'OFFER-H6' );
		$erased = $source->erase( $person, 1 );
		self::assertSame( array( 1, 1, true ), array( $erased['removed'], $erased['retained'], $erased['done'] ) );
		self::assertSame( 1, $this->fresh_offer( $offer )->claims_count );
		self::assertSame( 'holder_limit_reached', $this->refusal( fn () => $this->offers->claim()->claim( $visitor, $offer->uid ) )->reason );
		$this->offers->offer_repository()->save( $this->fresh_offer( $offer ), array( 'status' => 'ended' ) );
		self::assertSame( 0, $source->erase( $person, 1 )['retained'] );
		self::assertSame( array(), $source->export( $person, 1 )['items'] );
		$listed = array_keys( $source->columns() );
		self::assertContains( 'coupons.holder_key', $listed );
		self::assertNotContains( '', $listed );
	}
}
