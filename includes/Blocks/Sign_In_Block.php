<?php
/**
 * Block coop-credentials/sign-in.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Settings;

defined( 'ABSPATH' ) || exit;

/**
 * The same signed-out HTML for everyone; the signed-in part is filled by `GET me`, or by the server on private pages.
 */
final class Sign_In_Block implements Block_Renderer {

	public const NAME = 'coop-credentials/sign-in';

	/**
	 * Takes what it shows.
	 *
	 * @param Settings     $settings Digest of the providers.
	 * @param Router       $router   Addresses of our paths.
	 * @param Visitor_View $visitor  Visitor of a private page.
	 * @param Preview      $preview  Editor's preview.
	 * @param Sign_In_Note $note     Texts after a sign-in that did not end well, and the signed-in state.
	 */
	public function __construct(
		private readonly Settings $settings,
		private readonly Router $router,
		private readonly Visitor_View $visitor,
		private readonly Preview $preview,
		private readonly Sign_In_Note $note,
	) {}

	/**
	 * Markup of the block.
	 *
	 * @param Attributes $attributes `provider`, `label`, `layout`, `signedIn` and the block style.
	 */
	public function render( Attributes $attributes ): string {
		$providers = $this->providers( $attributes->id( 'provider' ) );
		if ( array() === $providers ) {
			return $this->preview->hint(
				__( 'Sign-in: no provider is switched on', 'coop-credentials' ),
				__( 'Visitors see nothing here until one is.', 'coop-credentials' ),
				admin_url( 'admin.php?page=coop-credentials-sign-in' ),
				__( 'Add a provider', 'coop-credentials' )
			);
		}
		$this->note->share_state();
		$layout = $attributes->choice( 'layout', array( 'button', 'card', 'menu' ) );
		$after  = $attributes->choice( 'signedIn', array( 'status', 'hide', 'sign_out' ) );
		$id     = wp_unique_id( 'coop-credentials-sign-in-' );
		$out    = match ( $layout ) {
			'card'  => $this->card( $attributes, $providers, $id ),
			'menu'  => $this->menu( $providers ),
			default => $this->button( $attributes, $providers ),
		};
		$wrapper = get_block_wrapper_attributes(
			array(
				'class'               => 'coop-credentials is-' . $layout,
				'data-wp-interactive' => self::NAME,
				'data-wp-init'        => 'callbacks.load',
			)
		);
		$inside  = 'hide' === $after ? '' : $this->signed_in( $layout, $after, $this->rows( $providers ) );
		return '<div ' . $wrapper . '>' . ( 'menu' === $layout ? '' : $this->note->of_request( $this->start( $providers ), 1 === count( $providers ) ? $providers[0]['label'] : '' ) )
			. '<div data-wp-bind--hidden="state.signedIn">' . $out . '</div>'
			. ( '' === $inside ? '' : '<div data-wp-bind--hidden="!state.signedIn">' . $inside . '</div>' ) . '</div>';
	}

	/**
	 * Start form of one provider: nothing in it is about the visitor, so page caches may keep it.
	 *
	 * @param string               $slug    Provider.
	 * @param string               $button  Escaped markup of the button's inside.
	 * @param string               $classes Classes of the button.
	 * @param array<string,string> $fields  Further fields, such as `action`.
	 */
	public function form( string $slug, string $button, string $classes, array $fields = array() ): string {
		return '<form method="post" action="' . esc_url( $this->router->url( 'sign_in', array( 'provider' => $slug ) ) ) . '">'
			. Html::hidden(
				array(
					'return_to' => Html::current_path(),
					'intent'    => 'sign_in',
				) + $fields
			)
			. '<button type="submit" class="' . esc_attr( $classes ) . '">' . $button . '</button></form>';
	}

	/**
	 * Providers to offer, in the owner's order. No query: the digest is in the one autoloaded option.
	 *
	 * @param string $only Slug of the only one wanted.
	 *
	 * @return list<array{slug:string,label:string,place:string}>
	 */
	public function providers( string $only = '' ): array {
		$digest = $this->settings->get( 'providers', array() );
		$found  = array();
		foreach ( is_array( $digest ) ? $digest : array() as $entry ) {
			if ( ! is_array( $entry ) ) {
				continue;
			}
			$slug = Html::string( $entry, 'slug' );
			$show = $entry['show_in'] ?? array( 'blocks' );
			if ( '' === $slug || ( '' !== $only && $only !== $slug ) || ( is_array( $show ) && ! in_array( 'blocks', $show, true ) ) ) {
				continue;
			}
			$found[] = array(
				'slug'  => $slug,
				'label' => Html::string( $entry, 'label', $slug ),
				'place' => Html::string( $entry, 'place' ),
				'order' => (int) Html::string( $entry, 'order', '0' ),
			);
		}
		usort( $found, static fn ( array $a, array $b ): int => array( $a['order'], $a['label'] ) <=> array( $b['order'], $b['label'] ) );
		return array_map(
			static fn ( array $entry ): array => array(
				'slug'  => $entry['slug'],
				'label' => $entry['label'],
				'place' => $entry['place'],
			),
			$found
		);
	}

	/**
	 * One button, or one for each provider.
	 *
	 * @param Attributes                                         $attributes Block.
	 * @param list<array{slug:string,label:string,place:string}> $providers  Offered.
	 */
	private function button( Attributes $attributes, array $providers ): string {
		$class = Html::button_class( $attributes->style( array( 'primary', 'outline', 'link' ) ) );
		if ( count( $providers ) > 1 ) {
			return '<details class="coop-credentials-menu"><summary>' . Html::text( $attributes->text( 'label', __( 'Sign in with your co-op', 'coop-credentials' ) ) )
				. Icons::svg( 'down', 20 ) . '</summary>' . $this->rows( $providers ) . '</details>';
		}
		return $this->form( $providers[0]['slug'], Html::text( $this->label( $attributes, $providers[0]['label'] ) ), $class );
	}

	/**
	 * Card: says what happens before it happens.
	 *
	 * @param Attributes                                         $attributes Block.
	 * @param list<array{slug:string,label:string,place:string}> $providers  Offered.
	 * @param string                                             $id         Unique on the page.
	 */
	private function card( Attributes $attributes, array $providers, string $id ): string {
		$several = count( $providers ) > 1;
		$heading = $several ? __( 'Which co-op are you a member of?', 'coop-credentials' ) : __( 'Sign in with your co-op', 'coop-credentials' );
		$lead    = $several
			? __( 'It confirms your membership. You need no new password.', 'coop-credentials' )
			/* translators: %s: name of a co-op. */
			: sprintf( __( '%s confirms that you are a member. You need no new password.', 'coop-credentials' ), $providers[0]['label'] );
		$style = $attributes->style( array( 'primary', 'outline', 'link' ) );
		$body  = $several ? $this->rows( $providers )
			: $this->form( $providers[0]['slug'], Html::text( $this->label( $attributes, $providers[0]['label'] ) ), Html::button_class( $style ) );
		$facts = array(
			'done'  => __( 'Your co-op tells this site that you are a member, and until when.', 'coop-credentials' ),
			'none'  => __( 'It does not tell us your password, e-mail or address.', 'coop-credentials' ),
			'trash' => __( 'You can see and remove what we store at any time.', 'coop-credentials' ),
		);
		$list  = '';
		foreach ( $facts as $icon => $text ) {
			$list .= '<li>' . Icons::svg( $icon, 20 ) . '<span>' . Html::text( $text ) . '</span></li>';
		}
		return '<section class="coop-credentials-box coop-credentials-stack coop-credentials-card" aria-labelledby="' . esc_attr( $id ) . '"><h2 id="' . esc_attr( $id ) . '">' . Html::text( $heading ) . '</h2><p>'
			. Html::text( $lead ) . '</p>' . $body . '<ul class="coop-credentials-facts">' . $list . '</ul></section>';
	}

	/**
	 * Menu for a header: a details element, so that it opens without script.
	 *
	 * @param list<array{slug:string,label:string,place:string}> $providers Offered.
	 */
	private function menu( array $providers ): string {
		return '<details class="coop-credentials-menu"' . $this->menu_events() . '><summary>' . Html::text( __( 'Sign in', 'coop-credentials' ) ) . Icons::svg( 'down', 20 )
			. '</summary><div><p>' . Html::text( __( 'Sign in with your co-op', 'coop-credentials' ) ) . '</p>' . $this->rows( $providers ) . '</div></details>';
	}

	/**
	 * One equal row for each provider; the whole row is the target.
	 *
	 * @param list<array{slug:string,label:string,place:string}> $providers Offered.
	 */
	private function rows( array $providers ): string {
		$html = '';
		foreach ( $providers as $provider ) {
			$inside = '<span aria-hidden="true">' . esc_html( self::initials( $provider['label'] ) ) . '</span><span><b>' . Html::name( $provider['label'] ) . '</b>'
				. ( '' === $provider['place'] ? '' : '<small>' . Html::text( $provider['place'] ) . '</small>' ) . '</span>' . Icons::svg( 'forward', 20 );
			$html  .= '<li>' . $this->form( $provider['slug'], $inside, 'coop-credentials-provider' ) . '</li>';
		}
		return '<ul class="coop-credentials-providers">' . $html . '</ul>';
	}

	/**
	 * The signed-in part.
	 *
	 * @param string $layout button, card or menu.
	 * @param string $after  status or sign_out.
	 * @param string $again  Escaped forms that sign in again.
	 */
	private function signed_in( string $layout, string $after, string $again ): string {
		$coupons  = $this->visitor->page( 'my_coupons' );
		$link     = '' === $coupons ? '' : '<a class="no-prefetch" href="' . esc_url( $coupons ) . '">' . ( 'menu' === $layout ? Icons::svg( 'receipt', 20 ) : '' ) . Html::text( __( 'My coupons', 'coop-credentials' ) ) . '</a>';
		$sign_out = $this->sign_out();
		if ( 'sign_out' === $after ) {
			return $sign_out;
		}
		if ( 'menu' === $layout ) {
			return '<details class="coop-credentials-menu"' . $this->menu_events() . '><summary><span data-wp-text="state.short"></span>' . Icons::svg( 'down', 20 ) . '</summary><div>' . $link . $sign_out . '</div></details>';
		}
		if ( 'button' === $layout ) {
			return '<p data-wp-text="state.heading"></p><div class="coop-credentials-row">' . $link . $sign_out . '</div>';
		}
		return $this->note->signed_in( $link . $sign_out, $again );
	}

	/**
	 * Sign-out form.
	 */
	public function sign_out(): string {
		return '<form method="post" action="' . esc_url( $this->router->url( 'sign_out' ) ) . '">' . Html::hidden( array( 'return_to' => Html::current_path() ) )
			. '<button type="submit" class="coop-credentials-link">' . Html::text( __( 'Sign out', 'coop-credentials' ) ) . '</button></form>';
	}

	/**
	 * "Start again" of a failed sign-in.
	 *
	 * @param list<array{slug:string,label:string,place:string}> $providers Offered.
	 */
	private function start( array $providers ): string {
		return 1 === count( $providers )
			? $this->form( $providers[0]['slug'], Html::text( __( 'Start again', 'coop-credentials' ) ), Html::button_class() )
			: '';
	}

	/**
	 * Words of the button; the provider's name is always in the default.
	 *
	 * @param Attributes $attributes Block.
	 * @param string     $provider   Its name.
	 */
	private function label( Attributes $attributes, string $provider ): string {
		/* translators: %s: name of a co-op. */
		return $attributes->text( 'label', sprintf( __( 'Sign in with %s', 'coop-credentials' ), $provider ) );
	}

	/**
	 * Escape closes a menu and gives the focus back.
	 */
	private function menu_events(): string {
		return ' data-wp-on--keydown="actions.close"';
	}

	/**
	 * Letters of a tile, from the words that matter.
	 *
	 * @param string $name Name of a co-op.
	 */
	public static function initials( string $name ): string {
		$words  = preg_split( '/[\s\x{2060}-]+/u', $name );
		$words  = array_values( array_filter( false === $words ? array() : $words, static fn ( string $word ): bool => '' !== $word && ! in_array( mb_strtolower( $word ), array( 'the', 'of', 'and', 'co', 'op', 'operative', 'ltd', 'limited' ), true ) ) );
		$result = '';
		foreach ( array_slice( $words, 0, 2 ) as $word ) {
			$result .= mb_strtoupper( mb_substr( $word, 0, 1 ) );
		}
		return $result;
	}
}
