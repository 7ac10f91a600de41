<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Settings;

/**
 * A UNIQUE key that lets a duplicate in would let a coupon be used twice: then redemption is switched off (S18).
 */
final class Key_Self_Test {
	public function __construct( private readonly Self_Test_Repository $tests, private readonly Settings $settings, private readonly Clock $clock ) {}

	/**
	 * Runs it and keeps the result.
	 *
	 * @return list<string> Open keys, "table.key".
	 */
	public function run(): array {
		$open = $this->tests->open_keys( $this->clock->now() );
		$off  = array() !== $open;
		if ( $off !== ( true === $this->settings->get( 'redemption_off', false ) ) ) {
			$this->settings->set( 'redemption_off', $off ? true : null );
		}
		return $open;
	}
}
