<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Kernel\Settings;

/**
 * Where till staff belong: the page with the till, never the dashboard. The role has no `read`.
 */
final class Till_Landing {
	public function __construct( private readonly Settings $settings ) {}

	/**
	 * Whether this account is a till and nothing more.
	 *
	 * @param mixed $user Account.
	 */
	public function is_till_only( mixed $user ): bool {
		return $user instanceof \WP_User && $user->exists() && $user->has_cap( Capabilities::REDEEM ) && ! $user->has_cap( 'read' );
	}

	/** Address of the till page; '' when none is set or it is not published. */
	public function till_url(): string {
		return $this->page( 'till' );
	}

	/** Address of a holder's coupons; '' when no page is set. */
	public function my_coupons_url(): string {
		return $this->page( 'my_coupons' );
	}

	/** Where a till-only account goes. */
	public function home(): string {
		$url = $this->till_url();
		return '' === $url ? home_url( '/' ) : $url;
	}

	private function page( string $name ): string {
		$pages = $this->settings->get( 'pages', array() );
		$id    = is_array( $pages ) && is_numeric( $pages[ $name ] ?? null ) ? (int) $pages[ $name ] : 0;
		$url   = $id > 0 && 'publish' === get_post_status( $id ) ? get_permalink( $id ) : false;
		return false === $url ? '' : $url;
	}
}
