<?php
/**
 * Pages of connecting.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Pages;
use CoopCredentials\Sign_In\Reasons;
use CoopCredentials\Sign_In\Return_Target;

/**
 * Says what an account gains by it, and names neither the account nor its address.
 */
final class Connect_Page {

	/** The theme's own letters and colours, wide enough for a password, 44 px high on a phone. */
	private const FIELD = 'box-sizing:border-box;inline-size:min(100%,24em);min-block-size:2.75em;margin-block-start:.25em;padding:.5em .75em;border:1px solid color-mix(in srgb,currentColor 60%,transparent);border-radius:6px;background:transparent;color:inherit;font:inherit';

	/** The second of two buttons. */
	private const OUTLINE = 'background:transparent;color:inherit;border:1px solid currentColor';

	/**
	 * Builds the pages.
	 *
	 * @param Router $router Addresses.
	 */
	public function __construct( private readonly Router $router ) {
	}

	/**
	 * Asks for a proof.
	 *
	 * @param string $label     Provider's label.
	 * @param string $nonce     Value of the hidden field.
	 * @param string $return_to Checked path.
	 * @param string $alert     What went wrong, '' for nothing.
	 * @param int    $status    HTTP status.
	 * @param int|null $retry_after Seconds.
	 */
	public function ask( string $label, string $nonce, string $return_to, string $alert = '', int $status = 200, ?int $retry_after = null ): Page {
		$content = '' !== $alert ? Pages::note( 'warn', '<p>' . esc_html( $alert ) . '</p>', ' role="alert" tabindex="-1" autofocus' ) : '';
		/* translators: %s: name of the sign-in provider. */
		$content .= '<p>' . esc_html( sprintf( __( 'You are signed in with %s. Confirm once that the account is yours; from then on it opens with the same button.', 'coop-credentials' ), $label ) ) . '</p>'
			. $this->form(
				$nonce,
				$return_to,
				'password',
				'<p><label for="coop-connect-password">' . esc_html__( 'Password of the account', 'coop-credentials' ) . '</label><br>'
				. '<input type="password" id="coop-connect-password" name="password" autocomplete="current-password" required style="' . self::FIELD . '"></p>',
				__( 'Connect', 'coop-credentials' )
			)
			. '<p>' . esc_html__( 'You do not know the password?', 'coop-credentials' ) . '</p>'
			. $this->form( $nonce, $return_to, 'mail', '', __( 'Send me a link by e-mail', 'coop-credentials' ), false )
			. '<p><a href="' . esc_url( Return_Target::url( $return_to ) ) . '">' . esc_html__( 'Go on without connecting', 'coop-credentials' ) . '</a></p>';

		return new Page( Reasons::heading( 'link_required', $label ), $content, $status, true, true, self::headers( $retry_after ) );
	}

	/**
	 * The link of a mail was opened: asks for one press, because programs open links too.
	 *
	 * @param string $label     Provider's label.
	 * @param string $nonce     Value of the hidden field.
	 * @param string $token     Token of the link.
	 * @param string $return_to Checked path.
	 */
	public function confirm( string $label, string $nonce, string $token, string $return_to ): Page {
		return new Page(
			/* translators: %s: name of the sign-in provider. */
			sprintf( __( 'Connect %s', 'coop-credentials' ), $label ),
			/* translators: %s: name of the sign-in provider. */
			'<p>' . esc_html( sprintf( __( 'From now on %s will sign you in to your account here.', 'coop-credentials' ), $label ) ) . '</p>'
			. $this->form( $nonce, $return_to, 'link', '<input type="hidden" name="token" value="' . esc_attr( $token ) . '">', __( 'Connect', 'coop-credentials' ) ),
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
			'<p>' . esc_html( sprintf( __( 'We sent a link to the address that %s has confirmed. Open it in this browser within 30 minutes.', 'coop-credentials' ), $label ) ) . '</p>'
			. self::on( $return_to ),
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
	 * @param string  $nonce     Value of the hidden field.
	 * @param string  $return_to Checked path.
	 * @param Problem $problem   Why.
	 * @param bool    $by_link   Whether the link of a mail was tried.
	 */
	public function refused( string $label, string $nonce, string $return_to, Problem $problem, bool $by_link ): Page {
		$text = 'link_required' !== $problem->reason
			? Reasons::text( $problem->reason, $label, array(), $problem->retry_after )
			: ( $by_link ? __( 'This link is no longer valid. Ask for a new one.', 'coop-credentials' ) : __( 'That is not the password of the account.', 'coop-credentials' ) );

		return $this->ask( $label, $nonce, $return_to, $text, $problem->status, $problem->retry_after );
	}

	/**
	 * There is nothing to connect: the same page for everybody, whatever accounts there are.
	 *
	 * @param string $return_to Checked path.
	 */
	public function nothing( string $return_to ): Page {
		return new Page(
			__( 'Nothing to connect', 'coop-credentials' ),
			'<p>' . esc_html__( 'If you came here from a mail, open its link in the browser you signed in with.', 'coop-credentials' ) . '</p>' . self::on( $return_to ),
			200,
			true,
			true,
			Pages::private_headers()
		);
	}

	/**
	 * The way on.
	 *
	 * @param string $return_to Checked path.
	 */
	private static function on( string $return_to ): string {
		return '<p><a class="wp-element-button" href="' . esc_url( Return_Target::url( $return_to ) ) . '">' . esc_html__( 'Go on', 'coop-credentials' ) . '</a></p>';
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
	 * A form with one button.
	 *
	 * @param string $nonce     Value of the hidden field.
	 * @param string $return_to Checked path.
	 * @param string $proof     `password`, `mail` or `link`.
	 * @param string $fields    Escaped HTML of its fields.
	 * @param string $button    Text of the button.
	 * @param bool   $first     Whether it is the button most people need.
	 */
	private function form( string $nonce, string $return_to, string $proof, string $fields, string $button, bool $first = true ): string {
		return sprintf(
			'<form class="coop-credentials-form" method="post" action="%s"><input type="hidden" name="connect_nonce" value="%s"><input type="hidden" name="return_to" value="%s"><input type="hidden" name="proof" value="%s">%s<button type="submit" class="wp-element-button"%s>%s</button></form>',
			esc_url( $this->router->url( 'connect' ) ),
			esc_attr( $nonce ),
			esc_attr( $return_to ),
			esc_attr( $proof ),
			$fields,
			$first ? '' : ' style="' . self::OUTLINE . '"',
			esc_html( $button )
		);
	}
}
