<?php
/**
 * Health tests of sign-in.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Health_Result;
use CoopCredentials\Kernel\Health_Test;

/**
 * One question Site Health asks about sign-in. None of them calls anybody.
 */
final class Sign_In_Health implements Health_Test {

	/**
	 * Builds the test.
	 *
	 * @param string                     $id    Id.
	 * @param string                     $label Translated name.
	 * @param \Closure(): Health_Result $run   Answer.
	 */
	public function __construct(
		private readonly string $id,
		private readonly string $label,
		private readonly \Closure $run,
	) {
	}

	/**
	 * Id.
	 */
	public function id(): string {
		return $this->id;
	}

	/**
	 * Name.
	 */
	public function label(): string {
		return $this->label;
	}

	/**
	 * All are quick.
	 */
	public function is_async(): bool {
		return false;
	}

	/**
	 * Answers.
	 */
	public function run(): Health_Result {
		return ( $this->run )();
	}
}
