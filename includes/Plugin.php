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

	public readonly Kernel\Services $kernel;

	public readonly ?OpenID\Services $openid;

	public readonly ?Directory\Services $directory;

	public readonly ?Sign_In\Services $sign_in;

	public readonly ?Offers\Services $offers;

	/** @var list<Kernel\Module> */
	private array $modules;

	private function __construct( Kernel\Services $kernel ) {
		$this->kernel    = $kernel;
		$this->openid    = class_exists( OpenID\Services::class ) ? new OpenID\Services( $this->kernel ) : null;
		$this->directory = class_exists( Directory\Services::class ) ? new Directory\Services( $this->kernel ) : null;
		$this->sign_in   = class_exists( Sign_In\Services::class ) && null !== $this->openid && null !== $this->directory
			? new Sign_In\Services( $this->kernel, $this->openid, $this->directory ) : null;
		$this->offers    = class_exists( Offers\Services::class ) && null !== $this->directory && null !== $this->sign_in
			? new Offers\Services( $this->kernel, $this->directory, $this->sign_in ) : null;

		$rooms   = array_values( array_filter( array( $this->kernel, $this->directory, $this->sign_in, $this->offers ) ) );
		$schemas = $this->kernel->schema_manager();
		foreach ( $rooms as $room ) {
			foreach ( $room->schemas() as $schema ) {
				$schemas->add( $schema );
			}
		}
		$this->modules = $this->modules( $rooms );
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
		foreach ( self::$instance->modules as $module ) {
			$module->register();
		}
	}

	/**
	 * For tests, scripts and render helpers; never inside rooms.
	 */
	public static function instance(): self {
		self::boot();
		return self::$instance ?? throw new \LogicException( 'Not booted.' );
	}

	/**
	 * Tables and rights of the present site at once; a network's other sites follow on first use.
	 */
	public static function activate(): void {
		self::instance()->kernel->schema_manager()->ensure( true );
	}

	/**
	 * Takes the cron events away; data stays.
	 */
	public static function deactivate(): void {
		foreach ( array( Kernel\Kernel_Module::CRON ) as $event ) {
			wp_clear_scheduled_hook( $event );
		}
	}

	/**
	 * @param list<object> $rooms Services of the rooms that have tables.
	 * @return list<Kernel\Module>
	 */
	private function modules( array $rooms ): array {
		$modules = array(
			new Kernel\Kernel_Module( $this->kernel ),
			new Kernel\Http_Module( $this->kernel ),
			new Kernel\Rest_Module( $this->kernel ),
			new Kernel\Front\Front_Module( $this->kernel ),
		);
		if ( null !== $this->directory && class_exists( Directory\Directory_Module::class ) ) {
			$modules[] = new Directory\Directory_Module( $this->directory );
		}
		if ( null !== $this->sign_in && class_exists( Sign_In\Sign_In_Module::class ) ) {
			$this->kernel->set_visitor_guard( $this->sign_in->visitor_guard() );
			$modules[] = new Sign_In\Sign_In_Module( $this->sign_in );
		}
		if ( null !== $this->offers && class_exists( Offers\Offers_Module::class ) ) {
			$modules[] = new Offers\Offers_Module( $this->offers );
		}
		if ( null === $this->directory || null === $this->sign_in || null === $this->offers ) {
			return $modules;
		}
		if ( class_exists( Blocks\Blocks_Module::class ) ) {
			$modules[] = new Blocks\Blocks_Module( new Blocks\Services( $this->kernel, $this->directory, $this->sign_in, $this->offers ) );
		}
		return $modules;
	}
}
