<?php
/**
 * Block coop-credentials/co-op-profile.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Directory\Profiles;
use CoopCredentials\Kernel\Front\Icons;
use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Offers\Offer_Catalogue;

defined( 'ABSPATH' ) || exit;

/**
 * Who, badge, why and until when, offers, where the data is from. The same for everyone.
 */
final class Profile_Block implements Block_Renderer {

	public const NAME = 'coop-credentials/co-op-profile';

	/**
	 * Takes what it shows.
	 *
	 * @param Profiles          $profiles  The directory's profiles.
	 * @param Profile_Evidence  $evidence  Timeline.
	 * @param Profile_Facts     $facts     Side column and provenance.
	 * @param Directory_Items   $items     Words of an entry.
	 * @param Offer_Catalogue   $catalogue Offers of the co-op.
	 * @param Visitor_View      $visitor   Pages of the site.
	 * @param Router            $router    Address of the directory.
	 * @param Preview           $preview   Editor's preview.
	 */
	public function __construct(
		private readonly Profiles $profiles,
		private readonly Profile_Evidence $evidence,
		private readonly Profile_Facts $facts,
		private readonly Directory_Items $items,
		private readonly Offer_Catalogue $catalogue,
		private readonly Visitor_View $visitor,
		private readonly Router $router,
		private readonly Preview $preview,
	) {}

	/**
	 * Markup of the block.
	 *
	 * @param Attributes $attributes `slug`, `layout`.
	 */
	public function render( Attributes $attributes ): string {
		$slug = $attributes->id( 'slug' );
		try {
			$profile = '' === $slug ? null : $this->profiles->by_slug( $slug )->to_array();
		} catch ( Problem $problem ) {
			if ( $problem->status >= 500 ) {
				throw $problem;
			}
			$profile = null;
		}
		if ( null === $profile ) {
			return $this->preview->hint(
				__( 'This entry is not in the directory', 'coop-credentials' ),
				__( 'Visitors see nothing here. Choose another co-op for this block.', 'coop-credentials' )
			);
		}
		$card    = 'card' === $attributes->choice( 'layout', array( 'page', 'card' ) );
		$wrapper = get_block_wrapper_attributes( array( 'class' => 'coop-credentials is-' . ( $card ? 'card' : 'page' ) ) );
		return '<div ' . $wrapper . '>' . ( $card ? $this->card( $profile ) : $this->page( $profile, $attributes->flag( 'titled', false ) ) ) . '</div>';
	}

	/**
	 * Short version for a post or a partner page.
	 *
	 * @param array<string,mixed> $profile Public profile.
	 */
	private function card( array $profile ): string {
		return '<article class="coop-credentials-box"><h3><a href="' . esc_url( Html::string( $profile, 'url' ) ) . '">' . Html::name( Html::string( $profile, 'name' ) ) . '</a></h3><small>' . Html::text( $this->items->what_where( $profile ) ) . '</small>'
			. $this->items->badge( $profile ) . '</article>';
	}

	/**
	 * The whole page.
	 *
	 * @param array<string,mixed> $profile Public profile.
	 * @param bool                $titled  Whether it is the directory's own page, whose title stands here.
	 */
	private function page( array $profile, bool $titled ): string {
		$name    = Html::string( $profile, 'name' );
		$summary = Html::string( $profile, 'summary' );
		$more    = Html::string( $profile, 'description' );
		$title   = match ( true ) {
			$titled                     => '<h1>' . Html::name( $name ) . '</h1>',
			$this->is_own_page( $name ) => '',
			default                     => '<h2>' . Html::name( $name ) . '</h2>',
		};
		$trail = $titled ? '<nav aria-label="' . esc_attr__( 'You are here', 'coop-credentials' ) . '"><small><a href="' . esc_url( $this->router->url( 'directory' ) ) . '">' . Html::text( __( 'Find a co-op', 'coop-credentials' ) ) . '</a> <span aria-hidden="true">/</span> ' . Html::name( $name ) . '</small></nav>' : '';
		$about = ( '' === $summary ? '' : '<p class="coop-credentials-lead">' . Html::text( $summary ) . '</p>' ) . ( '' === $more || $more === $summary ? '' : wpautop( Html::text( $more ) ) );
		return $trail . '<header><span class="coop-credentials-tile" aria-hidden="true">' . esc_html( Sign_In_Block::initials( $name ) ) . '</span>' . $title . '<p><small>' . Html::text( $this->items->what_where( $profile, true ) ) . '</small></p>'
			. $this->items->badge( $profile ) . '</header><div class="coop-credentials-profile"><div>' . ( '' === $about ? '' : '<section>' . $about . '</section>' )
			. $this->evidence->render( $profile ) . $this->offers( Html::string( $profile, 'uid' ) ) . $this->facts->provenance( $profile ) . '</div>' . $this->facts->side( $profile ) . '</div>';
	}

	/**
	 * Whether the page's own title already names the co-op.
	 *
	 * @param string $name Its name.
	 */
	private function is_own_page( string $name ): bool {
		return ! $this->preview->is_on() && is_singular() && get_the_title() === esc_html( $name );
	}

	/**
	 * Where an offer is got, or why nobody gets it now.
	 *
	 * @param array<string,mixed> $offer Public offer.
	 */
	private function step( array $offer ): string {
		$closed = Offer_States::of_availability( Html::string( $offer, 'availability' ) );
		if ( null !== $closed ) {
			return '<p>' . Icons::svg( 'info', 20 ) . ' ' . Html::text( Html::string( $closed, 'heading' ) ) . '</p>';
		}
		$page = $this->visitor->page( 'offers' );
		return '' === $page ? '' : '<p><a href="' . esc_url( $page . '#coop-offer-' . Html::string( $offer, 'uid' ) ) . '">' . Html::text( __( 'Get this offer', 'coop-credentials' ) )
			/* translators: %s: name of an offer. Hidden, for people who hear the link without what stands around it. */
			. '<span class="screen-reader-text">' . Html::text( sprintf( __( ': %s', 'coop-credentials' ), Html::string( $offer, 'title' ) ) ) . '</span></a></p>';
	}

	/**
	 * Offers of this co-op.
	 *
	 * @param string $uid Organisation.
	 */
	private function offers( string $uid ): string {
		$html = '';
		foreach ( $this->catalogue->visible(
			array(
				'organisation' => $uid,
				'per_page'     => 6,
			)
		)['items'] as $offer ) {
			$until = Html::last_day( Html::string( $offer, 'ends_at', Html::string( $offer, 'valid_until' ) ) );
			/* translators: 1: for whom the offer is, 2: date. */
			$line  = '' === $until ? Html::string( $offer, 'audience_label' ) : sprintf( __( '%1$s. Until %2$s.', 'coop-credentials' ), Html::string( $offer, 'audience_label' ), $until );
			$html .= '<li><article class="coop-credentials-box"><h3>' . Html::name( Html::string( $offer, 'benefit', Html::string( $offer, 'title' ) ) ) . '</h3><small>' . Html::text( $line ) . '</small>' . $this->step( $offer ) . '</article></li>';
		}
		return '' === $html ? '' : '<section><h2>' . Html::text( __( 'Offers', 'coop-credentials' ) ) . '</h2><ul class="coop-credentials-stack">' . $html . '</ul></section>';
	}
}
