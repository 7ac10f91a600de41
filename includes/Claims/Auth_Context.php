<?php
/**
 * How the person signed in.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Authentication context of the present session, from the verified ID token only.
 */
final class Auth_Context {

	/**
	 * Keeps the context.
	 *
	 * @param int|null          $auth_time UTC epoch second of the log-in at the provider.
	 * @param string|null       $acr       Context class.
	 * @param list<string>|null $amr       Methods.
	 */
	public function __construct(
		public readonly ?int $auth_time = null,
		public readonly ?string $acr = null,
		public readonly ?array $amr = null,
	) {
	}

	/**
	 * Reads the claims of an ID token; what has another type is absent (`amr` as a string is not a list).
	 */
	public static function from_claims( \stdClass $id_token ): self {
		$auth_time = $id_token->auth_time ?? null;
		$acr       = $id_token->acr ?? null;
		$amr       = $id_token->amr ?? null;
		return new self(
			is_int( $auth_time ) && $auth_time >= 0 && $auth_time <= Dates::MAX_EPOCH ? $auth_time : null,
			is_string( $acr ) && '' !== $acr ? $acr : null,
			is_array( $amr ) ? array_values( array_filter( $amr, 'is_string' ) ) : null,
		);
	}
}
