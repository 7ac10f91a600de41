<?php
/**
 * A test for Site Health.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * Tests that call out must be asynchronous.
 */
interface Health_Test {

	public function id(): string;

	/**
	 * Translated.
	 */
	public function label(): string;

	public function is_async(): bool;

	public function run(): Health_Result;
}
