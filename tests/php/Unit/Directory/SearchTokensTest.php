<?php
/**
 * Search tokens: the table of the directory reference, section 6.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\Directory;

use CoopCredentials\Directory\Search_Tokens;
use PHPUnit\Framework\TestCase;

final class SearchTokensTest extends TestCase {

	private function tokens(): Search_Tokens {
		return new Search_Tokens(
			static fn ( string $text ): string => strtr(
				$text,
				array(
					'ø' => 'o',
					'Ø' => 'O',
					'ł' => 'l',
					'Ł' => 'L',
					'æ' => 'ae',
				)
			)
		);
	}

	/** @return array<string, array{string, string}> */
	public static function stored(): array {
		return array(
			'accents and forms'    => array( 'Café Énergie Co-operative Ltd', 'cafe_ energie_ coop_ ltd_' ),
			'UK'                   => array( 'UK', 'uk__' ),
			'IT'                   => array( 'IT', 'it__' ),
			'The Who'              => array( 'The Who', 'the_ who_' ),
			'co-op'                => array( 'co-op', 'coop_' ),
			'hyphen U+2011'        => array( "Co\u{2011}op", 'coop_' ),
			'coöp'                 => array( 'coöp', 'coop_' ),
			'plural'               => array( 'CO-OPERATIVES', 'coop_' ),
			'co op'                => array( 'Co op', 'coop_' ),
			'Kooperative'          => array( 'Kooperative', 'coop_' ),
			'coöperatie'           => array( 'coöperatie', 'coop_' ),
			'no word of its own'   => array( 'Scoop cooper', 'scoop_ cooper_' ),
			'Straße'               => array( 'Straße', 'strasse_' ),
			'İstanbul'             => array( 'İstanbul', 'istanbul_' ),
			'dots and apostrophes' => array( "Men's C.I.C.", 'mens_ cic_' ),
			'curly apostrophe'     => array( 'Men’s', 'mens_' ),
			'Han pair'             => array( '生協', '_e7949fe58d94_' ),
			'Han run of one'       => array( '生', '_e7949f_' ),
			'overlapping pairs'    => array( '吉野家', '_e59089e9878e_ _e9878ee5aeb6_' ),
			'postcode'             => array( 'SE1 4YR', 'se1_ 4yr_' ),
			'e-mail'               => array( 'a@b', 'a___ b___' ),
			'limited'              => array( 'Example Limited', 'example_ ltd_' ),
			'Greek final sigma'    => array( 'ΟΔΟΣ', '_' . bin2hex( 'οδοσ' ) . '_' ),
			'DIR-D09 NFD'          => array( "Cafe\u{0301}", 'cafe_' ),
			'direction marks'      => array( "A\u{202E}b\u{200B}c", 'abc_' ),
			'twice is once'        => array( 'Leeds, Leeds', 'leeds_' ),
			'full width'           => array( 'Ｃｏ－ｏｐ', 'coop_' ),
			'long word is cut'     => array( str_repeat( 'a', 50 ), str_repeat( 'a', 32 ) . '_' ),
		);
	}

	/** @dataProvider stored */
	public function test_what_is_stored( string $text, string $tokens ): void {
		self::assertSame( " $tokens ", $this->tokens()->stored( array( $text ) ) );
	}

	/** @return array<string, array{string, string, bool}> */
	public static function queries(): array {
		return array(
			'prefixes'          => array( 'Café Énergie Co-operative Ltd', '+cafe* +energie*', false ),
			'short words whole' => array( 'UK', '+uk__', false ),
			'noise is dropped'  => array( 'The Who', '+who*', false ),
			'only noise'        => array( 'the co-op', '+the* +coop*', true ),
			'Han'               => array( '生協', '+_e7949fe58d94_', false ),
			'Han of one'        => array( '生', '+_e7949f*', false ),
			'postcode'          => array( 'SE1 4YR', '+se1* +4yr*', false ),
			'e-mail'            => array( 'a@b', '+a___ +b___', false ),
			'operators'         => array( '+leeds -york "x*" (((', '+leeds* +york* +x___', false ),
			'at most eight'     => array( 'q1 q2 q3 q4 q5 q6 q7 q8 q9', '+q1__ +q2__ +q3__ +q4__ +q5__ +q6__ +q7__ +q8__', false ),
		);
	}

	/** @dataProvider queries */
	public function test_what_a_query_asks( string $text, string $boolean, bool $noise ): void {
		$terms = $this->tokens()->query( $text );
		self::assertSame( array( $boolean, $noise ), array( $terms->boolean(), $terms->only_noise ) );
	}

	/** @return array<string, array{string}> */
	public static function nothing(): array {
		return array_map(
			static fn ( string $text ): array => array( $text ),
			array(
				'plus'       => '+',
				'brackets'   => '(((',
				'percent'    => '%',
				'underscore' => '_',
				'quote'      => '"',
				'at'         => '@',
				'empty'      => '',
				'bad bytes'  => "\xC3\x28",
			)
		);
	}

	/** @dataProvider nothing */
	public function test_no_searchable_words( string $text ): void {
		self::assertTrue( $this->tokens()->query( $text )->is_empty() );
		self::assertSame( ' ', $this->tokens()->stored( array( $text ) ) );
	}

	public function test_needles_find_prefix_and_whole(): void {
		$stored = $this->tokens()->stored( array( 'Café Energy UK' ) );
		foreach ( array(
			'caf'         => true,
			'cafe'        => true,
			'uk'          => true,
			'afe'         => false,
			'u'           => false,
			'energy uk'   => true,
			'uk energies' => false,
		) as $text => $found ) {
			$all = true;
			foreach ( $this->tokens()->query( (string) $text )->needles() as $needle ) {
				$all = $all && str_contains( $stored, $needle );
			}
			self::assertSame( $found, $all, (string) $text );
		}
	}

	public function test_sort_keys_order_like_folded_names_and_are_unique(): void {
		$tokens = $this->tokens();
		$uid    = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
		$keys   = array_map( static fn ( string $name ): string => $tokens->sort_key( $name, $uid ), array( 'Änderung', 'andere', 'B', 'Zebra' ) );
		$sorted = $keys;
		sort( $sorted );
		self::assertSame( array( $keys[1], $keys[0], $keys[2], $keys[3] ), $sorted );
		self::assertSame( 90, strlen( $keys[0] ) );
		self::assertSame( $tokens->sort_prefix( 'Example Co-op Limited' ), $tokens->sort_prefix( 'EXAMPLE COÖP LTD.' ) );
	}
}
