<?php
/**
 * The CSV writer.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\Kernel;

use CoopCredentials\Kernel\Csv;
use PHPUnit\Framework\TestCase;

final class CsvTest extends TestCase {

	/** @dataProvider cells */
	public function test_writes_a_cell( mixed $value, string $expected ): void {
		self::assertSame( $expected, Csv::cell( $value ) );
	}

	/** @return array<string, array{mixed, string}> */
	public static function cells(): array {
		return array(
			'plain'           => array( 'Weavers', 'Weavers' ),
			'null'            => array( null, '' ),
			'number'          => array( -5, '-5' ),
			'true'            => array( true, '1' ),
			'comma'           => array( 'a,b', '"a,b"' ),
			'quote'           => array( 'a"b', '"a""b"' ),
			'line end'        => array( "a\nb", "\"a\nb\"" ),
			'formula ='       => array( '=1+1', "\"\t=1+1\"" ),
			'formula +'       => array( '+44 20', "\"\t+44 20\"" ),
			'formula - text'  => array( '-5', "\"\t-5\"" ),
			'formula @'       => array( '@SUM(A1)', "\"\t@SUM(A1)\"" ),
			'formula quoted'  => array( '="x"', "\"\t=\"\"x\"\"\"" ),
			'after semicolon' => array( 'a;=1+1;b', "\"a;\t=1+1;b\"" ),
			'after tab'       => array( "a\t @x", "\"a\t \t@x\"" ),
			'after a quote'   => array( 'a;"=1', "\"a;\"\"\t=1\"" ),
			'hidden by space' => array( ' =1', "\"\t =1\"" ),
			'hidden by BOM'   => array( "\u{FEFF}=1", "\"\t\u{FEFF}=1\"" ),
			'full-width ='    => array( "\u{FF1D}1", "\"\t\u{FF1D}1\"" ),
			'tab'             => array( "\t=1", "\"\t\t\t=1\"" ),
			'date'            => array( new \DateTimeImmutable( '2026-11-23T12:00:00+01:00' ), '2026-11-23 11:00:00' ),
		);
	}

	public function test_a_line_reads_back(): void {
		$line = Csv::line( array( 'a', 'b"c', '=x', '' ) );
		self::assertStringEndsWith( "\r\n", $line );
		self::assertSame( array( 'a', 'b"c', "\t=x", '' ), str_getcsv( rtrim( $line, "\r\n" ), ',', '"', '' ) );
	}
}
