<?php
/**
 * A stored rule.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Claims\Rule;

/**
 * A rule with its title and version. The rule is null when what is stored cannot be read: it then denies.
 */
final class Stored_Rule {

	/**
	 * Builds the rule.
	 *
	 * @param string    $uid      ULID, or name of a template.
	 * @param string    $title    Title.
	 * @param int       $version  Rises with every change.
	 * @param Rule|null $rule     Rule.
	 * @param string    $json     Stored JSON.
	 * @param string    $hash     Edit version; '' for a template.
	 * @param bool      $template Whether it is a read-only template.
	 */
	public function __construct(
		public readonly string $uid,
		public readonly string $title,
		public readonly int $version,
		public readonly ?Rule $rule,
		public readonly string $json,
		public readonly string $hash,
		public readonly bool $template = false,
	) {
	}
}
