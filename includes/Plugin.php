<?php
/**
 * Composition root.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials;

/**
 * The only class that knows every room: constructs, wires, nothing else.
 */
final class Plugin {

	private static ?self $instance = null;

	public readonly OpenID\Services $openid;

	public readonly Directory\Services $directory;

	public readonly Sign_In\Services $sign_in;

	public readonly Offers\Services $offers;

	private readonly Blocks\Services $blocks;

	/**
	 * Rooms from the ground up. Services build their objects on first use.
	 */
	private function __construct( public readonly Kernel\Services $kernel ) {
		$this->openid    = new OpenID\Services( $kernel );
		$this->directory = new Directory\Services( $kernel );
		$this->sign_in   = new Sign_In\Services( $kernel, $this->openid, $this->directory );
		$this->offers    = new Offers\Services( $kernel, $this->directory, $this->sign_in );
		$this->blocks    = new Blocks\Services( $kernel, $this->directory, $this->sign_in, $this->offers );
		foreach ( array( $kernel, $this->directory, $this->sign_in, $this->offers ) as $room ) {
			foreach ( $room->schemas() as $schema ) {
				$kernel->schema_manager()->add( $schema );
			}
		}
		$this->sign_in->flow()->set_offer_rule( fn( string $uid ): ?string => $this->offers->offer_repository()->find( $uid )?->audience );
		$this->sign_in->rules_in_use()->places()->add( fn(): Sign_In\Rule_Places => $this->offers->rule_places() );
		$this->sign_in->rules_in_use()->places()->add( fn(): Sign_In\Rule_Places => $this->blocks->rule_places() );
		$kernel->set_visitor_guard( fn(): Kernel\Visitor_Guard => $this->sign_in->visitor_guard() );
		$this->sign_in->own_data()->set_personal_data( fn(): array => $this->personal_data() );
	}

	/**
	 * Once, on plugins_loaded.
	 *
	 * @param Kernel\Services|null $kernel Only tests give one: boots anew on it.
	 */
	public static function boot( ?Kernel\Services $kernel = null ): void {
		if ( null !== self::$instance && null === $kernel ) {
			return;
		}
		self::$instance = new self( $kernel ?? new Kernel\Services() );
		foreach ( self::$instance->modules() as $module ) {
			$module->register();
		}
	}

	/**
	 * For tests and scripts; never inside rooms.
	 */
	public static function instance(): self {
		self::boot();
		return self::$instance ?? throw new \LogicException( 'Not booted.' );
	}

	/**
	 * Tables and rights of the present site at once. Switched on for a whole network, every site follows on first use.
	 *
	 * @param mixed $network_wide True when a network switches it on for all its sites.
	 */
	public static function activate( mixed $network_wide = false ): void {
		if ( true !== $network_wide ) {
			self::instance()->kernel->schema_manager()->ensure( true );
		}
	}

	/**
	 * Takes the cron events away; data stays.
	 */
	public static function deactivate(): void {
		( new Kernel\Uninstaller( self::instance()->kernel ) )->clear_cron();
	}

	/**
	 * In floor order.
	 *
	 * @return list<Kernel\Module>
	 */
	private function modules(): array {
		$modules = array(
			new Kernel\Kernel_Module( $this->kernel ),
			new Kernel\Http_Module( $this->kernel ),
			new Kernel\Rest_Module( $this->kernel ),
			new Kernel\Front\Front_Module( $this->kernel ),
			new Directory\Directory_Module( $this->directory ),
			new Sign_In\Sign_In_Module( $this->sign_in ),
			new Sign_In\Rules\Rules_Module( $this->sign_in ),
			new Sign_In\Multisite\Multisite_Module( $this->sign_in ),
			new Sign_In\Accounts\Accounts_Module( $this->sign_in->accounts() ),
			new Sign_In\Roles\Roles_Module( fn(): Sign_In\Roles\Services => $this->sign_in->roles() ),
			new Offers\Offers_Module( $this->offers ),
			new Blocks\Blocks_Module( $this->blocks ),
			new Blocks\Post_Gate_Module( $this->blocks ),
			new Admin\Admin_Module(
				new Admin\Services(
					$this->kernel,
					$this->directory,
					$this->sign_in,
					$this->offers,
					fn(): array => $this->health_tests(),
					fn(): array => $this->personal_data()
				)
			),
		);
		if ( defined( 'WP_CLI' ) && WP_CLI ) {
			$modules[] = new CLI\CLI_Module( $this->kernel, $this->directory, $this->sign_in, $this->offers );
		}
		return $modules;
	}

	/**
	 * Of every room.
	 *
	 * @return list<Kernel\Health_Test>
	 */
	public function health_tests(): array {
		return array_merge( $this->kernel->health_tests(), $this->directory->health_tests(), $this->sign_in->health_tests(), $this->offers->health_tests() );
	}

	/**
	 * Of every room.
	 *
	 * @return list<Kernel\Personal_Data_Source>
	 */
	public function personal_data(): array {
		return array_merge( $this->kernel->personal_data(), $this->directory->personal_data(), $this->sign_in->personal_data(), $this->offers->personal_data() );
	}
}
