<?php
/**
 * Makes accounts.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Identity;
use CoopCredentials\Sign_In\Identity_Repository;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Roles\Role_Policy;
use CoopCredentials\Sign_In\Verified;

/**
 * One account for one identity, however many first sign-ins arrive at once: the identity's row is there before any
 * account, whoever takes its turn makes the account, all others wait for it. An account is one row of WordPress, made
 * under a name that belongs to the turn, so that a process that died after it leaves nothing that is not found again. What
 * somebody wishes to be called, and their address, may be wished by others at the same moment: then nobody's wish is an
 * obstacle to an account.
 */
final class Creator {

	private const TURN     = 60;
	private const PATIENCE = 8.0;

	/**
	 * Builds the service.
	 *
	 * @param Link_Repository     $links      Turns and links.
	 * @param Identity_Repository $identities Identities.
	 * @param Twin_Repository     $twins      Accounts that share a name or an address.
	 * @param News                $news       Actions.
	 * @param Clock               $clock      Time.
	 */
	public function __construct(
		private readonly Link_Repository $links,
		private readonly Identity_Repository $identities,
		private readonly Twin_Repository $twins,
		private readonly News $news,
		private readonly Clock $clock,
	) {
	}

	/**
	 * The account of an identity that had none a moment ago.
	 *
	 * @param Identity    $identity Identity, stored.
	 * @param Provider    $provider Provider.
	 * @param Verified    $verified Verified answer.
	 * @param string|null $email    Confirmed address.
	 * @return int Account.
	 * @throws Problem `busy_try_again`, `storage_failed` (503).
	 */
	public function account( Identity $identity, Provider $provider, Verified $verified, ?string $email ): int {
		$until = microtime( true ) + self::PATIENCE;
		while ( null === $identity->user_id ) {
			$lease = $this->links->begin_account( $identity, $this->clock->now(), self::TURN );
			if ( null !== $lease ) {
				return $this->make( $identity, $lease, $provider, $verified, $email );
			}
			if ( microtime( true ) > $until ) {
				throw new Problem( 'busy_try_again', 503, '', 'try_again', array(), 2 );
			}
			usleep( random_int( 10000, 40000 ) );
			$identity = $this->identities->find( $identity->id ) ?? throw new Problem( 'storage_failed', 503 );
		}

		return $identity->user_id;
	}

	/**
	 * Makes the account and links it.
	 *
	 * @param Identity    $identity Identity.
	 * @param string      $lease    Our turn.
	 * @param Provider    $provider Provider.
	 * @param Verified    $verified Verified answer.
	 * @param string|null $email    Confirmed address.
	 * @throws Problem `storage_failed` (503).
	 */
	private function make( Identity $identity, string $lease, Provider $provider, Verified $verified, ?string $email ): int {
		$role    = self::role( $provider );
		$user_id = $this->left_behind( $identity, $role ) ?? $this->insert( $identity, $lease, $provider, $verified, $email, $role );
		if ( ! $this->links->finish_account( $identity->id, $user_id, $lease ) ) {
			return $this->too_late( $identity, $user_id );
		}
		$this->news->account_created( $identity, $user_id, $provider->slug );
		$this->news->linked( $identity, $user_id, $provider->slug, Linked_By::Created );

		return $user_id;
	}

	/**
	 * Stores the account. Two requests at once may both find a name or an address free; so it is looked at again once the
	 * account is there, and whoever sees a twin gives way, be it both. Each time it is tried with one wish less, at last with
	 * the name that is nobody else's and without an address: three times at most.
	 *
	 * @param Identity    $identity Identity.
	 * @param string      $lease    Our turn.
	 * @param Provider    $provider Provider.
	 * @param Verified    $verified Verified answer.
	 * @param string|null $email    Confirmed address.
	 * @param string      $role     Role.
	 * @return int Account that shares nothing with another.
	 * @throws Problem `storage_failed` (503); the turn is given back.
	 */
	private function insert( Identity $identity, string $lease, Provider $provider, Verified $verified, ?string $email, string $role ): int {
		$name  = Usernames::of_attempt( $identity->uid . '|' . $lease );
		$login = 'preferred' === $provider->text( 'username' ) ? Usernames::preferred( $verified ) ?? $name : $name;
		$email = null !== $email && 'fill' === $provider->text( 'email' ) && false === email_exists( $email ) ? $email : '';
		do {
			$result = wp_insert_user(
				array(
					'user_login'    => $login,
					'user_nicename' => $name,
					'user_pass'     => wp_generate_password( 64, true, true ),
					'user_email'    => $email,
					'display_name'  => $login,
					'nickname'      => $login,
					'role'          => $role,
				)
			);
			$taken  = is_wp_error( $result ) ? (string) $result->get_error_code() : $this->twins->shared( $result );
			if ( is_int( $result ) && null === $taken ) {
				return $result;
			}
			if ( is_int( $result ) ) {
				self::remove( $result );
			}
			$again = match ( $taken ) {
				'existing_user_login' => $login !== $name,
				'existing_user_email' => '' !== $email,
				default => false,
			};
			$login = 'existing_user_login' === $taken ? $name : $login;
			$email = 'existing_user_email' === $taken ? '' : $email;
		} while ( $again );
		$this->links->give_up_account( $identity->id, $lease );
		throw new Problem( 'storage_failed', 503, '', null, array( 'error' => (string) $taken ) );
	}

	/**
	 * The account of a turn that ended before it was linked. Found by the name of that turn and by nothing else; one that
	 * has a twin goes, its turn ended before it had looked.
	 *
	 * @param Identity $identity Identity as it was before our turn.
	 * @param string   $role     Role it should have.
	 */
	private function left_behind( Identity $identity, string $role ): ?int {
		if ( ! Link_Repository::is_lease( $identity->linked_by ) ) {
			return null;
		}
		$user = get_user_by( 'slug', Usernames::of_attempt( $identity->uid . '|' . $identity->linked_by ) );
		if ( false === $user ) {
			return null;
		}
		if ( null !== $this->twins->shared( $user->ID ) ) {
			self::remove( $user->ID );
			return null;
		}
		if ( array() === $user->roles && '' !== $role ) {
			$user->set_role( $role );
		}

		return $user->ID;
	}

	/**
	 * Our turn took so long that another had it: theirs counts, ours goes.
	 *
	 * @param Identity $identity Identity.
	 * @param int      $user_id  Account that nobody needs.
	 * @throws Problem `busy_try_again` (503) when there is no other.
	 */
	private function too_late( Identity $identity, int $user_id ): int {
		$theirs = $this->identities->find( $identity->id )?->user_id;
		if ( $theirs !== $user_id ) {
			self::remove( $user_id );
		}

		return $theirs ?? throw new Problem( 'busy_try_again', 503, '', 'try_again', array(), 2 );
	}

	/**
	 * Takes an account away that was made a moment ago and is nobody's; of a whole network, not of one site only.
	 *
	 * @param int $user_id Account.
	 */
	private static function remove( int $user_id ): void {
		require_once ABSPATH . 'wp-admin/includes/user.php'; // @phpstan-ignore requireOnce.fileNotFound
		if ( is_multisite() ) {
			require_once ABSPATH . 'wp-admin/includes/ms.php'; // @phpstan-ignore requireOnce.fileNotFound
			wpmu_delete_user( $user_id );
		} else {
			wp_delete_user( $user_id );
		}
	}

	/**
	 * Role of new accounts: looked at again now, because a role may have grown since it was chosen.
	 *
	 * @param Provider $provider Provider.
	 * @return string Slug; '' for none.
	 */
	private static function role( Provider $provider ): string {
		$policy = new Role_Policy();
		foreach ( array( $provider->text( 'role' ), 'subscriber' ) as $role ) {
			if ( $policy->allows( $role ) ) {
				return $role;
			}
		}

		return '';
	}
}
