<?php
/**
 * Search, filters, cursors, facets.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Directory;

use CoopCredentials\Directory\Identifier;
use CoopCredentials\Kernel\Problem;

final class SearchTest extends DirectoryTestCase {

	public function test_pages_forth_and_back_hold_everybody_once(): void {
		for ( $i = 1; $i <= 13; $i++ ) {
			$this->organisation(
				sprintf( 'Example %02d Co-op', $i ),
				array(
					'country' => $i % 2 ? 'GB' : 'DE',
					'type'    => 'BMT30',
					'sector'  => 0 === $i % 3 ? 'ICA10' : 'ICA210',
				)
			);
		}
		foreach ( array( array(), array( 'country' => 'GB' ), array( 'country' => 'GB,DE' ), array( 'sector' => 'ICA10,ICA210' ), array( 'level' => '0' ), array( 'orderby' => 'newest' ) ) as $query ) {
			$query   += array( 'per_page' => '5' );
			$expected = $this->names( array( 'per_page' => '100' ) + $query );
			$seen     = array();
			$last     = null;
			$result   = $this->search( $query );
			self::assertNull( $result->previous );
			self::assertSame( count( $expected ), $result->total );
			while ( true ) {
				self::assertSame( count( $seen ), $result->before );
				$seen = array_merge( $seen, array_column( $result->items, 'name' ) );
				if ( null === $result->next ) {
					break;
				}
				$last   = $result;
				$result = $this->search( array( 'cursor' => $result->next ) + $query );
			}
			self::assertSame( $expected, $seen );
			$back = $this->search( array( 'cursor' => $result->previous ) + $query );
			self::assertSame( array_column( $last->items, 'name' ), array_column( $back->items, 'name' ) );
			self::assertSame( $last->before, $back->before );
		}
	}

	public function test_facets_count_under_all_other_filters_and_zeros_stay(): void {
		$this->organisation(
			'One',
			array(
				'country' => 'GB',
				'type'    => 'BMT30',
				'sector'  => 'ICA10',
			)
		);
		$this->organisation(
			'Two',
			array(
				'country' => 'GB',
				'type'    => 'BMT10',
				'sector'  => 'ICA210',
			)
		);
		$this->organisation(
			'Three',
			array(
				'country' => 'DE',
				'type'    => 'BMT10',
				'sector'  => 'ICA210',
				'sectors' => array( 'ICA10' ),
			)
		);
		$facets = $this->search( array( 'country' => 'GB' ) )->facets;
		$counts = static fn ( string $name ): array => array_column( $facets[ $name ], 'count', 'code' );
		self::assertSame(
			array(
				'DE' => 1,
				'GB' => 2,
			),
			$counts( 'country' )
		);
		self::assertSame(
			array(
				'BMT10' => 1,
				'BMT20' => 0,
				'BMT30' => 1,
				'BMT40' => 0,
				'BMT50' => 0,
				'BMT60' => 0,
			),
			$counts( 'type' )
		);
		self::assertSame(
			array(
				'ICA10'  => 1,
				'ICA210' => 1,
			),
			$counts( 'sector' )
		);
		self::assertSame( array( 'One', 'Three' ), $this->names( array( 'sector' => 'ICA10' ) ) );
		self::assertSame( 2, $this->search( array( 'sector' => 'ICA10' ) )->total );
		self::assertSame(
			2,
			$this->search(
				array(
					'sector' => 'ICA10,ICA210',
					'type'   => 'BMT10',
				)
			)->total
		);
	}

	/** DIR-D59 DIR-D09 */
	public function test_text_search_finds_the_hard_words_on_both_databases(): void {
		$this->organisation( 'Café Énergie Co-operative Ltd', array( 'locality' => 'Manchester' ) );
		$this->organisation(
			'UK IT Workers',
			array(
				'locality' => 'Leeds',
				'postcode' => 'SE1 4YR',
			)
		);
		$this->organisation( '生協 コープみらい' );
		$this->organisation( '𠮷野家 İstanbul 😀 مركز' );
		$this->organisation( "Cafe\u{0301} Mu\u{0308}ller Co‑op" );
		self::assertSame( array( 'Café Énergie Co-operative Ltd' ), $this->names( array( 'search' => 'energie' ) ) );
		self::assertCount( 2, $this->names( array( 'search' => 'CAFÉ' ) ) );
		self::assertSame( array( 'UK IT Workers' ), $this->names( array( 'search' => 'UK' ) ) );
		self::assertSame( array( 'UK IT Workers' ), $this->names( array( 'search' => 'it' ) ) );
		self::assertSame( array( 'UK IT Workers' ), $this->names( array( 'search' => 'se1 4yr' ) ) );
		self::assertSame( array( '生協 コープみらい' ), $this->names( array( 'search' => '生協' ) ) );
		self::assertSame( array( '𠮷野家 İstanbul 😀 مركز' ), $this->names( array( 'search' => 'istanbul' ) ) );
		self::assertSame( array( '𠮷野家 İstanbul 😀 مركز' ), $this->names( array( 'search' => '野家' ) ) );
		self::assertCount( 2, $this->names( array( 'search' => 'co-op' ) ) );
		self::assertSame( array( 'Café Énergie Co-operative Ltd' ), $this->names( array( 'search' => 'manch co-op' ) ) );
		foreach ( array( '+', '@', '"', '(((', '%', '_' ) as $text ) {
			$result = $this->search( array( 'search' => $text ) );
			self::assertSame( array( array(), 'no_searchable_words', 0 ), array( $result->items, $result->hint, $result->total ) );
		}
		self::assertSame( 200, $this->rest( 'GET', 'directory', array( 'search' => str_repeat( 'x ', 5000 ) ) )->get_status() );
	}

	public function test_exact_hits_come_first(): void {
		$found = $this->organisation( 'Example Weavers', array(), array( Identifier::checked( 'lei', '', '5493001KJTIIGC8Y1R12' ) ) );
		$this->organisation( 'Example Weavers of Leeds' );
		self::assertSame( array( $found->uid ), array_column( $this->search( array( 'search' => 'example weavers' ) )->exact, 'uid' ) );
		self::assertSame( array( $found->uid ), array_column( $this->search( array( 'search' => '5493001kjtiigc8y1r12' ) )->exact, 'uid' ) );
	}

	/** DIR-D44 */
	public function test_boxes_and_radii_have_exact_members(): void {
		foreach ( array(
			'Fiji'   => array( -17.7, 178.0 ),
			'Samoa'  => array( -13.8, -171.8 ),
			'Pole'   => array( 89.9, 10.0 ),
			'London' => array( 51.5, -0.12 ),
			'Oxford' => array( 51.752, -1.2577 ),
		) as $name => $point ) {
			$this->organisation(
				$name,
				array(
					'latitude'  => $point[0],
					'longitude' => $point[1],
				)
			);
		}
		$this->organisation(
			'Country',
			array(
				'latitude'  => 51.5,
				'longitude' => -0.1,
				'precision' => 'country',
			)
		);
		self::assertSame( array( 'Fiji', 'Samoa' ), $this->names( array( 'bbox' => '170,-30,-170,0' ) ) );
		self::assertSame( array( 'London', 'Oxford' ), $this->names( array( 'bbox' => '-2,51,0,52' ) ) );
		self::assertSame(
			array( 'London', 'Oxford' ),
			$this->names(
				array(
					'near'    => '51.5,-0.12',
					'radius'  => '90',
					'orderby' => 'distance',
				)
			)
		);
		self::assertSame(
			array( 'London' ),
			$this->names(
				array(
					'near'   => '51.5,-0.12',
					'radius' => '80',
				)
			)
		);
		self::assertSame(
			array( 'Pole' ),
			$this->names(
				array(
					'near'   => '89.9,-170',
					'radius' => '30',
				)
			)
		);
		self::assertSame(
			array( 'Fiji' ),
			$this->names(
				array(
					'near'   => '-17.7,-179',
					'radius' => '400',
				)
			)
		);
	}

	/** @return array<string, array{array<string, string>, string}> */
	public static function wrong(): array {
		return array(
			'category'     => array( array( 'category' => 'bank' ), 'unknown_value' ),
			'level'        => array( array( 'level' => '5' ), 'unknown_value' ),
			'per_page'     => array( array( 'per_page' => '101' ), 'unknown_value' ),
			'orderby'      => array( array( 'orderby' => 'distance' ), 'unknown_value' ),
			'eleven'       => array( array( 'country' => 'GB,DE,FR,ES,IT,PT,PL,SE,NO,DK,FI' ), 'too_many_values' ),
			'bbox'         => array( array( 'bbox' => '0,10,5,NaN' ), 'invalid_bbox' ),
			'bbox turned'  => array( array( 'bbox' => '0,10,5,5' ), 'invalid_bbox' ),
			'near'         => array( array( 'near' => '91,0' ), 'invalid_near' ),
			'radius alone' => array( array( 'radius' => '5' ), 'invalid_near' ),
			'cursor'       => array( array( 'cursor' => 'abcdefghijklmnopqrstuvwxyz' ), 'invalid_cursor' ),
		);
	}

	/** @dataProvider wrong */
	public function test_bad_values_are_refused( array $query, string $reason ): void {
		$this->assert_problem( $reason, 400, $this->rest( 'GET', 'directory', $query ) );
	}

	public function test_a_cursor_belongs_to_its_filters(): void {
		for ( $i = 0; $i < 3; $i++ ) {
			$this->organisation( "Example $i" );
		}
		$next = $this->search( array( 'per_page' => '1' ) )->next;
		try {
			$this->search(
				array(
					'per_page' => '1',
					'country'  => 'GB',
					'cursor'   => $next,
				)
			);
			self::fail( 'Taken.' );
		} catch ( Problem $problem ) {
			self::assertSame( 'cursor_filter_mismatch', $problem->reason );
		}
	}

	public function test_a_warm_page_costs_two_queries_of_ours_and_a_cold_one_at_most_twelve(): void {
		for ( $i = 0; $i < 30; $i++ ) {
			$this->organisation( "Example $i", array( 'country' => 'GB' ) );
		}
		$this->directory->facets()->warm();
		$this->boot_plugin( $this->clock );
		$this->directory = $this->plugin()->directory;
		wp_cache_flush();
		wp_load_alloptions();
		$warm = $this->queries( fn () => $this->search( array( 'country' => 'GB' ) ) );
		self::assertLessThanOrEqual( 2, count( $warm ), implode( "\n", $warm ) );
		$this->organisation( 'One more' );
		wp_cache_flush();
		wp_load_alloptions();
		$cold = $this->queries(
			fn () => $this->search(
				array(
					'country' => 'GB',
					'search'  => 'example',
				)
			)
		);
		self::assertLessThanOrEqual( 12, count( $cold ), implode( "\n", $cold ) );
	}
}
