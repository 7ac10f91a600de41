<?php
/**
 * Credentials on the profile screen.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Claims\Membership;
use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Identity;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Provider_Repository;
use CoopCredentials\Sign_In\Reasons;

/**
 * Which credentials open the account, with buttons to take one off and, on one's own profile, to put one on. The screen is
 * one form of WordPress; ours stand below it and are reached by the `form` attribute.
 */
final class Profile_Section {

	/**
	 * Forms to print below the screen's own.
	 *
	 * @var list<array{id: string, action: string, nonce: string, fields: array<string,string>}>
	 */
	private array $forms = array();

	/**
	 * Builds the section.
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
	 * The section.
	 *
	 * @param \WP_User $user Account shown.
	 * @param string   $note What happened before, from the query.
	 * @return string HTML; '' when there is nothing to show.
	 */
	public function html( \WP_User $user, string $note ): string {
		$own        = get_current_user_id() === $user->ID;
		$identities = $this->identities->of_user( $user->ID );
		$providers  = $own ? $this->linkable() : array();
		if ( array() === $identities && array() === $providers ) {
			return '';
		}
		$html = '<h2 id="coop-credentials">' . esc_html__( 'Co-op sign-in', 'coop-credentials' ) . '</h2>' . self::note( $note );
		if ( array() === $identities ) {
			$html .= '<p>' . esc_html__( 'No credential opens this account yet.', 'coop-credentials' ) . '</p>';
		} else {
			$rows = '';
			foreach ( $identities as $identity ) {
				$rows .= $this->row( $user, $identity, $own && 1 === count( $identities ) );
			}
			$html .= $rows;
		}

		return $html . $this->buttons( $user, $providers, array_column( $identities, 'provider' ) );
	}

	/**
	 * The forms that belong to the section, for the foot of the screen.
	 *
	 * @return string HTML.
	 */
	public function forms(): string {
		$html = '';
		foreach ( $this->forms as $form ) {
			$html .= sprintf( '<form id="%s" method="post" action="%s">', esc_attr( $form['id'] ), esc_url( admin_url( 'admin-post.php' ) ) );
			foreach ( array( 'action' => $form['action'] ) + $form['fields'] + array( '_wpnonce' => wp_create_nonce( $form['nonce'] ) ) as $name => $value ) {
				$html .= sprintf( '<input type="hidden" name="%s" value="%s">', esc_attr( $name ), esc_attr( $value ) );
			}
			$html .= '</form>';
		}

		return $html;
	}

	/**
	 * One credential.
	 *
	 * @param \WP_User $user     Account.
	 * @param Identity $identity Identity.
	 * @param bool     $last     Whether the password is asked before it goes.
	 */
	private function row( \WP_User $user, Identity $identity, bool $last ): string {
		$id            = 'coop-unlink-' . strtolower( $identity->uid );
		$this->forms[] = array(
			'id'     => $id,
			'action' => Profile_Actions::UNLINK,
			'nonce'  => Profile_Actions::UNLINK . '|' . $identity->uid,
			'fields' => array(
				'identity' => $identity->uid,
				'user'     => (string) $user->ID,
			),
		);
		$label         = $this->label( $identity->provider );
		$memberships   = array_map( self::membership( ... ), $identity->snapshot->memberships );
		$by            = Linked_By::tryFrom( $identity->linked_by )?->label() ?? '';

		$facts = array_filter(
			array(
				$by,
				'active' !== $identity->status ? __( 'Blocked: it signs nobody in', 'coop-credentials' ) : '',
				/* translators: %s: date. */
				sprintf( __( 'Since %s', 'coop-credentials' ), self::date( $identity->created_at ) ),
				/* translators: %s: date. */
				sprintf( __( 'Last used %s', 'coop-credentials' ), self::date( $identity->last_seen_at ) ),
				/* translators: %s: names of co-ops. */
				sprintf( __( 'Memberships: %s', 'coop-credentials' ), array() === $memberships ? __( 'None', 'coop-credentials' ) : implode( ', ', array_unique( $memberships ) ) ),
			)
		);

		// A card of the dashboard, not a table: it fits a phone.
		return '<div class="card" style="padding-block:1em;margin-block-end:1em"><h3 style="margin:0">' . esc_html( $label ) . '</h3><ul><li>' . implode( '</li><li>', array_map( 'esc_html', $facts ) ) . '</li></ul>'
			. ( $last ? self::password( $id, __( 'It is your last one. Your password, so that you can still get in:', 'coop-credentials' ), $user ) : '' )
			/* translators: %s: name of the sign-in provider. */
			. sprintf( '<button type="submit" class="button" form="%s" aria-label="%s">%s</button>', esc_attr( $id ), esc_attr( sprintf( __( 'Disconnect %s', 'coop-credentials' ), $label ) ), esc_html__( 'Disconnect', 'coop-credentials' ) )
			. $this->block( $user, $identity, $label ) . '</div>';
	}

	/**
	 * Button for those who manage sign-in.
	 *
	 * @param \WP_User $user     Account.
	 * @param Identity $identity Identity.
	 * @param string   $label    Name of the provider.
	 */
	private function block( \WP_User $user, Identity $identity, string $label ): string {
		if ( ! current_user_can( Capabilities::MANAGE ) ) {
			return '';
		}
		$blocks        = 'active' === $identity->status;
		$id            = 'coop-block-' . strtolower( $identity->uid );
		$this->forms[] = array(
			'id'     => $id,
			'action' => Profile_Actions::BLOCK,
			'nonce'  => Profile_Actions::block_nonce( $identity->uid, $blocks ),
			'fields' => array(
				'identity' => $identity->uid,
				'user'     => (string) $user->ID,
				'blocked'  => $blocks ? '1' : '0',
			),
		);
		/* translators: %s: name of the sign-in provider. */
		$spoken = $blocks ? __( 'Block %s', 'coop-credentials' ) : __( 'Let %s in again', 'coop-credentials' );
		$help   = $blocks ? __( 'A blocked credential signs nobody in. Whoever is signed in with it is signed out at once. The account, its password and its application passwords stay.', 'coop-credentials' ) : '';

		return sprintf( ' <button type="submit" class="button" form="%s" aria-label="%s">%s</button>', esc_attr( $id ), esc_attr( sprintf( $spoken, $label ) ), esc_html( $blocks ? __( 'Block', 'coop-credentials' ) : __( 'Let in again', 'coop-credentials' ) ) )
			. ( '' === $help ? '' : '<p class="description">' . esc_html( $help ) . '</p>' );
	}

	/**
	 * Buttons to connect more.
	 *
	 * @param \WP_User       $user      Account.
	 * @param list<Provider> $providers Providers.
	 * @param list<string>   $connected Slugs of those that have a credential here.
	 */
	private function buttons( \WP_User $user, array $providers, array $connected ): string {
		$privileged = array() !== $providers && Privilege::of_user( $user );
		$html       = '';
		foreach ( $providers as $provider ) {
			if ( ! Policy::may_open( $provider, $user ) ) {
				/* translators: %s: name of the sign-in provider. */
				$html .= '<p>' . esc_html( sprintf( __( '%s: this account has so many rights that it signs in with its password only.', 'coop-credentials' ), $provider->label ) ) . '</p>';
				continue;
			}
			$words = in_array( $provider->slug, $connected, true )
				/* translators: %s: name of the sign-in provider. */
				? __( 'Connect another credential of %s', 'coop-credentials' )
				/* translators: %s: name of the sign-in provider. */
				: __( 'Connect %s', 'coop-credentials' );
			$id            = 'coop-link-' . $provider->slug;
			$this->forms[] = array(
				'id'     => $id,
				'action' => Profile_Actions::LINK,
				'nonce'  => Profile_Actions::LINK . '|' . $provider->slug,
				'fields' => array( 'provider' => $provider->slug ),
			);
			$html         .= '<p>' . ( $privileged ? self::password( $id, __( 'Your password, because this account has many rights:', 'coop-credentials' ), $user ) : '' )
				. sprintf( '<button type="submit" class="button" form="%s" style="white-space:normal;max-inline-size:100%%;block-size:auto">%s</button></p>', esc_attr( $id ), esc_html( sprintf( $words, $provider->label ) ) );
		}

		return $html;
	}

	/**
	 * A co-op, and whether the membership there is in force.
	 *
	 * @param Membership $membership Membership.
	 */
	private static function membership( Membership $membership ): string {
		$name = $membership->organisation_name ?? $membership->organisation_id;

		/* translators: %s: name of a co-op. */
		return false === $membership->member_at( time() ) ? sprintf( __( '%s (not in force)', 'coop-credentials' ), $name ) : $name;
	}

	/**
	 * A password field of one of our forms. Whoever has none sets one by mail, or further up on this screen when there is no
	 * address to send it to.
	 *
	 * @param string   $form  Form.
	 * @param string   $label Label.
	 * @param \WP_User $user  Account.
	 */
	private static function password( string $form, string $label, \WP_User $user ): string {
		return sprintf(
			'<label for="%1$s-password">%2$s</label><br><input type="password" id="%1$s-password" name="password" form="%1$s" class="regular-text" autocomplete="current-password" required style="margin-block:.25em .75em"><br><a href="%3$s" style="display:inline-block;margin-block-end:.75em">%4$s</a><br>',
			esc_attr( $form ),
			esc_html( $label ),
			'' === $user->user_email ? '#password' : esc_url( wp_lostpassword_url() ),
			'' === $user->user_email ? esc_html__( 'I have no password yet: set one above, then come back here', 'coop-credentials' ) : esc_html__( 'I have no password yet: set one', 'coop-credentials' )
		);
	}

	/**
	 * Providers whose credentials can be connected here.
	 *
	 * @return list<Provider>
	 */
	private function linkable(): array {
		return array_values(
			array_filter(
				$this->providers->enabled(),
				static fn( Provider $provider ): bool => in_array( 'profile', $provider->items( 'show_in' ), true ) && Policy::can_link( $provider )
			)
		);
	}

	/**
	 * A provider's name, or its slug when it is gone.
	 *
	 * @param string $slug Slug.
	 */
	private function label( string $slug ): string {
		try {
			return $this->providers->find( $slug )->label ?? $slug;
		} catch ( Problem ) {
			return $slug;
		}
	}

	/**
	 * What happened before.
	 *
	 * @param string $note From the query: only what we know is shown.
	 */
	private static function note( string $note ): string {
		$text = match ( true ) {
			'linked' === $note         => __( 'Connected.', 'coop-credentials' ),
			'unlinked' === $note       => __( 'Disconnected. Sessions that were opened with it have ended.', 'coop-credentials' ),
			'blocked' === $note        => __( 'Blocked. Whoever was signed in with it is signed out.', 'coop-credentials' ),
			'unblocked' === $note      => __( 'It may sign in again.', 'coop-credentials' ),
			'password_wrong' === $note => __( 'That is not your password. Nothing was changed. If you have none yet, set one with “Lost your password?” on the login page first.', 'coop-credentials' ),
			Reasons::is_known( $note ) => Reasons::text( $note, __( 'the provider', 'coop-credentials' ) ),
			default                    => '',
		};

		return '' === $text ? '' : sprintf( '<div class="notice inline notice-%s" role="status"><p>%s</p></div>', in_array( $note, array( 'linked', 'unlinked', 'blocked', 'unblocked' ), true ) ? 'success' : 'warning', esc_html( $text ) );
	}

	/**
	 * A date in words.
	 *
	 * @param \DateTimeImmutable $at Time.
	 */
	private static function date( \DateTimeImmutable $at ): string {
		$text = wp_date( (string) get_option( 'date_format' ), $at->getTimestamp() );

		return is_string( $text ) ? $text : '';
	}
}
