<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

/**
 * QR codes as inline SVG, made on the server: level M, quiet zone of four modules, always dark on white.
 */
final class Qr {
	private const ENCODER = '\CoopCredentials\Vendor\TCPDF\QRcode';
	private const QUIET   = 4;

	/**
	 * A coupon address in the QR's alphanumeric mode: scheme, host and our own path in capitals; the path of a site in a
	 * sub-folder stays as it is, because servers compare it with case.
	 *
	 * @param string $address Coupon address ending in a code.
	 * @param string $path    Our own path with the code, e.g. "/coop-credentials/coupon/7KQ29FXMP4TS".
	 */
	public static function capitals( string $address, string $path ): string {
		if ( ! str_ends_with( $address, $path ) || 1 !== preg_match( '#^(https?://[^/]+)(.*)$#i', substr( $address, 0, -strlen( $path ) ), $parts ) ) {
			return $address;
		}
		return strtoupper( $parts[1] ) . $parts[2] . strtoupper( $path );
	}

	/**
	 * @param string $text What the code says.
	 * @param string $alt  Names the offer; shown to screen readers.
	 * @return string Escaped SVG; empty when the encoder is not installed: the text code still works.
	 */
	public function svg( string $text, string $alt ): string {
		$matrix = $this->matrix( $text );
		if ( array() === $matrix ) {
			return '';
		}
		$path = '';
		foreach ( $matrix as $y => $line ) {
			$x = 0;
			foreach ( self::runs( $line ) as list( $dark, $length ) ) {
				if ( $dark ) {
					$path .= sprintf( 'M%d %dh%dv1h-%dz', $x + self::QUIET, $y + self::QUIET, $length, $length );
				}
				$x += $length;
			}
		}
		$size = count( $matrix ) + 2 * self::QUIET;
		return sprintf(
			'<svg class="coop-credentials-qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" role="img" aria-label="%2$s" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%1$dv%1$dH0z"/><path fill="#000" d="%3$s"/></svg>',
			$size,
			esc_attr( $alt ),
			$path
		);
	}

	/**
	 * Dark modules as rows of 0 and 1, without the quiet zone.
	 *
	 * @param string $text What the code says.
	 * @return list<list<int>> Empty when the encoder is missing or the text too long.
	 */
	public function matrix( string $text ): array {
		if ( ! class_exists( self::ENCODER ) ) {
			return array();
		}
		$encoder = new ( self::ENCODER )( $text, 'M' );
		if ( ! is_callable( array( $encoder, 'getBarcodeArray' ) ) ) {
			return array();
		}
		$made = $encoder->getBarcodeArray();
		$rows = is_array( $made ) ? ( $made['bcode'] ?? array() ) : array();
		$grid = array();
		foreach ( is_array( $rows ) ? $rows : array() as $row ) {
			$grid[] = array_map( static fn ( mixed $bit ): int => 1 === $bit || '1' === $bit ? 1 : 0, array_values( (array) $row ) );
		}
		return $grid;
	}

	/**
	 * @param list<int> $line 0 and 1.
	 * @return list<array{0: bool, 1: int}> Runs of equal modules with their lengths.
	 */
	private static function runs( array $line ): array {
		$runs   = array();
		$dark   = false;
		$length = 0;
		foreach ( $line as $bit ) {
			if ( ( 1 === $bit ) === $dark ) {
				++$length;
				continue;
			}
			$runs[] = array( $dark, $length );
			$dark   = ! $dark;
			$length = 1;
		}
		$runs[] = array( $dark, $length );
		return $runs;
	}
}
