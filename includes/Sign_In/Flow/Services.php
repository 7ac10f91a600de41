<?php
/**
 * Builds the way to the provider and back.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Flow;

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
	public function __construct( private readonly Sign_In $room ) {
	}

	/**
	 * The way to the provider.
	 */
	public function departure(): Departure {
		return $this->once(
			Departure::class,
			fn(): Departure => new Departure(
				$this->room->provider_secrets(),
				$this->room->openid->discovery(),
				$this->room->transactions(),
				$this->room->cookies(),
				$this->room->rules(),
				$this->room->admission(),
				$this->room->kernel->router(),
				$this->room->kernel->rate_limiter(),
				$this->room->kernel->clock()
			)
		);
	}

	/**
	 * Forms of `link`, `step_up` and `test`, for private pages.
	 */
	public function forms(): Intent_Form {
		return $this->once( Intent_Form::class, fn(): Intent_Form => new Intent_Form( $this->room->cookies() ) );
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
