<?php
/**
 * Memberships that do not come from a provider's claims.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Implemented by rooms above, e.g. for approved applications.
 */
interface Claims_Source {

	/**
	 * The memberships this source gives an identity.
	 *
	 * @param string $issuer  Issuer of the identity.
	 * @param string $subject Subject of the identity.
	 * @return list<Membership>
	 */
	public function memberships( string $issuer, string $subject ): array;
}
