<?php
/**
 * Accounts that may be somebody's.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Gate;
use CoopCredentials\Sign_In\Identity;
use CoopCredentials\Sign_In\Identity_Repository;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Provider_Repository;
use CoopCredentials\Sign_In\Visitor;

/**
 * Only with the policy `offer_link`, only by an address the provider has confirmed, only one harmless account
 * without a credential, and only as an offer: nothing is linked by an address. An account with a credential has an owner, who
 * connects more of them from the profile. In every other case nothing is said, to nobody.
 */
final class Link_Offers {

	/**
	 * Builds the service.
	 *
	 * @param Identity_Repository $identities Identities.
	 * @param Provider_Repository $providers  Providers.
	 * @param Link_Repository     $links      Who belongs to whom.
	 */
	public function __construct(
		private readonly Identity_Repository $identities,
		private readonly Provider_Repository $providers,
		private readonly Link_Repository $links,
	) {
	}

	/**
	 * The account that may belong to the holder of an address.
	 *
	 * @param Provider    $provider Provider.
	 * @param string|null $email    Confirmed address.
	 */
	public function candidate( Provider $provider, ?string $email ): ?\WP_User {
		if ( null === $email || 'offer_link' !== $provider->text( 'email' ) || 'visitor_only' === $provider->text( 'accounts' ) ) {
			return null;
		}
		$users = get_users(
			array(
				'blog_id'        => 0,
				'search'         => $email,
				'search_columns' => array( 'user_email' ),
				'number'         => 2,
			)
		);
		$user  = 1 === count( $users ) ? $users[0] : null;
		// The database takes some letters for the same; an address is the same only byte by byte, apart from case.
		if ( ! $user instanceof \WP_User || strtolower( $user->user_email ) !== $email ) {
			return null;
		}

		$is_ours = $provider->from_network || ! Privilege::reaches_other_sites( $user );

		return $is_ours && is_user_member_of_blog( $user->ID ) && Privilege::only_reads( $user ) && array() === $this->links->of_user( $user->ID ) ? $user : null;
	}

	/**
	 * What is offered to a visitor now. It opens an account, so it is a way in.
	 *
	 * @param Visitor|null $visitor Visitor.
	 * @return array{Identity,\WP_User,Provider}|null Their identity, the account that may be theirs, the provider.
	 */
	public function to( ?Visitor $visitor ): ?array {
		if ( Gate::is_disabled() || null === $visitor || null === $visitor->identity_id || null !== $visitor->user_id || is_user_logged_in() ) {
			return null;
		}
		$identity = $this->identities->find( $visitor->identity_id );
		try {
			$provider = $this->providers->find( $visitor->provider );
		} catch ( Problem ) {
			return null;
		}
		if ( null === $identity || null === $provider || null !== $identity->user_id || 'active' !== $identity->status ) {
			return null;
		}
		$user = $this->candidate( $provider, $identity->email );

		return null === $user ? null : array( $identity, $user, $provider );
	}
}
