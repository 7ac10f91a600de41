<?php
declare( strict_types=1 );

namespace CoopCredentials\CLI;

use CoopCredentials\Directory;
use CoopCredentials\Kernel;
use CoopCredentials\Kernel\Module;
use CoopCredentials\Offers;
use CoopCredentials\Sign_In;

/**
 * Registers `wp coop-credentials …`. The commands are thin: they read arguments, call a service and print.
 */
final class CLI_Module implements Module {

	public function __construct(
		private readonly Kernel\Services $kernel,
		private readonly Directory\Services $directory,
		private readonly Sign_In\Services $sign_in,
		private readonly Offers\Services $offers
	) {
	}

	public function register(): void {
		add_action( 'cli_init', array( $this, 'action_cli_init' ) );
	}

	public function action_cli_init(): void {
		foreach ( $this->commands() as $name => $command ) {
			\WP_CLI::add_command( 'coop-credentials ' . $name, $command );
		}
	}

	/**
	 * Command name to the object that answers it.
	 *
	 * @return array<string, object>
	 */
	public function commands(): array {
		$console = new Console();
		return array(
			'provider'  => new Provider_Command( $this->sign_in, $console ),
			'identity'  => new Identity_Command( $this->sign_in, $console ),
			'claims'    => new Claims_Command( $this->sign_in, $console ),
			'directory' => new Directory_Command( $this->directory, $console ),
			'coupons'   => new Coupons_Command( $this->offers, $console ),
			'key'       => new Key_Command( $this->kernel, $this->offers, $console ),
			'log'       => new Log_Command( $this->kernel, $console ),
		);
	}
}
