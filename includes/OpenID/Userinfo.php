<?php
/**
 * Userinfo.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

use CoopCredentials\Kernel\Http;
use CoopCredentials\Kernel\Http_Request;
use CoopCredentials\Kernel\Problem;

/**
 * Reads userinfo (OpenID Connect Core 1.0 §5.3) with the token in the header only.
 */
final class Userinfo {

	private const MAX_BYTES = 65536;
	private const TIMEOUT   = 5.0;

	/** Claims that only an ID token can state. */
	private const PROTOCOL = array( 'iss', 'aud', 'azp', 'exp', 'iat', 'nbf', 'nonce', 'at_hash', 'c_hash', 'auth_time', 'acr', 'amr', 'sid' );

	/**
	 * Builds the reader.
	 *
	 * @param Http $http Outbound requests.
	 */
	public function __construct( private readonly Http $http ) {
	}

	/**
	 * Claims about the subject.
	 *
	 * @param Metadata    $metadata     Metadata.
	 * @param string      $access_token Access token.
	 * @param string|null $subject      Subject the ID token states; null for `oauth2`, which has none.
	 * @return \stdClass Claims without those that only an ID token may state.
	 * @throws Problem `userinfo_failed`, `userinfo_sub`, `provider_paused`, `host_not_allowed`.
	 */
	public function fetch( Metadata $metadata, #[\SensitiveParameter] string $access_token, ?string $subject ): \stdClass {
		if ( null === $metadata->userinfo_endpoint ) {
			throw Refused::because( 'userinfo_failed', array( 'cause' => 'no_endpoint' ) );
		}

		try {
			$response = $this->http->request(
				new Http_Request(
					'GET',
					$metadata->userinfo_endpoint,
					array(
						'Accept'        => 'application/json',
						'Authorization' => 'Bearer ' . $access_token,
					),
					null,
					self::MAX_BYTES,
					self::TIMEOUT,
					personal: true
				)
			);
		} catch ( Problem $problem ) {
			throw Refused::because( Documents::reason( $problem, 'userinfo_failed' ), array( 'cause' => $problem->reason ), $problem );
		}

		$claims = Json::object( $response->body );
		if ( null === $claims ) {
			throw Refused::because( 'userinfo_failed', array( 'cause' => 'not_an_object' ) );
		}
		// §5.3.2: the answer must be about the same person, or it must not be used.
		if ( null !== $subject && Json::value( $claims, 'sub' ) !== $subject ) {
			throw Refused::because( 'userinfo_sub' );
		}
		foreach ( self::PROTOCOL as $name ) {
			unset( $claims->{$name} );
		}

		return $claims;
	}
}
