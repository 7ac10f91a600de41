<?php
/**
 * Words of the history.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Offers\Offer_Catalogue;

defined( 'ABSPATH' ) || exit;

/**
 * Turns events and targets of the audit log into what a member understands. Reads each target once.
 */
final class History_Words {

	/**
	 * Targets already named.
	 *
	 * @var array<string,string>
	 */
	private array $named = array();

	/**
	 * Takes the offers.
	 *
	 * @param Offer_Catalogue $offers Offers.
	 */
	public function __construct( private readonly Offer_Catalogue $offers ) {}

	/**
	 * What happened.
	 *
	 * @param string $event Event of the log.
	 * @param string $use   What a decision was for.
	 */
	public function event( string $event, string $use ): string {
		return match ( $event ) {
			'sign_in'               => __( 'Sign-in', 'coop-credentials' ),
			'sign_out'              => __( 'Sign-out', 'coop-credentials' ),
			'step_up'               => __( 'Confirmed again', 'coop-credentials' ),
			'refresh'               => __( 'Membership renewed', 'coop-credentials' ),
			'identity_created'      => __( 'Known here for the first time', 'coop-credentials' ),
			'identity_link',
			'identity_linked'       => __( 'Connected to an account', 'coop-credentials' ),
			'identity_unlink',
			'identity_unlinked'     => __( 'Disconnected from an account', 'coop-credentials' ),
			'identity_blocked'      => __( 'Blocked by the site’s team', 'coop-credentials' ),
			'identity_unblocked'    => __( 'Let in again by the site’s team', 'coop-credentials' ),
			'account_created'       => __( 'Account made', 'coop-credentials' ),
			'account_reset'         => __( 'Password and log-ins of the account ended', 'coop-credentials' ),
			'rule_decision'         => match ( $use ) {
				'role'   => __( 'Role checked', 'coop-credentials' ),
				'offer'  => __( 'Offer checked', 'coop-credentials' ),
				'redeem' => __( 'Coupon checked', 'coop-credentials' ),
				'gate'   => __( 'Page for members', 'coop-credentials' ),
				default  => __( 'Membership checked', 'coop-credentials' ),
			},
			default                 => match ( true ) {
				str_contains( $event, 'logout' ) => __( 'Signed out by the co-op', 'coop-credentials' ),
				str_starts_with( $event, 'role' ) => __( 'Roles changed', 'coop-credentials' ),
				default                          => __( 'Other', 'coop-credentials' ),
			},
		};
	}

	/**
	 * What it was for; '' when it no longer exists or is not for visitors.
	 *
	 * @param string $use    What a decision was for.
	 * @param string $target Role, uid of an offer, `post:12`.
	 */
	public function target( string $use, string $target ): string {
		if ( '' === $target ) {
			return '';
		}
		$key = $use . ' ' . $target;
		if ( ! isset( $this->named[ $key ] ) ) {
			$this->named[ $key ] = match ( true ) {
				in_array( $use, array( 'offer', 'redeem' ), true ) => Html::string( $this->offers->find( $target ) ?? array(), 'title' ),
				'role' === $use                     => self::role( $target ),
				str_starts_with( $target, 'post:' ) => self::post( (int) substr( $target, 5 ) ),
				default                             => '',
			};
		}
		return $this->named[ $key ];
	}

	/**
	 * A role's name.
	 *
	 * @param string $role Key.
	 */
	private static function role( string $role ): string {
		$names = wp_roles()->role_names;
		return isset( $names[ $role ] ) && is_string( $names[ $role ] ) ? translate_user_role( $names[ $role ] ) : '';
	}

	/**
	 * Title of a page that is published.
	 *
	 * @param int $id Page.
	 */
	private static function post( int $id ): string {
		return 'publish' === get_post_status( $id ) ? wp_strip_all_tags( get_the_title( $id ) ) : '';
	}
}
