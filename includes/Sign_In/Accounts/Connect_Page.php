<?php
/**
 * Pages of connecting.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Kernel\Front\Markup;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Page_Forms;
use CoopCredentials\Sign_In\Pages;
use CoopCredentials\Sign_In\Reasons;
use CoopCredentials\Sign_In\Return_Target;

/**
 * Says what an account gains by it and which account it is, so that nobody connects one they have never made. Its address is
 * not shown.
 */
final class Connect_Page {

	/** The theme's own letters and colours, wide enough for a password, 44 px high on a phone. */
	private const FIELD = 'box-sizing:border-box;display:block;inline-size:min(100%,24em);min-block-size:2.75em;margin-block:.25em 1em;padding:.5em .75em;border:1.5px solid var(--coop-edge);border-radius:6px;background:transparent;color:inherit;font:inherit';

	/**
	 * Builds the pages.
	 *
	 * @param Page_Forms $forms Forms.
	 */
	public function __construct( private readonly Page_Forms $forms ) {
	}

	/**
	 * Asks for a proof.
	 *
	 * @param string $label     Provider's label.
	 * @param \WP_User $user     Account.
	 * @param string $nonce     Value of the hidden field.
	 * @param string $return_to Checked path.
	 * @param string $alert     What went wrong, '' for nothing.
	 * @param int    $status    HTTP status.
	 * @param int|null $retry_after Seconds.
	 */
	public function ask( string $label, \WP_User $user, string $nonce, string $return_to, string $alert = '', int $status = 200, ?int $retry_after = null ): Page {
		$fields  = self::fields( $nonce, $return_to );
		$content = ( '' !== $alert ? Markup::note( 'warn', '', '<p>' . Markup::text( $alert ) . '</p>', '', 'role="alert" tabindex="-1" autofocus' ) : '' )
			/* translators: %s: name of the sign-in provider. */
			. '<p>' . Markup::text( sprintf( __( 'You are signed in with %s. Confirm once that the account is yours; from then on it opens with the same button.', 'coop-credentials' ), $label ) ) . '</p>'
			. '<p>' . Markup::text( self::account( $user ) ) . '</p>'
			. '<div class="coop-credentials-box coop-credentials-stack">'
			. $this->forms->button(
				'connect',
				'',
				__( 'Connect my account', 'coop-credentials' ),
				$fields + array( 'proof' => 'password' ),
				'primary',
				'<label for="coop-connect-password">' . esc_html__( 'Password of the account', 'coop-credentials' ) . '</label><input type="password" id="coop-connect-password" name="password" autocomplete="current-password" required style="' . self::FIELD . '">'
			)
			. '<p>' . esc_html__( 'You do not know the password?', 'coop-credentials' ) . ' ' . Markup::text( self::takeover() ) . '</p>'
			. $this->forms->button( 'connect', '', __( 'Send me a link by e-mail', 'coop-credentials' ), $fields + array( 'proof' => 'mail' ), 'outline' )
			. '<p><small>' . Markup::text( __( 'We never connect accounts by e-mail address alone.', 'coop-credentials' ) ) . '</small></p></div>'
			. '<p><a href="' . esc_url( Return_Target::url( $return_to ) ) . '">' . esc_html__( 'Go on without connecting', 'coop-credentials' ) . '</a></p>';

		return new Page( Reasons::heading( 'link_required', $label ), Page_Forms::body( $content ), $status, true, true, self::headers( $retry_after ) );
	}

	/**
	 * The link of a mail was opened: asks for one press, because programs open links too.
	 *
	 * @param string $label     Provider's label.
	 * @param \WP_User $user     Account.
	 * @param string $nonce     Value of the hidden field.
	 * @param string $token     Token of the link.
	 * @param string $return_to Checked path.
	 */
	public function confirm( string $label, \WP_User $user, string $nonce, string $token, string $return_to ): Page {
		return new Page(
			/* translators: %s: name of the sign-in provider. */
			sprintf( __( 'Connect %s', 'coop-credentials' ), $label ),
			Page_Forms::body(
				/* translators: %s: name of the sign-in provider. */
				'<p>' . Markup::text( sprintf( __( 'From now on %s will sign you in to your account here.', 'coop-credentials' ), $label ) ) . '</p>'
				. '<p>' . Markup::text( self::account( $user ) ) . '</p><p>' . Markup::text( self::takeover() ) . '</p>'
				. $this->forms->button(
					'connect',
					'',
					__( 'Connect my account', 'coop-credentials' ),
					self::fields( $nonce, $return_to ) + array(
						'proof' => 'link',
						'token' => $token,
					)
				)
			),
			200,
			true,
			true,
			Pages::private_headers()
		);
	}

	/**
	 * The mail is under way.
	 *
	 * @param string $label     Provider's label.
	 * @param string $return_to Checked path.
	 */
	public function sent( string $label, string $return_to ): Page {
		return new Page(
			__( 'Look into your mail', 'coop-credentials' ),
			/* translators: %s: name of the sign-in provider. */
			Page_Forms::body( '<p>' . Markup::text( sprintf( __( 'We sent a link to the address that %s has confirmed. Open it in this browser within 30 minutes.', 'coop-credentials' ), $label ) ) . '</p><p>' . Page_Forms::on( $return_to ) . '</p>' ),
			200,
			true,
			true,
			Pages::private_headers()
		);
	}

	/**
	 * A proof was not accepted.
	 *
	 * @param string  $label     Provider's label.
	 * @param \WP_User $user     Account.
	 * @param string  $nonce     Value of the hidden field.
	 * @param string  $return_to Checked path.
	 * @param Problem $problem   Why.
	 * @param bool    $by_link   Whether the link of a mail was tried.
	 */
	public function refused( string $label, \WP_User $user, string $nonce, string $return_to, Problem $problem, bool $by_link ): Page {
		$text = 'link_required' !== $problem->reason
			? Reasons::text( $problem->reason, $label, array(), $problem->retry_after )
			: ( $by_link ? __( 'This link is no longer valid. Ask for a new one.', 'coop-credentials' ) : __( 'That is not the password of the account.', 'coop-credentials' ) );

		return $this->ask( $label, $user, $nonce, $return_to, $text, $problem->status, $problem->retry_after );
	}

	/**
	 * There is nothing to connect: the same page for everybody, whatever accounts there are.
	 *
	 * @param string $return_to Checked path.
	 */
	public function nothing( string $return_to ): Page {
		return new Page(
			__( 'Nothing to connect', 'coop-credentials' ),
			Page_Forms::body( '<p>' . Markup::text( __( 'If you came here from a mail, open its link in the browser you signed in with.', 'coop-credentials' ) ) . '</p><p>' . Page_Forms::on( $return_to ) . '</p>' ),
			200,
			true,
			true,
			Pages::private_headers()
		);
	}

	/**
	 * Which account it is.
	 *
	 * @param \WP_User $user Account.
	 */
	public static function account( \WP_User $user ): string {
		$at   = strtotime( $user->user_registered . ' UTC' );
		$date = false !== $at && $at > 0 ? wp_date( (string) get_option( 'date_format' ), $at ) : false;

		return false === $date
			/* translators: %s: login name of an account. */
			? sprintf( __( 'The account is called “%s”. If you have never had it, do not connect it.', 'coop-credentials' ), $user->user_login )
			/* translators: 1: login name of an account, 2: date. */
			: sprintf( __( 'The account is called “%1$s” and was made on %2$s. If you have never had it, do not connect it.', 'coop-credentials' ), $user->user_login, $date );
	}

	/**
	 * What connecting by a mailed link ends.
	 */
	public static function takeover(): string {
		return __( 'Connecting with the link from the mail makes the account yours alone: its password stops working, and it is logged out everywhere else. You can choose a new password afterwards.', 'coop-credentials' );
	}

	/**
	 * Headers of a page.
	 *
	 * @param int|null $retry_after Seconds.
	 * @return array<string,string>
	 */
	private static function headers( ?int $retry_after ): array {
		return Pages::private_headers() + ( null !== $retry_after ? array( 'Retry-After' => (string) $retry_after ) : array() );
	}

	/**
	 * Hidden fields of every form.
	 *
	 * @param string $nonce     Value of the hidden field.
	 * @param string $return_to Checked path.
	 * @return array<string,string>
	 */
	private static function fields( string $nonce, string $return_to ): array {
		return array(
			'connect_nonce' => $nonce,
			'return_to'     => $return_to,
		);
	}
}
