<?php
/**
 * An issuer scope that breaks its format.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Thrown by the parser; whoever catches it treats the answer as no.
 */
final class Invalid_Scope extends Invalid_Document {

	/**
	 * The stable reason code.
	 */
	protected static function reason_code(): string {
		return 'scope_invalid';
	}
}
