<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Offers;

use CoopCredentials\Directory\Identifier;

/**
 * The demonstration's offers: made once, in order, with what a till needs.
 */
final class DemoTest extends Offers_Test_Case {
	private function seed(): string {
		ob_start();
		require dirname( __DIR__, 4 ) . '/tools/demo/offers.php';
		return (string) ob_get_clean();
	}

	public function test_it_waits_for_the_co_ops(): void {
		self::assertStringContainsString( 'directory.php first', $this->seed() );
		self::assertSame( 0, $this->offers->offer_repository()->page( '', '', 'id', true, 1, 10 )['total'] );
	}

	public function test_it_is_made_once(): void {
		$directory = $this->plugin()->directory;
		self::assertNotNull( $directory );
		$harbour = $directory->writer()->create(
			array(
				'name'     => 'Example Harbour Co-op',
				'category' => 'coop',
			),
			array( Identifier::checked( Identifier::URL, '', 'https://harbour.example/' ) )
		);
		$directory->identifiers()->set_proven( $harbour->id, Identifier::URL, 'https://harbour.example/', true );
		$directory->version()->raise();
		$this->plugin()->kernel->settings()->set( 'own_organisation', $harbour->uid );

		self::assertSame( "Offers: 4 new\n", $this->seed() );
		self::assertSame( "Offers: 0 new\n", $this->seed() );
		$items = $this->offers->offer_catalogue()->visible( array() )['items'];
		self::assertSame( array( '10 % off everything in the shop', 'A free coffee with any cake', 'Harbour night for co-op members', '15 % off bicycle repairs' ), array_column( $items, 'title' ) );
		self::assertSame( array( 'available', 'available', 'available', 'paused' ), array_column( $items, 'availability' ) );
		self::assertSame( 'Example Harbour Co-op', $items[0]['organisation']['name'] );
		self::assertStringContainsString( '/co-ops/', $items[0]['organisation']['url'] );
		self::assertSame( 'For members of any listed co-op', $items[0]['audience_label'] );
		self::assertSame( array( 'Bar', 'Shop' ), array_map( static fn ( $point ): string => $point->name, $this->offers->point_repository()->active() ) );
		$till = get_user_by( 'login', 'till' );
		self::assertInstanceOf( \WP_User::class, $till );
		self::assertSame( array( 'coop_till' ), $till->roles );

		// What the demonstration promises: claimed by a member of another co-op, used once at the bar.
		$claimed = $this->offers->claim()->claim( $this->visitor(), $items[0]['uid'] );
		$bar     = $this->offers->point_repository()->active()[0]->uid;
		self::assertSame( 'ok', $this->use_code( $claimed->coupon['code'], $bar, 'k1' )->reason );
		self::assertSame( 'already_redeemed', $this->refusal( fn () => $this->use_code( $claimed->coupon['code'], $bar, 'k2' ) )->reason );
	}
}
