<?php
/**
 * Hooks of accounts.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Kernel\Front\Responder;
use CoopCredentials\Kernel\Module;

/**
 * All hooks of this part of the room on one page.
 */
final class Accounts_Module implements Module {

	/**
	 * Builds the module.
	 *
	 * @param Services $services Services.
	 */
	public function __construct( private readonly Services $services ) {
	}

	/**
	 * Registers path and hooks. Nothing here asks the database.
	 */
	public function register(): void {
		$this->services->room->kernel->router()->add( 'connect', 'coop-credentials/connect', fn( Front_Request $request ) => $this->services->connect()->handle( $request ), array( 'methods' => array( 'GET', 'POST' ) ) );

		add_action( 'set_logged_in_cookie', array( $this, 'action_set_logged_in_cookie' ), 10, 6 );
		add_action( 'wp_loaded', array( $this, 'action_wp_loaded' ), PHP_INT_MAX ); // After whoever guards an account on its way in.
		add_action( 'auth_cookie_valid', array( $this, 'action_auth_cookie_valid' ), 10, 2 );
		add_filter( 'determine_current_user', array( $this, 'filter_determine_current_user' ), 30 );
		add_action( 'deleted_user', array( $this, 'action_deleted_user' ) );
		add_action( 'wpmu_delete_user', array( $this, 'action_wpmu_delete_user' ) );
		add_action( Gone_Accounts::CRON, array( $this, 'action_account_gone' ), 10, 2 );
		add_action( 'remove_user_from_blog', array( $this, 'action_remove_user_from_blog' ) );
		add_action( 'password_reset', array( $this, 'action_password_reset' ) );
		if ( ! is_admin() && ! wp_doing_cron() && 'cli' !== PHP_SAPI ) {
			return;
		}
		add_action( 'user_profile_update_errors', array( $this, 'action_user_profile_update_errors' ), 10, 3 );
		add_action( 'show_user_profile', array( $this, 'action_show_user_profile' ) );
		add_action( 'edit_user_profile', array( $this, 'action_show_user_profile' ) );
		add_action( 'admin_footer-profile.php', array( $this, 'action_admin_footer' ) );
		add_action( 'admin_footer-user-edit.php', array( $this, 'action_admin_footer' ) );
		add_action( 'admin_post_' . Profile_Actions::LINK, array( $this, 'action_link' ) );
		add_action( 'admin_post_' . Profile_Actions::UNLINK, array( $this, 'action_unlink' ) );
		add_action( 'admin_post_' . Profile_Actions::BLOCK, array( $this, 'action_block' ) );
		add_filter( 'manage_users_columns', array( $this, 'filter_manage_users_columns' ) );
		add_filter( 'manage_users_custom_column', array( $this, 'filter_manage_users_custom_column' ), 10, 3 );
		add_action( 'restrict_manage_users', array( $this, 'action_restrict_manage_users' ) );
		add_filter( 'users_list_table_query_args', array( $this, 'filter_users_list_table_query_args' ) );
		add_action( 'pre_user_query', array( $this, 'action_pre_user_query' ) );
	}

	/**
	 * A login cookie is set: somebody may have finished what we began.
	 *
	 * @param mixed $cookie     Cookie.
	 * @param mixed $expire     Time.
	 * @param mixed $expiration Time.
	 * @param mixed $user_id    Account.
	 * @param mixed $scheme     Scheme.
	 * @param mixed $token      Session token.
	 */
	public function action_set_logged_in_cookie( mixed $cookie, mixed $expire, mixed $expiration, mixed $user_id, mixed $scheme = '', #[\SensitiveParameter] mixed $token = '' ): void {
		if ( null !== $this->services->room->cookies()->session() && is_numeric( $user_id ) && is_string( $token ) ) {
			$this->services->late_arrivals()->cookie_was_set( (int) $user_id, $token );
		}
	}

	/**
	 * WordPress has let somebody in: perhaps by a login that another plugin cut short.
	 */
	public function action_wp_loaded(): void {
		if ( is_user_logged_in() && null !== $this->services->room->cookies()->session() ) {
			$this->services->late_arrivals()->came_through( get_current_user_id(), wp_get_session_token() );
		}
	}

	/**
	 * WordPress accepts a login cookie.
	 *
	 * @param mixed $cookie Its parts.
	 * @param mixed $user   Account.
	 */
	public function action_auth_cookie_valid( mixed $cookie, mixed $user ): void {
		$token = is_array( $cookie ) ? $cookie['token'] ?? null : null;
		if ( $user instanceof \WP_User && is_string( $token ) ) {
			$this->services->origin()->cookie_was_accepted( $user->ID, $token );
		}
	}

	/**
	 * After WordPress's own answers (10 and 20): nobody, when the login is over.
	 *
	 * @param mixed $user_id Account so far.
	 */
	public function filter_determine_current_user( mixed $user_id ): mixed {
		return is_int( $user_id ) && $user_id > 0 && $this->services->origin()->is_over( $user_id ) ? false : $user_id;
	}

	/**
	 * An account is gone.
	 *
	 * @param mixed $user_id Account.
	 */
	public function action_deleted_user( mixed $user_id ): void {
		$this->services->links()->forget_account( is_numeric( $user_id ) ? (int) $user_id : 0 );
	}

	/**
	 * An account of a network is about to go.
	 *
	 * @param mixed $user_id Account.
	 */
	public function action_wpmu_delete_user( mixed $user_id ): void {
		$this->services->gone()->leave( is_numeric( $user_id ) ? (int) $user_id : 0 );
	}

	/**
	 * Goes on with the sites of a network that were not visited yet.
	 *
	 * @param mixed $user_id Account.
	 * @param mixed $offset  Sites already visited.
	 */
	public function action_account_gone( mixed $user_id, mixed $offset = 0 ): void {
		if ( is_multisite() && is_int( $user_id ) && is_int( $offset ) ) {
			$this->services->gone()->walk( $user_id, $offset );
		}
	}

	/**
	 * An account was removed from this site.
	 *
	 * @param mixed $user_id Account.
	 */
	public function action_remove_user_from_blog( mixed $user_id ): void {
		$this->services->links()->end_sessions( is_numeric( $user_id ) ? (int) $user_id : 0 );
	}

	/**
	 * Somebody who reads an account's mail sets its password; the page that tells them so tells what it meant for the
	 * credential.
	 *
	 * @param mixed $user Account.
	 */
	public function action_password_reset( mixed $user ): void {
		if ( $user instanceof \WP_User && $this->services->password_reset()->of( $user->ID ) ) {
			add_filter( 'login_message', array( $this, 'filter_login_message' ) );
		}
	}

	/**
	 * After the sentence that the password was set.
	 *
	 * @param mixed $message HTML so far.
	 */
	public function filter_login_message( mixed $message ): string {
		return ( is_string( $message ) ? $message : '' ) . wp_get_admin_notice(
			esc_html__( 'This account was made by signing in with a co-op credential. That credential does not open it any more. If it is yours, log in with your new password and connect it again on your profile.', 'coop-credentials' ),
			array(
				'type'               => 'info',
				'additional_classes' => array( 'message' ),
			)
		);
	}

	/**
	 * The section of the profile screen.
	 *
	 * @param mixed $user Account shown.
	 */
	public function action_show_user_profile( mixed $user ): void {
		if ( $user instanceof \WP_User ) {
			echo $this->services->profile()->html( $user, self::query( Profile_Actions::NOTE ) ); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped where it is made.
		}
	}

	/**
	 * An account that has no address can be saved without one; else its owner could never set a password, nor, because
	 * WordPress keeps the stored address until a new one is confirmed, give it one.
	 *
	 * @param mixed $errors What stands against saving.
	 * @param mixed $update Whether the account is there already.
	 * @param mixed $user   Values as given.
	 */
	public function action_user_profile_update_errors( mixed $errors, mixed $update, mixed $user ): void {
		$stored = true === $update && $user instanceof \stdClass && is_numeric( $user->ID ?? null ) ? get_userdata( (int) $user->ID ) : false;
		$given  = isset( $_POST['email'] ) && is_string( $_POST['email'] ) ? trim( wp_unslash( $_POST['email'] ) ) : ''; // phpcs:ignore WordPress.Security.NonceVerification.Missing, WordPress.Security.ValidatedSanitizedInput.InputNotSanitized -- only whether there is any; WordPress has verified and reads it.
		if ( $errors instanceof \WP_Error && false !== $stored && '' === $stored->user_email && '' === $given ) {
			$errors->remove( 'empty_email' );
			$errors->remove( 'invalid_email' );
		}
	}

	/**
	 * The section's forms: they cannot stand inside the screen's own.
	 */
	public function action_admin_footer(): void {
		echo $this->services->profile()->forms(); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped where it is made.
	}

	/**
	 * The press on "Connect".
	 */
	public function action_link(): void {
		$this->answer( $this->services->profile_actions()->link( self::fields() ) );
	}

	/**
	 * The press on "Disconnect".
	 */
	public function action_unlink(): void {
		$this->answer( $this->services->profile_actions()->unlink( self::fields() ) );
	}

	/**
	 * The press on "Block" or "Let in again".
	 */
	public function action_block(): void {
		$this->answer( $this->services->profile_actions()->block( self::fields() ) );
	}

	/**
	 * The column.
	 *
	 * @param mixed $columns Columns.
	 * @return array<array-key,mixed>
	 */
	public function filter_manage_users_columns( mixed $columns ): array {
		return (array) $columns + array( Users_List::COLUMN => __( 'Co-op sign-in', 'coop-credentials' ) );
	}

	/**
	 * A cell.
	 *
	 * @param mixed $html    HTML of others.
	 * @param mixed $column  Column.
	 * @param mixed $user_id Account.
	 */
	public function filter_manage_users_custom_column( mixed $html, mixed $column, mixed $user_id ): mixed {
		if ( Users_List::COLUMN !== $column || ! is_numeric( $user_id ) ) {
			return $html;
		}
		$table = $GLOBALS['wp_list_table'] ?? null;
		$list  = $this->services->users_list();
		if ( $table instanceof \WP_List_Table && is_array( $table->items ) && isset( $table->items[ (int) $user_id ] ) && ! $list->is_prepared( (int) $user_id ) ) {
			$list->prepare( array_map( 'intval', array_keys( $table->items ) ) );
		}

		return $list->cell( (int) $user_id );
	}

	/**
	 * The filter above the list.
	 *
	 * @param mixed $which `top` or `bottom`.
	 */
	public function action_restrict_manage_users( mixed $which ): void {
		echo $this->services->users_list()->filter( self::query( Users_List::FILTER ), is_string( $which ) ? $which : '' ); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped where it is made.
	}

	/**
	 * Marks the query of the list, so that no other query of users is narrowed.
	 *
	 * @param mixed $args Arguments.
	 * @return array<array-key,mixed>
	 */
	public function filter_users_list_table_query_args( mixed $args ): array {
		$chosen = self::query( Users_List::FILTER );

		return (array) $args + ( '' !== $chosen ? array( Users_List::FILTER => $chosen ) : array() );
	}

	/**
	 * Narrows the query of the list.
	 *
	 * @param mixed $query Query.
	 */
	public function action_pre_user_query( mixed $query ): void {
		$chosen = $query instanceof \WP_User_Query ? $query->get( Users_List::FILTER ) : null;
		if ( $query instanceof \WP_User_Query && is_string( $chosen ) && '' !== $chosen ) {
			$this->services->users_list()->narrow( $query, $chosen );
		}
	}

	/**
	 * Ends the request.
	 *
	 * @param Redirect $redirect Where to go.
	 */
	private function answer( Redirect $redirect ): never {
		Responder::send( $redirect );
		exit;
	}

	/**
	 * A text of the query.
	 *
	 * @param string $name Name.
	 */
	private static function query( string $name ): string {
		return isset( $_GET[ $name ] ) && is_string( $_GET[ $name ] ) ? sanitize_text_field( wp_unslash( $_GET[ $name ] ) ) : ''; // phpcs:ignore WordPress.Security.NonceVerification.Recommended -- only shown or searched for.
	}

	/**
	 * Fields of a press. A GET has none, and with them no nonce.
	 *
	 * @return array<string,string>
	 */
	private static function fields(): array {
		$fields = array();
		foreach ( array( 'provider', 'identity', 'user', 'blocked', 'password', '_wpnonce' ) as $name ) {
			if ( isset( $_POST[ $name ] ) && is_string( $_POST[ $name ] ) ) { // phpcs:ignore WordPress.Security.NonceVerification.Missing -- verified by the service.
				$fields[ $name ] = 'password' === $name ? wp_unslash( $_POST[ $name ] ) : sanitize_text_field( wp_unslash( $_POST[ $name ] ) ); // phpcs:ignore WordPress.Security.NonceVerification.Missing, WordPress.Security.ValidatedSanitizedInput.InputNotSanitized -- a password is taken as typed.
			}
		}

		return $fields;
	}
}
