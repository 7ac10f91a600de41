<?php
/**
 * Builds what has to do with accounts.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Sign_In\Logout\WordPress_Sessions;
use CoopCredentials\Sign_In\Services as Sign_In;

/**
 * Every object of this part of the room, built on first use.
 */
final class Services {

	/**
	 * What was built.
	 *
	 * @var array<class-string,object>
	 */
	private array $made = array();

	/**
	 * Builds the services.
	 *
	 * @param Sign_In $room The room.
	 */
	public function __construct( public readonly Sign_In $room ) {
	}

	/**
	 * Decisions.
	 */
	public function policy(): Policy {
		return $this->once( Policy::class, fn(): Policy => new Policy( $this->offers() ) );
	}

	/**
	 * Accounts that may be somebody's.
	 */
	public function offers(): Link_Offers {
		return $this->once( Link_Offers::class, fn(): Link_Offers => new Link_Offers( $this->room->identities(), $this->room->providers(), $this->repository() ) );
	}

	/**
	 * Who belongs to whom.
	 */
	public function repository(): Link_Repository {
		return $this->once( Link_Repository::class, fn(): Link_Repository => new Link_Repository( $this->room->kernel->database() ) );
	}

	/**
	 * The account's side of visitor sessions.
	 */
	public function sessions(): Account_Session_Repository {
		return $this->once( Account_Session_Repository::class, fn(): Account_Session_Repository => new Account_Session_Repository( $this->room->kernel->database() ) );
	}

	/**
	 * Links.
	 */
	public function links(): Links {
		return $this->once( Links::class, fn(): Links => new Links( $this->repository(), $this->room->identities(), $this->room->sessions(), $this->sessions(), new WordPress_Sessions(), $this->room->kernel->database(), $this->news() ) );
	}

	/**
	 * Accounts of a network that are deleted.
	 */
	public function gone(): Gone_Accounts {
		return $this->once( Gone_Accounts::class, fn(): Gone_Accounts => new Gone_Accounts( $this->links(), $this->room->kernel->schema_manager() ) );
	}

	/**
	 * New accounts.
	 */
	public function creator(): Creator {
		return $this->once( Creator::class, fn(): Creator => new Creator( $this->repository(), $this->room->identities(), new Twin_Repository( $this->room->kernel->database() ), $this->news(), $this->room->kernel->clock() ) );
	}

	/**
	 * Into an account.
	 */
	public function login(): Login {
		return $this->once( Login::class, fn(): Login => new Login( $this->sessions(), $this->links(), $this->room->identities(), $this->origin(), $this->room->providers(), $this->room->cookies(), $this->room->kernel->database(), $this->room->kernel->clock() ) );
	}

	/**
	 * Which provider a login came from.
	 */
	public function origin(): Login_Origin {
		return $this->once( Login_Origin::class, fn(): Login_Origin => new Login_Origin( $this->room->providers() ) );
	}

	/**
	 * Logins that were finished elsewhere.
	 */
	public function late_arrivals(): Late_Arrivals {
		return $this->once( Late_Arrivals::class, fn(): Late_Arrivals => new Late_Arrivals( $this->login(), $this->room->identities(), $this->room->current_visitor(), $this->news() ) );
	}

	/**
	 * The password again.
	 */
	public function password_proof(): Password_Proof {
		return $this->once( Password_Proof::class, fn(): Password_Proof => new Password_Proof( $this->limits(), $this->room->kernel->clock() ) );
	}

	/**
	 * Actions.
	 */
	public function news(): News {
		return $this->once( News::class, fn(): News => new News( $this->room->kernel->audit_log() ) );
	}

	/**
	 * An account becomes its mailbox's.
	 */
	private function takeover(): Takeover {
		return $this->once( Takeover::class, fn(): Takeover => new Takeover( $this->repository(), $this->sessions(), new WordPress_Sessions(), $this->news() ) );
	}

	/**
	 * A password set by mail.
	 */
	public function password_reset(): Password_Reset {
		return $this->once( Password_Reset::class, fn(): Password_Reset => new Password_Reset( $this->repository(), $this->links(), $this->takeover(), $this->room->current_visitor(), $this->room->kernel->schema_manager() ) );
	}

	/**
	 * The page that connects an account.
	 */
	public function connect(): Connect {
		return $this->once(
			Connect::class,
			fn(): Connect => new Connect(
				$this->offers(),
				new Mail_Proof( $this->room->kernel->secrets(), $this->room->kernel->inbox(), $this->room->kernel->mailer(), $this->limits(), $this->room->kernel->clock() ),
				$this->limits(),
				$this->login(),
				$this->takeover(),
				$this->sessions(),
				$this->news(),
				$this->room->current_visitor(),
				$this->room->cookies(),
				new Connect_Page( $this->room->flow()->page_forms() ),
				$this->room->kernel->router(),
				$this->room->kernel->audit_log(),
				$this->room->kernel->clock()
			)
		);
	}

	/**
	 * Credentials on the profile screen.
	 */
	public function profile(): Profile_Section {
		return $this->once( Profile_Section::class, fn(): Profile_Section => new Profile_Section( $this->repository(), $this->room->providers() ) );
	}

	/**
	 * Presses on that screen.
	 */
	public function profile_actions(): Profile_Actions {
		return $this->once(
			Profile_Actions::class,
			fn(): Profile_Actions => new Profile_Actions( $this->repository(), $this->links(), $this->password_proof(), $this->room->gate(), $this->room->flow()->departure(), $this->room->current_visitor(), $this->room->refusals() )
		);
	}

	/**
	 * Column and filter of the list of users.
	 */
	public function users_list(): Users_List {
		return $this->once( Users_List::class, fn(): Users_List => new Users_List( $this->repository(), $this->room->providers() ) );
	}

	/**
	 * Limits of proofs.
	 */
	private function limits(): Proof_Limits {
		return $this->once( Proof_Limits::class, fn(): Proof_Limits => new Proof_Limits( $this->room->kernel->rate_limiter() ) );
	}

	/**
	 * Builds an object once.
	 *
	 * @template T of object
	 * @param class-string<T> $name Class.
	 * @param callable(): T   $make Builds it.
	 * @return T
	 */
	private function once( string $name, callable $make ): object {
		$this->made[ $name ] ??= $make();
		/** @var T */
		return $this->made[ $name ];
	}
}
