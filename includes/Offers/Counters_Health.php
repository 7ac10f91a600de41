<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Health_Result;
use CoopCredentials\Kernel\Health_Test;

/**
 * Site Health: do the offers' counters agree with the ledger?
 */
final class Counters_Health implements Health_Test {
	public function __construct( private readonly Ledger_Repository $ledger ) {}

	public function id(): string {
		return 'coop_credentials_offer_counters';
	}

	public function label(): string {
		return __( 'Offer counters agree with the ledger', 'coop-credentials' );
	}

	public function is_async(): bool {
		return false;
	}

	public function run(): Health_Result {
		$found = $this->ledger->differences( 5 );
		if ( array() === $found ) {
			return new Health_Result( 'good', $this->label(), __( 'Every use is counted.', 'coop-credentials' ) );
		}
		$names = array_map(
			static fn ( array $row ): string => sprintf(
				/* translators: 1: offer, 2: counter, 3: number in the ledger. */
				__( '%1$s: counted %2$d, ledger %3$d', 'coop-credentials' ),
				$row['title'],
				$row['counted'],
				$row['ledger']
			),
			$found
		);
		return new Health_Result(
			'recommended',
			__( 'Some offer counters differ from the ledger', 'coop-credentials' ),
			esc_html( implode( '; ', $names ) ) . '. ' . __( 'The ledger is right. Repairing writes its numbers into the counters.', 'coop-credentials' )
		);
	}
}
