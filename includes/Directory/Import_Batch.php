<?php
/**
 * What a batch did.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

/**
 * Counts and items while a batch is worked on.
 */
final class Import_Batch {

	/** @var array<string, int> */
	public array $counts;

	/** @var list<array<string, mixed>> */
	public array $items = array();

	/** @var list<string> Source keys that were taken. */
	public array $seen = array();

	public function __construct() {
		$this->counts = array_fill_keys( Import_Run::COUNTS, 0 );
	}

	public function count( string $what ): void {
		++$this->counts[ $what ];
	}

	/**
	 * @param string $kind
	 * @param int $line
	 * @param string $code
	 * @param string $field
	 * @param string $excerpt
	 * @param array<string, mixed> $more organisation_id, before_value, after_value.
	 */
	public function item( string $kind, int $line, string $code, string $field = '', string $excerpt = '', array $more = array() ): void {
		$this->items[] = array( 'kind' => $kind, 'line' => $line, 'code' => $code, 'field' => mb_substr( $field, 0, 64, 'UTF-8' ), 'excerpt' => $excerpt ) + $more; // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a row.
	}

	public function changed(): bool {
		return $this->counts['created'] + $this->counts['updated'] > 0;
	}
}
