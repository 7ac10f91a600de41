<?php
/**
 * What a form post came to, for the page that answers it.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

defined( 'ABSPATH' ) || exit;

/**
 * Result of one redeem or check without JavaScript; kept for this request only.
 */
final class Form_Result {

	/**
	 * A result to show.
	 *
	 * @param string              $tone    ok, no, am (attention) or field (the code itself is wrong).
	 * @param string              $word    "Accepted".
	 * @param string              $what    What happened.
	 * @param string              $detail  What to do.
	 * @param string              $reason  Stable code.
	 * @param string              $code    As it was typed.
	 * @param string              $key     Idempotency key of the try.
	 * @param list<string>        $needs   What the offer needs: amount, order_ref, id_seen, ready.
	 * @param string              $currency Of the amount.
	 */
	public function __construct(
		public readonly string $tone,
		public readonly string $word,
		public readonly string $what,
		public readonly string $detail,
		public readonly string $reason,
		public readonly string $code = '',
		public readonly string $key = '',
		public readonly array $needs = array(),
		public readonly string $currency = '',
	) {}
}
