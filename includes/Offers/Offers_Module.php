<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Kernel\Module;
use CoopCredentials\Sign_In\Visitor;

/**
 * Hooks of the room.
 */
final class Offers_Module implements Module {
	public function __construct( private readonly Services $offers ) {}

	public function register(): void {
		add_action( 'init', array( $this, 'action_init' ), 5 );
		add_action( 'rest_api_init', array( $this, 'action_rest_api_init' ) );
		add_filter( 'coop_credentials_me', array( $this, 'filter_me' ), 10, 3 );
		add_filter( 'coop_credentials_my_coupons_url', array( $this, 'filter_my_coupons_url' ), 5 );
		add_filter( 'coop_credentials_till_url', array( $this, 'filter_till_url' ), 5 );
		add_filter( 'login_redirect', array( $this, 'filter_login_redirect' ), 20, 3 );
		add_filter( 'show_admin_bar', array( $this, 'filter_show_admin_bar' ) );
		add_action( 'admin_init', array( $this, 'action_admin_init' ), 1 );
		add_action( 'admin_page_access_denied', array( $this, 'action_admin_init' ), 1 );
		// Before other plugins: one that throws or exits where it hears of this must not leave coupons good.
		add_action( 'coop_credentials_identity_unlinked', array( $this, 'action_identity_unlinked' ), PHP_INT_MIN );
		add_action( 'coop_credentials_identity_blocked', array( $this, 'action_identity_blocked' ), PHP_INT_MIN, 2 );
		add_action( 'coop_credentials_signed_in', array( $this, 'action_signed_in' ), PHP_INT_MIN );
		add_action( 'coop_credentials_memberships_renewed', array( $this, 'action_signed_in' ), PHP_INT_MIN );
	}

	/** The coupon's address. */
	public function action_init(): void {
		$this->offers->kernel->router()->add( Coupon_Page::ROUTE, Coupon_Page::PATH, fn ( $request ) => $this->offers->coupon_page()->handle( $request ) );
	}

	public function action_rest_api_init(): void {
		foreach ( $this->offers->controllers() as $controller ) {
			$controller->register_routes();
		}
	}

	/**
	 * Adds what the visitor may do with the offers asked for.
	 *
	 * @param mixed $answer  Answer of `GET me` so far.
	 * @param mixed $visitor Visitor or null.
	 * @param mixed $request Request; its `offers` names at most twenty.
	 */
	public function filter_me( mixed $answer, mixed $visitor, mixed $request ): mixed {
		$asked = $request instanceof \WP_REST_Request ? $request['offers'] : null;
		$uids  = is_string( $asked ) ? explode( ',', $asked ) : ( is_array( $asked ) ? $asked : array() );
		$uids  = array_values( array_filter( $uids, static fn ( mixed $uid ): bool => is_string( $uid ) && 1 === preg_match( '/^[0-9A-Z]{26}$/D', $uid ) ) );
		if ( ! is_array( $answer ) || array() === $uids ) {
			return $answer;
		}
		$answer['offers'] = (object) $this->offers->eligibility()->for_offers( $visitor instanceof Visitor ? $visitor : null, $uids );
		return $answer;
	}

	public function filter_my_coupons_url( mixed $url ): string {
		return is_string( $url ) && '' !== $url ? $url : $this->offers->till_landing()->my_coupons_url();
	}

	public function filter_till_url( mixed $url ): string {
		return is_string( $url ) && '' !== $url ? $url : $this->offers->till_landing()->till_url();
	}

	/**
	 * Till staff land on the till; a page of ours they asked for is kept.
	 *
	 * @param mixed $redirect_to Chosen so far.
	 * @param mixed $requested   As asked for.
	 * @param mixed $user        Account or error.
	 */
	public function filter_login_redirect( mixed $redirect_to, mixed $requested, mixed $user ): mixed {
		$landing = $this->offers->till_landing();
		if ( ! $landing->is_till_only( $user ) ) {
			return $redirect_to;
		}
		$wanted = is_string( $requested ) ? $requested : '';
		$inside = '' === $wanted || str_starts_with( $wanted, admin_url() ) || str_contains( $wanted, 'wp-admin' );
		return $inside ? $landing->home() : $redirect_to;
	}

	public function filter_show_admin_bar( mixed $show ): bool {
		return (bool) $show && ! $this->offers->till_landing()->is_till_only( wp_get_current_user() );
	}

	/** The dashboard is not for tills. */
	public function action_admin_init(): void {
		if ( wp_doing_ajax() || ! is_user_logged_in() || ! current_user_can( Capabilities::REDEEM ) || ! $this->offers->till_landing()->is_till_only( wp_get_current_user() ) ) {
			return;
		}
		if ( isset( $_SERVER['SCRIPT_NAME'] ) && str_ends_with( sanitize_text_field( wp_unslash( $_SERVER['SCRIPT_NAME'] ) ), '/admin-post.php' ) ) {
			return;
		}
		if ( wp_safe_redirect( $this->offers->till_landing()->home() ) ) {
			exit;
		}
	}

	/**
	 * @param mixed $identity_uid Which was taken from its account.
	 */
	public function action_identity_unlinked( mixed $identity_uid ): void {
		if ( is_string( $identity_uid ) && '' !== $identity_uid ) {
			$this->offers->membership_watch()->unlinked( $identity_uid );
		}
	}

	/**
	 * @param mixed $identity_uid Which.
	 * @param mixed $blocked      Whether it is refused from now on.
	 */
	public function action_identity_blocked( mixed $identity_uid, mixed $blocked ): void {
		if ( is_string( $identity_uid ) && '' !== $identity_uid ) {
			$this->offers->membership_watch()->blocked( $identity_uid, true === $blocked );
		}
	}

	/**
	 * @param mixed $identity_uid Who signed in; null for a subject that changes each time.
	 */
	public function action_signed_in( mixed $identity_uid ): void {
		if ( is_string( $identity_uid ) && '' !== $identity_uid ) {
			$this->offers->membership_watch()->signed_in( $identity_uid );
		}
	}
}
