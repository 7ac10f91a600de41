<?php
declare( strict_types=1 );

namespace CoopCredentials\CLI;

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Offers;

/**
 * Compares coupons with the ledger.
 */
final class Coupons_Command {

	public function __construct( private readonly Offers\Services $offers, private readonly Console $console ) {
	}

	/**
	 * Sets an offer's counters right where they differ from the ledger, which is the truth.
	 *
	 * ## OPTIONS
	 *
	 * <offer>
	 * : Uid of the offer.
	 *
	 * [--dry-run]
	 * : Only says what differs.
	 *
	 * @param list<string>         $args    offer.
	 * @param array<string, mixed> $options dry-run.
	 */
	public function repair( array $args, array $options ): void {
		try {
			$this->console->json( $this->offers->repair()->offer( $args[0] ?? '', isset( $options['dry-run'] ) ) );
		} catch ( Problem $problem ) {
			$this->console->fail( $problem->getMessage() );
		}
	}
}
