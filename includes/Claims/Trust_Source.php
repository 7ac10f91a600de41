<?php
/**
 * Who may say what about which organisation.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Implemented from the provider settings, later also from signed trust lists, which may narrow but never widen.
 */
interface Trust_Source {

	/**
	 * The scope of an issuer for one organisation.
	 *
	 * @param string $issuer          Issuer of the identity.
	 * @param string $organisation_id Primary id of the organisation.
	 * @return Issuer_Scope|null Null: nothing is allowed.
	 */
	public function scope( string $issuer, string $organisation_id ): ?Issuer_Scope;
}
