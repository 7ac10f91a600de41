<?php
/**
 * Every place of a rule.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Rules;

use CoopCredentials\Sign_In\Rule_Place;
use CoopCredentials\Sign_In\Rule_Places;

/**
 * Asks all rooms.
 */
final class Places implements Rule_Places {

	/**
	 * Rooms to ask.
	 *
	 * @var list<\Closure(): Rule_Places>
	 */
	private array $rooms = array();

	/**
	 * Adds a room.
	 *
	 * @param \Closure(): Rule_Places $room Built when first asked.
	 */
	public function add( \Closure $room ): void {
		$this->rooms[] = $room;
	}

	/**
	 * Where a rule is used.
	 *
	 * @param string $rule_uid Rule or template.
	 * @return list<Rule_Place>
	 */
	public function places( string $rule_uid ): array {
		$found = array();
		foreach ( $this->rooms as $room ) {
			$found = array_merge( $found, $room()->places( $rule_uid ) );
		}

		return $found;
	}

	/**
	 * Where a rule is used, as REST shows it.
	 *
	 * @param string $rule_uid Rule or template.
	 * @return list<array{type:string,label:string,url:string}>
	 */
	public function to_array( string $rule_uid ): array {
		return array_map( static fn( Rule_Place $place ): array => $place->to_array(), $this->places( $rule_uid ) );
	}
}
