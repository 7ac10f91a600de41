<?php
/**
 * Decides about accounts.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Identity;
use CoopCredentials\Sign_In\Provider;

/**
 * The account policy of a provider. Reads only; an account is found by its identity and by nothing else.
 */
final class Policy {

	/**
	 * Builds the policy.
	 *
	 * @param Link_Offers $offers Accounts that may be somebody's.
	 */
	public function __construct( private readonly Link_Offers $offers ) {
	}

	/**
	 * What happens with somebody who signs in.
	 *
	 * @param Provider      $provider  Provider.
	 * @param Identity|null $identity  Identity, if it is known.
	 * @param \WP_User|null $logged_in Account logged in here already.
	 * @param string|null   $email     Confirmed address.
	 * @throws Problem `identity_blocked`, `privileged_account` (403), `identity_conflict` (409).
	 */
	public function sign_in( Provider $provider, ?Identity $identity, ?\WP_User $logged_in, ?string $email ): Account_Plan {
		self::check_status( $identity );
		$owner = self::owner( $identity );
		if ( null !== $owner ) {
			if ( null !== $logged_in && $logged_in->ID !== $owner->ID ) {
				throw new Problem( 'identity_conflict', 409 );
			}
			self::check_privilege( $provider, $owner );

			return new Account_Plan( null === $logged_in ? Arrival::Enter : Arrival::Present, $owner );
		}
		if ( null !== $logged_in || 'visitor_only' === $provider->text( 'accounts' ) ) {
			return new Account_Plan( Arrival::Visitor ); // Nobody changes accounts by pressing a button, nor gets a second one.
		}
		if ( null !== $this->offers->candidate( $provider, $email ) ) {
			return new Account_Plan( Arrival::Offer );
		}

		return new Account_Plan( 'create' === $provider->text( 'accounts' ) && self::may_register() ? Arrival::Create : Arrival::Visitor );
	}

	/**
	 * What happens with somebody who is logged in and wants to connect a credential.
	 *
	 * @param Provider      $provider  Provider.
	 * @param Identity|null $identity  Identity, if it is known.
	 * @param \WP_User      $logged_in Account.
	 * @throws Problem `identity_blocked`, `privileged_account` (403), `identity_conflict` (409), `parameter_invalid` (400).
	 */
	public function link( Provider $provider, ?Identity $identity, \WP_User $logged_in ): Account_Plan {
		if ( ! self::can_link( $provider ) ) {
			throw new Problem( 'parameter_invalid', 400 );
		}
		self::check_status( $identity );
		$owner = self::owner( $identity );
		if ( null !== $owner && $owner->ID !== $logged_in->ID ) {
			throw new Problem( 'identity_conflict', 409 );
		}
		self::check_privilege( $provider, $logged_in );

		return new Account_Plan( null === $owner ? Arrival::Link : Arrival::Present, $logged_in );
	}

	/**
	 * Whether a provider's credentials can belong to accounts at all.
	 *
	 * @param Provider $provider Provider.
	 */
	public static function can_link( Provider $provider ): bool {
		return 'visitor_only' !== $provider->text( 'accounts' ) && ! $provider->is_ephemeral();
	}

	/**
	 * The account of an identity; null when it has none, or one that is gone.
	 *
	 * @param Identity|null $identity Identity.
	 */
	public static function owner( ?Identity $identity ): ?\WP_User {
		$user = null !== $identity?->user_id ? get_userdata( $identity->user_id ) : false;

		return false === $user ? null : $user;
	}

	/**
	 * Whether the network lets people get accounts. A single site has said so by its policy.
	 */
	private static function may_register(): bool {
		return ! is_multisite() || in_array( get_site_option( 'registration' ), array( 'user', 'all' ), true );
	}

	/**
	 * Refuses a blocked identity.
	 *
	 * @param Identity|null $identity Identity.
	 * @throws Problem `identity_blocked`.
	 */
	private static function check_status( ?Identity $identity ): void {
		if ( null !== $identity && 'active' !== $identity->status ) {
			throw new Problem( 'identity_blocked', 403 );
		}
	}

	/**
	 * Whether a provider's credentials may open an account: none that can do harm, unless the owner of the site wants it so.
	 * What a site of a network has set up by itself never opens an account of another site, whatever its record says: that is
	 * not its owner's to decide.
	 *
	 * @param Provider $provider Provider.
	 * @param \WP_User $user     Account.
	 */
	public static function may_open( Provider $provider, \WP_User $user ): bool {
		return ( $provider->flag( 'allow_privileged' ) || ! Privilege::of_user( $user ) ) && ( $provider->from_network || ! Privilege::reaches_other_sites( $user ) );
	}

	/**
	 * Refuses accounts that a provider may not open.
	 *
	 * @param Provider $provider Provider.
	 * @param \WP_User $user     Account.
	 * @throws Problem `privileged_account`.
	 */
	private static function check_privilege( Provider $provider, \WP_User $user ): void {
		if ( ! self::may_open( $provider, $user ) ) {
			throw new Problem( 'privileged_account', 403 );
		}
	}
}
