<?php
/**
 * Rules that providers use.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

/**
 * `require` and the role rules of every provider, enabled or not.
 */
final class Provider_Places implements Rule_Places {

	/**
	 * Builds the answer.
	 *
	 * @param Provider_Repository $providers Providers.
	 */
	public function __construct( private readonly Provider_Repository $providers ) {
	}

	/**
	 * Where providers use a rule.
	 *
	 * @param string $rule_uid Rule or template.
	 * @return list<Rule_Place>
	 */
	public function places( string $rule_uid ): array {
		$found = array();
		foreach ( $this->providers->all() as $provider ) {
			$url = admin_url( 'admin.php?page=coop-credentials-sign-in&item=' . rawurlencode( $provider->slug ) );
			if ( $rule_uid === $provider->text( 'require' ) ) {
				/* translators: %s: name of a sign-in provider. */
				$found[] = new Rule_Place( 'require', sprintf( __( 'Who may sign in with %s', 'coop-credentials' ), $provider->label ), $url );
			}
			$role = $provider->map( 'role_rules' )[ $rule_uid ] ?? '';
			if ( '' !== $role ) {
				/* translators: 1: name of a role, 2: name of a sign-in provider. */
				$found[] = new Rule_Place( 'role', sprintf( __( 'Role “%1$s” for people of %2$s', 'coop-credentials' ), Roles\Role_Policy::name( $role ), $provider->label ), $url );
			}
		}

		return array_slice( $found, 0, self::MOST );
	}
}
