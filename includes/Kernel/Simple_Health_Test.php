<?php
/**
 * A health test from a closure.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * For tests that need no class of their own.
 */
final class Simple_Health_Test implements Health_Test {

	/**
	 * @param string                    $id    Unique.
	 * @param \Closure(): string        $label Translated when asked for.
	 * @param \Closure(): Health_Result $run   The test.
	 * @param bool                      $async Slow, or calls out.
	 */
	public function __construct( private readonly string $id, private readonly \Closure $label, private readonly \Closure $run, private readonly bool $async = false ) {}

	public function id(): string {
		return $this->id;
	}

	public function label(): string {
		return ( $this->label )();
	}

	public function is_async(): bool {
		return $this->async;
	}

	public function run(): Health_Result {
		return ( $this->run )();
	}
}
