<?php
/**
 * What a text query asks for.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

/**
 * Tokens [a-z0-9_] only: safe in MATCH … AGAINST and INSTR alike.
 */
final class Search_Terms {

	/**
	 * @param list<array{token: string, prefix: bool}> $terms      All must match.
	 * @param bool                                     $only_noise Every word is one that nearly every record has.
	 */
	public function __construct( public readonly array $terms, public readonly bool $only_noise ) {}

	public function is_empty(): bool {
		return array() === $this->terms;
	}

	/**
	 * For MATCH … AGAINST ( … IN BOOLEAN MODE ).
	 */
	public function boolean(): string {
		return implode( ' ', array_map( static fn( array $term ): string => '+' . $term['token'] . ( $term['prefix'] ? '*' : '' ), $this->terms ) );
	}

	/**
	 * For INSTR( search_tokens, … ) > 0.
	 *
	 * @return list<string>
	 */
	public function needles(): array {
		return array_map( static fn( array $term ): string => ' ' . $term['token'] . ( $term['prefix'] ? '' : ' ' ), $this->terms );
	}
}
