<?php
/**
 * Search tokens.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

/**
 * Turns text into ASCII tokens, so that collations, stop words and operators of the database do not matter. Records and
 * queries walk the same steps (directory reference 6; step numbers in the comments are its).
 */
final class Search_Tokens {

	/** Rises with every change of the steps: older records then need a reindex. */
	public const VERSION = 1;

	public const MAX_TOKENS = 64;

	private const WORD_BYTES  = 32;
	private const QUERY_CHARS = 200;
	private const QUERY_WORDS = 8;

	private const NOISE = array( 'coop', 'ltd', 'society', 'plc', 'the', 'of', 'and', 'for', 'de', 'la', 'und', 'et', 'y', 'e' );

	/** Scripts written without spaces between words. */
	private const PAIRED = '[\p{Han}\p{Hiragana}\p{Katakana}ー\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]';

	private readonly bool $intl;

	/**
	 * @param \Closure(string): string   $remove_accents WordPress's, with the locale fixed.
	 * @param (\Closure(list<string>): list<string>)|null $noise Changes the list of noise words.
	 * @param bool|null $intl
	 */
	public function __construct( private readonly \Closure $remove_accents, private readonly ?\Closure $noise = null, ?bool $intl = null ) {
		$this->intl = $intl ?? class_exists( \Normalizer::class );
	}

	/**
	 * Which rules made the stored tokens; another answer later means that a reindex is due.
	 */
	public function fingerprint(): string {
		return self::VERSION . ( $this->intl ? '+intl' : '-intl' );
	}

	/**
	 * Steps 1–6: words in one spelling, separated by one space. Empty for invalid UTF-8.
	 */
	public function fold( string $text ): string {
		if ( '' === $text || ! mb_check_encoding( $text, 'UTF-8' ) ) {
			return '';
		}
		$text = str_replace( array( "\t", "\r", "\n" ), ' ', $text ); // 1
		$text = self::replace( '/[\p{Cc}\p{Cf}]+/u', '', $text );
		$text = $this->normal( $text, 'KC' ); // 2
		$text = strtr( $text, array( 'ß' => 'ss', 'ẞ' => 'ss', 'İ' => 'i', 'ı' => 'i' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
		$text = ( $this->remove_accents )( $text );
		$text = str_replace( 'ς', 'σ', mb_strtolower( $text, 'UTF-8' ) ); // 3
		$text = self::replace( '/[\x{0300}-\x{036F}]+/u', '', $this->normal( $text, 'D' ) );
		$text = $this->normal( $text, 'C' );
		$text = str_replace( array( "'", '’', '‘', 'ʼ' ), '', $text ); // 4
		$text = self::replace( '/[\x{2010}-\x{2015}\x{2212}]/u', '-', $text );
		$text = (string) preg_replace_callback(
			'/(?<![\p{L}\p{N}])(?:\p{L}\.)+\p{L}\.?(?!\.?[\p{L}\p{N}])/u',
			static fn( array $match ): string => str_replace( '.', '', $match[0] ),
			$text
		);
		$text = self::replace( '/(?<![\p{L}\p{N}])[ck]o[- ]?op(?:s|erativ\p{L}*|eratie\p{L}*)?(?![\p{L}\p{N}])/u', 'coop', $text ); // 5
		$text = self::replace( '/(?<![\p{L}\p{N}])limited(?![\p{L}\p{N}])/u', 'ltd', $text );
		return trim( self::replace( '/[^\p{L}\p{N}\p{M}]+/u', ' ', $text ) ); // 6
	}

	/**
	 * Tokens of a record, with a space before, between and after; a single space when there are none.
	 *
	 * @param list<string> $texts Names, places, public identifiers. Not descriptions.
	 */
	public function stored( array $texts ): string {
		$tokens = array();
		foreach ( $texts as $text ) {
			foreach ( $this->words( $this->fold( $text ) ) as $word ) {
				$tokens[ self::token( $word ) ] = true;
				if ( count( $tokens ) >= self::MAX_TOKENS ) {
					break 2;
				}
			}
		}
		return array() === $tokens ? ' ' : ' ' . implode( ' ', array_keys( $tokens ) ) . ' ';
	}

	/**
	 * What a query asks for.
	 */
	public function query( string $text ): Search_Terms {
		if ( ! mb_check_encoding( $text, 'UTF-8' ) ) {
			return new Search_Terms( array(), false );
		}
		$words = array_slice( array_values( array_unique( $this->words( $this->fold( mb_substr( $text, 0, self::QUERY_CHARS, 'UTF-8' ) ) ) ) ), 0, self::QUERY_WORDS );
		$noise = null === $this->noise ? self::NOISE : ( $this->noise )( self::NOISE );
		$kept  = array_values( array_filter( $words, static fn( string $word ): bool => ! in_array( $word, $noise, true ) ) );
		$only  = array() === $kept;
		$terms = array();
		foreach ( $only ? $words : $kept as $word ) {
			$terms[] = self::is_prefix( $word ) ? array( 'token' => rtrim( self::token( $word ), '_' ), 'prefix' => true ) : array( 'token' => self::token( $word ), 'prefix' => false ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		}
		return new Search_Terms( $terms, $only && array() !== $terms );
	}

	/**
	 * First 32 bytes of the folded name as 64 hex characters, then the uid: unique, and the same order everywhere.
	 */
	public function sort_key( string $name, string $uid ): string {
		return $this->sort_prefix( $name ) . $uid;
	}

	public function sort_prefix( string $name ): string {
		return str_pad( bin2hex( substr( $this->fold( $name ), 0, 32 ) ), 64, '0' );
	}

	/**
	 * Step 7.
	 *
	 * @return list<string>
	 */
	private function words( string $folded ): array {
		$words = array();
		foreach ( '' === $folded ? array() : explode( ' ', $folded ) as $word ) {
			$runs = preg_split( '/(' . self::PAIRED . '+)/u', $word, -1, PREG_SPLIT_DELIM_CAPTURE | PREG_SPLIT_NO_EMPTY );
			foreach ( false === $runs ? array() : $runs as $run ) {
				$pairs = 1 === preg_match( '/^' . self::PAIRED . '/u', $run ) ? self::pairs( $run ) : array( mb_strcut( $run, 0, self::WORD_BYTES, 'UTF-8' ) );
				array_push( $words, ...$pairs );
			}
		}
		return $words;
	}

	/**
	 * Overlapping pairs; a run of one stays.
	 *
	 * @return list<string>
	 */
	private static function pairs( string $run ): array {
		$characters = mb_str_split( $run, 1, 'UTF-8' );
		if ( 1 === count( $characters ) ) {
			return $characters;
		}
		$pairs = array();
		for ( $i = 1, $n = count( $characters ); $i < $n; $i++ ) {
			$pairs[] = $characters[ $i - 1 ] . $characters[ $i ];
		}
		return $pairs;
	}

	/**
	 * Step 8.
	 */
	private static function token( string $word ): string {
		$token = 1 === preg_match( '/^[a-z0-9]+$/D', $word ) ? $word : '_' . bin2hex( $word );
		return str_pad( $token . '_', 4, '_' );
	}

	/**
	 * Long words, and single characters of unspaced scripts, match what begins with them; all else matches whole.
	 */
	private static function is_prefix( string $word ): bool {
		$length = mb_strlen( $word, 'UTF-8' );
		if ( 1 === preg_match( '/^' . self::PAIRED . '+$/u', $word ) ) {
			return 1 === $length;
		}
		return $length >= 3;
	}

	private static function replace( string $pattern, string $by, string $text ): string {
		return (string) preg_replace( $pattern, $by, $text );
	}

	private function normal( string $text, string $form ): string {
		if ( ! $this->intl ) {
			return $text;
		}
		$forms  = array( 'C' => \Normalizer::FORM_C, 'D' => \Normalizer::FORM_D, 'KC' => \Normalizer::FORM_KC ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$normal = \Normalizer::normalize( $text, $forms[ $form ] );
		return false === $normal ? $text : $normal;
	}
}
