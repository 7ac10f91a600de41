<?php
/**
 * What an ID token has to answer to.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

/**
 * The particulars of one attempt that its ID token has to carry.
 */
final class Expected {

	/**
	 * Builds the expectation.
	 *
	 * @param string       $nonce        Nonce that was sent; unused for a refresh.
	 * @param string       $access_token Access token of the same answer, for `at_hash`.
	 * @param int|null     $max_age      Seconds that were asked for.
	 * @param list<string> $acr_any      Context classes of which one was asked for.
	 * @param Refresh_Grant|null $original  What a refreshed token is compared with; null for a sign-in.
	 */
	public function __construct(
		public readonly string $nonce,
		#[\SensitiveParameter]
		public readonly string $access_token,
		public readonly ?int $max_age = null,
		public readonly array $acr_any = array(),
		public readonly ?Refresh_Grant $original = null,
	) {
	}
}
