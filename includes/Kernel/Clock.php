<?php
/**
 * Time as a value.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * The only source of "now".
 */
interface Clock {

	/**
	 * The present moment in UTC, whole seconds.
	 */
	public function now(): \DateTimeImmutable;
}
