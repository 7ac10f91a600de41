<?php
/**
 * The list of users.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Sign_In\Provider_Repository;

/**
 * A column that says by which providers each account signs in, and a filter by them. One query for the whole page.
 */
final class Users_List {

	public const COLUMN = 'coop_credentials';
	public const FILTER = 'coop_credentials_provider';

	/**
	 * Providers of accounts that were looked up, and whether one of the account's credentials of each is blocked.
	 *
	 * @var array<int,array<string,bool>>
	 */
	private array $found = array();

	/**
	 * Builds the list.
	 *
	 * @param Link_Repository     $identities Identities of accounts.
	 * @param Provider_Repository $providers  Providers.
	 */
	public function __construct(
		private readonly Link_Repository $identities,
		private readonly Provider_Repository $providers,
	) {
	}

	/**
	 * Whether an account was looked up.
	 *
	 * @param int $user_id Account.
	 */
	public function is_prepared( int $user_id ): bool {
		return isset( $this->found[ $user_id ] );
	}

	/**
	 * Looks a page of accounts up.
	 *
	 * @param list<int> $user_ids Accounts on the page.
	 */
	public function prepare( array $user_ids ): void {
		$this->found = $this->identities->providers_of( $user_ids ) + array_fill_keys( $user_ids, array() );
	}

	/**
	 * One cell.
	 *
	 * @param int $user_id Account.
	 * @return string HTML.
	 */
	public function cell( int $user_id ): string {
		if ( ! isset( $this->found[ $user_id ] ) ) {
			$this->prepare( array_merge( array_keys( $this->found ), array( $user_id ) ) );
		}
		$labels = $this->labels();
		$names  = array();
		foreach ( $this->found[ $user_id ] ?? array() as $slug => $is_blocked ) {
			$name = $labels[ $slug ] ?? $slug;
			/* translators: %s: name of a sign-in provider. */
			$names[] = $is_blocked ? sprintf( __( '%s (blocked)', 'coop-credentials' ), $name ) : $name;
		}

		return array() === $names
			? '<span aria-hidden="true">—</span><span class="screen-reader-text">' . esc_html__( 'No credential', 'coop-credentials' ) . '</span>'
			: esc_html( implode( ', ', $names ) );
	}

	/**
	 * The filter above the list.
	 *
	 * @param string $chosen Slug; '' for none.
	 * @param string $which  `top` or `bottom`: only one may carry the name.
	 * @return string HTML.
	 */
	public function filter( string $chosen, string $which ): string {
		if ( 'top' !== $which || array() === $this->labels() ) {
			return '';
		}
		$options = '<option value="">' . esc_html__( 'All ways to sign in', 'coop-credentials' ) . '</option>'
			. sprintf( '<option value="*"%s>%s</option>', selected( $chosen, '*', false ), esc_html__( 'Any co-op credential', 'coop-credentials' ) );
		foreach ( $this->labels() as $slug => $label ) {
			$options .= sprintf( '<option value="%s"%s>%s</option>', esc_attr( $slug ), selected( $chosen, $slug, false ), esc_html( $label ) );
		}

		return '</div><div class="alignleft actions"><label class="screen-reader-text" for="' . self::FILTER . '">' . esc_html__( 'Filter by sign-in provider', 'coop-credentials' ) . '</label>'
			. '<select name="' . self::FILTER . '" id="' . self::FILTER . '">' . $options . '</select>'
			. get_submit_button( __( 'Filter', 'coop-credentials' ), '', 'coop_credentials_filter', false );
	}

	/**
	 * Narrows a query of users.
	 *
	 * @param \WP_User_Query $query  Query, prepared.
	 * @param string         $chosen Slug, `*` for any.
	 */
	public function narrow( \WP_User_Query $query, string $chosen ): void {
		if ( '*' === $chosen || 1 === preg_match( '/\A[a-z0-9-]{2,32}\z/', $chosen ) ) {
			$query->query_where .= ' AND ' . $this->identities->condition( '*' === $chosen ? '' : $chosen );
		}
	}

	/**
	 * Names of the providers.
	 *
	 * @return array<string,string>
	 */
	private function labels(): array {
		$labels = array();
		foreach ( $this->providers->all() as $provider ) {
			$labels[ $provider->slug ] = $provider->label;
		}

		return $labels;
	}
}
