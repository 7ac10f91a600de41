<?php
/**
 * The few line drawings of our pages and blocks.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel\Front;

defined( 'ABSPATH' ) || exit;

/**
 * Inline SVG, always decoration: the words beside it say the same.
 */
final class Icons {

	private const CIRCLE = 'M20 12a8 8 0 1 1-16 0 8 8 0 0 1 16 0z';

	private const PATHS = array(
		'check'     => 'm6 12.5 4 4 8-9',
		'close'     => 'm7.5 7.5 9 9m0-9-9 9',
		'attention' => 'M12 6v7.5m0 2.5v2',
		'info'      => 'M12 11v6m0-10v2' . self::CIRCLE,
		'clock'     => 'M12 7.5V12l3 2' . self::CIRCLE,
		'none'      => 'm6.5 6.5 11 11' . self::CIRCLE,
		'done'      => 'm8.5 12.2 2.4 2.4 4.6-5' . self::CIRCLE,
		'lock'      => 'M6 11h12v8H6zm2.5 0V8a3.5 3.5 0 0 1 7 0v3',
		'people'    => 'M3.5 18v-2a3 3 0 0 1 3-3h4a3 3 0 0 1 3 3v2m2.5-5h1.5a3 3 0 0 1 3 3v2M11 8a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zm7 0a2.3 2.3 0 1 1-4.6 0 2.3 2.3 0 0 1 4.6 0z',
		'calendar'  => 'M5 6.5h14V19H5zM5 10.5h14M8.5 4v4m7-4v4',
		'down'      => 'm7 10 5 5 5-5',
		'forward'   => 'm10 6 6 6-6 6',
		'external'  => 'M10 6H6v12h12v-4M13 5h6v6m-7.5.5L19 5',
		'receipt'   => 'M6 4.5v15l2-1.2 2 1.2 2-1.2 2 1.2 2-1.2 2 1.2v-15zM9 9h6m-6 4h6',
		'gift'      => 'M4.5 8.5h15V12h-15zM6 12h12v7.5H6zm6-3.5v11M12 8.5S11 4.5 8.5 4.5a2 2 0 0 0 0 4H12zm0 0s1-4 3.5-4a2 2 0 0 1 0 4z',
		'key'       => 'M14.5 13.5a4 4 0 1 0-3.4-1.9L5 17.7V20h3v-2h2v-2l1.6-1.6a4 4 0 0 0 2.9-.9zM15 9h.01',
		'trash'     => 'M5 7.5h14M9.5 7.5V5h5v2.5M7 7.5 8 19h8l1-11.5',
	);

	/**
	 * One icon of 24 units.
	 *
	 * @param string $name  Key of PATHS.
	 * @param int    $size  Pixels.
	 * @param string $extra Further class.
	 */
	public static function svg( string $name, int $size = 24, string $extra = '' ): string {
		return sprintf(
			'<svg class="coop-credentials-icon%1$s" width="%2$d" height="%2$d" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.6" aria-hidden="true" focusable="false"><path d="%3$s"/></svg>',
			'' === $extra ? '' : ' ' . esc_attr( $extra ),
			$size,
			esc_attr( self::PATHS[ $name ] ?? self::PATHS['info'] )
		);
	}

	/**
	 * A white glyph on a coloured disc.
	 *
	 * @param string $tone ok, no, warn, lock (a warning that asks who is there), neutral or plain (no disc).
	 */
	public static function disc( string $tone ): string {
		$glyph = array(
			'ok'      => 'check',
			'no'      => 'close',
			'warn'    => 'attention',
			'lock'    => 'lock',
			'neutral' => 'check',
		)[ $tone ] ?? 'info';
		return self::svg( $glyph, 24, 'plain' === $tone ? '' : 'is-disc is-' . ( 'lock' === $tone ? 'warn' : $tone ) );
	}

	/**
	 * The hallmark of a badge: a square with cut corners.
	 *
	 * @param string $kind verified, grace or provisional.
	 */
	public static function mark( string $kind ): string {
		$outline = '<path d="M7.5 2h9L22 7.5v9L16.5 22h-9L2 16.5v-9z" ';
		$body    = match ( $kind ) {
			'grace'       => $outline . 'fill="var(--coop-ok)" stroke="none"/><path stroke="#fff" d="M12 6.5V12l3.5 2.5"/>',
			'provisional' => $outline . 'stroke-dasharray="3.5 2.5" stroke-width="2"/><path d="m7.5 12.3 3 3 6-6.5"/>',
			default       => $outline . 'fill="var(--coop-ok)" stroke="none"/><path stroke="#fff" d="m7 12.3 3.5 3.5 6.7-7.3"/>',
		};
		return '<svg class="coop-credentials-mark" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.4" aria-hidden="true" focusable="false">' . $body . '</svg>';
	}
}
