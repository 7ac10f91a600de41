<?php
/**
 * Sample data of the editor's preview.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

defined( 'ABSPATH' ) || exit;

/**
 * Personal blocks show these in the editor, never the editor's own coupons.
 */
final class Samples {

	/**
	 * A coupon that opens nothing: its code is the published test vector.
	 *
	 * @return array<string,mixed>
	 */
	public static function code(): array {
		return array(
			'tail'    => '001J',
			'code'    => '0000-0000-001J',
			'qr'      => Html::data_uri( '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 21 21"><path fill="#fff" d="M0 0h21v21H0z"/><path d="M2 2h5v5H2zm12 0h5v5h-5zM2 14h5v5H2zm7-12h1v3H9zm2 2h1v4h-1zm-2 5h3v1H9zm5 0h2v2h-2zm3 1h2v1h-2zm-8 3h2v1H9zm3 1h1v4h-1zm3-1h1v3h-1zm2 2h2v4h-2zM3 9h2v2H3zm3 1h1v2H6z"/></svg>' ),
			'expires' => Html::date( gmdate( 'Y-m-d', time() + 2592000 ) ),
		);
	}

	/**
	 * Coupons of an imagined member.
	 *
	 * @return list<array<string,mixed>>
	 */
	public static function coupons(): array {
		$coupon = static fn ( string $title, string $status, int $days ): array => array(
			'uid'        => 'sample-' . $status,
			'status'     => $status,
			'state'      => array(
				'issued'   => 'ready',
				'redeemed' => 'used',
			)[ $status ] ?? 'ended',
			'tail'       => '001J',
			'used_at'    => 'redeemed' === $status ? gmdate( 'Y-m-d\TH:i:s\Z', time() - 86400 ) : null,
			'code'       => '0000-0000-001J',
			'qr'         => '',
			'expires_at' => gmdate( 'Y-m-d', time() + $days * 86400 ),
			'offer'      => array(
				'benefit'      => $title,
				'organisation' => array( 'name' => __( 'Example Co-op', 'coop-credentials' ) ),
			),
		);
		return array(
			$coupon( __( '10 % off everything in the shop', 'coop-credentials' ), 'issued', 30 ),
			$coupon( __( 'A free loaf with your order', 'coop-credentials' ), 'redeemed', 10 ),
			$coupon( __( 'Workshop evening, free', 'coop-credentials' ), 'expired', -3 ),
		);
	}

	/**
	 * A credential of an imagined member.
	 *
	 * @param bool $member Whether the membership counts.
	 *
	 * @return array<string,mixed>
	 */
	public static function credential( bool $member ): array {
		return array(
			'uid'            => 'sample',
			'current'        => true,
			'provider'       => array(
				'slug'    => 'example',
				'label'   => __( 'Example Co-op', 'coop-credentials' ),
				'enabled' => false,
			),
			'issuer'         => 'https://id.example/',
			'linked'         => false,
			'since'          => gmdate( 'Y-m-d\TH:i:s\Z', time() - 8640000 ),
			'last_used'      => gmdate( 'Y-m-d\TH:i:s\Z', time() - 3600 ),
			'memberships'    => array(
				array(
					'organisation_name' => __( 'Example Co-op', 'coop-credentials' ),
					'status'            => $member ? 'active' : 'lapsed',
					'member'            => $member,
					'valid_until'       => gmdate( 'Y-m-d', time() + ( $member ? 31536000 : -2592000 ) ),
				),
			),
			'memberships_at' => gmdate( 'Y-m-d\TH:i:s\Z', time() - 3600 ),
			'stale'          => false,
			'message'        => $member ? '' : __( 'Your membership has ended.', 'coop-credentials' ),
		);
	}

	/**
	 * What `GET me` says about an offer to somebody whose membership has ended.
	 *
	 * @return array<string,mixed>
	 */
	public static function refusal(): array {
		return array(
			'outcome'   => 'deny',
			'reason'    => 'membership_expired',
			'message'   => __( 'Your membership has ended. Renew it with your co-op, then have it checked here again.', 'coop-credentials' ),
			'next_step' => array(
				'label'  => __( 'Check my membership again', 'coop-credentials' ),
				'action' => 'renew_membership',
			),
			'coupon'    => null,
		);
	}

	/**
	 * Coupons of somebody who can use none of them any more.
	 *
	 * @return list<array<string,mixed>>
	 */
	public static function spent_coupons(): array {
		return array_values( array_filter( self::coupons(), static fn ( array $coupon ): bool => 'ready' !== $coupon['state'] ) );
	}

	/**
	 * What happened to an imagined member.
	 *
	 * @return list<array<string,mixed>>
	 */
	public static function history(): array {
		$row = static fn ( string $event, int $ago ): array => array(
			'at'       => gmdate( 'Y-m-d\TH:i:s\Z', time() - $ago ),
			'event'    => $event,
			'outcome'  => 'ok',
			'provider' => array( 'label' => __( 'Example Co-op', 'coop-credentials' ) ),
		);
		return array( $row( 'sign_in', 3600 ), $row( 'sign_out', 90000 ) );
	}
}
