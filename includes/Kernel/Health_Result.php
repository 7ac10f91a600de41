<?php
/**
 * Answer of a health test.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * What Site Health shows.
 */
final class Health_Result {

	public const GOOD        = 'good';
	public const RECOMMENDED = 'recommended';
	public const CRITICAL    = 'critical';

	/**
	 * @param string $status      One of good, recommended, critical.
	 * @param string $label       Translated heading, plain text.
	 * @param string $description Translated, plain text or simple HTML.
	 * @param string $action_html A link, escaped.
	 */
	public function __construct(
		public readonly string $status,
		public readonly string $label,
		public readonly string $description,
		public readonly string $action_html = ''
	) {}
}
