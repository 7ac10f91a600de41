<?php
/**
 * One use of a rule.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

/**
 * A place that would open, close or break with a rule, in words for the owner.
 */
final class Rule_Place {

	/**
	 * Builds the place.
	 *
	 * @param 'require'|'role'|'offer'|'gate'|'post_gate' $type  What it is.
	 * @param string                                      $label Its name, plain text.
	 * @param string                                      $url   Where it is edited; '' when there is no such page.
	 */
	public function __construct(
		public readonly string $type,
		public readonly string $label,
		public readonly string $url = '',
	) {
	}

	/**
	 * As REST shows it.
	 *
	 * @return array{type:string,label:string,url:string}
	 */
	public function to_array(): array {
		return array(
			'type'  => $this->type,
			'label' => $this->label,
			'url'   => $this->url,
		);
	}
}
