<?php
/**
 * Block coop-credentials/sign-in.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Kernel\Front\Icons;
use CoopCredentials\Kernel\Front\Markup;
use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Sign_In\Promises;
use CoopCredentials\Sign_In\Provider_Repository;

defined( 'ABSPATH' ) || exit;

/**
 * The same signed-out HTML for everyone; the signed-in part is filled by `GET me`, or by the server on private pages.
 */
final class Sign_In_Block implements Block_Renderer {

	public const NAME = 'coop-credentials/sign-in';

	/**
	 * Takes what it shows.
	 *
	 * @param Provider_Repository $providers Digest of the providers.
	 * @param Router              $router    Addresses of our paths.
	 * @param Visitor_View        $visitor   Visitor of a private page.
	 * @param Preview             $preview   Editor's preview.
	 * @param Sign_In_Note        $note      Texts after a sign-in that did not end well, and the signed-in state.
	 * @param Promises            $promises  What is said before the first press.
	 */
	public function __construct(
		private readonly Provider_Repository $providers,
		private readonly Router $router,
		private readonly Visitor_View $visitor,
		private readonly Preview $preview,
		private readonly Sign_In_Note $note,
		private readonly Promises $promises,
	) {}

	/**
	 * Markup of the block.
	 *
	 * @param Attributes $attributes `provider`, `label`, `layout`, `signedIn` and the block style.
	 */
	public function render( Attributes $attributes ): string {
		$providers = $this->providers( $attributes->id( 'provider' ) );
		if ( array() === $providers && array() !== $this->providers( '' ) ) {
			return $this->preview->hint(
				/* translators: %s: short name of a sign-in provider. */
				sprintf( __( 'Sign-in: no provider “%s” is switched on', 'coop-credentials' ), $attributes->id( 'provider' ) ),
				__( 'Visitors see nothing here. Correct the short name under “Only this provider”, or leave it empty for all providers.', 'coop-credentials' ),
				admin_url( 'admin.php?page=coop-credentials-sign-in' ),
				__( 'Providers', 'coop-credentials' )
			);
		}
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
				Html::LATE            => 'callbacks.load',
			)
		);
		$inside  = 'hide' === $after ? '' : $this->signed_in( $layout, $after, $this->rows( $providers ) );
		return '<div ' . $wrapper . '>' . ( 'menu' === $layout ? '' : $this->failed( $providers ) )
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
	 * @param string               $intent  What for.
	 */
	public function form( string $slug, string $button, string $classes, array $fields = array(), string $intent = 'sign_in' ): string {
		return '<form method="post" action="' . esc_url( $this->router->url( 'sign_in', array( 'provider' => $slug ) ) ) . '">'
			. Html::hidden(
				array(
					'return_to' => Html::current_path(),
					'intent'    => $intent,
				) + $fields
			)
			. '<button type="submit" class="' . esc_attr( $classes ) . '">' . $button . '</button></form>';
	}

	/**
	 * One button, or a choice of providers behind it.
	 *
	 * @param string               $label  Words of the button.
	 * @param array<string,string> $fields Further fields.
	 * @param string               $style  primary, outline or link.
	 */
	public function start( string $label, array $fields, string $style = 'primary' ): string {
		$providers = $this->providers();
		if ( 1 === count( $providers ) ) {
			return $this->form( $providers[0]['slug'], Html::text( $label ), Html::button_class( $style ), $fields );
		}
		$html = '';
		foreach ( $providers as $provider ) {
			$html .= $this->form( $provider['slug'], Html::name( $provider['label'] ), 'coop-credentials-link', $fields );
		}
		return '' === $html ? '' : Markup::choice( $label, $html, $style );
	}

	/**
	 * The same, in the words a notice for strangers has.
	 *
	 * @param array<string,string> $fields Further fields.
	 */
	public function way_in( array $fields = array() ): string {
		$providers = $this->providers();
		/* translators: %s: name of a co-op. */
		return $this->start( 1 === count( $providers ) ? sprintf( __( 'Sign in with %s', 'coop-credentials' ), $providers[0]['label'] ) : __( 'Sign in with your co-op', 'coop-credentials' ), $fields );
	}

	/**
	 * Providers to offer, in the owner's order. No query: the digest is in the one autoloaded option.
	 *
	 * @param string $only Slug of the only one wanted.
	 *
	 * @return list<array{slug:string,label:string,icon:int}>
	 */
	public function providers( string $only = '' ): array {
		return array_values( array_filter( $this->providers->shown_in( 'blocks' ), static fn ( array $provider ): bool => '' === $only || $only === $provider['slug'] ) );
	}

	/**
	 * One button, or one for each provider.
	 *
	 * @param Attributes                                         $attributes Block.
	 * @param list<array{slug:string,label:string,icon:int}> $providers  Offered.
	 */
	private function button( Attributes $attributes, array $providers ): string {
		$class = Html::button_class( $attributes->style( array( 'primary', 'outline', 'link' ) ) );
		if ( count( $providers ) > 1 ) {
			return '<details class="coop-credentials-menu"><summary>' . Html::text( $attributes->text( 'label', __( 'Sign in with your co-op', 'coop-credentials' ) ) )
				. Icons::svg( 'down', 20 ) . '</summary><div>' . $this->chooser() . $this->rows( $providers ) . '</div></details>';
		}
		return $this->form( $providers[0]['slug'], Html::text( $this->label( $attributes, $providers[0]['label'] ) ), $class );
	}

	/**
	 * Card: says what happens before it happens.
	 *
	 * @param Attributes                                         $attributes Block.
	 * @param list<array{slug:string,label:string,icon:int}> $providers  Offered.
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
		$body  = $several ? $this->chooser() . $this->rows( $providers )
			: $this->form( $providers[0]['slug'], Html::text( $this->label( $attributes, $providers[0]['label'] ) ), Html::button_class( $style ) );
		$list  = '';
		foreach ( $this->promises->of( ...array_column( $providers, 'slug' ) ) as $icon => $text ) {
			$more  = 'trash' === $icon ? $this->link( 'my_credentials', '', __( 'What we store', 'coop-credentials' ) ) : '';
			$list .= '<li>' . Icons::svg( $icon, 20 ) . '<span>' . Html::text( $text ) . ( '' === $more ? '' : ' ' . $more ) . '</span></li>';
		}
		return '<section class="coop-credentials-box coop-credentials-stack coop-credentials-card" aria-labelledby="' . esc_attr( $id ) . '"><h2 id="' . esc_attr( $id ) . '">' . Html::text( $heading ) . '</h2><p>'
			. Html::text( $lead ) . '</p>' . $body . '<ul class="coop-credentials-facts">' . $list . '</ul></section>';
	}

	/**
	 * Menu for a header: a details element, so that it opens without script.
	 *
	 * @param list<array{slug:string,label:string,icon:int}> $providers Offered.
	 */
	private function menu( array $providers ): string {
		return '<details class="coop-credentials-menu"' . $this->menu_events() . '><summary>' . Html::text( __( 'Sign in', 'coop-credentials' ) ) . Icons::svg( 'down', 20 )
			. '</summary><div><p><small>' . Html::text( __( 'Sign in with your co-op', 'coop-credentials' ) ) . '</small></p>' . $this->rows( $providers )
			. $this->link( 'offers', 'gift', __( 'What members can get', 'coop-credentials' ) ) . '</div></details>';
	}

	/**
	 * One equal row for each provider; the whole row is the target.
	 *
	 * @param list<array{slug:string,label:string,icon:int}> $providers Offered.
	 */
	private function rows( array $providers ): string {
		$html = '';
		foreach ( $providers as $provider ) {
			$html .= '<li>' . $this->row( $provider['slug'], $provider['label'], '', $provider['icon'] ) . '</li>';
		}
		return '<ul class="coop-credentials-providers">' . $html . '</ul>';
	}

	/**
	 * One row that starts a sign-in.
	 *
	 * @param string $slug  Provider.
	 * @param string $name  Name shown.
	 * @param string $small Line below it.
	 * @param int    $icon  Picture of the media library, 0 for none: never one of another site.
	 */
	public function row( string $slug, string $name, string $small, int $icon = 0 ): string {
		$image  = $icon > 0 ? wp_get_attachment_image( $icon, array( 40, 40 ), false, array( 'alt' => '' ) ) : '';
		$inside = '<span aria-hidden="true">' . ( '' === $image ? esc_html( self::initials( $name ) ) : $image ) . '</span><span><b>' . Html::name( $name ) . '</b>'
			. ( '' === $small ? '' : '<small>' . Html::text( $small ) . '</small>' ) . '</span>' . Icons::svg( 'forward', 20 );
		return $this->form( $slug, $inside, 'coop-credentials-provider' );
	}

	/**
	 * Search by co-op, for those who do not know what a provider is.
	 */
	private function chooser(): string {
		return render_block(
			array(
				'blockName'    => Sign_In_Chooser::NAME,
				'attrs'        => array(),
				'innerBlocks'  => array(),
				'innerHTML'    => '',
				'innerContent' => array(),
			)
		) . '<p><small>' . Html::text( __( 'Or choose who confirms you:', 'coop-credentials' ) ) . '</small></p>';
	}

	/**
	 * The signed-in part: the same markup for everyone, filled by the shared state.
	 *
	 * @param string $layout button, card or menu.
	 * @param string $after  status or sign_out.
	 * @param string $others Escaped forms of all providers.
	 */
	private function signed_in( string $layout, string $after, string $others ): string {
		$sign_out = $this->sign_out();
		if ( 'sign_out' === $after ) {
			return $sign_out;
		}
		$menu   = 'menu' === $layout;
		$again  = '<form method="post" data-wp-bind--action="state.start" data-wp-bind--hidden="!state.again">' . Html::hidden(
			array(
				'return_to' => Html::current_path(),
				'intent'    => 'sign_in',
				'renew'     => '1',
			)
		) . '<button type="submit" class="' . esc_attr( Html::button_class( 'card' === $layout ? 'primary' : 'link' ) ) . '" data-wp-text="state.again"></button></form>';
		$again .= '<p data-wp-bind--hidden="!state.connect">' . Html::text( __( 'An account here may be yours.', 'coop-credentials' ) ) . ' ' . $this->connect( 'link' ) . '</p>';
		$links  = ( $menu ? $this->link( 'offers', 'gift', __( 'What I can get', 'coop-credentials' ) ) : '' )
			. $this->link( 'my_coupons', $menu ? 'receipt' : '', __( 'My coupons', 'coop-credentials' ) )
			. $this->link( 'my_credentials', $menu ? 'key' : '', __( 'My credentials', 'coop-credentials' ) );
		return match ( $layout ) {
			'menu'   => '<details class="coop-credentials-menu"' . $this->menu_events() . '><summary><span data-wp-text="state.short"></span>' . Icons::svg( 'down', 20 ) . '</summary><div>' . $links . $again . $sign_out . '</div></details>',
			'button' => '<p data-wp-text="state.heading"></p>' . $again . '<div class="coop-credentials-row">' . $links . $sign_out . '</div>',
			default  => $this->note->signed_in( $links . $sign_out, $again, $others ),
		};
	}

	/**
	 * Link to one of the site's pages; nothing when there is none.
	 *
	 * @param string $page Key of the setting `pages`.
	 * @param string $icon Icon, '' for none.
	 * @param string $text Plain text.
	 */
	private function link( string $page, string $icon, string $text ): string {
		$url = $this->visitor->page( $page );
		return '' === $url ? '' : '<a class="no-prefetch" href="' . esc_url( $url ) . '">' . ( '' === $icon ? '' : Icons::svg( $icon, 20 ) ) . Html::text( $text ) . '</a>';
	}

	/**
	 * Sign-out form.
	 */
	public function sign_out(): string {
		return '<form method="post" action="' . esc_url( $this->router->url( 'sign_out' ) ) . '">' . Html::hidden( array( 'return_to' => Html::current_path() ) )
			. '<button type="submit" class="coop-credentials-link">' . Html::text( __( 'Sign out', 'coop-credentials' ) ) . '</button></form>';
	}

	/**
	 * What a sign-in that did not end well came to, with the step that helps.
	 *
	 * @param list<array{slug:string,label:string,icon:int}> $providers Offered.
	 */
	private function failed( array $providers ): string {
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- only chooses among the providers of the site.
		$named = isset( $_GET['coop_provider'] ) && is_string( $_GET['coop_provider'] ) ? sanitize_key( wp_unslash( $_GET['coop_provider'] ) ) : '';
		$known = 1 === count( $providers ) ? $providers : array_values( array_filter( $providers, static fn ( array $provider ): bool => $provider['slug'] === $named ) );
		if ( array() === $known && ! $this->preview->is( 'refused' ) ) {
			return $this->note->of_request( array( 'connect' => $this->connect() ) );
		}
		list( 'slug' => $slug, 'label' => $label ) = $known[0] ?? $providers[0];

		$again = fn( string $words ): string => $this->form( $slug, Html::text( $words ), Html::button_class(), array( 'renew' => '1' ) );
		return $this->note->of_request(
			array(
				'again'   => $again( __( 'Start again', 'coop-credentials' ) ),
				'retry'   => $again( __( 'Try again', 'coop-credentials' ) ),
				/* translators: %s: name of a co-op. */
				'confirm' => $this->form( $slug, Html::text( sprintf( __( 'Confirm with %s', 'coop-credentials' ), $label ) ), Html::button_class(), array( 'max_age' => '300' ), 'step_up' ),
				'connect' => $this->connect(),
				'another' => $this->form( $slug, Html::text( __( 'Use another co-op', 'coop-credentials' ) ), Html::button_class(), array( 'another' => '1' ) ),
			),
			$label
		);
	}

	/**
	 * Link to the page that connects an account; it says itself when there is nothing to connect.
	 *
	 * @param string $style primary, outline or link.
	 */
	private function connect( string $style = 'primary' ): string {
		return '<a class="no-prefetch ' . esc_attr( Html::button_class( $style ) ) . '" href="' . esc_url( $this->router->url( 'connect', array( 'return_to' => Html::current_path() ) ) ) . '">' . Html::text( __( 'Connect my account', 'coop-credentials' ) ) . '</a>';
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
