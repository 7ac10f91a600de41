<?php
/**
 * What a provider is asked for.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Flow;

use CoopCredentials\Claims\Claims_Request;
use CoopCredentials\OpenID\Metadata;
use CoopCredentials\Sign_In\Admission;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Rule_Places;
use CoopCredentials\Sign_In\Rule_Repository;
use CoopCredentials\Sign_In\Stored_Rule;

/**
 * The `claims` parameter (OpenID Connect Core §5.5): what the rules of the site read, nothing more. The site's own rules
 * count in any case; a ready-made one only where it is used, so that nobody is asked for more than the site looks at.
 */
final class Asked_Claims {

	private const USED = 'coop_credentials_used_templates';

	/**
	 * Builds the service.
	 *
	 * @param Rule_Repository $rules     Rules.
	 * @param \Closure(): Rule_Places $places Who uses a rule.
	 * @param Admission       $admission Claim maps.
	 */
	public function __construct(
		private readonly Rule_Repository $rules,
		private readonly \Closure $places,
		private readonly Admission $admission,
	) {
	}

	/**
	 * The request; null when the provider does not understand it. Empty when it would be too long.
	 *
	 * @param Provider $provider Provider.
	 * @param Metadata $metadata Its metadata.
	 * @param Demand   $demand   What a step-up asks: essential, so that a provider that cannot do it says so.
	 */
	public function of( Provider $provider, Metadata $metadata, Demand $demand ): ?Claims_Request {
		if ( ! $metadata->claims_parameter || 'oidc' !== $provider->text( 'kind' ) ) {
			return null;
		}
		$rules = array();
		foreach ( $this->rules->all() as $stored ) {
			if ( null !== $stored->rule && ( ! $stored->template || $this->is_used( $stored, $provider ) ) ) {
				// A condition on the authentication is asked for by a step-up, not by every sign-in; the claims beside it are.
				$rules[] = null === $stored->rule->auth || $demand->is_that_of( $stored->rule->auth ) ? $stored->rule : $stored->rule->without_auth();
			}
		}

		return Claims_Request::build( $rules, $this->admission->claim_map( $provider ), true );
	}

	/**
	 * Whether a ready-made rule is used by this provider, or anywhere on the site. The latter is looked up once an hour.
	 *
	 * @param Stored_Rule $stored   Rule.
	 * @param Provider    $provider Provider.
	 */
	private function is_used( Stored_Rule $stored, Provider $provider ): bool {
		if ( $stored->uid === $provider->text( 'require' ) || array_key_exists( $stored->uid, $provider->map( 'role_rules' ) ) ) {
			return true;
		}
		$used = get_transient( self::USED );
		if ( ! is_array( $used ) ) {
			$places = ( $this->places )();
			$used   = array_values(
				array_filter(
					array_map( static fn( Stored_Rule $one ): string => $one->template ? $one->uid : '', $this->rules->all() ),
					static fn( string $uid ): bool => '' !== $uid && array() !== $places->places( $uid )
				)
			);
			set_transient( self::USED, $used, HOUR_IN_SECONDS );
		}

		return in_array( $stored->uid, $used, true );
	}
}
