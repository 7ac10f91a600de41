<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Offers;

use CoopCredentials\Kernel\Person;
use CoopCredentials\Offers\Coupon;
use CoopCredentials\Offers\Offer;
use CoopCredentials\Sign_In\Identity;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * "Forget me" against "once for each member": the slot is remembered as long as the offer can give a coupon, and no longer.
 */
final class ErasureTest extends Offers_Test_Case {
	private const IDENTITY = '01J0000000000000000000000W';

	protected function set_up(): void {
		parent::set_up();
		$this->plugin()->kernel->database()->insert(
			'identities',
			array(
				'uid'            => self::IDENTITY,
				'identity_hash'  => Identity::hash( 'https://id.example', 'wanda' ),
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
	}

	/** @return array{removed: int, retained: int, messages: list<string>, done: bool} */
	private function erase(): array {
		return $this->offers->personal_data()[0]->erase( new Person( null, '', array( self::IDENTITY ) ), 1 );
	}

	private function claim( Offer $offer, string $subject = 'wanda' ): Coupon {
		$uid = $this->offers->claim()->claim( $this->visitor( $subject ), $offer->uid )->coupon['uid'];
		return $this->offers->coupon_repository()->find( is_string( $uid ) ? $uid : '' ) ?? self::fail( 'No coupon.' );
	}

	/** OFFER-H8: after the end date it is only the date that is over. */
	public function test_a_moved_end_gives_no_second_coupon(): void {
		foreach ( array( 'ends_at', 'valid_until' ) as $field ) {
			$offer = $this->offer( array( $field => '2026-11-24 00:00:00' ) );
			$this->claim( $offer );
			$this->clock->set( '2026-11-25T12:00:00Z' );
			$erased = $this->erase();
			self::assertSame( array( 1, 1 ), array( $erased['removed'], $erased['retained'] ), $field );
			self::assertMatchesRegularExpression( '/closed for good.+it can be moved/', implode( ' ', $erased['messages'] ) );
			$this->offers->offer_editor()->save( $offer->uid, array( $field => '2026-12-31' ) );
			self::assertSame( 'holder_limit_reached', $this->refusal( fn () => $this->claim( $this->fresh_offer( $offer ) ) )->reason, $field );
			$this->offers->offer_editor()->save( $offer->uid, array( 'status' => 'ended' ) );
			$this->clock->set( '2026-11-23T12:00:00Z' );
		}
	}

	/** Who asked to be forgotten is, as soon as the offer is closed, with nobody asking again; the others keep their coupons. */
	#[DataProvider( 'closings' )]
	public function test_closing_an_offer_lets_go_of_who_was_erased( string $status ): void {
		$offer = $this->offer( array( 'ends_at' => '2026-11-23 13:00:00' ) );
		$gone  = $this->claim( $offer );
		$stays = $this->claim( $offer, 'xaver' );
		$this->clock->advance( 7200 );
		self::assertSame( 1, $this->erase()['retained'] );
		self::assertSame( $gone->holder_key, $this->fresh( $gone )->holder_key );
		$this->offers->offer_editor()->save(
			$offer->uid,
			array(
				'status'        => $status,
				'revoke_reason' => 'Fire',
			)
		);
		self::assertNotSame( $gone->holder_key, $this->fresh( $gone )->holder_key );
		self::assertSame( $stays->holder_key, $this->fresh( $stays )->holder_key );
		self::assertSame( 0, $this->erase()['removed'], 'Nothing leads to the person any more.' );
		self::assertSame( 2, $this->fresh_offer( $offer )->claims_count );
	}

	/** @return array<string, array{string}> */
	public static function closings(): array {
		return array(
			'ended'     => array( 'ended' ),
			'withdrawn' => array( 'revoked' ),
		);
	}
}
