<?php
/**
 * Pages of sign-in.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Front\Markup;
use CoopCredentials\Kernel\Front\One_Time_Form;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Plain;
use CoopCredentials\Kernel\Front\Router;

/**
 * The few pages sign-in has of its own, in the theme's frame. They work without scripts.
 */
final class Pages {

	/**
	 * Builds the pages.
	 *
	 * @param Page_Forms    $forms  Forms.
	 * @param Router        $router Addresses.
	 * @param One_Time_Form $once   Confirmations.
	 */
	public function __construct(
		private readonly Page_Forms $forms,
		private readonly Router $router,
		private readonly One_Time_Form $once,
	) {
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
		$fields          = Page_Forms::fields( $return_to, $action ) + ( $another ? array( 'another' => '1' ) : array() );
		$fields['once']  = $this->once->issue( 'sign_in:' . $slug );
		$fields['renew'] = '1';
		/* translators: %s: name of the sign-in provider. */
		$text = sprintf( __( 'Please press once more to go to %s.', 'coop-credentials' ), $label );

		return new Page(
			/* translators: %s: name of the sign-in provider. */
			sprintf( __( 'Sign in with %s', 'coop-credentials' ), $label ),
			/* translators: %s: name of the sign-in provider. */
			Page_Forms::body( '<p>' . Markup::text( $text ) . '</p>' . $this->forms->button( 'sign_in', $slug, sprintf( __( 'Go on to %s', 'coop-credentials' ), $label ), $fields ) )
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
			Page_Forms::body(
				Markup::note(
					Intent::Step_Up === $intent ? 'lock' : 'plain',
					'',
					'<p>' . Markup::text( $text ) . '</p>',
					/* translators: %s: name of the sign-in provider. */
					$this->forms->button( 'sign_in', $provider->slug, sprintf( __( 'Go on to %s', 'coop-credentials' ), $provider->label ), $fields ) . Page_Forms::back( $return_to )
				)
			)
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
		$content = '<p>' . Markup::text( sprintf( __( 'You are signed in with %s.', 'coop-credentials' ), $visitor->provider_label ) ) . '</p>';
		if ( array() !== $names ) {
			/* translators: %s: names of co-ops. */
			$content .= '<p>' . Markup::text( sprintf( __( 'Memberships: %s', 'coop-credentials' ), implode( ', ', $names ) ) ) . '</p>';
		}
		$actions = Page_Forms::on( $return_to )
			/* translators: %s: name of the sign-in provider. */
			. $this->forms->button( 'sign_in', $visitor->provider, sprintf( __( 'Confirm again with %s', 'coop-credentials' ), $visitor->provider_label ), Page_Forms::fields( $return_to, null ) + array( 'renew' => '1' ), 'link' )
			. $this->forms->button( 'sign_out', '', __( 'Sign out', 'coop-credentials' ), array( 'return_to' => $return_to ), 'link' );

		return new Page( __( 'You are signed in', 'coop-credentials' ), Page_Forms::body( Markup::note( 'ok', '', $content, $actions ) ) );
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

		return new Page( __( 'Sign out', 'coop-credentials' ), Page_Forms::body( '<p>' . esc_html__( 'Please press once more to sign out.', 'coop-credentials' ) . '</p>' . $this->forms->button( 'sign_out', '', __( 'Sign out', 'coop-credentials' ), $fields ) ) );
	}

	/**
	 * After signing out.
	 *
	 * @param string $return_to Checked path.
	 */
	public function signed_out( string $return_to ): Page {
		return new Page(
			__( 'You are signed out', 'coop-credentials' ),
			Page_Forms::body( '<p>' . esc_html__( 'You are signed out of this site.', 'coop-credentials' ) . '</p><p>' . Page_Forms::on( $return_to ) . '</p>' )
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
}
