<?php
/**
 * Bad input and what becomes of it (directory reference 9).
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Directory;

use CoopCredentials\Directory\Identifier;
use CoopCredentials\Kernel\Problem;

final class ImportTest extends DirectoryTestCase {

	/** @param list<string> $codes Expected problem codes. */
	private function assert_codes( array $codes, \CoopCredentials\Directory\Import_Run $run, string $kind = 'problem' ): void {
		self::assertSame( $codes, array_column( $this->problems( $run, $kind ), 'code' ) );
	}

	private function refused( string $bytes, string $reason, int $status, ?string $encoding = null ): Problem {
		try {
			$this->directory->importer()->create_run( $this->file( $bytes ), $this->source(), false, $encoding );
		} catch ( Problem $problem ) {
			self::assertSame( array( $reason, $status ), array( $problem->reason, $problem->status ) );
			self::assertSame( 0, $this->directory->import_runs()->page( 1, 10 )['total'] );
			return $problem;
		}
		self::fail( 'Taken.' );
	}

	public function test_the_thirty_columns_map_themselves(): void {
		$line = 'R000042,"Example Grocers Limited",,https://dev.lod.coop/essglobal/2.1/standard/organisational-structure/OS60,ICA240.,ICA260;ICA10,"89 Road' . "\n" . 'Part",Town,County,AB1 2CD,GB,,www.example.coop,020 1,a@b.example,@exgrocers,,01234567,,HTTP://X/bmt30,,,http://x/AB12CD,53.4,-2.2,Retail,G,47110,Workers,Society';
		$run  = $this->import(
			$this->csv( array( $line ), self::HEADER . "\n" ),
			$this->source(
				'uk',
				array(
					'category'            => 'coop',
					'coops_uk'            => true,
					'registration_issuer' => 'GB-COH',
				)
			)
		);
		self::assertSame( 1, $run->counts['created'] );
		$profile = $this->directory->profiles()->by_slug( 'example-grocers-ltd' )->to_array();
		self::assertSame(
			array( 'coop', 'BMT30', 'ICA240', 'OS60', "89 Road\nPart", 'postcode', 53.4, 'https://www.example.coop', 'Society', array( 'ICA260', 'ICA10' ), null, null ),
			array( $profile['category'], $profile['type'], $profile['sector'], $profile['structure'], $profile['street'], $profile['precision'], $profile['latitude'], $profile['website'], $profile['legal_form'], $profile['sectors'], $profile['email'], $profile['phone'] )
		);
		self::assertSame( array( array( 'coops_uk', 'R000042', false ), array( 'registration', '01234567', false ) ), array_map( static fn ( array $id ): array => array( $id['scheme'], $id['value'], $id['proven'] ), $profile['identifiers'] ) );
		self::assertSame( array( 'A list', 'ODC-By 1.0' ), array( $profile['provenance'][0]['title'], $profile['provenance'][0]['licence'] ) );
		self::assertSame( array( 'listed', 0, null ), array( $profile['state'], $profile['level'], $profile['badge'] ) );
		self::assertNull( $this->directory->facts()->facts( 'reg:GB-COH:01234567' ), 'An imported number makes no two ids equal.' );
	}

	/** DIR-D01 DIR-D26 */
	public function test_a_byte_order_mark_is_no_part_of_the_first_column(): void {
		$path = $this->file( "\xEF\xBB\xBFid,Name\n1,Example One\n2,Example Two\n" );
		self::assertSame( 2, $this->import( $path )->counts['created'] );
		$version = $this->directory->version()->current();
		self::assertSame( 2, $this->import( $path )->counts['unchanged'] );
		self::assertSame( $version, $this->directory->version()->current() );
		$run = $this->import( $this->file( "\xEF\xBB\xBFid,Name\n1,Example Uno\n2,Example Two\n" ) );
		self::assertSame( array( 1, 1, 0 ), array( $run->counts['updated'], $run->counts['unchanged'], $run->counts['created'] ) );
		self::assertSame( $version + 1, $this->directory->version()->current() );
		self::assertSame( array( 'Example Two', 'Example Uno' ), $this->names() );
		self::assertSame( array( 'Example Uno' ), $this->names( array( 'search' => 'uno' ) ) );
	}

	/** DIR-D02 */
	public function test_utf_16_with_tabs_is_decoded(): void {
		$run = $this->import( $this->file( "\xFF\xFE" . mb_convert_encoding( "id\tName\tWebsite\n1\tCafé 𠮷\t\n", 'UTF-16LE', 'UTF-8' ) ) );
		self::assertSame( 1, $run->counts['created'] );
		self::assertSame( array( 'Café 𠮷' ), $this->names() );
	}

	/** DIR-D03 */
	public function test_another_encoding_is_confirmed_by_a_person(): void {
		$bytes   = "id,Name\n1,Caf\xE9\n2,M\xFCller\n";
		$problem = $this->refused( $bytes, 'encoding_unconfirmed', 422 );
		self::assertSame( 'windows-1252', $problem->data['proposed'] );
		self::assertSame( array( '1,Café', '2,Müller' ), $problem->data['preview'] );
		self::assertSame( 2, $this->import( $this->file( $bytes ), null, 'windows-1252' )->counts['created'] );
		self::assertSame( array( 'Café', 'Müller' ), $this->names() );
	}

	/** DIR-D04 */
	public function test_one_row_in_another_encoding_is_an_error_and_the_rest_goes_on(): void {
		$lines     = array_map( static fn ( int $i ): string => "$i,Example $i", range( 1, 150 ) );
		$lines[70] = "71,Caf\xE9";
		$run       = $this->import( $this->csv( $lines, "id,Name\n" ) );
		self::assertSame( array( 149, 1 ), array( $run->counts['created'], $run->counts['errors'] ) );
		self::assertSame(
			array(
				array(
					'code' => 'encoding_mixed',
					'line' => 72,
				),
			),
			$this->problems( $run )
		);
	}

	/** DIR-D05 DIR-D07 DIR-D08 */
	public function test_odd_characters_are_kept_or_removed_and_told(): void {
		$run = $this->import( $this->csv( array( "1,Na\u{FFFD}me", '2,CafÃ© Ltd', '3,Le&#243n Co-op', "4,A\u{200B}b\u{202E}c\0d" ), "id,Name\n" ) );
		self::assertSame( 4, $run->counts['created'] );
		$this->assert_codes( array( 'replacement_char', 'double_encoded', 'entity_decoded', 'characters_removed' ), $run );
		$names = $this->names();
		sort( $names );
		self::assertSame( array( 'Abcd', 'CafÃ© Ltd', 'León Co-op', "Na\u{FFFD}me" ), $names );
	}

	/** DIR-D10 DIR-D11 DIR-D14 */
	public function test_line_breaks_and_backslashes_are_text(): void {
		$run = $this->import( $this->file( "id,Name,Street Address\r1,\"a\\\",\"One\r\nTwo\"\r\n2,Two,\"x \"\"y\"\"\"\n3,Three,z" ) );
		self::assertSame( array( 3, 0 ), array( $run->counts['created'], $run->counts['errors'] ) );
		self::assertSame( array( 'a\\', 'Three', 'Two' ), $this->names() );
		self::assertSame( "One\nTwo", $this->directory->profiles()->by_slug( 'a' )->to_array()['street'] );
	}

	/** DIR-D12 DIR-D42 */
	public function test_degrees(): void {
		$run = $this->import( $this->file( "id;Name;Latitude;Longitude\n1;One;51,5;-0,12\n" ), $this->source( 'semi' ) );
		self::assertSame( array( 51.5, -0.12 ), array( $this->search()->items[0]['latitude'], $this->search()->items[0]['longitude'] ) );
		$run = $this->import( $this->csv( array( '1,A,"51,5",0', '2,B,91,0', '3,C,0,181', '4,D,NaN,0', '5,E,1e9,0', '6,F,51.5N,0', '7,G,,', '8,H,0,0', '9,I,-3.65,+2' ), "id,Name,Latitude,Longitude\n" ), $this->source( 'comma' ) );
		self::assertSame( array( 3, 6 ), array( $run->counts['created'], $run->counts['errors'] ) );
		self::assertSame( array( 'degrees_invalid', 'degrees_invalid', 'degrees_invalid', 'degrees_invalid', 'degrees_invalid', 'degrees_invalid', 'zero_point' ), array_column( $this->problems( $run ), 'code' ) );
		self::assertNull( array_column( $this->search()->items, 'latitude', 'name' )['G'] );
	}

	/** DIR-D13 */
	public function test_a_quote_that_never_closes_fails_the_run_and_writes_nothing(): void {
		$lines    = array_map( static fn ( int $i ): string => "$i,Example $i", range( 1, 10000 ) );
		$lines[8] = '9,"Example nine';
		$before   = memory_get_usage();
		memory_reset_peak_usage();
		$run = $this->import( $this->csv( $lines, "id,Name\n" ) );
		self::assertSame( array( 'failed', 'quote_unclosed', 10 ), array( $run->state, $run->error_code, $run->line ) );
		self::assertSame(
			array(
				array(
					'code' => 'quote_unclosed',
					'line' => 10,
				),
			),
			$this->problems( $run )
		);
		self::assertSame( 0, $this->directory->organisations()->count_listed() );
		self::assertLessThan( 16 * 1048576, memory_get_peak_usage() - $before );
	}

	/** DIR-D15 DIR-D18 DIR-D21 */
	public function test_rows_that_do_not_fit_are_explained(): void {
		$run = $this->import( $this->csv( array( '1,One', '2', '3,Three,extra', '4,' . str_repeat( 'n', 300 ), '5,"' . str_repeat( 'x', 5 * 1048576 ) . '"', '1,One again', '6,', ',Nobody', '7,Seven' ), "id,Name\n" ) );
		self::assertSame( array( 2, 7 ), array( $run->counts['created'], $run->counts['errors'] ) );
		self::assertSame(
			array(
				array(
					'code' => 'cell_count',
					'line' => 3,
				),
				array(
					'code' => 'cell_count',
					'line' => 4,
				),
				array(
					'code' => 'too_long',
					'line' => 5,
				),
				array(
					'code' => 'too_long',
					'line' => 6,
				),
				array(
					'code' => 'duplicate_id',
					'line' => 7,
				),
				array(
					'code' => 'name_missing',
					'line' => 8,
				),
				array(
					'code' => 'identifier_missing',
					'line' => 9,
				),
			),
			$this->problems( $run )
		);
		self::assertSame( array( 'One', 'Seven' ), $this->names() );
	}

	/** DIR-D16 */
	public function test_headers(): void {
		$this->refused( "id,Name,NAME\n1,a,b\n", 'duplicate_header', 422 );
		$run = $this->directory->importer()->create_run( $this->file( "id,Name,,Shoe size\n1,One,x,43\n" ), $this->source() );
		self::assertSame( array( 'empty_header' ), $run->layout['warnings'] );
		self::assertSame( 1, $this->directory->importer()->run( $run->uid )->counts['created'] );
	}

	/** @return array<string, array{string}> */
	public static function no_csv(): array {
		return array(
			'DIR-D17 empty'       => array( '' ),
			'DIR-D17 header only' => array( "id,Name\n" ),
			'DIR-D17 HTML'        => array( '<!DOCTYPE html><html><body>id,Name</body></html>' ),
			'DIR-D17 XLSX'        => array( "PK\x03\x04\x14\0\x06\0id,Name\n1,x\n" ),
			'DIR-D20 zip'         => array( "PK\x03\x04" . str_repeat( "\0", 30 ) ),
		);
	}

	/** @dataProvider no_csv */
	public function test_what_is_no_csv_starts_no_run( string $bytes ): void {
		$this->refused( $bytes, 'unsupported_file', 415 );
	}

	/** DIR-D23 */
	public function test_identifiers_of_others_are_never_moved(): void {
		$source = $this->source(
			'uk',
			array(
				'category'            => 'coop',
				'coops_uk'            => true,
				'registration_issuer' => 'GB-COH',
			)
		);
		$first  = $this->import( $this->csv( array( ' R000001 ,One,01234567' ), "Identifier,Name,Companies House Number\n" ), $source );
		self::assertSame( 1, $first->counts['created'] );
		$second = $this->import( $this->csv( array( 'X9,Other,01234567', 'R000001,One,01234567' ), "Identifier,Name,Companies House Number\n" ), $source );
		self::assertSame( array( 0, 1, 1 ), array( $second->counts['created'], $second->counts['conflicts'], $second->counts['unchanged'] ) );
		$this->assert_codes( array( 'identifier_conflict' ), $second, 'conflict' );
		$third = $this->import( $this->csv( array( 'a,Third,01234567' ), "Identifier,Name,Companies House Number\n" ), $this->source( 'ni', array( 'registration_issuer' => 'GB-NIC' ) ) );
		self::assertSame( 1, $third->counts['created'], 'The same number in another register is another identifier.' );
	}

	/** DIR-D25 */
	public function test_look_alikes_are_proposed_and_never_merged(): void {
		$run = $this->import( $this->csv( array( '1,Example Looms Limited,https://www.looms.example/,', '2,Example Looms Ltd,http://looms.example,', '3,Another,,AB1', '4,Another,,AB1', '5,Another,,ZZ9' ), "id,Name,Website,Postcode\n" ) );
		self::assertSame( 5, $run->counts['created'] );
		$this->assert_codes( array( 'same_website', 'same_name_and_postcode' ), $run, 'merge' );
	}

	/** DIR-D31 */
	public function test_no_column_raises_state_or_level(): void {
		$run = $this->directory->importer()->create_run( $this->file( "id,Name,status,trust_level,badge\n1,One,verified,4,yes\n" ), $this->source() );
		self::assertSame( array( 'column_ignored: status', 'column_ignored: trust_level', 'column_ignored: badge' ), $run->layout['warnings'] );
		$this->directory->importer()->run( $run->uid );
		$item = $this->search()->items[0];
		self::assertSame( array( 'listed', 0, null ), array( $item['state'], $item['level'], $item['badge'] ) );
	}

	/** DIR-D32 */
	public function test_a_verified_entry_keeps_name_and_website_until_somebody_decides(): void {
		$this->import( $this->csv( array( '1,Example One,https://one.example/,Leeds' ), "id,Name,Website,Locality\n" ) );
		$one = $this->directory->organisations()->find_by_slug( 'example-one' );
		$this->evidence( $one, 'public_filing' );
		$run = $this->import( $this->csv( array( '1,Example Taken Over,https://evil.example/,York' ), "id,Name,Website,Locality\n" ) );
		$this->assert_codes( array( 'pending_change', 'pending_change' ), $run, 'pending_change' );
		$fresh = $this->fresh( $one );
		self::assertSame( array( 'Example One', 'https://one.example/', 'York', 'verified' ), array( $fresh->name, $fresh->website, $fresh->locality, $fresh->state->value ) );
	}

	public function test_an_editors_field_is_never_overwritten(): void {
		$this->import( $this->csv( array( '1,Example One,Leeds,W' ), "id,Name,Locality,Region\n" ) );
		$one = $this->directory->organisations()->find_by_slug( 'example-one' );
		$this->directory->writer()->update( $one, array( 'locality' => 'York' ) );
		$this->import( $this->csv( array( '1,Example First,Hull,E' ), "id,Name,Locality,Region\n" ) );
		$fresh = $this->fresh( $one );
		self::assertSame( array( 'Example First', 'York', 'E' ), array( $fresh->name, $fresh->locality, $fresh->region ) );
	}

	/** DIR-D33 */
	public function test_formulas_are_text_and_survive_our_own_export(): void {
		$names = array( '=1+1', '@SUM(1)', '-2+3', '+44 20', '＝1' );
		$csv   = "id,Name\r\n";
		foreach ( $names as $i => $name ) {
			$csv .= \CoopCredentials\Kernel\Csv::line( array( "x$i", $name ) );
		}
		self::assertStringContainsString( "\"\t=1+1\"", $csv );
		self::assertSame( 5, $this->import( $this->file( $csv ) )->counts['created'] );
		$found = $this->names();
		sort( $found );
		sort( $names );
		self::assertSame( $names, $found );
	}

	/** DIR-D37 */
	public function test_websites(): void {
		$run = $this->import( $this->csv( array( '1,A,javascript:alert(1)', '2,B,"data:text/html,x"', '3,C,www.x.org', '4,D,https://a.example/ https://b.example/', '5,E,https:/x.org', '6,F,a@b.example', '7,G,None', '8,H,-', '9,I,https://münchen.coop/x' ), "id,Name,Website\n" ) );
		self::assertSame( array( 7, 2 ), array( $run->counts['created'], $run->counts['errors'] ) );
		$sites = array_column( $this->search()->items, 'website', 'name' );
		self::assertSame(
			array(
				'C' => 'https://www.x.org',
				'D' => 'https://a.example/',
				'E' => null,
				'F' => null,
				'G' => null,
				'H' => null,
				'I' => 'https://xn--mnchen-3ya.coop/x',
			),
			$sites
		);
		self::assertSame( array( array( 'url' => 'https://b.example/' ) ), $this->directory->profiles()->by_slug( 'd' )->to_array()['links'] );
	}

	/** DIR-D46 DIR-D47 DIR-D49 DIR-D50 */
	public function test_countries_postcodes_and_codes(): void {
		$rows = array();
		foreach ( array( 'UK', 'England', 'SCOTLAND', 'Österreich', 'U.S.A.', 'Georgia', 'Korea', 'Congo' ) as $i => $country ) {
			$rows[] = "$i,C$i,$country,01067,OS999,\"Arts, Media\"";
		}
		$run = $this->import( $this->csv( $rows, "id,Name,Country ID,Postcode,Organisational Structure,Sector\n" ) );
		self::assertSame( array( 'GB', 'GB', 'GB', 'AT', 'US', null, null, null ), array_column( $this->search()->items, 'country' ) );
		$codes = array_count_values( array_column( $this->problems( $run ), 'code' ) );
		self::assertSame(
			array(
				'unknown_code'      => 8,
				'country_ambiguous' => 3,
			),
			$codes
		);
		$stored = $this->directory->organisations()->find_by_slug( 'c5' );
		self::assertSame( array( '01067', 'Georgia', 'OS999', 'Arts, Media' ), array( $stored->postcode, $stored->data['source_words']['country'], $stored->data['source_words']['structure'], $stored->data['source_words']['Sector'] ) );
		$this->import( $this->csv( array( '1,Two,ICA10;https://else.example/x/ica210' ), "id,Name,Activities\n" ), $this->source( 'more' ) );
		self::assertSame( array( 'ICA10', 'ICA210' ), $this->directory->profiles()->by_slug( 'two' )->to_array()['sectors'] );
	}

	/** DIR-D47 */
	public function test_postcodes_and_numbers_are_text(): void {
		$run = $this->import( $this->csv( array( '00123456,A,DE,1067', '1E5,B,DE,01067', '3,C,CH,8000' ), "id,Name,Country ID,Postcode\n" ) );
		self::assertSame(
			array(
				array(
					'code' => 'leading_zero',
					'line' => 2,
				),
			),
			$this->problems( $run )
		);
		self::assertSame( array( '1067', '01067', '8000' ), array_map( fn ( string $slug ): ?string => $this->directory->organisations()->find_by_slug( $slug )->postcode, array( 'a', 'b', 'c' ) ) );
		$ids = $this->directory->identifiers();
		self::assertNotNull( $ids->holder( Identifier::checked( 'source', 'list', '00123456' ) ) );
		self::assertNotNull( $ids->holder( Identifier::checked( 'source', 'list', '1E5' ) ) );
	}

	/** DIR-D24 */
	public function test_one_lei_or_coop_domain_has_one_holder(): void {
		foreach ( array( array( 'lei', '5493001KJTIIGC8Y1R12' ), array( 'coop_domain', 'example.coop' ) ) as $given ) {
			$first = $this->organisation( 'First', array(), array( Identifier::checked( $given[0], '', $given[1] ) ) );
			try {
				$this->organisation( 'Second', array(), array( Identifier::checked( $given[0], '', $given[1] ) ) );
				self::fail( 'Two holders.' );
			} catch ( Problem $problem ) {
				self::assertSame( array( 'identifier_conflict', 409 ), array( $problem->reason, $problem->status ) );
			}
			self::assertSame( $first->id, $this->directory->identifiers()->holder( Identifier::checked( $given[0], '', $given[1] ) ) );
		}
	}

	public function test_a_dry_run_counts_and_writes_nothing(): void {
		$importer = $this->directory->importer();
		$run      = $importer->create_run( $this->csv( array( '1,One', '1,Two' ), "id,Name\n" ), $this->source(), true );
		$run      = $importer->run( $run->uid );
		self::assertSame( array( 'ready', 1, 1 ), array( $run->state, $run->counts['created'], $run->counts['errors'] ) );
		self::assertSame( 0, $this->directory->organisations()->count_listed() );
		$importer->confirm( $run->uid );
		self::assertSame( array( 'done', 1 ), array( $importer->run( $run->uid )->state, $importer->get( $run->uid )->counts['created'] ) );
		self::assertSame( '', $importer->get( $run->uid )->file_ref, 'The upload is gone.' );
	}

	/** DIR-D55 */
	public function test_a_second_runner_waits(): void {
		$importer = $this->directory->importer();
		$run      = $importer->create_run( $this->csv( array( '1,One' ), "id,Name\n" ), $this->source() );
		$runs     = $this->directory->import_runs();
		self::assertTrue( $runs->take( $run, str_repeat( 'a', 32 ), $this->clock->now(), 60 ) );
		try {
			$importer->step( $run->uid );
			self::fail( 'Two runners.' );
		} catch ( Problem $problem ) {
			self::assertSame( array( 'run_locked', 409 ), array( $problem->reason, $problem->status ) );
		}
		$this->clock->advance( 61 );
		self::assertSame( 'done', $importer->run( $run->uid )->state );
		self::assertFalse( $runs->advance( $run, str_repeat( 'a', 32 ), array( 'byte_offset' => 999 ), $this->clock->now(), 60 ), 'The first runner has lost its turn.' );
	}
}
