<?php
/**
 * A room's hooks.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * Each room has one module (or a few); only modules add hooks, and only in register().
 */
interface Module {

	public function register(): void;
}
