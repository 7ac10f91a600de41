<?php
/**
 * A stored or pasted document breaks its own format.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Base of the errors for rules, claim maps and issuer scopes. Such a document never takes effect.
 */
abstract class Invalid_Document extends \InvalidArgumentException {

	/**
	 * Stable reason code of the kind of document, e.g. `rule_invalid`.
	 */
	public readonly string $reason;

	/**
	 * Keeps the place and the problem.
	 *
	 * @param string $at      JSON pointer of the faulty place; '' is the whole document.
	 * @param string $problem Stable code of the fault, e.g. `unknown_operator`.
	 */
	final public function __construct( public readonly string $at, public readonly string $problem ) {
		$this->reason = static::reason_code();
		parent::__construct( $this->reason . ': ' . $problem . ' at "' . $at . '"' );
	}

	/**
	 * The reason code of this kind of document.
	 */
	abstract protected static function reason_code(): string;
}
