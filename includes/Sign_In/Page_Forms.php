<?php
/**
 * Forms and links of the pages of sign-in.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Front\Markup;
use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Ulid;

/**
 * They look as in the blocks, whose shared style is loaded on our paths.
 */
final class Page_Forms {

	/**
	 * Builds the forms.
	 *
	 * @param Router $router Addresses.
	 */
	public function __construct( private readonly Router $router ) {
	}

	/**
	 * A form with one button.
	 *
	 * @param string               $route  Route.
	 * @param string               $slug   Provider, '' when the route has none.
	 * @param string               $label  Text of the button.
	 * @param array<string,string> $fields Hidden fields.
	 * @param string               $style  primary, outline or link.
	 * @param string               $html   Escaped HTML of the fields people fill in.
	 */
	public function button( string $route, string $slug, string $label, array $fields, string $style = 'primary', string $html = '' ): string {
		$inputs = '';
		foreach ( $fields as $name => $value ) {
			$inputs .= sprintf( '<input type="hidden" name="%s" value="%s">', esc_attr( $name ), esc_attr( $value ) );
		}

		return sprintf(
			'<form class="coop-credentials-form" method="post" action="%s">%s%s<button type="submit" class="%s">%s</button></form>',
			esc_url( $this->router->url( $route, '' === $slug ? array() : array( 'provider' => $slug ) ) ),
			$inputs,
			$html,
			esc_attr( Markup::button_class( $style ) ),
			Markup::text( $label )
		);
	}

	/**
	 * Hidden fields of a start.
	 *
	 * @param string      $return_to Checked path.
	 * @param string|null $action    Action.
	 * @return array<string,string>
	 */
	public static function fields( string $return_to, ?string $action ): array {
		$fields = array(
			'return_to' => $return_to,
			'intent'    => 'sign_in',
		);

		return Return_Target::is_action( $action ) ? $fields + array( 'action' => $action ) : $fields;
	}

	/**
	 * The way on.
	 *
	 * @param string $return_to Checked path.
	 */
	public static function on( string $return_to ): string {
		return '<a class="' . esc_attr( Markup::button_class() ) . '" href="' . esc_url( Return_Target::url( $return_to ) ) . '">' . esc_html__( 'Go on', 'coop-credentials' ) . '</a>';
	}

	/**
	 * The way back.
	 *
	 * @param string $return_to Checked path.
	 */
	public static function back( string $return_to ): string {
		return '<a href="' . esc_url( Return_Target::url( $return_to ) ) . '">' . esc_html__( 'Go back', 'coop-credentials' ) . '</a>';
	}

	/**
	 * The number by which the site's team finds the entry of a refusal; nothing where it would not help.
	 *
	 * @param string $reason     Reason.
	 * @param string $request_id Number, as it came; what is none is left out.
	 */
	public static function number( string $reason, string $request_id ): string {
		return Reasons::shows_request_id( $reason ) && Ulid::is_valid( $request_id )
			? '<p><small>' . Markup::text( __( 'If it happens again, tell the site this number:', 'coop-credentials' ) ) . ' <span dir="ltr">' . esc_html( $request_id ) . '</span></small></p>'
			: '';
	}

	/**
	 * The content of a page, in the frame that carries our tokens.
	 *
	 * @param string $html Escaped HTML.
	 */
	public static function body( string $html ): string {
		return '<div class="coop-credentials coop-credentials-stack">' . $html . '</div>';
	}
}
