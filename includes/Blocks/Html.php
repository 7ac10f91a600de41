<?php
/**
 * Small pieces of markup the blocks share.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Kernel\Front\Icons;
use CoopCredentials\Kernel\Front\Markup;

defined( 'ABSPATH' ) || exit;

/**
 * Every method takes plain text and returns escaped markup; parameters named `…_html` take markup that is escaped already.
 */
final class Html {

	/** Directive beside `data-wp-init`, for blocks that WordPress 6.8 drew before their view module came; see `src/view/late.ts`. */
	public const LATE = 'data-wp-on-window--coop-credentials';

	/**
	 * Text that never breaks inside "co-op" and "e-mail".
	 *
	 * @param string $text Plain text.
	 */
	public static function text( string $text ): string {
		return Markup::text( $text );
	}

	/**
	 * Text whose two words with a hyphen stay whole, for values that are escaped where they are printed.
	 *
	 * @param string $text Plain text.
	 */
	public static function unbroken( string $text ): string {
		return Markup::unbroken( $text );
	}

	/**
	 * A name in its own direction.
	 *
	 * @param string $name Plain text.
	 */
	public static function name( string $name ): string {
		return '<bdi>' . self::text( $name ) . '</bdi>';
	}

	/**
	 * Date in words in the site's time zone. A year or a month is told as no more than that.
	 *
	 * @param string|null $date  ISO 8601 or 'Y-m-d H:i:s', read as UTC when it names no zone; also YYYY and YYYY-MM.
	 * @param bool        $time  With hours and minutes.
	 */
	public static function date( ?string $date, bool $time = false ): string {
		if ( null === $date || '' === $date ) {
			return '';
		}
		if ( 1 === preg_match( '/^\d{4}(-\d{2})?$/D', $date ) ) {
			return self::part_of_date( $date );
		}
		try {
			$instant = new \DateTimeImmutable( $date, new \DateTimeZone( 'UTC' ) );
		} catch ( \Exception ) {
			return '';
		}
		// A day without a time is that day everywhere.
		$zone   = 1 === preg_match( '/^\d{4}-\d{2}-\d{2}$/D', $date ) ? new \DateTimeZone( 'UTC' ) : wp_timezone();
		$format = (string) get_option( 'date_format' );
		$format = '' === $format ? 'j F Y' : $format;
		if ( $time ) {
			/* translators: 1: date format, 2: time format; see https://www.php.net/manual/datetime.format.php */
			$format = sprintf( _x( '%1$s, %2$s', 'date and time format', 'coop-credentials' ), $format, (string) get_option( 'time_format' ) );
		}
		return (string) wp_date( $format, $instant->getTimestamp(), $zone );
	}

	/**
	 * A year, or a month of one.
	 *
	 * @param string $date YYYY or YYYY-MM.
	 */
	private static function part_of_date( string $date ): string {
		if ( 4 === strlen( $date ) ) {
			return $date;
		}
		$month = \DateTimeImmutable::createFromFormat( '!Y-m', $date, new \DateTimeZone( 'UTC' ) );
		/* translators: format of a month with its year; see https://www.php.net/manual/datetime.format.php */
		return false === $month || $date !== $month->format( 'Y-m' ) ? '' : (string) wp_date( _x( 'F Y', 'month and year', 'coop-credentials' ), $month->getTimestamp(), new \DateTimeZone( 'UTC' ) );
	}

	/**
	 * The last day of something: an end at midnight belongs to the day before.
	 *
	 * @param string|null $date As for date().
	 */
	public static function last_day( ?string $date ): string {
		if ( null === $date || strlen( $date ) < 11 ) {
			return self::date( $date );
		}
		try {
			return self::date( ( new \DateTimeImmutable( $date, new \DateTimeZone( 'UTC' ) ) )->modify( '-1 second' )->format( 'c' ) );
		} catch ( \Exception ) {
			return '';
		}
	}

	/**
	 * What happened, why, what to do.
	 *
	 * @param string $tone         ok, no, warn, lock or plain.
	 * @param string $heading      Plain text.
	 * @param string $body_html    Escaped markup of the body.
	 * @param string $actions_html Escaped buttons and links.
	 * @param string $attributes   Further attributes of the outer element, escaped.
	 * @param int    $level        Heading level.
	 */
	public static function note( string $tone, string $heading, string $body_html = '', string $actions_html = '', string $attributes = '', int $level = 3 ): string {
		return Markup::note( $tone, $heading, $body_html, $actions_html, $attributes, $level );
	}

	/**
	 * Badge: mark, linked words, who confirmed and until when. Without a badge: plain words.
	 *
	 * @param array<string,mixed> $item  Public organisation of the directory.
	 * @param string              $words Public words of its state.
	 * @param bool                $short Only mark and words.
	 * @param string              $why   Who confirmed what; the badge's end is added.
	 */
	public static function badge( array $item, string $words, bool $short = false, string $why = '' ): string {
		$badge = is_array( $item['badge'] ?? null ) ? $item['badge'] : null;
		$url   = self::string( $item, 'url' );
		if ( null === $badge ) {
			return $short ? '' : '<p class="coop-credentials-badge"><span>' . self::text( $words ) . '</span></p>';
		}
		$state = self::string( $item, 'state' );
		$kind  = in_array( $state, array( 'grace', 'provisional' ), true ) ? $state : 'verified';
		$label = self::string( $badge, 'words', $words );
		$link  = '' === $url ? '<b>' . self::text( $label ) . '</b>' : '<a href="' . esc_url( $url . '#why' ) . '">' . self::text( $label ) . '</a>';
		$until = 'verified' === $kind ? self::last_day( self::string( $badge, 'valid_until' ) ) : '';
		if ( '' !== $until ) {
			$why = '' === $why
				/* translators: %s: date. */
				? sprintf( __( 'Until %s', 'coop-credentials' ), $until )
				/* translators: 1: who confirmed, 2: date. */
				: sprintf( __( '%1$s, until %2$s', 'coop-credentials' ), $why, $until );
		}
		return '<p class="coop-credentials-badge">' . Icons::mark( $kind ) . '<span>' . $link
			. ( $short || '' === $why ? '' : '<small>' . self::text( $why ) . '</small>' ) . '</span></p>';
	}

	/**
	 * The theme's own button class, with ours.
	 *
	 * @param string $style primary, outline or link.
	 */
	public static function button_class( string $style = 'primary' ): string {
		return Markup::button_class( $style );
	}

	/**
	 * Hidden fields of a form.
	 *
	 * @param array<string,string> $fields Name and value.
	 */
	public static function hidden( array $fields ): string {
		$html = '';
		foreach ( $fields as $name => $value ) {
			$html .= '<input type="hidden" name="' . esc_attr( $name ) . '" value="' . esc_attr( $value ) . '">';
		}
		return $html;
	}

	/**
	 * A picture from our own SVG, as an image: nothing in it can run.
	 *
	 * @param string $svg QR code made by the server.
	 * @param string $alt Names the offer.
	 */
	public static function qr( string $svg, string $alt ): string {
		return '<img class="coop-credentials-qr" width="160" height="160" alt="' . esc_attr( $alt ) . '" src="' . esc_attr( self::data_uri( $svg ) ) . '">';
	}

	/**
	 * Data address of an SVG.
	 *
	 * @param string $svg Markup.
	 */
	public static function data_uri( string $svg ): string {
		return '' === $svg ? '' : 'data:image/svg+xml,' . rawurlencode( $svg );
	}

	/**
	 * Path and query of the page being shown, without what belongs to one visitor's visit.
	 */
	public static function current_path(): string {
		$uri = isset( $_SERVER['REQUEST_URI'] ) && is_string( $_SERVER['REQUEST_URI'] ) ? esc_url_raw( wp_unslash( $_SERVER['REQUEST_URI'] ) ) : '/';
		if ( ! str_starts_with( $uri, '/' ) || str_starts_with( $uri, '//' ) || defined( 'REST_REQUEST' ) ) {
			return '/';
		}
		return remove_query_arg( array( 'coop_action', 'coop_done', 'coop_member', 'coop_problem', 'coop_provider', 'coop_reason', 'coop_request', 'coop_credentials_private' ), $uri );
	}

	/**
	 * Address of the same page, never cached.
	 *
	 * @param string $fragment Element to go to.
	 */
	public static function private_url( string $fragment = '' ): string {
		return add_query_arg( 'coop_credentials_private', '1', self::current_path() ) . ( '' === $fragment ? '' : '#' . $fragment );
	}

	/**
	 * Absolute address of the same page, for the answer to a form.
	 *
	 * @param array<string,string> $query Arguments to add.
	 */
	public static function back( array $query ): string {
		$path = self::current_path();
		$home = (string) wp_parse_url( home_url( '/' ), PHP_URL_PATH );
		return home_url( add_query_arg( array_map( 'rawurlencode', $query ), str_starts_with( $path, $home ) ? '/' . substr( $path, strlen( $home ) ) : $path ) );
	}

	/**
	 * A string of an untyped array.
	 *
	 * @param array<mixed> $from     Any array.
	 * @param string       $key      Key.
	 * @param string       $fallback When absent or not a string.
	 */
	public static function string( array $from, string $key, string $fallback = '' ): string {
		$value = $from[ $key ] ?? null;
		return is_string( $value ) || is_int( $value ) || is_float( $value ) ? (string) $value : $fallback;
	}
}
