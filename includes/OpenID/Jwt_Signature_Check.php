<?php
/**
 * Signature check with firebase/php-jwt.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

use CoopCredentials\Vendor\Firebase\JWT\BeforeValidException;
use CoopCredentials\Vendor\Firebase\JWT\ExpiredException;
use CoopCredentials\Vendor\Firebase\JWT\JWK;
use CoopCredentials\Vendor\Firebase\JWT\JWT;
use CoopCredentials\Vendor\Firebase\JWT\Key;

/**
 * Uses the copy of php-jwt in our own namespace. The library gets one key and one algorithm, chosen by us; its own
 * opinion about time is set aside, because every other check is ours.
 */
final class Jwt_Signature_Check implements Signature_Check {

	/**
	 * Verifies one signature.
	 *
	 * @param string     $token Compact serialisation.
	 * @param Public_Key $key   Key.
	 * @return bool
	 */
	public function verify( string $token, Public_Key $key ): bool {
		try {
			$material = isset( $key->members['k'] )
				? new Key( $key->members['k'], 'HS256' )
				: JWK::parseKey( $key->members + array( 'alg' => $key->algorithm ) );
			if ( null === $material ) {
				return false;
			}
			JWT::decode( $token, $material );

			return true;
		} catch ( BeforeValidException | ExpiredException ) {
			// Thrown only after the signature was found good; time is judged by the verifier.
			return true;
		} catch ( \Throwable ) {
			return false;
		}
	}

	/**
	 * Whether the library was put in its place when the plugin was packaged.
	 */
	public function is_available(): bool {
		return class_exists( JWT::class );
	}
}
