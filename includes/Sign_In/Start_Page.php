<?php
/**
 * The page with the button.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Front\Markup;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Sign_In\Login_Screen\Login_Screen;

/**
 * For copied links, and for what went wrong: the title says what happened, the notice why, and its button is the step that
 * helps. It works without scripts.
 */
final class Start_Page {

	/** Groups of reasons where the same credential would be refused again. */
	private const NOT_AGAIN = array( 'asks_for', 'connected', 'password', 'blocked', 'no_such_way' );

	/**
	 * Builds the page.
	 *
	 * @param Page_Forms $forms    Forms.
	 * @param Promises   $promises What is said before the first press.
	 */
	public function __construct(
		private readonly Page_Forms $forms,
		private readonly Promises $promises,
	) {
	}

	/**
	 * The page.
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
	 * @param Intent       $intent      What the sign-in was for.
	 */
	public function page( string $slug, string $label, string $reason, array $asks_for, string $return_to, ?string $action, string $request_id = '', ?int $retry_after = null, array $others = array(), Intent $intent = Intent::Sign_In ): Page {
		$known   = '' !== $reason && Reasons::is_known( $reason );
		$status  = $known ? Reasons::status( $reason ) : 200;
		$fields  = Page_Forms::fields( $return_to, $action );
		$content = $known
			? $this->refused( $slug, $label, $reason, Reasons::why( $reason, $label, $asks_for, $retry_after ), $this->choice( $slug, $label, $reason, $others, array( 'intent' => $intent->value ) + $fields ), $fields, $return_to, $request_id )
			: $this->invitation( $slug, $label, $fields, $return_to );

		return new Page(
			/* translators: %s: name of the sign-in provider. */
			$known ? Reasons::heading( $reason, $label ) : sprintf( __( 'Sign in with %s', 'coop-credentials' ), $label ),
			Page_Forms::body( $content ),
			in_array( $status, array( 404, 429 ), true ) ? $status : 200,
			true,
			true,
			null !== $retry_after ? array( 'Retry-After' => (string) $retry_after ) : array()
		);
	}

	/**
	 * Nothing went wrong: what happens, and the button.
	 *
	 * @param string               $slug      Provider.
	 * @param string               $label     Its name.
	 * @param array<string,string> $fields    Hidden fields of a start.
	 * @param string               $return_to Checked path.
	 */
	private function invitation( string $slug, string $label, array $fields, string $return_to ): string {
		/* translators: %s: name of the sign-in provider. */
		return '<p>' . Markup::text( sprintf( __( '%s confirms that you are a member. You need no new password.', 'coop-credentials' ), $label ) ) . '</p>'
			/* translators: %s: name of the sign-in provider. */
			. '<div class="coop-credentials-row">' . $this->forms->button( 'sign_in', $slug, sprintf( __( 'Sign in with %s', 'coop-credentials' ), $label ), $fields ) . self::way_out( $return_to ) . '</div>'
			. '<ul>' . implode( '', array_map( static fn( string $text ): string => '<li>' . Markup::text( $text ) . '</li>', $this->promises->of( $slug ) ) ) . '</ul>';
	}

	/**
	 * What happened and what to do. Whoever came from the log-in page finds the password form, whatever the provider does.
	 *
	 * @param string               $slug       Provider.
	 * @param string               $label      Its name.
	 * @param string               $reason     Known reason.
	 * @param string               $text       Why.
	 * @param string               $choice     Escaped markup of other ways in.
	 * @param array<string,string> $fields     Hidden fields of a start.
	 * @param string               $return_to  Checked path.
	 * @param string               $request_id Number for the site's team, '' for none.
	 */
	private function refused( string $slug, string $label, string $reason, string $text, string $choice, array $fields, string $return_to, string $request_id ): string {
		$group = Reasons::group( $reason );
		$again = in_array( $group, self::NOT_AGAIN, true )
			? ''
			: $this->forms->button( 'sign_in', $slug, 'later' === $group ? __( 'Try again', 'coop-credentials' ) : __( 'Start again', 'coop-credentials' ), $fields );

		return Markup::note(
			Reasons::note_tone( $reason ),
			'',
			'<p>' . Markup::text( $text ) . '</p>' . ( 'connected' === $group ? '<p>' . Markup::text( __( 'If that account is yours too, log out here first, then sign in with it.', 'coop-credentials' ) ) . '</p>' : '' ) . Page_Forms::number( $reason, $request_id ),
			$again . ( 'password' === $group ? self::password( $return_to ) . Page_Forms::back( $return_to ) : $choice . self::way_out( $return_to ) ),
			'role="alert" tabindex="-1" autofocus'
		);
	}

	/**
	 * Other ways in, behind one button. Where a rule refused, the same provider is one of them: it would confirm the same
	 * membership again without a question, so it is told to ask who is there. The others are asked as ever.
	 *
	 * @param string                                $slug   Provider that was asked.
	 * @param string                                $label  Its name.
	 * @param string                                $reason Known reason.
	 * @param list<array{slug:string,label:string}> $others Other providers.
	 * @param array<string,string>                  $fields Hidden fields of a start.
	 */
	private function choice( string $slug, string $label, string $reason, array $others, array $fields ): string {
		$group = Reasons::group( $reason );
		$same  = 'asks_for' === $group;
		$words = __( 'Use another co-op', 'coop-credentials' );
		$ask   = $fields + array( 'another' => '1' );
		if ( 'connected' === $group ) {
			// The provider would name the same person again without a question.
			/* translators: %s: name of the sign-in provider. */
			return $this->forms->button( 'sign_in', $slug, sprintf( __( 'Use another log-in at %s', 'coop-credentials' ), $label ), $ask );
		}
		if ( ! in_array( $group, array( 'asks_for', 'later', 'setup', 'trust', 'blocked' ), true ) ) {
			return '';
		}
		if ( array() === $others ) {
			return $same ? $this->forms->button( 'sign_in', $slug, $words, $ask ) : '';
		}
		$html = '';
		foreach ( $others as $other ) {
			/* translators: %s: name of the sign-in provider. */
			$html .= $this->forms->button( 'sign_in', $other['slug'], sprintf( __( 'Sign in with %s', 'coop-credentials' ), $other['label'] ), $fields, 'link' );
		}
		if ( $same ) {
			/* translators: %s: name of the sign-in provider. */
			$html .= $this->forms->button( 'sign_in', $slug, sprintf( __( 'Use another log-in at %s', 'coop-credentials' ), $label ), $ask, 'link' );
		}

		return Markup::choice( $words, $html, $same ? 'primary' : 'outline' );
	}

	/**
	 * To the log-in page for those who came from there, else back.
	 *
	 * @param string $return_to Checked path.
	 */
	private static function way_out( string $return_to ): string {
		return Return_Target::is_admin( $return_to ) && ! is_user_logged_in() ? self::password( $return_to ) : Page_Forms::back( $return_to );
	}

	/**
	 * Link to the password form.
	 *
	 * @param string $return_to Checked path.
	 */
	private static function password( string $return_to ): string {
		return '<a href="' . esc_url( Login_Screen::local_url( $return_to ) ) . '">' . esc_html__( 'Use a password instead', 'coop-credentials' ) . '</a>';
	}
}
