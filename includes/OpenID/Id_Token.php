<?php
/**
 * A verified ID token.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

/**
 * Claims whose every check has passed. Only {@see Id_Token_Verifier} makes one.
 */
final class Id_Token {

	/**
	 * Builds the token.
	 *
	 * @param string       $issuer    `iss`.
	 * @param string       $subject   `sub`.
	 * @param \stdClass    $claims    All claims.
	 * @param int|null     $auth_time `auth_time`, if it is a usable number.
	 * @param string|null  $acr       `acr`.
	 * @param list<string> $amr       `amr`.
	 * @param string|null  $sid       `sid`.
	 */
	public function __construct(
		public readonly string $issuer,
		public readonly string $subject,
		public readonly \stdClass $claims,
		public readonly ?int $auth_time,
		public readonly ?string $acr,
		public readonly array $amr,
		public readonly ?string $sid,
	) {
	}
}
