<?php
/**
 * Id of this request.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * One random id a request: shown to the visitor, written to the audit log.
 */
final class Request_Id {

	private static ?string $current = null;

	public static function current(): string {
		self::$current ??= Ulid::generate();
		return self::$current;
	}
}
