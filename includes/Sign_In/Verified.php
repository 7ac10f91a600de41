<?php
/**
 * A verified answer.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Claims\Auth_Context;
use CoopCredentials\OpenID\Refresh_Grant;

/**
 * What a provider said, after every check of the protocol.
 */
final class Verified {

	/**
	 * Builds the answer.
	 *
	 * @param string         $issuer   Issuer.
	 * @param string         $subject  Subject, by the provider's strategy.
	 * @param string         $strategy '' for `sub`, else the claim the subject was read from.
	 * @param \stdClass      $claims   Claims of the ID token.
	 * @param \stdClass|null $userinfo Userinfo.
	 * @param Auth_Context   $auth     Authentication.
	 * @param string|null    $sid      Session at the provider.
	 * @param string|null    $id_token ID token, for a logout at the provider.
	 * @param Refresh_Grant|null $refresh Refresh token, where the owner wants snapshots renewed with it.
	 */
	public function __construct(
		public readonly string $issuer,
		public readonly string $subject,
		public readonly string $strategy,
		public readonly \stdClass $claims,
		public readonly ?\stdClass $userinfo,
		public readonly Auth_Context $auth,
		public readonly ?string $sid,
		#[\SensitiveParameter]
		public readonly ?string $id_token,
		public readonly ?Refresh_Grant $refresh = null,
	) {
	}
}
