<?php
/**
 * Checks a record against the other rooms.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Setup;

use CoopCredentials\Claims\Claim_Map;
use CoopCredentials\Claims\Issuer_Scope;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Provider_Store;
use CoopCredentials\Sign_In\Roles\Role_Policy;
use CoopCredentials\Sign_In\Rule_Repository;

/**
 * What a record names has to be there: its documents readable, its rules known, its roles harmless, its
 * people nobody else's.
 */
final class Record_Check {

	/**
	 * Builds the check.
	 *
	 * @param Rule_Repository $rules Rules.
	 * @param Role_Policy     $roles Which roles may be given.
	 * @param Provider_Store  $others The other records.
	 */
	public function __construct(
		private readonly Rule_Repository $rules,
		private readonly Role_Policy $roles,
		private readonly Provider_Store $others,
	) {
	}

	/**
	 * Claim map, issuer scope and `require` have to be readable.
	 *
	 * @param Provider $provider Provider.
	 * @throws Problem `invalid_request` (400).
	 */
	public function check( Provider $provider ): void {
		$problems = array();
		try {
			null === $provider->json( 'claim_map' ) || Claim_Map::from_json( $provider->json( 'claim_map' ) );
		} catch ( \Throwable $broken ) {
			$problems['claim_map'] = $broken->getMessage();
		}
		try {
			null === $provider->json( 'issuer_scope' ) || Issuer_Scope::from_json( $provider->json( 'issuer_scope' ) );
		} catch ( \Throwable $broken ) {
			$problems['issuer_scope'] = $broken->getMessage();
		}
		if ( null === $this->rules->find( $provider->text( 'require' ) )?->rule ) {
			$problems['require'] = __( 'There is no such rule.', 'coop-credentials' );
		}
		$problems += $this->role_problems( $provider );
		if ( array() !== $problems ) {
			throw new Problem( 'invalid_request', 400, __( 'Something in the request is not valid.', 'coop-credentials' ), null, array( 'params' => $problems ) );
		}
	}

	/**
	 * People are known by their issuer: two records of one issuer have to ask the same addresses.
	 *
	 * @param Provider $provider Provider.
	 * @throws Problem `invalid_request` (400).
	 */
	public function check_issuer( Provider $provider ): void {
		if ( null !== $this->others->rival( $provider ) ) {
			$text = __( 'Another provider has this issuer and other addresses. People are known by their issuer, so both would speak for the same people. Use the addresses of the other one, or remove it first.', 'coop-credentials' );
			throw new Problem( 'invalid_request', 400, $text, null, array( 'params' => array( 'issuer' => $text ) ) );
		}
	}

	/**
	 * Roles have to exist and must not be able to manage the site, its people or what others write.
	 *
	 * @param Provider $provider Provider.
	 * @return array<string,string>
	 */
	private function role_problems( Provider $provider ): array {
		$problems = array();
		$words    = array(
			'role_unknown'    => __( 'There is no such role.', 'coop-credentials' ),
			'role_privileged' => __( 'This role can manage the site, its people or what others write. Sign-in never gives it.', 'coop-credentials' ),
		);
		$problem  = $this->roles->problem( $provider->text( 'role' ) );
		if ( null !== $problem ) {
			$problems['role'] = $words[ $problem ];
		}
		foreach ( $provider->map( 'role_rules' ) as $rule => $role ) {
			$problem = $this->roles->problem( $role );
			if ( null !== $problem ) {
				$problems['role_rules'] = $words[ $problem ];
			} elseif ( null === $this->rules->find( (string) $rule )?->rule ) {
				$problems['role_rules'] = __( 'There is no such rule.', 'coop-credentials' );
			}
		}

		return $problems;
	}
}
