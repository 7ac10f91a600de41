<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Offers;

use CoopCredentials\Claims\Auth_Context;
use CoopCredentials\Claims\Membership;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Offers\Actor;
use CoopCredentials\Offers\Code;
use CoopCredentials\Offers\Coupon;
use CoopCredentials\Offers\Offer;
use CoopCredentials\Offers\Redeem_Request;
use CoopCredentials\Offers\Redemption_Answer;
use CoopCredentials\Offers\Services;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Visitor;
use CoopCredentials\Tests\Integration\Test_Case;
use CoopCredentials\Tests\Support\Frozen_Clock;

/**
 * Offers, coupons and people for the tests of the room.
 */
abstract class Offers_Test_Case extends Test_Case {
	protected Frozen_Clock $clock;
	protected Services $offers;

	protected function set_up(): void {
		$this->clock  = new Frozen_Clock( '2026-11-23T12:00:00Z' );
		$this->offers = $this->booted();
		$this->provider();
	}

	private function booted(): Services {
		$offers = $this->boot_plugin( $this->clock )->offers;
		self::assertNotNull( $offers );
		return $offers;
	}

	/** The provider of {@see visitor()}, which vouches for everybody. */
	private function provider(): void {
		$this->plugin()->sign_in->providers()->save(
			Provider::from_array(
				array(
					'slug'         => 'demo',
					'label'        => 'Example',
					'enabled'      => true,
					'issuer'       => 'https://id.example',
					'client_id'    => 'client',
					'issuer_scope' => '{"organisations":{"any":true},"max_assurance":2}',
				)
			)
		);
	}

	/** @param array<string, mixed> $columns Differ from a plain running 10 % offer. */
	protected function offer( array $columns = array() ): Offer {
		return Offers_Rows::offer( $this->offers, $columns );
	}

	/** @param array<string, mixed> $columns Differ from a till that serves every offer. */
	protected function point( array $columns = array() ): string {
		return Offers_Rows::point( $this->offers, $columns );
	}

	/**
	 * A coupon without a claim.
	 *
	 * @param array<string, mixed> $columns Differ from an issued single-use one.
	 * @return array{0: Coupon, 1: Code}
	 */
	protected function coupon( Offer $offer, array $columns = array() ): array {
		return Offers_Rows::coupon( $this->offers, $offer, $columns );
	}

	/**
	 * Somebody signed in.
	 *
	 * @param array<string, mixed> $membership Differ from an active worker member; false for none.
	 */
	protected function visitor( string $subject = 'wanda', array|false $membership = array(), ?int $memberships_at = null, bool $ephemeral = false, ?int $user_id = null ): Visitor {
		$memberships = false === $membership ? array() : array(
			Membership::from_array(
				$membership + array(
					'organisation_id'    => 'https://weavers.example/',
					'organisation_name'  => 'Example Weavers Co-op',
					'category'           => 'coop',
					'class'              => 'worker',
					'status'             => 'active',
					'member'             => true,
					'organisation_level' => 3,
					'policy'             => array( 'listed', 'badged', 'sign_in', 'offer', 'redeem' ),
					'issuer'             => 'https://id.example',
				)
			),
		);
		return new Visitor( 1, 1, null, 'https://id.example', $subject, 'demo', 'Example', $user_id, $ephemeral, $memberships, $memberships_at ?? $this->clock->now()->getTimestamp(), new Auth_Context(), array() );
	}

	protected function staff( bool $void = false, bool $manage = false, int $user = 7 ): Actor {
		return Actor::staff( $user, $void, $manage );
	}

	/** @param array<string, mixed> $more Further fields of the request. */
	protected function use_code( string $code, string $point, string $key, array $more = array(), ?Actor $actor = null ): Redemption_Answer {
		return $this->offers->redeem()->redeem(
			Redeem_Request::from_input(
				array(
					'code'  => $code,
					'point' => $point,
				) + $more
			),
			$actor ?? $this->staff(),
			$key
		);
	}

	/** The refusal of what is run. */
	protected function refusal( callable $run ): Problem {
		try {
			$run();
		} catch ( Problem $problem ) {
			return $problem;
		}
		self::fail( 'Nothing was refused.' );
	}

	protected function rows( string $where = '1 = 1' ): int {
		global $wpdb;
		return (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->prefix}coop_credentials_redemptions WHERE $where" );
	}

	protected function fresh( Coupon $coupon ): Coupon {
		return $this->offers->coupon_repository()->find_by_id( $coupon->id ) ?? self::fail( 'Gone.' );
	}

	protected function fresh_offer( Offer $offer ): Offer {
		return $this->offers->offer_repository()->find_by_id( $offer->id ) ?? self::fail( 'Gone.' );
	}
}
