<?php
declare( strict_types=1 );

namespace CoopCredentials\CLI;

/**
 * The terminal. A table or one JSON document on standard output; remarks go to standard error with JSON, so that a
 * program can read the answer.
 */
class Console {

	/**
	 * @param list<array<string, mixed>> $rows   Rows.
	 * @param list<string>               $fields Columns.
	 * @param string                     $format table, csv or json.
	 */
	public function table( array $rows, array $fields, string $format ): void {
		if ( 'json' === $format ) {
			$this->json( $rows );
			return;
		}
		\WP_CLI\Utils\format_items( $format, $rows, $fields );
	}

	public function json( mixed $document ): void {
		$this->line( (string) wp_json_encode( $document, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE ) );
	}

	public function line( string $text ): void {
		\WP_CLI::line( $text );
	}

	/** Ends well; must not be called after JSON was printed. */
	public function success( string $text ): void {
		\WP_CLI::success( $text );
	}

	public function warning( string $text ): void {
		\WP_CLI::warning( $text );
	}

	/**
	 * Asks, unless --yes was given; no ends the program.
	 *
	 * @param string               $question What is asked.
	 * @param array<string, mixed> $options  Of the command line.
	 */
	public function confirm( string $question, array $options ): void {
		\WP_CLI::confirm( $question, $options );
	}

	/** Ends the program with status 1. */
	public function fail( string $text ): never {
		\WP_CLI::error( $text );
	}

	/** Ends the program with status 1 and says nothing more. */
	public function fail_silently(): never {
		\WP_CLI::halt( 1 );
	}

	/**
	 * @param array<string, mixed> $options Of the command line.
	 */
	public static function format( array $options ): string {
		$format = $options['format'] ?? 'table';
		return in_array( $format, array( 'table', 'csv', 'json' ), true ) ? $format : 'table';
	}

	/**
	 * @param array<string, mixed> $options Of the command line.
	 */
	public static function option( array $options, string $name, string $default = '' ): string {
		$value = $options[ $name ] ?? $default;
		return is_scalar( $value ) ? (string) $value : $default;
	}
}
