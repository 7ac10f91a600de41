<?php
/**
 * What roles are worth in the session at hand.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Roles;

use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Current_Visitor;
use CoopCredentials\Sign_In\Decider;
use CoopCredentials\Sign_In\Linked_Identities;
use CoopCredentials\Sign_In\Visitor;

/**
 * A role belongs to the account, and so to all its sessions; how somebody logged in (`auth` of a rule) belongs to one
 * session. The rights of a role that only such rules give are therefore withheld wherever the present session does not
 * meet one of them: in an older or weaker session, in one opened by password, and for calls without any. Asked each time,
 * so that a log-in which has grown too old withholds them too.
 */
final class Session_Roles {

	/** @var bool Whether it is being decided, which may itself ask for rights. */
	private bool $deciding = false;

	/** @var array<string, list<string>> Roles earned, by account, session, how it was opened, and second. */
	private array $earned = array();

	/**
	 * Builds the service.
	 *
	 * @param Role_Repository   $marks   What was given.
	 * @param Linked_Identities $linked  Identities of an account.
	 * @param Current_Visitor   $visitor Session of this request.
	 * @param Decider           $decider Decisions.
	 * @param Clock             $clock   Time.
	 */
	public function __construct(
		private readonly Role_Repository $marks,
		private readonly Linked_Identities $linked,
		private readonly Current_Visitor $visitor,
		private readonly Decider $decider,
		private readonly Clock $clock,
	) {
	}

	/**
	 * The rights of an account in the present session. Costs no query for accounts without such roles.
	 *
	 * @param array<string, bool> $rights What the account may do, as WordPress put it together from its roles.
	 * @param \WP_User            $user   Account.
	 * @return array<string, bool>
	 */
	public function rights( array $rights, \WP_User $user ): array {
		$bound = array_values( array_intersect( $this->marks->bound_to_session( $user->ID ), $user->roles ) );
		if ( array() === $bound ) {
			return $rights;
		}
		$withheld = array_diff( $bound, $this->earned( $user, $bound ) );

		return array() === $withheld ? $rights : self::without( $rights, $user, $withheld );
	}

	/**
	 * Takes away what comes from these roles and from nothing else the account has.
	 *
	 * @param array<string, bool> $rights   Rights.
	 * @param \WP_User            $user     Account.
	 * @param array<string>       $withheld Roles.
	 * @return array<string, bool>
	 */
	private static function without( array $rights, \WP_User $user, array $withheld ): array {
		$own  = array_diff_key( $user->caps, array_flip( $withheld ) );
		$kept = array_filter( $own );
		foreach ( array_diff( $user->roles, $withheld ) as $role ) {
			$kept += array_filter( get_role( $role )->capabilities ?? array() );
		}
		foreach ( $withheld as $role ) {
			$rights = array_diff_key( $rights, array_diff_key( array( $role => true ) + ( get_role( $role )->capabilities ?? array() ), $kept ) );
		}

		return $rights;
	}

	/**
	 * Which of these roles the present session earns: none of an account that is not the one making this request.
	 *
	 * @param \WP_User     $user  Account.
	 * @param list<string> $bound Roles.
	 * @return list<string>
	 */
	private function earned( \WP_User $user, array $bound ): array {
		$visitor = $this->deciding ? null : $this->visitor->get();
		if ( null === $visitor || $visitor->user_id !== $user->ID || get_current_user_id() !== $user->ID ) {
			return array();
		}
		$key = $user->ID . '|' . $visitor->session_id . '|' . $visitor->auth->acr . '|' . $this->clock->now()->getTimestamp();

		return $this->earned[ $key ] ??= $this->decide( $visitor, $user, $bound );
	}

	/**
	 * Asks the rules. What cannot be decided is not earned.
	 *
	 * @param Visitor      $visitor Session.
	 * @param \WP_User     $user    Account.
	 * @param list<string> $bound   Roles.
	 * @return list<string>
	 */
	private function decide( Visitor $visitor, \WP_User $user, array $bound ): array {
		$this->deciding = true;
		$earned         = array();
		try {
			$linked = $this->linked->of_account( $user->ID );
			foreach ( $linked as $one ) {
				foreach ( array_intersect( $one->provider->map( 'role_rules' ), $bound ) as $rule_uid => $role ) {
					if ( $this->decider->decide_account( $one, $linked, $visitor, $rule_uid, 'role' )->is_allowed() ) {
						$earned[] = $role;
					}
				}
			}
		} catch ( Problem ) {
			return array(); // Storage is away: rights that cannot be proven are not there.
		} finally {
			$this->deciding = false;
		}

		return $earned;
	}
}
