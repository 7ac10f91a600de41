<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Sign_In\Rule_Place;
use CoopCredentials\Sign_In\Rule_Places;

/**
 * Offers that a rule decides.
 */
final class Offer_Places implements Rule_Places {
	public function __construct( private readonly Offer_Repository $offers ) {}

	/**
	 * @param string $rule_uid Rule or template.
	 * @return list<Rule_Place>
	 */
	public function places( string $rule_uid ): array {
		return array_map(
			static fn ( Offer $offer ): Rule_Place => new Rule_Place(
				'offer',
				/* translators: %s: title of an offer. */
				sprintf( __( 'Offer “%s”', 'coop-credentials' ), $offer->title ),
				admin_url( 'admin.php?page=coop-credentials-offers&item=' . rawurlencode( $offer->uid ) )
			),
			$this->offers->with_audience( $rule_uid, self::MOST )
		);
	}
}
