<?php
/**
 * No answer.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel\Front;

/**
 * The handler declines: WordPress goes on as if the path were not ours.
 */
final class Not_Mine {}
