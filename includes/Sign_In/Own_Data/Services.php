<?php
/**
 * Builds what people see of their own records.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Own_Data;

use CoopCredentials\Kernel\Personal_Data_Source;
use CoopCredentials\Sign_In\Services as Sign_In;

/**
 * Objects of this part, each built when it is asked for.
 */
final class Services {

	/** @var (\Closure(): list<Personal_Data_Source>)|null Personal data of every room; the composition root knows them. */
	private ?\Closure $sources = null;

	/**
	 * Builds the services.
	 *
	 * @param Sign_In $room        The room.
	 * @param (\Closure( string ): (string|null)) $profile_url Address of an organisation's page here, by its id.
	 * @param (\Closure( string ): (string|null)) $organisation_name Its name.
	 */
	public function __construct(
		private readonly Sign_In $room,
		private readonly \Closure $profile_url,
		private readonly \Closure $organisation_name,
	) {
	}

	/**
	 * Tells where the personal data of all rooms is listed.
	 *
	 * @param \Closure(): list<Personal_Data_Source> $sources From the ground up.
	 */
	public function set_personal_data( \Closure $sources ): void {
		$this->sources = $sources;
	}

	/**
	 * Whose records.
	 */
	public function owners(): Owners {
		return new Owners( $this->room->current_visitor(), $this->room->identities() );
	}

	/**
	 * Credentials.
	 */
	public function credentials(): Credentials {
		return new Credentials( $this->room->current_visitor(), $this->room->providers(), $this->room->decider(), $this->room->rules(), $this->room->kernel->clock(), $this->profile_url );
	}

	/**
	 * History.
	 */
	public function history(): History {
		return new History( $this->room->kernel->audit_log(), $this->room->providers(), $this->room->kernel->clock(), $this->organisation_name );
	}

	/**
	 * Export.
	 */
	public function export(): Export {
		return new Export( $this->credentials(), $this->room->kernel->clock(), $this->all_sources() );
	}

	/**
	 * Removal.
	 */
	public function farewell(): Farewell {
		return new Farewell(
			$this->room->identities(),
			$this->room->sessions(),
			$this->room->current_visitor(),
			$this->room->cookies(),
			$this->room->accounts()->links(),
			$this->room->kernel->database(),
			$this->room->kernel->audit_log(),
			$this->all_sources()
		);
	}

	/**
	 * REST resources; built only inside `rest_api_init`.
	 */
	public function controller(): Own_Data_Controller {
		return new Own_Data_Controller( $this->room->kernel->request_guard(), $this->owners(), $this->credentials(), $this->history(), $this->export(), $this->farewell() );
	}

	/**
	 * Personal data of every room; without a composition root, of this one.
	 *
	 * @return \Closure(): list<Personal_Data_Source>
	 */
	private function all_sources(): \Closure {
		return $this->sources ?? $this->room->personal_data( ... );
	}
}
