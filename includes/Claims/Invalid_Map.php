<?php
/**
 * A claim map that breaks its format.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Thrown by the parser; whoever catches it treats the answer as no.
 */
final class Invalid_Map extends Invalid_Document {

	/**
	 * The stable reason code.
	 */
	protected static function reason_code(): string {
		return 'map_invalid';
	}
}
