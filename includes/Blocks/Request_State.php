<?php
/**
 * What happened earlier in this request.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

defined( 'ABSPATH' ) || exit;

/**
 * The result of a form post, handed from the dispatcher to the block that shows it.
 */
final class Request_State {

	/**
	 * Result of the post this response answers.
	 *
	 * @var Form_Result|null
	 */
	public ?Form_Result $result = null;
}
