<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Clock;

/**
 * Offers as everybody may see them: no personal part, fit for a page cache.
 */
final class Offer_Catalogue {
	private const MAX_PAGE   = 50;
	private const SHOW_ENDED = '-30 days';

	public function __construct(
		private readonly Clock $clock,
		private readonly Offer_Repository $offers,
		private readonly Organisation_Cards $organisations,
		private readonly Audience_Labels $audiences
	) {}

	/**
	 * @param array<string, mixed> $filters organisation (uid or slug), kind, uids (list), ended (bool), cursor, per_page (≤ 50).
	 * @return array{items: list<array<string, mixed>>, next: string|null}
	 */
	public function visible( array $filters ): array {
		$now   = $this->clock->now();
		$limit = max( 1, min( self::MAX_PAGE, is_numeric( $filters['per_page'] ?? null ) ? (int) $filters['per_page'] : 20 ) );
		$ended = true === ( $filters['ended'] ?? false ) ? $now->modify( self::SHOW_ENDED ) : $now;
		$org   = null;
		$asked = $filters['organisation'] ?? '';
		if ( is_string( $asked ) && '' !== $asked ) {
			$org = $this->organisations->id_of_uid( $asked );
			if ( null === $org ) {
				return array(
					'items' => array(),
					'next'  => null,
				);
			}
		}
		$kind   = is_string( $filters['kind'] ?? null ) && '' !== $filters['kind'] ? $filters['kind'] : null;
		$uids   = is_array( $filters['uids'] ?? null ) ? array_values( array_slice( array_filter( $filters['uids'], 'is_string' ), 0, self::MAX_PAGE ) ) : array();
		$before = is_string( $filters['cursor'] ?? null ) && 1 === preg_match( '/^[0-9a-z]{1,13}$/D', $filters['cursor'] ) ? (int) base_convert( $filters['cursor'], 36, 10 ) : null;
		$found  = $this->offers->visible( $now, $org, $kind, $uids, $before, $limit + 1, $ended );
		$more   = count( $found ) > $limit;
		$found  = array_slice( $found, 0, $limit );
		$this->organisations->load( array_map( static fn ( Offer $offer ): int => $offer->organisation_id, $found ) );
		return array(
			'items' => array_map( fn ( Offer $offer ): array => $this->item( $offer ), $found ),
			'next'  => $more ? base_convert( (string) $found[ $limit - 1 ]->id, 10, 36 ) : null,
		);
	}

	/**
	 * @param string $uid Which.
	 * @return array<string, mixed>|null Null for unknown ones and drafts.
	 */
	public function find( string $uid ): ?array {
		$offer = $this->offers->find( $uid );
		return null === $offer || Offer_Status::DRAFT === $offer->status ? null : $this->item( $offer );
	}

	/**
	 * The public fields.
	 *
	 * @param Offer $offer Which.
	 * @return array<string, mixed>
	 */
	public function item( Offer $offer ): array {
		$now    = $this->clock->now();
		$status = $offer->status_at( $now );
		return array(
			'uid'            => $offer->uid,
			'title'          => $offer->title,
			'kind'           => $offer->kind,
			'benefit'        => $offer->title,
			'value'          => Offer_Words::value( $offer ),
			'text'           => $offer->text,
			'terms_url'      => $offer->terms_url,
			'conditions'     => Offer_Words::conditions( $offer ),
			'left'           => Offer_Words::left( $offer ),
			'organisation'   => $this->organisations->card( $offer->organisation_id ),
			'audience_label' => $this->audiences->of( $offer->audience ),
			'status'         => $status->value,
			'starts_at'      => self::iso( $offer->starts_at ),
			'ends_at'        => self::iso( $offer->ends_at ),
			'valid_from'     => self::iso( $offer->valid_from ),
			'valid_until'    => self::iso( $offer->valid_until ),
			'availability'   => match ( $offer->claim_obstacle( $now ) ) {
				null                                                      => 'available',
			'offer_paused'                                            => 'paused',
			'offer_limit_reached'                                     => 'sold_out',
			'coupon_not_started'                                      => 'available',
			default                                                   => 'ended',
			},
			'event'          => $offer->event,
		);
	}

	public static function iso( ?\DateTimeImmutable $time ): ?string {
		return $time?->format( 'Y-m-d\TH:i:s\Z' );
	}
}
