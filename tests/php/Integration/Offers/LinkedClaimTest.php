<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Offers;

use CoopCredentials\Claims\Membership;
use CoopCredentials\Directory\Identifier;
use CoopCredentials\Kernel\Ulid;
use CoopCredentials\Sign_In\Identity;
use CoopCredentials\Sign_In\Snapshot;
use CoopCredentials\Tests\Support\Processes;

/**
 * "Once for each member", for accounts with several credentials.
 */
final class LinkedClaimTest extends Offers_Test_Case {
	private const ACCOUNT = 41;

	/** Many browsers of one account, each signed in with another credential, at the same time. */
	public function test_parallel_claims_with_linked_credentials_give_one_coupon(): void {
		$offers = $this->boot_plugin()->offers;
		self::assertNotNull( $offers );
		$this->offers = $offers;
		$workers      = 6;
		for ( $number = 0; $number < $workers; $number++ ) {
			$this->identity( "linked-$number", self::ACCOUNT );
		}
		$uids = array();
		for ( $round = 0; $round < 12; $round++ ) {
			$uids[] = $this->offer()->uid;
		}
		$answers = Processes::run(
			__DIR__ . '/tasks/claim_linked.php',
			$workers,
			array(
				'account' => self::ACCOUNT,
				'offers'  => $uids,
			)
		);
		foreach ( $uids as $round => $uid ) {
			$codes = array_unique( array_column( $answers, $round ) );
			self::assertCount( 1, $codes, (string) wp_json_encode( $codes ) );
			self::assertMatchesRegularExpression( '/^.{4}-.{4}-.{4}$/', (string) reset( $codes ) );
			self::assertSame( 1, $this->offers->offer_repository()->find( $uid )?->claims_count );
		}
	}

	/** The account's 22nd credential still finds what the 21st took. */
	public function test_any_number_of_linked_credentials_counts(): void {
		for ( $number = 0; $number < 25; $number++ ) {
			$this->identity( "linked-$number", self::ACCOUNT );
		}
		$offer = $this->offer();
		$codes = array();
		foreach ( array( 20, 21, 22, 23, 24 ) as $number ) {
			$codes[] = $this->offers->claim()->claim( $this->visitor( "linked-$number", false, user_id: self::ACCOUNT ), $offer->uid )->coupon['code'];
		}
		self::assertCount( 1, array_unique( $codes ) );
		self::assertSame( 1, $this->fresh_offer( $offer )->claims_count );
	}

	/** One credential with the membership goes from account to account; each asks through it, and last it asks itself. */
	public function test_one_membership_linked_in_turn_gives_one_coupon(): void {
		$vouching = $this->vouching( 'mona' );
		$offer    = $this->offer( array( 'audience' => 'any_listed_member' ) );
		$codes    = array();
		foreach ( array( 51, 52, 53 ) as $account ) {
			$this->give( $vouching, $account );
			$asking  = $this->visitor( "nora-$account", false, user_id: $account );
			$codes[] = $this->offers->claim()->claim( $asking, $offer->uid )->coupon['code'];
			self::assertSame( array( end( $codes ) ), array_column( $this->offers->my_coupons()->of( $asking ), 'code' ) );
			$this->give( $vouching, null );
			self::assertSame( array(), $this->offers->my_coupons()->of( $asking ) );
			self::assertSame( 'no_membership', $this->refusal( fn () => $this->offers->claim()->claim( $asking, $offer->uid ) )->reason );
		}
		$codes[] = $this->offers->claim()->claim( $this->visitor( 'mona' ), $offer->uid )->coupon['code'];
		self::assertCount( 1, array_unique( $codes ) );
		self::assertSame( 1, $this->fresh_offer( $offer )->claims_count );
		$this->use_code( $codes[0], $this->point(), 'k' );
		$this->give( $vouching, 54 );
		self::assertSame( 'holder_limit_reached', $this->refusal( fn () => $this->offers->claim()->claim( $this->visitor( 'nora-54', false, user_id: 54 ), $offer->uid ) )->reason );
	}

	/** The coupon rests on the credential that vouched: marked with that one, untouched by the one that asked. */
	public function test_a_coupon_is_watched_at_the_credential_that_vouched(): void {
		$vouching = $this->vouching( 'mona' );
		$asked    = $this->identity( 'nora', self::ACCOUNT );
		$this->give( $vouching, self::ACCOUNT );
		$offer = $this->offer( array( 'audience' => 'any_listed_member', 'uses_per_coupon' => 5 ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$code  = $this->offers->claim()->claim( $this->visitor( 'nora', false, user_id: self::ACCOUNT ), $offer->uid )->coupon['code'];
		$point = $this->point();
		$this->offers->membership_watch()->signed_in( $asked );
		$this->offers->membership_watch()->unlinked( $asked );
		self::assertSame( 'ok', $this->use_code( $code, $point, 'k1' )->reason );
		$this->offers->membership_watch()->unlinked( $vouching );
		self::assertSame( 'credential_revoked', $this->refusal( fn () => $this->use_code( $code, $point, 'k2' ) )->reason );
		self::assertSame( 1, $this->rows() );
	}

	/** A credential with a membership. */
	private function vouching( string $subject ): string {
		$own = $this->plugin()->directory->writer()->create( array( 'name' => 'Example Weavers Co-op' ), array( Identifier::checked( 'url', '', 'https://weavers.example/', true ) ), 'listed' );
		$this->plugin()->kernel->settings()->set( 'own_organisation', $own->uid );
		return $this->identity( $subject, null, $this->visitor()->memberships );
	}

	private function give( string $identity_uid, ?int $account ): void {
		$this->plugin()->kernel->database()->update( 'identities', array( 'user_id' => $account ), array( 'uid' => $identity_uid ) );
		$this->plugin()->sign_in->linked_identities()->forget();
	}

	/** @param list<Membership> $memberships Of the snapshot. */
	private function identity( string $subject, ?int $account, array $memberships = array() ): string {
		$uid = Ulid::generate();
		$this->plugin()->kernel->database()->insert(
			'identities',
			array(
				'uid'            => $uid,
				'identity_hash'  => Identity::hash( 'https://id.example', $subject ),
				'issuer'         => 'https://id.example',
				'subject'        => $subject,
				'provider'       => 'demo',
				'user_id'        => $account,
				'memberships'    => ( new Snapshot( $memberships ) )->to_json(),
				'granted_roles'  => '[]',
				'created_at'     => '2026-11-01 00:00:00',
				'last_seen_at'   => '2026-11-23 11:00:00',
				'memberships_at' => '2026-11-23 11:00:00',
			)
		);
		return $uid;
	}
}
