<?php
/**
 * What a visitor asked the directory block.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

defined( 'ABSPATH' ) || exit;

/**
 * Page arguments `coop_…` (a second block on the page: `coop2_…`), as read and as links. Core owns `search` and `orderby`.
 */
final class Directory_Request {

	public const LISTS = array( 'category', 'type', 'sector', 'country' );

	/**
	 * Values asked for.
	 *
	 * @var array<string,string|list<string>>
	 */
	private array $asked = array();

	/**
	 * Reads the arguments of one block.
	 *
	 * @param array<mixed>                $query  Arguments of the page, unslashed.
	 * @param string                      $prefix coop_ or coop2_.
	 * @param array<string,list<string>>  $preset Codes the editor fixed.
	 * @param string                      $base   Address of the page with all its arguments.
	 */
	public function __construct(
		array $query,
		public readonly string $prefix,
		private readonly array $preset,
		private readonly string $base,
	) {
		foreach ( array( 'search', 'level', 'cursor', 'view' ) as $name ) {
			$value = $query[ $prefix . $name ] ?? '';
			if ( is_string( $value ) && '' !== trim( $value ) ) {
				$this->asked[ $name ] = mb_substr( sanitize_text_field( $value ), 0, 200 );
			}
		}
		foreach ( self::LISTS as $name ) {
			$value = $query[ $prefix . $name ] ?? array();
			$value = is_string( $value ) ? explode( ',', $value ) : $value;
			$codes = array();
			foreach ( is_array( $value ) ? $value : array() as $code ) {
				if ( is_string( $code ) && 1 === preg_match( '/^[A-Za-z0-9_-]{1,64}$/D', $code ) ) {
					$codes[] = $code;
				}
			}
			if ( array() !== $codes ) {
				$this->asked[ $name ] = array_values( array_unique( array_slice( $codes, 0, 10 ) ) );
			}
		}
	}

	/**
	 * A text argument.
	 *
	 * @param string $name search, level, cursor or view.
	 */
	public function text( string $name ): string {
		$value = $this->asked[ $name ] ?? '';
		return is_string( $value ) ? $value : '';
	}

	/**
	 * Codes of a filter.
	 *
	 * @param string $name One of LISTS.
	 *
	 * @return list<string>
	 */
	public function codes( string $name ): array {
		$value = $this->asked[ $name ] ?? array();
		return is_array( $value ) ? $value : array();
	}

	/**
	 * Whether anything narrows the list.
	 */
	public function is_filtered(): bool {
		return array() !== array_diff_key( $this->asked, array_flip( array( 'cursor', 'view' ) ) );
	}

	/**
	 * For `Search_Query::from_array()`.
	 *
	 * @param int  $per_page Entries on a page.
	 * @param bool $start    Page one.
	 *
	 * @return array<string,mixed>
	 */
	public function criteria( int $per_page, bool $start = false ): array {
		$criteria = array( 'per_page' => $per_page );
		foreach ( self::LISTS as $name ) {
			$codes = $this->codes( $name );
			$fixed = $this->preset[ $name ] ?? array();
			// Visitors narrow what the editor fixed, never widen it.
			$codes = array() === $fixed ? $codes : ( array() === $codes ? $fixed : array_values( array_intersect( $codes, $fixed ) ) );
			if ( array() !== $codes || array() !== $fixed ) {
				$criteria[ $name ] = array() === $codes ? $fixed : $codes;
			}
		}
		if ( '' !== $this->text( 'search' ) ) {
			$criteria['search'] = $this->text( 'search' );
		}
		if ( 1 === preg_match( '/^[0-4]$/D', $this->text( 'level' ) ) ) {
			$criteria['level'] = (int) $this->text( 'level' );
		}
		if ( ! $start && '' !== $this->text( 'cursor' ) ) {
			$criteria['cursor'] = $this->text( 'cursor' );
		}
		return $criteria;
	}

	/**
	 * Address with some values changed; page one unless a cursor is given.
	 *
	 * @param array<string,string|list<string>> $change Null-like values ('' or empty list) remove.
	 */
	public function url( array $change = array() ): string {
		$asked  = array_filter( array_diff_key( $change + $this->asked, 'cursor' === ( array_key_first( $change ) ?? '' ) ? array() : array( 'cursor' => 1 ) ) );
		$values = array();
		foreach ( $asked as $name => $value ) {
			$values[ $this->prefix . $name ] = $value;
		}
		$url   = $this->start();
		$query = http_build_query( $values );
		return '' === $query ? $url : $url . ( str_contains( $url, '?' ) ? '&' : '?' ) . $query;
	}

	/**
	 * Address without one value of a filter.
	 *
	 * @param string $name  Filter.
	 * @param string $value Code.
	 */
	public function without( string $name, string $value = '' ): string {
		return $this->url( array( $name => '' === $value ? '' : array_values( array_diff( $this->codes( $name ), array( $value ) ) ) ) );
	}

	/**
	 * Address with nothing asked.
	 */
	public function start(): string {
		$names = array();
		foreach ( array( 'search', 'level', 'cursor', 'view', ...self::LISTS ) as $name ) {
			$names[] = $this->prefix . $name;
		}
		return remove_query_arg( $names, $this->base );
	}

	/**
	 * Arguments of the page that are not this block's: a GET form would lose them.
	 *
	 * @return array<string,string>
	 */
	public function others(): array {
		$query = wp_parse_url( $this->start(), PHP_URL_QUERY );
		parse_str( is_string( $query ) ? $query : '', $values );
		$others = array();
		foreach ( $values as $name => $value ) {
			if ( is_string( $value ) ) {
				$others[ (string) $name ] = $value;
			}
		}
		if ( '' !== $this->text( 'view' ) ) {
			$others[ $this->prefix . 'view' ] = $this->text( 'view' );
		}
		return $others;
	}
}
