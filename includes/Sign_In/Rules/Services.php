<?php
/**
 * Builds what keeps rules.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Rules;

use CoopCredentials\Kernel\Rest_Controller;
use CoopCredentials\Kernel\Services as Kernel;
use CoopCredentials\Sign_In\Provider_Places;
use CoopCredentials\Sign_In\Rule_Places;
use CoopCredentials\Sign_In\Rules_Controller;
use CoopCredentials\Sign_In\Services as Sign_In;

/**
 * Objects of this part, built on first use.
 */
final class Services {

	private readonly Places $places;

	private ?Effect $effect = null;

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
		$this->places = new Places();
		$this->places->add( fn(): Rule_Places => new Provider_Places( $this->sign_in->providers() ) );
	}

	/**
	 * Places of rules; rooms above add theirs.
	 */
	public function places(): Places {
		return $this->places;
	}

	/**
	 * Effect of a change.
	 */
	public function effect(): Effect {
		return $this->effect ??= new Effect( $this->sign_in->roles()->marks(), $this->sign_in->linked_identities(), $this->sign_in->evaluator(), $this->kernel->clock() );
	}

	/**
	 * Tries rules.
	 */
	public function dry_run(): Dry_Run {
		return new Dry_Run( $this->sign_in->rules(), $this->sign_in->evaluator(), $this->sign_in->decider(), $this->sign_in->providers(), $this->sign_in->identities(), $this->sign_in->linked_identities(), $this->sign_in->organisation_facts(), $this->kernel->audit_log(), $this->kernel->clock() );
	}

	/**
	 * REST controllers, built inside `rest_api_init`. The fixed paths come before the one with a uid in their place.
	 *
	 * @return list<Rest_Controller>
	 */
	public function controllers(): array {
		$guard = $this->kernel->request_guard();

		return array(
			new Dry_Run_Controller( $guard, $this->dry_run(), new People( $this->sign_in->roles()->marks() ) ),
			new Rules_Controller( $guard, $this->sign_in->rules(), $this->places, $this->effect(), $this->kernel->audit_log() ),
		);
	}
}
