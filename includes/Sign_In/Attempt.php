<?php
/**
 * What is known of an attempt while it runs.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

/**
 * Filled step by step by {@see Callback}, so that a failure can still offer "start again" with the same target.
 */
final class Attempt {

	/** @var string Checked path, '' while unknown. */
	public string $return_to = '';

	/** @var string|null What the visitor was about to do. */
	public ?string $action = null;

	/** @var Intent|null What the sign-in is for, null while unknown. */
	public ?Intent $intent = null;

	/** @var string Provider's own words, cleaned, for the audit log. */
	public string $description = '';

	/** @var string|null State whose row was used up: its cookie is of no more use. */
	public ?string $used = null;

	/** @var string|null Secret that this browser's cookie holds for the state. */
	public ?string $secret = null;
}
