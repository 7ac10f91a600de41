<?php
/**
 * Pages of sign-in.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Front\One_Time_Form;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Plain;
use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Sign_In\Login_Screen\Login_Screen;

/**
 * The few pages sign-in has of its own, in the theme's frame. They work without scripts.
 */
final class Pages {

	/**
	 * Builds the pages.
	 *
	 * @param Router        $router Addresses.
	 * @param One_Time_Form $once   Confirmations.
	 */
	public function __construct(
		private readonly Router $router,
		private readonly One_Time_Form $once,
	) {
	}

	/**
	 * The button page: for copied links, and for what went wrong.
	 *
	 * @param string       $slug        Provider.
	 * @param string       $label       Its name.
	 * @param string       $reason      Reason, '' for none.
	 * @param list<string> $asks_for    What `require` asks for.
	 * @param string       $return_to   Checked path.
	 * @param string|null  $action      Action.
	 * @param string       $request_id  Number for the site's team, '' for none.
	 * @param int|null     $retry_after Seconds.
	 * @param list<array{slug:string,label:string}> $others Other providers, for whom this one's answer was not enough.
	 */
	public function start( string $slug, string $label, string $reason, array $asks_for, string $return_to, ?string $action, string $request_id = '', ?int $retry_after = null, array $others = array() ): Page {
		$known  = '' !== $reason && Reasons::is_known( $reason );
		$status = $known ? Reasons::status( $reason ) : 200;
		$closed = in_array( $reason, array( 'provider_unknown', 'sign_in_disabled' ), true );
		/* translators: %s: name of the sign-in provider. */
		$title   = $known ? Reasons::heading( $reason, $label ) : sprintf( __( 'Sign in with %s', 'coop-credentials' ), $label );
		$content = '';
		if ( $known ) {
			$number = '' !== $request_id && Reasons::shows_request_id( $reason )
				/* translators: %s: number of the request. */
				? '<p><small>' . esc_html( sprintf( __( 'Number for the site’s team: %s', 'coop-credentials' ), $request_id ) ) . '</small></p>'
				: '';
			$tone    = array(
				'problem' => 'no',
				'warning' => 'warn',
			)[ Reasons::tone( $reason ) ] ?? 'plain';
			$content = self::note( $tone, '<p>' . esc_html( self::without_heading( $title, Reasons::text( $reason, $label, $asks_for, $retry_after ) ) ) . '</p>' . $number, ' role="alert" tabindex="-1" autofocus' );
		} elseif ( '' !== $label ) {
			/* translators: %s: name of the sign-in provider. */
			$content .= '<p>' . esc_html( sprintf( __( '%s confirms that you are a member. You need no new password.', 'coop-credentials' ), $label ) ) . '</p>';
		}
		if ( 'asks_for' === Reasons::group( $reason ) ) {
			$content .= $this->another( $slug, $label, $others, self::fields( $return_to, $action ) );
		} elseif ( ! $closed ) {
			/* translators: %s: name of the sign-in provider. */
			$button   = $known ? __( 'Start again', 'coop-credentials' ) : sprintf( __( 'Sign in with %s', 'coop-credentials' ), $label );
			$content .= $this->form( 'sign_in', $slug, $button, self::fields( $return_to, $action ) );
		}
		if ( Return_Target::is_admin( $return_to ) && ! is_user_logged_in() ) {
			// Whoever came from the log-in page finds the password form, whatever the provider does.
			$content .= '<p><a href="' . esc_url( Login_Screen::local_url( $return_to ) ) . '">' . esc_html__( 'Use a password instead', 'coop-credentials' ) . '</a></p>';
		} else {
			$content .= '<p><a href="' . esc_url( Return_Target::url( $return_to ) ) . '">' . esc_html__( 'Go back', 'coop-credentials' ) . '</a></p>';
		}

		return new Page(
			$title,
			$content,
			in_array( $status, array( 404, 429 ), true ) ? $status : 200,
			true,
			true,
			null !== $retry_after ? array( 'Retry-After' => (string) $retry_after ) : array()
		);
	}

	/**
	 * Asks for one more press where the browser did not say where the first one came from.
	 *
	 * @param string      $slug      Provider.
	 * @param string      $label     Its name.
	 * @param string      $return_to Checked path.
	 * @param string|null $action    Action.
	 * @param bool        $another   Whether the visitor wants to choose another log-in there.
	 */
	public function confirm( string $slug, string $label, string $return_to, ?string $action, bool $another ): Page {
		$fields          = self::fields( $return_to, $action ) + ( $another ? array( 'another' => '1' ) : array() );
		$fields['once']  = $this->once->issue( 'sign_in:' . $slug );
		$fields['renew'] = '1';
		/* translators: %s: name of the sign-in provider. */
		$text = sprintf( __( 'Please press once more to go to %s.', 'coop-credentials' ), $label );

		return new Page(
			/* translators: %s: name of the sign-in provider. */
			sprintf( __( 'Sign in with %s', 'coop-credentials' ), $label ),
			/* translators: %s: name of the sign-in provider. */
			'<p>' . esc_html( $text ) . '</p>' . $this->form( 'sign_in', $slug, sprintf( __( 'Go on to %s', 'coop-credentials' ), $label ), $fields )
		);
	}

	/**
	 * Asks before an account is connected, a sign-in is tried out or somebody proves again who they are, where the press
	 * came without the nonce of a private page. Names the account and the provider.
	 *
	 * @param Intent               $intent    What for.
	 * @param Provider             $provider  Provider.
	 * @param array<string,string> $fields    Hidden fields, with a nonce.
	 * @param string               $return_to Checked path.
	 */
	public function confirm_intent( Intent $intent, Provider $provider, array $fields, string $return_to ): Page {
		$user = wp_get_current_user();
		$name = $user->exists() ? $user->display_name : '';
		$text = match ( $intent ) {
			/* translators: 1: name of the sign-in provider, 2: name of the account. */
			Intent::Link => sprintf( __( 'From now on %1$s will sign you in to the account %2$s.', 'coop-credentials' ), $provider->label, $name ),
			/* translators: 1: name of the sign-in provider, 2: name of the account. */
			Intent::Test => sprintf( __( 'You try out the sign-in with %1$s, as %2$s. Nobody is signed in by it.', 'coop-credentials' ), $provider->label, $name ),
			/* translators: %s: name of the sign-in provider. */
			default      => sprintf( __( 'Please confirm with %s that it is you.', 'coop-credentials' ), $provider->label ),
		};
		$title = match ( $intent ) {
			/* translators: %s: name of the sign-in provider. */
			Intent::Link => sprintf( __( 'Connect %s', 'coop-credentials' ), $provider->label ),
			/* translators: %s: name of the sign-in provider. */
			Intent::Test => sprintf( __( 'Try out %s', 'coop-credentials' ), $provider->label ),
			default      => __( 'Please confirm that it is you', 'coop-credentials' ),
		};

		return new Page(
			$title,
			'<p>' . esc_html( $text ) . '</p>'
			/* translators: %s: name of the sign-in provider. */
			. $this->form( 'sign_in', $provider->slug, sprintf( __( 'Go on to %s', 'coop-credentials' ), $provider->label ), $fields )
			. '<p><a href="' . esc_url( Return_Target::url( $return_to ) ) . '">' . esc_html__( 'Go back', 'coop-credentials' ) . '</a></p>'
		);
	}

	/**
	 * For a press with a live session: who you are, go on, sign out.
	 *
	 * @param Visitor $visitor   Visitor.
	 * @param string  $return_to Checked path.
	 */
	public function already( Visitor $visitor, string $return_to ): Page {
		$names = array();
		foreach ( $visitor->memberships as $membership ) {
			$names[] = $membership->organisation_name ?? $membership->organisation_id;
		}
		/* translators: %s: name of the sign-in provider. */
		$content = '<p>' . esc_html( sprintf( __( 'You are signed in with %s.', 'coop-credentials' ), $visitor->provider_label ) ) . '</p>';
		if ( array() !== $names ) {
			/* translators: %s: names of co-ops. */
			$content .= '<p>' . esc_html( sprintf( __( 'Memberships: %s', 'coop-credentials' ), implode( ', ', $names ) ) ) . '</p>';
		}
		$content = self::note( 'ok', $content ) . '<p><a class="wp-element-button" href="' . esc_url( Return_Target::url( $return_to ) ) . '">' . esc_html__( 'Go on', 'coop-credentials' ) . '</a></p>';
		/* translators: %s: name of the sign-in provider. */
		$content .= $this->form( 'sign_in', $visitor->provider, sprintf( __( 'Confirm again with %s', 'coop-credentials' ), $visitor->provider_label ), self::fields( $return_to, null ) + array( 'renew' => '1' ), 'coop-credentials-link' );
		$content .= $this->form( 'sign_out', '', __( 'Sign out', 'coop-credentials' ), array( 'return_to' => $return_to ), 'coop-credentials-link' );

		return new Page( __( 'You are signed in', 'coop-credentials' ), $content );
	}

	/**
	 * Asks for one more press to sign out.
	 *
	 * @param string $return_to Checked path.
	 */
	public function confirm_sign_out( string $return_to ): Page {
		$fields = array(
			'return_to' => $return_to,
			'once'      => $this->once->issue( 'sign_out' ),
		);

		return new Page( __( 'Sign out', 'coop-credentials' ), '<p>' . esc_html__( 'Please press once more to sign out.', 'coop-credentials' ) . '</p>' . $this->form( 'sign_out', '', __( 'Sign out', 'coop-credentials' ), $fields ) );
	}

	/**
	 * After signing out.
	 *
	 * @param string $return_to Checked path.
	 */
	public function signed_out( string $return_to ): Page {
		return new Page(
			__( 'You are signed out', 'coop-credentials' ),
			'<p>' . esc_html__( 'You are signed out of this site.', 'coop-credentials' ) . '</p><p><a class="wp-element-button" href="' . esc_url( Return_Target::url( $return_to ) ) . '">' . esc_html__( 'Go on', 'coop-credentials' ) . '</a></p>'
		);
	}

	/**
	 * Posts a provider's cross-site answer again from our own origin, because only then the Lax cookies come along.
	 *
	 * @param string $slug Provider.
	 * @param string $body Form-encoded body as it came.
	 */
	public function repost( string $slug, #[\SensitiveParameter] string $body ): Plain {
		$inputs = '<input type="hidden" name="coop_again" value="1">';
		foreach ( array_slice( explode( '&', $body ), 0, 20 ) as $pair ) {
			$parts   = explode( '=', $pair, 2 );
			$inputs .= sprintf( '<input type="hidden" name="%s" value="%s">', esc_attr( urldecode( $parts[0] ) ), esc_attr( urldecode( $parts[1] ?? '' ) ) );
		}
		$html = '<!DOCTYPE html><html ' . get_language_attributes() . '><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>'
			. esc_html__( 'One moment', 'coop-credentials' ) . '</title></head><body><main><h1>' . esc_html__( 'One moment', 'coop-credentials' ) . '</h1>'
			. '<form method="post" action="' . esc_url( $this->router->url( 'callback', array( 'provider' => $slug ) ) ) . '">' . $inputs
			. '<button type="submit">' . esc_html__( 'Go on', 'coop-credentials' ) . '</button></form></main><script>document.forms[0].submit()</script></body></html>';

		return new Plain( $html, 'text/html; charset=utf-8', 200, self::private_headers() );
	}

	/**
	 * Headers of every answer on these paths.
	 *
	 * @return array<string,string>
	 */
	public static function private_headers(): array {
		return array(
			'Cache-Control'   => 'private, no-store',
			'Referrer-Policy' => 'no-referrer',
			'X-Robots-Tag'    => 'noindex',
		);
	}

	/**
	 * A notice as the blocks draw it; their shared style is loaded on our paths.
	 *
	 * @param string $tone       ok, no, warn or plain.
	 * @param string $html       Escaped markup.
	 * @param string $attributes Further attributes, escaped.
	 */
	public static function note( string $tone, string $html, string $attributes = '' ): string {
		return '<div class="coop-credentials"><div class="coop-credentials-note is-' . esc_attr( $tone ) . '"' . $attributes . '><div>' . $html . '</div></div></div>';
	}

	/**
	 * The way on for somebody whose membership is not what is asked for. The provider that confirmed it would do so again
	 * without a question, so it is told to ask who is there; the others are asked as ever.
	 *
	 * @param string                                $slug   Provider that was asked.
	 * @param string                                $label  Its name.
	 * @param list<array{slug:string,label:string}> $others Other providers.
	 * @param array<string,string>                  $fields Hidden fields.
	 */
	private function another( string $slug, string $label, array $others, array $fields ): string {
		$words = __( 'Use another co-op', 'coop-credentials' );
		$ask   = $fields + array( 'another' => '1' );
		if ( array() === $others ) {
			return $this->form( 'sign_in', $slug, $words, $ask );
		}
		$html = '';
		foreach ( $others as $other ) {
			/* translators: %s: name of the sign-in provider. */
			$html .= $this->form( 'sign_in', $other['slug'], sprintf( __( 'Sign in with %s', 'coop-credentials' ), $other['label'] ), $fields, 'coop-credentials-link' );
		}
		/* translators: %s: name of the sign-in provider. */
		$html .= $this->form( 'sign_in', $slug, sprintf( __( 'Use another log-in at %s', 'coop-credentials' ), $label ), $ask, 'coop-credentials-link' );

		return '<details><summary class="wp-element-button" style="display:inline-block">' . esc_html( $words ) . '</summary><p>' . esc_html__( 'Which co-op are you a member of?', 'coop-credentials' ) . '</p>' . $html . '</details>';
	}

	/**
	 * The text without what the heading has just said.
	 *
	 * @param string $heading Heading.
	 * @param string $text    Text.
	 */
	private static function without_heading( string $heading, string $text ): string {
		$rest = str_starts_with( $text, $heading . '.' ) ? trim( substr( $text, strlen( $heading ) + 1 ) ) : $text;

		return '' === $rest ? $text : $rest;
	}

	/**
	 * Hidden fields of a start.
	 *
	 * @param string      $return_to Checked path.
	 * @param string|null $action    Action.
	 * @return array<string,string>
	 */
	private static function fields( string $return_to, ?string $action ): array {
		$fields = array(
			'return_to' => $return_to,
			'intent'    => 'sign_in',
		);

		return Return_Target::is_action( $action ) ? $fields + array( 'action' => $action ) : $fields;
	}

	/**
	 * A form with one button.
	 *
	 * @param string               $route  Route.
	 * @param string               $slug   Provider, '' when the route has none.
	 * @param string               $label  Text of the button.
	 * @param array<string,string> $fields Hidden fields.
	 * @param string               $css    Class of the button.
	 */
	private function form( string $route, string $slug, string $label, array $fields, string $css = 'wp-element-button' ): string {
		// These pages load no stylesheet of ours: a second choice is drawn as a link right here.
		$style  = 'wp-element-button' === $css ? '' : ' style="background:none;border:0;padding:.375em 0;margin:0;color:inherit;font:inherit;text-decoration:underline;cursor:pointer"';
		$inputs = '';
		foreach ( $fields as $name => $value ) {
			$inputs .= sprintf( '<input type="hidden" name="%s" value="%s">', esc_attr( $name ), esc_attr( $value ) );
		}

		return sprintf(
			'<form class="coop-credentials-form" method="post" action="%s">%s<button type="submit" class="%s"%s>%s</button></form>',
			esc_url( $this->router->url( $route, '' === $slug ? array() : array( 'provider' => $slug ) ) ),
			$inputs,
			esc_attr( $css ),
			$style,
			esc_html( $label )
		);
	}
}
