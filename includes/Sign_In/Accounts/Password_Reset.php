<?php
/**
 * A password set by mail.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Kernel\Schema_Manager;
use CoopCredentials\Kernel\Site_Walk;
use CoopCredentials\Sign_In\Current_Visitor;
use CoopCredentials\Sign_In\Identity;

/**
 * An account that was made at a first sign-in may carry an address that only the provider vouched for. Whoever sets its
 * password by a link in the mail reads that address, and need not be who signed in. So the credential it was made for leaves
 * the account then, unless the same browser is signed in with it; it can be connected again from the profile, after a login
 * with the new password. One that was connected later, by password, by mail or from the profile, was proved to be the
 * account's and stays.
 */
final class Password_Reset {

	/**
	 * Builds the service.
	 *
	 * @param Link_Repository $repository Who belongs to whom.
	 * @param Links           $links      Takes credentials off.
	 * @param Takeover        $takeover   Ends what opened the account.
	 * @param Current_Visitor $visitor    Who is signed in here.
	 * @param Schema_Manager  $schema     Tells which sites of a network have our tables.
	 */
	public function __construct(
		private readonly Link_Repository $repository,
		private readonly Links $links,
		private readonly Takeover $takeover,
		private readonly Current_Visitor $visitor,
		private readonly Schema_Manager $schema,
	) {
	}

	/**
	 * The password of an account is about to be set by whoever reads its mail. In a network the account is one for all its
	 * sites, the credentials are each site's.
	 *
	 * @param int $user_id Account.
	 * @return bool Whether a credential was taken off.
	 */
	public function of( int $user_id ): bool {
		$taken = $this->on_this_site( $user_id, $this->visitor->get()?->identity_id );
		if ( is_multisite() ) {
			foreach ( array_keys( get_blogs_of_user( $user_id, true ) ) as $site ) {
				if ( get_current_blog_id() !== $site ) {
					Site_Walk::visit(
						$site,
						function () use ( $user_id, &$taken ): void {
							$taken = ( array() !== $this->schema->existing_tables() && $this->on_this_site( $user_id, null ) ) || $taken;
						}
					);
				}
			}
		}

		return $taken;
	}

	/**
	 * On the current site.
	 *
	 * @param int      $user_id Account.
	 * @param int|null $here    Identity this browser is signed in with.
	 */
	private function on_this_site( int $user_id, ?int $here ): bool {
		$made = array_filter(
			$this->repository->of_user( $user_id ),
			static fn( Identity $identity ): bool => Linked_By::Created->value === $identity->linked_by && $identity->id !== $here
		);
		foreach ( $made as $identity ) {
			$this->takeover->end_all( $identity, $user_id );
			$this->links->unlink( $identity, 'password_reset' );
		}

		return array() !== $made;
	}
}
