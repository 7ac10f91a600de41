<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Health_Result;
use CoopCredentials\Kernel\Health_Test;

/**
 * Site Health: do the keys that keep a coupon from being used twice hold?
 */
final class Keys_Health implements Health_Test {
	public function __construct( private readonly Key_Self_Test $test ) {}

	public function id(): string {
		return 'coop_credentials_offer_keys';
	}

	public function label(): string {
		return __( 'Coupons can be used only once', 'coop-credentials' );
	}

	public function is_async(): bool {
		return false;
	}

	public function run(): Health_Result {
		$open = $this->test->run();
		if ( array() === $open ) {
			return new Health_Result( 'good', __( 'Coupons can be used only once', 'coop-credentials' ), __( 'The database refused a second use, a second claim and a second void, as it must.', 'coop-credentials' ) );
		}
		return new Health_Result(
			'critical',
			__( 'Redemption is off: the database would let a coupon be used twice', 'coop-credentials' ),
			/* translators: %s: names of database keys. */
			sprintf( __( 'These unique keys are missing: %s. Let the tables be repaired; redemption goes on by itself.', 'coop-credentials' ), implode( ', ', $open ) )
		);
	}
}
