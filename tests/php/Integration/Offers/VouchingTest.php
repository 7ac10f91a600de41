<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Offers;

use CoopCredentials\Offers\Coupon;
use CoopCredentials\Offers\Redeem_Request;
use CoopCredentials\Sign_In\Accounts\Link_Repository;
use CoopCredentials\Sign_In\Identity;
use CoopCredentials\Sign_In\Visitor;
use CoopCredentials\Sign_In\Provider;

/**
 * What the site itself has shut out, a person or a provider, uses no coupon, and gets back what was not used.
 */
final class VouchingTest extends Offers_Test_Case {
	private const UID = '01J0000000000000000000000W';

	private string $point;

	protected function set_up(): void {
		parent::set_up();
		$this->point = $this->point();
		$this->plugin()->kernel->database()->insert(
			'identities',
			array(
				'uid'            => self::UID,
				'identity_hash'  => Identity::hash( 'https://id.example', 'wanda' ),
				'issuer'         => 'https://id.example',
				'subject'        => 'wanda',
				'provider'       => 'demo',
				'user_id'        => 41,
				'memberships'    => '{}',
				'granted_roles'  => '[]',
				'created_at'     => '2026-11-01 00:00:00',
				'last_seen_at'   => '2026-11-23 11:00:00',
				'memberships_at' => '2026-11-23 11:00:00',
			)
		);
	}

	private function block( bool $blocked ): void {
		$identity = $this->identities()->find_by_uid( self::UID ) ?? self::fail( 'Gone.' );
		self::assertTrue( $this->plugin()->sign_in->accounts()->links()->block( $identity, $blocked ) );
	}

	private function identities(): Link_Repository {
		return $this->plugin()->sign_in->accounts()->repository();
	}

	/**
	 * @param array<string, mixed> $offer Columns.
	 * @return array{0: Coupon, 1: string} Claimed, and its code.
	 */
	private function claimed( array $offer = array(), string $subject = 'wanda' ): array {
		$shown = $this->offers->claim()->claim( $this->visitor( $subject ), $this->offer( $offer )->uid )->coupon;
		return array( $this->offers->coupon_repository()->find( (string) $shown['uid'] ) ?? self::fail( 'No coupon.' ), (string) $shown['code'] );
	}

	private function reason( string $code, string $key ): string {
		return $this->refusal( fn () => $this->use_code( $code, $this->point, $key ) )->reason;
	}

	/** OFFER-B12: whatever an offer honours, and only while it is blocked. */
	public function test_a_blocked_person_uses_no_coupon(): void {
		list( $coupon, $code ) = $this->claimed( array( 'on_membership_lost' => 'honour' ) );
		list( , $lost )        = $this->claimed();
		list( , $other )       = $this->claimed( array(), 'xaver' );
		$key                   = $this->offers->code_service()->holder_key( 'https://id.example', 'wanda' );
		list( $former )        = $this->coupon( $this->offer(), array( 'holder_key' => $key, 'membership_state' => 'revoked' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$this->block( true );
		$problem = $this->refusal( fn () => $this->use_code( $code, $this->point, 'k1' ) );
		self::assertSame( array( 'credential_blocked', 403, null ), array( $problem->reason, $problem->status, $problem->next_step ) );
		self::assertStringContainsString( 'does not accept the credential', $problem->getMessage() );
		self::assertSame( 'credential_blocked', $this->reason( $lost, 'k2' ) );
		$look = Redeem_Request::from_input(
			array(
				'code'  => $code,
				'point' => $this->point,
			)
		);
		self::assertSame( 'credential_blocked', $this->refusal( fn () => $this->offers->check()->check( $look, $this->staff() ) )->reason );
		self::assertSame( 'ok', $this->use_code( $other, $this->point, 'k3' )->reason );
		self::assertSame( 1, $this->rows() );
		$rows = $this->plugin()->kernel->audit_log()->query( array( 'event' => 'rule_decision' ), 1, 1 )['items'];
		self::assertSame( array( 'deny', 'credential_blocked' ), array( $rows[0]['outcome'], $rows[0]['reason'] ) );

		$this->block( false );
		self::assertSame( 'ok', $this->use_code( $code, $this->point, 'k4' )->reason );
		self::assertSame( 'ok', $this->use_code( $lost, $this->point, 'k5' )->reason );
		self::assertSame( array( 'revoked', false ), array( $this->fresh( $former )->membership_state, $this->fresh( $former )->blocked ), 'What was lost before stays lost.' );
		self::assertSame( 1, $this->fresh( $coupon )->uses );
	}

	/** Between the look and the use: the guarded UPDATE says no by itself. */
	public function test_the_update_itself_refuses_who_was_blocked_meanwhile(): void {
		list( $coupon ) = $this->claimed();
		$take           = fn (): int => $this->offers->coupon_repository()->take_use( $coupon, '01J0000000000000000000000T', $this->clock->now(), null, true, false );
		$this->block( true );
		self::assertSame( 0, $take() );
		$this->block( false );
		self::assertSame( 1, $take() );
	}

	public function test_a_claim_that_a_block_overtakes_is_worth_nothing(): void {
		$overtaken = false;
		add_filter(
			'query',
			function ( string $sql ) use ( &$overtaken ): string {
				if ( ! $overtaken && 'START TRANSACTION' === $sql ) {
					$overtaken = true;
					$this->block( true );
				}
				return $sql;
			}
		);
		$is    = $this->visitor( 'wanda' );
		$wanda = new Visitor( $is->session_id, $is->identity_id, self::UID, $is->issuer, $is->subject, $is->provider, $is->provider_label, $is->user_id, false, $is->memberships, $is->memberships_at, $is->auth, array() );
		self::assertSame( 'credential_blocked', $this->refusal( fn () => $this->offers->claim()->claim( $wanda, $this->offer()->uid ) )->reason );
		self::assertTrue( $overtaken );
		self::assertSame( array( '1' ), $this->plugin()->kernel->database()->column( 'SELECT blocked FROM %i', $this->plugin()->kernel->database()->table( 'coupons' ) ) );
	}

	public function test_a_plugin_that_throws_where_it_hears_of_a_block_leaves_no_coupon_good(): void {
		$code = (string) $this->offers->claim()->claim( $this->visitor( 'wanda' ), $this->offer()->uid )->coupon['code'];
		add_action( 'coop_credentials_identity_blocked', static fn () => throw new \RuntimeException( 'Mail is down.' ), -1000 );
		try {
			$this->block( true );
			self::fail( 'It threw nothing.' );
		} catch ( \RuntimeException $thrown ) {
			self::assertSame( 'Mail is down.', $thrown->getMessage() );
		} finally {
			remove_all_actions( 'coop_credentials_identity_blocked', -1000 );
		}
		self::assertSame( 'credential_blocked', $this->reason( $code, 'k1' ) );
	}

	/** A use that is taken back after the block gives the blocked person nothing. */
	public function test_a_use_taken_back_stays_blocked(): void {
		list( , $code ) = $this->claimed();
		$used           = $this->use_code( $code, $this->point, 'k1' );
		$this->block( true );
		$this->offers->void_redemption()->void( (string) ( $used->redemption['uid'] ?? '' ), $this->staff( true ), 'returned', null );
		self::assertSame( 'credential_blocked', $this->reason( $code, 'k2' ) );
	}

	/** Off, gone, or another issuer under the same name: none of them vouches; back again, it does. */
	public function test_a_provider_out_of_use_carries_no_coupon(): void {
		list( , $code ) = $this->claimed( array( 'on_membership_lost' => 'honour', 'uses_per_coupon' => 9 ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$providers      = $this->plugin()->sign_in->providers();
		$demo           = $providers->find( 'demo' ) ?? self::fail( 'No provider.' );
		self::assertSame( 'ok', $this->use_code( $code, $this->point, 'k1' )->reason );

		$off     = $providers->save( $demo->with( array( 'enabled' => false ) ), $demo->hash );
		$problem = $this->refusal( fn () => $this->use_code( $code, $this->point, 'k2' ) );
		self::assertSame( array( 'credential_paused', 403 ), array( $problem->reason, $problem->status ) );
		self::assertStringContainsString( 'switched off', $problem->getMessage() );

		$providers->save( $off->with( array( 'enabled' => true, 'issuer' => 'https://other.example' ) ), $off->hash ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		self::assertSame( 'credential_paused', $this->reason( $code, 'k3' ) );

		$providers->delete( 'demo' );
		self::assertSame( 'credential_paused', $this->reason( $code, 'k4' ) );

		$providers->save( Provider::from_array( $demo->to_array() + array( 'slug' => 'demo' ) ) );
		self::assertSame( 'ok', $this->use_code( $code, $this->point, 'k5' )->reason );
		$this->plugin()->kernel->settings()->set( 'providers', array( array( 'slug' => 'demo', 'label' => 'Example' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		self::assertSame( 'ok', $this->use_code( $code, $this->point, 'k6' )->reason, 'Written before it said more than that the provider is on.' );
	}

	/** Their provider was replaced by another record of the same issuer: the next sign-in carries the coupon over. */
	public function test_a_sign_in_by_another_provider_of_the_same_issuer_vouches_from_then_on(): void {
		list( , $code ) = $this->claimed();
		$providers      = $this->plugin()->sign_in->providers();
		$values         = ( $providers->find( 'demo' ) ?? self::fail( 'No provider.' ) )->to_array();
		$providers->delete( 'demo' );
		$providers->save( Provider::from_array( array( 'slug' => 'next' ) + $values ) );
		self::assertSame( 'credential_paused', $this->reason( $code, 'k1' ) );
		$this->plugin()->kernel->database()->update( 'identities', array( 'provider' => 'next' ), array( 'uid' => self::UID ) );
		do_action( 'coop_credentials_signed_in', self::UID, 'next', false );
		self::assertSame( 'ok', $this->use_code( $code, $this->point, 'k2' )->reason );
	}

	/** Another credential of the same account still shows the coupon: with the reason, like a paused offer. */
	public function test_the_holder_reads_why(): void {
		$this->claimed();
		$message = fn (): string => (string) $this->offers->my_coupons()->of( $this->visitor( 'nora', false, user_id: 41 ) )[0]['message'];
		self::assertSame( '', $message() );
		$this->block( true );
		self::assertStringContainsString( 'does not accept the credential', $message() );
	}

	/** An update writes down for coupons of before what new ones keep. */
	public function test_coupons_of_before_learn_who_vouched(): void {
		$key              = $this->offers->code_service()->holder_key( 'https://id.example', 'wanda' );
		list( , $old )    = $this->coupon( $this->offer(), array( 'holder_key' => $key ) );
		$code             = $old->plain;
		list( $stranger ) = $this->coupon( $this->offer() );
		$this->plugin()->kernel->database()->update( 'identities', array( 'status' => 'blocked' ), array( 'uid' => self::UID ) );
		$update = function (): void {
			foreach ( $this->offers->schemas()[0]->steps() as $step ) {
				self::assertNull( $step( $this->plugin()->kernel->database(), null ) );
			}
		};
		$update();
		self::assertSame( 'credential_blocked', $this->reason( $code, 'k1' ) );
		$this->block( false );
		$update();
		$demo = $this->plugin()->sign_in->providers()->find( 'demo' ) ?? self::fail( 'No provider.' );
		$off  = $this->plugin()->sign_in->providers()->save( $demo->with( array( 'enabled' => false ) ), $demo->hash );
		self::assertSame( 'credential_paused', $this->reason( $code, 'k2' ) );
		$this->plugin()->sign_in->providers()->save( $off->with( array( 'enabled' => true ) ), $off->hash );
		self::assertSame( 'ok', $this->use_code( $code, $this->point, 'k3' )->reason );
		self::assertNull( $this->fresh( $stranger )->provider );
	}
}
