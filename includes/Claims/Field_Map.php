<?php
/**
 * Where one field of a membership comes from.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Paths in the order they are tried, a value table, and how strict it is.
 */
final class Field_Map {

	/**
	 * Checked by the parser.
	 *
	 * @param string                                     $field   Name of the field.
	 * @param list<Path>                                 $paths   Tried in order; the first that is present wins.
	 * @param array<array-key, string|int|float|bool> $values  Wire string => value; empty = no table.
	 * @param bool                                       $keep    Whether a string not in the table stays as it is.
	 * @param bool                                       $lenient Whether "true" and "false" count as booleans.
	 * @param bool                                       $off     Whether the map switches the field off.
	 */
	public function __construct(
		public readonly string $field,
		public readonly array $paths,
		public readonly array $values = array(),
		public readonly bool $keep = true,
		public readonly bool $lenient = false,
		public readonly bool $off = false,
	) {
	}

	/**
	 * The paths inside an object of a list: its own, then the names with and without `coop_`.
	 *
	 * @return list<Path>
	 */
	public function paths_in_list(): array {
		$paths = $this->paths;
		$names = $this->off ? array() : array_merge( Field::FLAT[ $this->field ] ?? array(), Field::IN_LIST[ $this->field ] ?? array() );
		foreach ( $names as $name ) {
			$path = Path::from( array( $name ) );
			if ( null !== $path ) {
				$paths[] = $path;
			}
		}
		return $paths;
	}
}
