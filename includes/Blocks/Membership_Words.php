<?php
/**
 * Words for values of memberships.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

defined( 'ABSPATH' ) || exit;

/**
 * Classes and roles are the provider's words. Those of the common vocabulary read as people say them; any other stays as
 * it came.
 */
final class Membership_Words {

	/**
	 * A class of member.
	 *
	 * @param string $name Value.
	 */
	public static function of_class( string $name ): string {
		return match ( $name ) {
			'worker'    => __( 'Worker member', 'coop-credentials' ),
			'consumer'  => __( 'Consumer member', 'coop-credentials' ),
			'producer'  => __( 'Producer member', 'coop-credentials' ),
			'user'      => __( 'User member', 'coop-credentials' ),
			'community' => __( 'Community member', 'coop-credentials' ),
			'investor'  => __( 'Investor member', 'coop-credentials' ),
			'supporter' => __( 'Supporter member', 'coop-credentials' ),
			'founder'   => __( 'Founder member', 'coop-credentials' ),
			default     => $name,
		};
	}

	/**
	 * A role in the co-op.
	 *
	 * @param string $name Value.
	 */
	public static function of_role( string $name ): string {
		return match ( $name ) {
			'member'    => __( 'Member', 'coop-credentials' ),
			'board'     => __( 'Board', 'coop-credentials' ),
			'staff'     => __( 'Staff', 'coop-credentials' ),
			'volunteer' => __( 'Volunteer', 'coop-credentials' ),
			'delegate'  => __( 'Delegate', 'coop-credentials' ),
			'editor'    => __( 'Editor', 'coop-credentials' ),
			default     => $name,
		};
	}
}
