<?php
declare( strict_types=1 );

namespace CoopCredentials\Admin;

use CoopCredentials\Directory;
use CoopCredentials\Kernel;
use CoopCredentials\Kernel\Health_Test;
use CoopCredentials\Kernel\Personal_Data_Source;
use CoopCredentials\Offers;
use CoopCredentials\Sign_In;

/**
 * Objects of the admin room, built on first use.
 */
final class Services {

	private ?Onboarding $onboarding = null;
	private ?Pages $pages           = null;
	private ?Site_Health $health    = null;
	private ?Privacy $privacy       = null;
	private ?Menu $menu             = null;
	private ?App_Page $app_page     = null;

	/**
	 * @param Kernel\Services            $kernel        Ground services.
	 * @param Directory\Services         $directory     Directory.
	 * @param Sign_In\Services           $sign_in       Sign-in.
	 * @param Offers\Services            $offers        Offers.
	 * @param (\Closure(): list<Health_Test>)|null          $health_tests  Of every room, built when asked for.
	 * @param (\Closure(): list<Personal_Data_Source>)|null $personal_data Of every room, built when asked for.
	 */
	public function __construct(
		public readonly Kernel\Services $kernel,
		private readonly Directory\Services $directory,
		private readonly Sign_In\Services $sign_in,
		private readonly Offers\Services $offers,
		private readonly ?\Closure $health_tests = null,
		private readonly ?\Closure $personal_data = null
	) {
	}

	public function menu(): Menu {
		return $this->menu ??= new Menu( $this->app_page() );
	}

	public function app_page(): App_Page {
		return $this->app_page ??= new App_Page();
	}

	public function pages(): Pages {
		return $this->pages ??= new Pages( $this->kernel->settings() );
	}

	public function onboarding(): Onboarding {
		return $this->onboarding ??= new Onboarding(
			$this->kernel->settings(),
			$this->kernel->secrets(),
			$this->kernel->clock(),
			$this->directory->organisations(),
			new Onboarding_Sign_In( $this->sign_in->providers(), $this->sign_in->provider_secrets(), $this->sign_in->setup()->memory(), $this->sign_in->identities(), $this->kernel->audit_log(), $this->kernel->router() ),
			$this->offers->offer_repository(),
			$this->pages()
		);
	}

	public function site_health(): Site_Health {
		return $this->health ??= new Site_Health( null === $this->health_tests ? array() : ( $this->health_tests )(), $this->kernel->schema_manager(), $this->kernel->secrets(), $this->kernel->settings(), $this->sign_in->providers() );
	}

	public function privacy(): Privacy {
		return $this->privacy ??= new Privacy( null === $this->personal_data ? array() : ( $this->personal_data )(), $this->sign_in->identities(), $this->sign_in->providers() );
	}

	/**
	 * REST controllers, made while routes are registered.
	 *
	 * @return list<\WP_REST_Controller>
	 */
	public function controllers(): array {
		$guard = $this->kernel->request_guard();
		return array(
			new Onboarding_Controller( $guard, $this->onboarding(), $this->pages() ),
			new Settings_Controller( $guard, $this->kernel->settings(), $this->directory->organisations(), $this->pages(), $this->kernel->audit_log() ),
			new Audit_Controller( $guard, $this->kernel->audit_log(), new Audit_Words( $this->sign_in->rules(), $this->offers->offer_repository(), $this->sign_in->providers() ) ),
			new Health_Controller( $guard, $this->site_health() ),
		);
	}
}
