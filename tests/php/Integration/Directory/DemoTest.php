<?php
/**
 * The demonstration data.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Directory;

final class DemoTest extends DirectoryTestCase {

	public function test_it_is_seeded_once_and_shows_every_level_and_state(): void {
		$script = dirname( __DIR__, 4 ) . '/tools/demo/directory.php';
		ob_start();
		require $script;
		$text = (string) ob_get_clean();
		self::assertStringContainsString( '300 co-ops imported, 0 with errors', $text );
		self::assertStringContainsString( '13 demonstration co-ops added, 313 entries listed', $text );
		$version = $this->directory->version()->current();
		ob_start();
		require $script;
		self::assertStringContainsString( '0 demonstration co-ops added', (string) ob_get_clean() );
		self::assertSame( $version, $this->directory->version()->current() );

		$states = array();
		$levels = array();
		foreach ( $this->search(
			array(
				'search'   => 'example',
				'per_page' => '50',
			)
		)->items as $item ) {
			$states[ $item['name'] ] = $item['state'];
			$levels[ $item['name'] ] = $item['level'];
		}
		self::assertSame( 'verified', $states['Example Weavers Co-op'] );
		self::assertSame( 3, $levels['Example Weavers Co-op'] );
		self::assertSame( 4, $levels['Example Printers Co-op'] );
		self::assertSame( 2, $levels['Example Growers Co-op'] );
		self::assertSame( 1, $levels['Example Cyclists Co-op'] );
		self::assertSame( 0, $levels['Example Choir'] );
		self::assertSame( array( 'expired', 'grace', 'listed', 'pending', 'provisional', 'verified' ), array_values( array_unique( array_intersect_key( $this->sorted( $states ), $states ) ) ) );

		$facts = $this->directory->facts()->facts( 'https://harbour.example/' );
		self::assertSame( array( 'https://harbour.example/', 'Example Harbour Co-op' ), array( $facts->primary_id, $facts->name ) );
		self::assertSame( array( 'listed', 'badged', 'sign_in', 'offer', 'redeem' ), $facts->policy );
		foreach ( $this->search(
			array(
				'search'   => 'manchester',
				'per_page' => '50',
			)
		)->items as $item ) {
			if ( ! str_starts_with( $item['name'], 'Example' ) ) {
				self::assertNull( $item['badge'], 'No evidence is invented for a real co-op.' );
			}
		}
		$first = microtime( true );
		self::assertGreaterThan( 5, $this->search( array( 'search' => 'co-op' ) )->total );
		self::assertLessThan( 5, microtime( true ) - $first );
	}

	/**
	 * @param array<string, string> $states Name => state.
	 * @return array<string, string>
	 */
	private function sorted( array $states ): array {
		asort( $states );
		return $states;
	}
}
