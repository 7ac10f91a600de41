<?php
/**
 * One row, understood.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

/**
 * What a row of a source says about one organisation.
 */
final class Mapped_Row {

	/**
	 * @param string                                                         $source_id   The source's own id; '' in a refused row.
	 * @param array<string, mixed>                                           $fields      Of Organisation_Fields.
	 * @param list<Identifier>                                               $identifiers Without the source id.
	 * @param list<array{code: string, field: string, excerpt: string}>      $warnings    Taken, but look.
	 * @param array{code: string, field: string, excerpt: string}|null       $error       Why the row is refused.
	 * @param string                                                         $hash        SHA-256 over all cells.
	 */
	public function __construct( public readonly string $source_id, public readonly array $fields, public readonly array $identifiers, public readonly array $warnings, public readonly ?array $error, public readonly string $hash ) {}
}
