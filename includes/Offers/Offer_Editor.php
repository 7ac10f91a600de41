<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Ulid;
use CoopCredentials\Sign_In\Rule_Repository;

/**
 * What editors do with offers: make, change, publish, pause, resume, end, revoke, delete.
 */
final class Offer_Editor {
	public function __construct(
		private readonly Clock $clock,
		private readonly Offer_Repository $offers,
		private readonly Coupon_Repository $coupons,
		private readonly Organisation_Cards $organisations,
		private readonly Rule_Repository $rules,
		private readonly Audit_Log $audit
	) {}

	/**
	 * A draft; `status` active publishes it at once.
	 *
	 * @param array<string, mixed> $input Fields of Offer_Fields::schema(), and status.
	 * @throws Problem `invalid_request` (400), `not_publishable` (422).
	 */
	public function create( array $input ): Offer {
		$now     = Database::datetime( $this->clock->now() );
		$columns = $this->columns( $input ) + array(
			'kind'       => 'discount',
			'title'      => '',
			'value_kind' => 'percent',
		);
		$uid     = Ulid::generate();
		$this->offers->create(
			$columns + array(
				'uid'        => $uid,
				'status'     => Offer_Status::DRAFT->value,
				'created_at' => $now,
				'updated_at' => $now,
			)
		);
		$offer = $this->offers->find( $uid ) ?? throw new Problem( 'storage_failed', 503 );
		$this->note( 'offer_created', $offer );
		return $this->move( $offer, $input );
	}

	/**
	 * @param string               $uid     Which.
	 * @param array<string, mixed> $input   Changed fields, status, revoke_reason.
	 * @param int|null             $version As read; null takes the present one.
	 * @throws Problem `edit_conflict`, `limit_below_use`, `offer_in_use`, `status_not_possible` (409), `not_publishable` (422).
	 */
	public function save( string $uid, array $input, ?int $version = null ): Offer {
		$offer = $this->offers->find( $uid ) ?? throw Refusals::problem( 'offer_not_found' );
		if ( null !== $version && $version !== $offer->version ) {
			throw $this->conflict();
		}
		$columns = $this->columns( $input );
		Offer_Fields::guard_limits( $offer, $columns );
		$this->guard_published( $offer, $columns );
		if ( array() !== $columns ) {
			$columns['updated_at'] = Database::datetime( $this->clock->now() );
			if ( ! $this->offers->save( $offer, $columns ) ) {
				throw $this->conflict();
			}
			$offer = $this->offers->find_by_id( $offer->id ) ?? $offer;
			if ( Offer_Status::ACTIVE === $offer->status ) {
				$this->note( 'offer_changed', $offer );
			}
		}
		return $this->move( $offer, $input );
	}

	/**
	 * @param string $uid Which.
	 * @throws Problem `offer_in_use` (409).
	 * @throws \CoopCredentials\Kernel\Problem `offer_not_found` (404).
	 */
	public function delete( string $uid ): void {
		$offer = $this->offers->find( $uid ) ?? throw Refusals::problem( 'offer_not_found' );
		if ( ! $this->offers->delete_draft( $offer ) ) {
			throw new Problem( 'offer_in_use', 409, __( 'Only a draft that nobody claimed can be deleted. End or withdraw the offer instead.', 'coop-credentials' ), 'end' );
		}
		$this->note( 'offer_deleted', $offer );
	}

	/**
	 * @phpstan-param array<string, mixed> $input May hold status and revoke_reason.
	 */
	private function move( Offer $offer, array $input ): Offer {
		$wanted = Offer_Status::tryFrom( is_string( $input['status'] ?? null ) ? $input['status'] : '' );
		if ( null === $wanted || $wanted === $offer->status ) {
			return $offer;
		}
		if ( ! in_array( $wanted, $offer->status->next(), true ) ) {
			throw new Problem( 'status_not_possible', 409, __( 'The offer cannot change to this state.', 'coop-credentials' ) );
		}
		$now     = $this->clock->now();
		$columns = array(
			'status'     => $wanted->value,
			'updated_at' => Database::datetime( $now ),
		);
		if ( Offer_Status::ACTIVE === $wanted ) {
			$this->refuse( $this->publish_problems( $offer, $now ) );
		}
		if ( Offer_Status::REVOKED === $wanted ) {
			$reason = trim( sanitize_text_field( is_string( $input['revoke_reason'] ?? null ) ? $input['revoke_reason'] : '' ) );
			if ( '' === $reason || mb_strlen( $reason ) > 200 ) {
				throw new Problem( 'reason_required', 400, __( 'Say why. Those who hold a coupon will read it.', 'coop-credentials' ), null, array( 'params' => array( 'revoke_reason' ) ) );
			}
			$columns['state_reason'] = $reason;
		}
		if ( Offer_Status::ENDED === $wanted ) {
			$columns['ends_at'] = null === $offer->ends_at || $offer->ends_at > $now ? Database::datetime( $now ) : Database::datetime( $offer->ends_at );
		}
		if ( ! $this->offers->save( $offer, $columns ) ) {
			throw $this->conflict();
		}
		if ( $wanted->is_closed() ) {
			$this->coupons->forget_holders( $offer->id );
		}
		$moved = $this->offers->find( $offer->uid ) ?? $offer;
		$this->note( 'offer_' . $wanted->value, $moved );
		return $moved;
	}

	/**
	 * What publishing asks for holds while an offer is published: a change may not bring in what would have been refused.
	 *
	 * @param Offer                $offer   As stored.
	 * @param array<string, mixed> $columns Changes.
	 */
	private function guard_published( Offer $offer, array $columns ): void {
		$moves = ( $columns['organisation_id'] ?? $offer->organisation_id ) !== $offer->organisation_id;
		if ( $moves && $offer->claims_count > 0 ) {
			throw new Problem( 'offer_in_use', 409, __( 'Coupons of this co-op are out. Make a new offer for the other one.', 'coop-credentials' ), null, array( 'params' => array( 'organisation_uid' ) ) );
		}
		if ( array() === $columns || ! in_array( $offer->status, array( Offer_Status::ACTIVE, Offer_Status::PAUSED ), true ) ) {
			return;
		}
		$now   = $this->clock->now();
		$known = $this->publish_problems( $offer, $now );
		if ( $moves ) {
			unset( $known['organisation_uid'] );
		}
		$this->refuse( array_diff_assoc( $this->publish_problems( $this->offers->changed( $offer, $columns ), $now ), $known ) );
	}

	/**
	 * What stands against publishing.
	 *
	 * @return array<string, string> Field to problem.
	 */
	private function publish_problems( Offer $offer, \DateTimeImmutable $now ): array {
		$problems = Offer_Fields::publish_problems( $offer, $now );
		if ( ! isset( $problems['audience'] ) && null === $this->rules->find( $offer->audience )?->rule ) {
			$problems['audience'] = 'unknown';
		}
		if ( ! isset( $problems['organisation_uid'] ) && ! $this->organisations->may_offer( $offer->organisation_id ) ) {
			$problems['organisation_uid'] = 'policy_not_allowed';
		}
		return $problems;
	}

	/**
	 * @param array<string, string> $problems Field to problem.
	 */
	private function refuse( array $problems ): void {
		if ( array() !== $problems ) {
			throw new Problem( 'not_publishable', 422, __( 'The offer is not complete yet. Please look at the marked fields.', 'coop-credentials' ), null, array( 'params' => array_keys( $problems ), 'problems' => $problems ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		}
	}

	/**
	 * @param array<string, mixed> $input Untrusted beyond the schema.
	 * @return array<string, mixed>
	 */
	private function columns( array $input ): array {
		$columns = Offer_Fields::columns( $input, wp_timezone() );
		$uid     = $input['organisation_uid'] ?? null;
		if ( is_string( $uid ) && '' !== $uid ) {
			$columns['organisation_id'] = $this->organisations->id_of_uid( $uid )
				?? throw new Problem( 'invalid_request', 400, __( 'This co-op is not in the directory.', 'coop-credentials' ), null, array( 'params' => array( 'organisation_uid' ) ) );
		}
		return $columns;
	}

	private function conflict(): Problem {
		return new Problem( 'edit_conflict', 409, __( 'Somebody else changed this meanwhile. Reload and try again.', 'coop-credentials' ), 'reload' );
	}

	private function note( string $event, Offer $offer ): void {
		$this->audit->record(
			$event,
			'ok',
			'',
			array(
				'actor_id' => get_current_user_id(),
				'details'  => array( 'offer_uid' => $offer->uid ),
			)
		);
	}
}
