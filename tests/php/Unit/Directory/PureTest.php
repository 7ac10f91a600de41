<?php
/**
 * Identifiers, taxonomies, countries, distances, facets, standing.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\Directory;

use CoopCredentials\Claims\Category;
use CoopCredentials\Directory\Countries;
use CoopCredentials\Directory\Cell;
use CoopCredentials\Directory\Csv_Reader;
use CoopCredentials\Directory\Evidence;
use CoopCredentials\Directory\Evidence_Kind;
use CoopCredentials\Directory\Geometry;
use CoopCredentials\Directory\Identifier;
use CoopCredentials\Directory\Standing_Rules;
use CoopCredentials\Directory\State;
use CoopCredentials\Directory\Taxonomy;
use CoopCredentials\Directory\Trust_Policy_Parser;
use PHPUnit\Framework\TestCase;

final class PureTest extends TestCase {

	/** @return array<string, array{string, string, string, string|null}> */
	public static function identifiers(): array {
		return array(
			'LEI'                     => array( 'lei', '', '5493001KJTIIGC8Y1R12', '5493001KJTIIGC8Y1R12' ),
			'LEI small'               => array( 'lei', '', '5493001kjtiigc8y1r12', '5493001KJTIIGC8Y1R12' ),
			'LEI wrong digit'         => array( 'lei', '', '5493001KJTIIGC8Y1R21', null ),
			'LEI short'               => array( 'lei', '', '5493001KJTIIGC8Y1R1', null ),
			'number keeps zeros'      => array( 'registration', 'GB-COH', '00123456', '00123456' ),
			'number keeps letters'    => array( 'registration', 'GB-COH', 'SC 399880', 'SC399880' ),
			'number needs a register' => array( 'registration', '', '123', null ),
			'.coop'                   => array( 'coop_domain', '', 'WWW.Example.coop.', 'example.coop' ),
			'.coop punycode'          => array( 'coop_domain', '', 'münchen.coop', 'xn--mnchen-3ya.coop' ),
			'not .coop'               => array( 'coop_domain', '', 'example.com', null ),
			'.coop inside'            => array( 'coop_domain', '', 'example.coop.evil.com', null ),
			'Co-operatives UK'        => array( 'coops_uk', '', 'R000001', 'R000001' ),
			'Co-operatives UK other'  => array( 'coops_uk', '', 'R1', null ),
			'EIN'                     => array( 'ein', '', '12-3456789', '123456789' ),
			'Wikidata'                => array( 'wikidata', '', 'q42', 'Q42' ),
			'Wikidata zero'           => array( 'wikidata', '', 'Q0', null ),
			'VAT'                     => array( 'vat', 'DE', 'DE 123.456.789', 'DE123456789' ),
			'VAT of another'          => array( 'vat', 'DE', 'FR123456789', null ),
			'URL'                     => array( 'url', '', 'HTTP://Example.ORG', 'https://example.org/' ),
			'URL with user'           => array( 'url', '', 'https://a@example.org/', null ),
			'source keeps case'       => array( 'source', 'list', ' r000001 ', 'r000001' ),
			'unknown scheme'          => array( 'passport', '', '1', null ),
			'control characters'      => array( 'source', 'list', "a\x00b", null ),
		);
	}

	/** @dataProvider identifiers */
	public function test_identifiers( string $scheme, string $issuer, string $value, ?string $expected ): void {
		self::assertSame( $expected, Identifier::tried( $scheme, $issuer, $value )?->value );
	}

	public function test_ids_of_claims_meet_schemes(): void {
		foreach ( array( 'https://weavers.example/', 'dotcoop:weavers.coop', 'lei:5493001KJTIIGC8Y1R12', 'reg:GB-COH:00123456' ) as $id ) {
			self::assertSame( $id, Identifier::from_claim_id( $id )?->claim_id() );
		}
		self::assertNull( Identifier::from_claim_id( 'local:weavers' ) );
		self::assertNotSame( Identifier::key( 'a', 'bc', 'd' ), Identifier::key( 'a', 'b', 'cd' ) );
	}

	public function test_codes(): void {
		self::assertSame( array( 'BMT30', 'OS60', 'ICA10', 'q0103' ), array( Taxonomy::type( 'https://dev.lod.coop/essglobal/2.1/standard/base-membership-type/BMT30' ), Taxonomy::structure( 'os60.' ), Taxonomy::sector( 'http://x/y#ica10' ), Taxonomy::qualifier( 'Q0103' ) ) );
		self::assertSame( array( null, null ), array( Taxonomy::structure( 'OS999' ), Taxonomy::type( 'OS60' ) ) );
	}

	/** DIR-D46 */
	public function test_countries(): void {
		self::assertSame( array( 'GB', 'GB', 'GB', 'AT', 'US', 'DE', '?', '?', '?', null ), array_map( array( Countries::class, 'read' ), array( 'UK', 'England', 'SCOTLAND', 'Österreich', 'U.S.A.', 'Germany', 'Georgia', 'Korea', 'Congo', 'Atlantis' ) ) );
		self::assertCount( 249, Countries::codes() );
	}

	/** DIR-D44 */
	public function test_distances_and_boxes(): void {
		self::assertEqualsWithDelta( 343.5, Geometry::distance( 51.5074, -0.1278, 48.8566, 2.3522 ), 1.0 );
		self::assertEqualsWithDelta( 222.4, Geometry::distance( 0, 179, 0, -179 ), 1.0 );
		$over = Geometry::box( array( -17.0, 179.5 ), 200 );
		self::assertGreaterThan( $over[2], $over[0], 'Over ±180° west is greater than east.' );
		self::assertSame( array( -180.0, 180.0, 90.0 ), array( Geometry::box( array( 89.9, 0.0 ), 50 )[0], Geometry::box( array( 89.9, 0.0 ), 50 )[2], Geometry::box( array( 89.9, 0.0 ), 50 )[3] ) );
	}

	/** DIR-D07 DIR-D08 */
	public function test_cells(): void {
		self::assertSame( array( 'León', array( 'entity_decoded' ) ), array( Cell::read( 'Le&#243n', 50 )->text, Cell::read( 'Le&#243n', 50 )->notes ) );
		self::assertSame( array( 'double_encoded' ), Cell::read( 'CafÃ©', 50 )->notes );
		self::assertSame( 'a b', Cell::read( "  a\t\n\u{A0} b\0 ", 50 )->text );
		self::assertSame( '=1+1', Cell::read( "\t=1+1", 50 )->text );
		self::assertTrue( Cell::read( 'abc', 2 )->too_long );
		self::assertSame( array(), Cell::read( 'Ã Paris, garçon', 50 )->notes );
	}

	public function test_records_end_where_the_next_begins_whatever_the_pieces(): void {
		$path = (string) tempnam( sys_get_temp_dir(), 'csv' );
		$rows = array();
		for ( $i = 0; $i < 4000; $i++ ) {
			$rows[] = array( (string) $i, str_repeat( chr( 97 + $i % 26 ), $i % 61 ), "say \"$i\",\r\nor\nnot" );
		}
		$text = '';
		foreach ( $rows as $row ) {
			$text .= $row[0] . ',' . $row[1] . ',"' . str_replace( '"', '""', $row[2] ) . '"' . array( "\n", "\r\n", "\r" )[ (int) $row[0] % 3 ];
		}
		file_put_contents( $path, $text );
		$reader = new Csv_Reader( $path );
		$line   = 1;
		foreach ( $rows as $i => $row ) {
			$record = $reader->next();
			self::assertSame( array( $row, $line ), array( $record?->cells, $record?->line ) );
			$line += 3;
			if ( 0 === $i % 97 && isset( $rows[ $i + 1 ] ) ) {
				$again = ( new Csv_Reader( $path, ',', $record->end, $record->next_line ) )->next();
				self::assertSame( array( $rows[ $i + 1 ], $line ), array( $again?->cells, $again?->line ) );
			}
		}
		self::assertNull( $reader->next() );
		unlink( $path );
	}

	public function test_presets_are_valid_and_differ(): void {
		foreach ( array(
			'strict'     => array( 1, 3 ),
			'dotcoop'    => array( 4, 2 ),
			'movement'   => array( 6, 2 ),
			'solidarity' => array( 8, 2 ),
		) as $name => $expected ) {
			$policy = Trust_Policy_Parser::parse( json_decode( (string) file_get_contents( dirname( __DIR__, 4 ) . "/includes/Directory/policies/$name.json" ), true ) );
			self::assertSame( $expected, array( count( $policy->categories ), $policy->minimum( Category::Coop, 'badge' ) ) );
			self::assertSame( array( 0, 0 ), array( $policy->minimum( Category::Coop, 'list' ), $policy->minimum( Category::Coop, 'sign_in' ) ) );
			self::assertSame( 'solidarity' === $name, $policy->allows( Category::Informal, 4, 'list' ), 'An absent category is all no.' );
			self::assertSame( 'solidarity' === $name, $policy->is_met( Category::Coop, array( Evidence_Kind::Questionnaire ) ) );
			self::assertFalse( $policy->is_met( Category::Coop, array( Evidence_Kind::Lei, Evidence_Kind::Dotcoop_Domain, Evidence_Kind::Domain_Control ) ) );
		}
	}

	public function test_standing_is_a_function_of_evidence_policy_and_date(): void {
		$policy   = Trust_Policy_Parser::parse( json_decode( (string) file_get_contents( dirname( __DIR__, 4 ) . '/includes/Directory/policies/movement.json' ), true ) );
		$at       = static fn ( string $time ): \DateTimeImmutable => new \DateTimeImmutable( $time . 'T00:00:00Z' );
		$evidence = static fn ( int $id, string $kind, string $from, string $to, string $result = 'confirmed', ?int $supersedes = null ): Evidence => new Evidence( $id, "E$id", 1, Evidence_Kind::from( $kind ), 'manual', 'X', null, null, null, array(), $result, $at( $from ), null, $at( $to ), '', '', null, null, 'movement/1', $supersedes );
		$rules    = static fn ( array $records, Category $category = Category::Coop ): Standing_Rules => new Standing_Rules( $policy, $category, $records, array() );

		$two = $rules( array( $evidence( 1, 'public_filing', '2026-01-01', '2026-06-01' ), $evidence( 2, 'governing_document', '2026-03-01', '2027-03-01' ) ) )->at( $at( '2026-04-01' ), State::Listed );
		self::assertSame( array( State::Verified, 3, '2027-03-01', '2026-06-01' ), array( $two->state, $two->level, $two->verified_until?->format( 'Y-m-d' ), $two->next_change_at?->format( 'Y-m-d' ) ), 'A weaker record carries the badge on.' );
		self::assertSame( 'public_filing', $two->badge_facts()['kind'] ?? '' );

		$gap = array( $evidence( 1, 'public_filing', '2025-01-01', '2026-01-01' ), $evidence( 2, 'public_filing', '2026-06-01', '2026-07-01' ) );
		self::assertSame( array( State::Grace, State::Expired, State::Verified, State::Grace, State::Expired ), array_map( static fn ( string $time ): State => $rules( $gap )->at( $at( $time ), State::Listed )->state, array( '2026-01-30', '2026-02-01', '2026-06-15', '2026-07-15', '2026-08-01' ) ) );

		self::assertSame( State::Listed, $rules( array( $evidence( 1, 'public_filing', '2026-01-01', '2027-01-01' ), $evidence( 2, 'public_filing', '2026-02-01', '2027-01-01', 'revoked', 1 ) ) )->at( $at( '2026-03-01' ), State::Listed )->state );
		self::assertSame( State::Pending, $rules( array( $evidence( 1, 'public_filing', '2026-01-01', '2027-01-01', 'pending' ) ) )->at( $at( '2026-03-01' ), State::Pending )->state );
		$refused = $rules( array( $evidence( 1, 'public_filing', '2026-01-01', '2027-01-01' ) ) )->at( $at( '2026-03-01' ), State::Suspended );
		self::assertSame( array( State::Suspended, 3, null ), array( $refused->state, $refused->level, $refused->badge_facts() ), 'A person\'s decision stays.' );
		self::assertFalse( $rules( array( $evidence( 1, 'public_filing', '2026-01-01', '2027-01-01' ) ), Category::Informal )->at( $at( '2026-03-01' ), State::Listed )->listed );
	}
}
