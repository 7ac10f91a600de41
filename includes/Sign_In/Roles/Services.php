<?php
/**
 * Builds what gives roles.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Roles;

use CoopCredentials\Kernel\Services as Kernel;
use CoopCredentials\Sign_In\Services as Sign_In;

/**
 * Objects of this part, built on first use.
 */
final class Services {

	private ?Role_Policy $policy = null;

	private ?Role_Repository $marks = null;

	private ?Role_Mapper $mapper = null;

	private ?Session_Roles $session_roles = null;

	/**
	 * Takes the room and the ground floor.
	 *
	 * @param Kernel  $kernel  Ground floor.
	 * @param Sign_In $sign_in Room.
	 */
	public function __construct(
		private readonly Kernel $kernel,
		private readonly Sign_In $sign_in,
	) {
	}

	/**
	 * Which roles may be given.
	 */
	public function policy(): Role_Policy {
		return $this->policy ??= new Role_Policy();
	}

	/**
	 * What was given.
	 */
	public function marks(): Role_Repository {
		return $this->marks ??= new Role_Repository( $this->kernel->database(), $this->kernel->settings() );
	}

	/**
	 * Gives and takes.
	 */
	public function mapper(): Role_Mapper {
		return $this->mapper ??= new Role_Mapper(
			$this->policy(),
			$this->marks(),
			$this->sign_in->linked_identities(),
			$this->sign_in->identities(),
			$this->sign_in->current_visitor(),
			$this->sign_in->decider(),
			$this->sign_in->decision_log(),
			$this->kernel->database(),
			$this->kernel->audit_log(),
			$this->kernel->clock()
		);
	}

	/**
	 * What roles are worth in the present session.
	 */
	public function session_roles(): Session_Roles {
		return $this->session_roles ??= new Session_Roles( $this->marks(), $this->sign_in->linked_identities(), $this->sign_in->current_visitor(), $this->sign_in->decider(), $this->kernel->clock() );
	}
}
