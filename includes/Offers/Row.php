<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Database;

/**
 * Typed reading of one database row, whose values arrive as strings or null.
 */
final class Row {
	/**
	 * @param array<string, mixed> $values Column name to value.
	 */
	public function __construct( private readonly array $values ) {}

	public function text( string $column ): string {
		$value = $this->values[ $column ] ?? '';
		return is_scalar( $value ) ? (string) $value : '';
	}

	public function maybe_text( string $column ): ?string {
		$value = $this->values[ $column ] ?? null;
		return is_scalar( $value ) ? (string) $value : null;
	}

	public function number( string $column ): int {
		return (int) $this->text( $column );
	}

	public function maybe_number( string $column ): ?int {
		$value = $this->values[ $column ] ?? null;
		return is_numeric( $value ) ? (int) $value : null;
	}

	public function flag( string $column ): bool {
		return 0 !== $this->number( $column );
	}

	public function time( string $column ): ?\DateTimeImmutable {
		return Database::instant( $this->maybe_text( $column ) );
	}

	/**
	 * A JSON object or list column.
	 *
	 * @return array<mixed>|null
	 */
	public function json( string $column ): ?array {
		$text = $this->maybe_text( $column );
		if ( null === $text || '' === $text ) {
			return null;
		}
		$value = json_decode( $text, true, 16 );
		return is_array( $value ) ? $value : null;
	}
}
