<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Person;
use CoopCredentials\Kernel\Personal_Data_Source;
use CoopCredentials\Kernel\Ulid;

/**
 * Coupons of a person: exported with their uses; erased by voiding what is unused and taking names and notes away. The
 * slot stays until the offer is closed for good, else erasing and claiming again would have no end.
 */
final class Offers_Personal_Data implements Personal_Data_Source {
	private const PAGE = 500;

	public function __construct(
		private readonly Clock $clock,
		private readonly Holders $holders,
		private readonly Coupon_Repository $coupons,
		private readonly Ledger_Repository $ledger
	) {}

	public function group(): string {
		return 'coop-credentials-coupons';
	}

	public function label(): string {
		return __( 'Coupons', 'coop-credentials' );
	}

	public function columns(): array {
		return Offers_Inventory::columns();
	}

	public function export( Person $person, int $page ): array {
		$items = array();
		$pairs = $this->page( $person, $page );
		$used  = $this->ledger->last_uses( array_slice( array_map( static fn ( array $pair ): int => $pair[0]->id, $pairs ), 0, self::PAGE ) );
		foreach ( $pairs as list( $coupon, $offer ) ) {
			$facts = array(
				array( __( 'Offer', 'coop-credentials' ), $offer->title ),
				array( __( 'Code ends in', 'coop-credentials' ), $coupon->code_tail ),
				array( __( 'State', 'coop-credentials' ), $coupon->status_at( $this->clock->now() )->value ),
				array( __( 'Claimed at', 'coop-credentials' ), (string) Offer_Catalogue::iso( $coupon->created_at ) ),
				array( __( 'Name for the list', 'coop-credentials' ), (string) $coupon->holder_label ),
				array( __( 'Last used at', 'coop-credentials' ), (string) Offer_Catalogue::iso( $used[ $coupon->id ]['recorded_at'] ?? null ) ),
			);
			$data  = array();
			foreach ( $facts as list( $name, $value ) ) {
				if ( '' !== $value ) {
					$data[] = array(
						'name'  => $name,
						'value' => $value,
					);
				}
			}
			$items[] = array(
				'id'   => 'coupon-' . $coupon->uid,
				'data' => $data,
			);
		}
		return array(
			'items' => $items,
			'done'  => count( $pairs ) < self::PAGE,
		);
	}

	public function erase( Person $person, int $page ): array {
		$now      = $this->clock->now();
		$retained = 0;
		$removed  = 0;
		$messages = array();
		$pairs    = $this->page( $person, $page );
		foreach ( $pairs as list( $coupon, $offer ) ) {
			if ( 0 === $coupon->uses ) {
				$this->coupons->void_keeping_slot( $coupon, Ulid::generate(), $now );
			}
			// The stored state: an end date that has passed can be moved, and the offer would give this person one more.
			$closed = $offer->status->is_closed();
			$this->coupons->anonymise( $coupon, $closed );
			$this->ledger->anonymise( $coupon->id );
			++$removed;
			$retained += $closed ? 0 : 1;
		}
		if ( $retained > 0 ) {
			$messages[] = __( 'That a coupon was taken is kept without a name until its offer is closed for good, so that nobody takes it twice. A date that has passed does not close an offer, because it can be moved.', 'coop-credentials' );
		}
		return array(
			'removed'  => $removed,
			'retained' => $retained,
			'messages' => $messages,
			'done'     => count( $pairs ) < self::PAGE,
		);
	}

	/**
	 * @return list<array{0: Coupon, 1: Offer}>
	 */
	private function page( Person $person, int $page ): array {
		$keys = $this->holders->keys_of_person( $person->user_id, $person->email, $person->identity_uids );
		return $this->coupons->with_offers( $keys, self::PAGE, max( 0, $page - 1 ) * self::PAGE );
	}
}
