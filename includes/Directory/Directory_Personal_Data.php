<?php
/**
 * Personal data in the directory.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Person;
use CoopCredentials\Kernel\Personal_Data_Source;

/**
 * The directory is about organisations; of people it knows only which account decided or imported something.
 */
final class Directory_Personal_Data implements Personal_Data_Source {

	/** Columns with an account; the rest is about organisations. */
	private const ACCOUNTS = array( 'evidence.checked_by', 'import_runs.started_by', 'import_items.decided_by', 'tombstones.created_by' );

	public function __construct( private readonly Directory_Schema $schema, private readonly Evidence_Repository $evidence, private readonly Import_Run_Repository $runs ) {}

	public function group(): string {
		return 'coop-credentials-directory';
	}

	public function label(): string {
		return __( 'Work on the directory of co-ops', 'coop-credentials' );
	}

	public function columns(): array {
		$columns = array();
		foreach ( $this->schema->tables() as $table => $body ) {
			preg_match_all( '/^\s*([a-z_0-9]+) (?:bigint|varchar|text|longtext|datetime|tinyint|decimal)/m', $body, $found );
			foreach ( $found[1] as $column ) {
				$name             = $table . '.' . $column;
				$columns[ $name ] = match ( true ) {
					in_array( $name, self::ACCOUNTS, true ) => array( 'who decided or imported', 'as long as the record', $this->group(), 'set to NULL' ),
					'organisations.hidden_data' === $name    => array( 'e-mail and phone of the organisation', 'as long as the entry', 'none: of an organisation', 'with the entry' ),
					default                                  => array( 'directory of organisations', 'as long as the entry', 'none: no personal data', 'none' ),
				};
			}
		}
		return $columns;
	}

	public function export( Person $person, int $page ): array {
		$items = array();
		if ( null !== $person->user_id ) {
			$decided = $this->evidence->checked_by( $person->user_id );
			$runs    = $this->runs->started_by( $person->user_id );
			if ( $decided + $runs > 0 ) {
				$items[] = array(
					'id'   => 'directory-work',
					'data' => array(
						array( 'name' => __( 'Evidence records decided', 'coop-credentials' ), 'value' => (string) $decided ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
						array( 'name' => __( 'Imports started', 'coop-credentials' ), 'value' => (string) $runs ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
					),
				);
			}
		}
		return array( 'items' => $items, 'done' => true ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
	}

	public function erase( Person $person, int $page ): array {
		$removed = 0;
		if ( null !== $person->user_id ) {
			$removed = $this->evidence->forget_reviewer( $person->user_id ) + $this->runs->forget_starter( $person->user_id );
		}
		return array( 'removed' => $removed, 'retained' => 0, 'messages' => array(), 'done' => true ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
	}
}
