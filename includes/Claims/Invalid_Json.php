<?php
/**
 * Text that is not usable JSON.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Too large, too deep, not JSON, not UTF-8, or a key written twice. The message is the code of the fault.
 */
final class Invalid_Json extends \InvalidArgumentException {
}
