<?php
/**
 * Whether an address stands for many visitors.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Flow;

use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Ip_Ranges;
use CoopCredentials\Kernel\Rate_Limiter;
use CoopCredentials\Sign_In\Transaction_Repository;

/**
 * Behind a proxy that the site does not know of, everybody has the proxy's address, and a limit by address would shut
 * everybody out. Two signs: an address no visitor from outside can have, with the headers of a proxy; or one address that
 * makes nearly all starts. Asked only when a limit is about to refuse, and by Site Health.
 */
final class Proxy_Watch {

	public const PROXY       = 'proxy';
	public const ONE_ADDRESS = 'one_address';

	private const SECONDS = 3600;

	/** Fewer starts in that time say nothing: a short burst from one address is what the limit is for. */
	private const FEWEST = 500;

	private const SHARE   = 0.9;
	private const HEADERS = array( 'HTTP_X_FORWARDED_FOR', 'HTTP_X_REAL_IP', 'HTTP_FORWARDED', 'HTTP_CF_CONNECTING_IP' );

	/**
	 * Builds the watch.
	 *
	 * @param Transaction_Repository $transactions Open sign-ins, by network.
	 * @param Rate_Limiter           $limiter      The caller's address.
	 * @param Clock                  $clock        Time.
	 */
	public function __construct(
		private readonly Transaction_Repository $transactions,
		private readonly Rate_Limiter $limiter,
		private readonly Clock $clock,
	) {
	}

	/**
	 * Whether this request comes from an address that stands for many.
	 *
	 * @return self::PROXY|self::ONE_ADDRESS|null Which sign, or null.
	 */
	public function of_request(): ?string {
		if ( $this->is_proxied() ) {
			return self::PROXY;
		}

		return $this->is_most( $this->transactions->share( $this->limiter->network_hash(), $this->since() ) ) ? self::ONE_ADDRESS : null;
	}

	/**
	 * Whether any address stands for many, for Site Health.
	 *
	 * @return self::PROXY|self::ONE_ADDRESS|null Which sign, or null.
	 */
	public function of_site(): ?string {
		if ( $this->is_proxied() ) {
			return self::PROXY;
		}
		$busiest = $this->transactions->busiest();

		return null !== $busiest && $this->is_most( $this->transactions->share( $busiest, $this->since() ) ) ? self::ONE_ADDRESS : null;
	}

	/**
	 * An address from inside with the headers of a proxy.
	 */
	private function is_proxied(): bool {
		$address = explode( '/', $this->limiter->address(), 2 )[0];
		if ( Ip_Ranges::is_public( $address ) ) {
			return false;
		}
		foreach ( self::HEADERS as $name ) {
			if ( isset( $_SERVER[ $name ] ) && is_string( $_SERVER[ $name ] ) && '' !== $_SERVER[ $name ] ) {
				return true;
			}
		}

		return false;
	}

	/**
	 * Whether a part is nearly the whole, and the whole is enough to say so.
	 *
	 * @param array{int,int} $share Starts of the address, all starts.
	 */
	private function is_most( array $share ): bool {
		return $share[1] >= self::FEWEST && $share[0] >= self::SHARE * $share[1];
	}

	/**
	 * From when on starts count.
	 */
	private function since(): \DateTimeImmutable {
		return $this->clock->now()->modify( '-' . self::SECONDS . ' seconds' );
	}
}
