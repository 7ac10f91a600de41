<?php
/**
 * Patterns.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

defined( 'ABSPATH' ) || exit;

/**
 * Layouts to begin with. The theme draws them: no colours, no fonts.
 */
final class Patterns {

	/**
	 * Registers the category and the patterns.
	 */
	public function register(): void {
		register_block_pattern_category( 'coop-credentials', array( 'label' => __( 'Co-op Credentials', 'coop-credentials' ) ) );
		foreach ( $this->all() as $name => $pattern ) {
			list( $title, $description, $content ) = $pattern;
			register_block_pattern(
				'coop-credentials/' . $name,
				array(
					'title'         => $title,
					'description'   => $description,
					'content'       => $content,
					'categories'    => array( 'coop-credentials' ),
					'viewportWidth' => 1200,
				) + ( isset( $pattern[3] ) ? array( 'blockTypes' => $pattern[3] ) : array() )
			);
		}
	}

	/**
	 * Title, description and content by name.
	 *
	 * @return array<string,array{0:string,1:string,2:string,3?:list<string>}>
	 */
	private function all(): array {
		return array(
			'sign-in-banner' => array(
				__( 'Sign-in banner', 'coop-credentials' ),
				__( 'What members find here, beside the sign-in card.', 'coop-credentials' ),
				'<!-- wp:columns {"align":"wide"} --><div class="wp-block-columns alignwide"><!-- wp:column {"verticalAlignment":"center"} --><div class="wp-block-column is-vertically-aligned-center">'
				. self::heading( __( 'Your co-op opens doors here', 'coop-credentials' ) ) . self::paragraph( __( 'Sign in with the co-op you belong to, and use what its neighbours offer you.', 'coop-credentials' ) )
				. '</div><!-- /wp:column --><!-- wp:column --><div class="wp-block-column"><!-- wp:coop-credentials/sign-in {"layout":"card"} /--></div><!-- /wp:column --></div><!-- /wp:columns -->',
			),
			'header-menu'    => array(
				__( 'Header with sign-in', 'coop-credentials' ),
				__( 'Name of the site, and a menu for members: sign in, what they can get, their coupons and credentials.', 'coop-credentials' ),
				'<!-- wp:group {"align":"full","style":{"spacing":{"padding":{"top":"1em","bottom":"1em"}}},"layout":{"type":"constrained"}} --><div class="wp-block-group alignfull" style="padding-top:1em;padding-bottom:1em">'
				. '<!-- wp:group {"align":"wide","layout":{"type":"flex","justifyContent":"space-between"}} --><div class="wp-block-group alignwide"><!-- wp:site-title {"level":0} /--><!-- wp:coop-credentials/sign-in {"layout":"menu"} /--></div><!-- /wp:group -->'
				. '</div><!-- /wp:group -->',
				array( 'core/template-part/header' ),
			),
			'member-offers'  => array(
				__( 'Member offers', 'coop-credentials' ),
				__( 'Heading and the offers of co-ops.', 'coop-credentials' ),
				self::heading( __( 'For members of co-ops', 'coop-credentials' ), true ) . '<!-- wp:coop-credentials/offers {"align":"wide"} /-->',
			),
			'partner-co-ops' => array(
				__( 'Partner co-ops', 'coop-credentials' ),
				__( 'Heading and the directory as a list.', 'coop-credentials' ),
				self::heading( __( 'Find a co-op', 'coop-credentials' ), true ) . self::paragraph( __( 'Each entry says why it counts as a co-op, who checked it and until when.', 'coop-credentials' ) )
				. '<!-- wp:coop-credentials/co-op-directory {"align":"wide","layout":"list"} /-->',
			),
			'account-page'   => array(
				__( 'Account page', 'coop-credentials' ),
				__( 'What a member has here: coupons, credentials, history.', 'coop-credentials' ),
				self::heading( __( 'My coupons', 'coop-credentials' ) ) . '<!-- wp:coop-credentials/my-coupons {"headingLevel":3} /-->'
				. self::heading( __( 'My credentials', 'coop-credentials' ) ) . '<!-- wp:coop-credentials/my-credentials {"headingLevel":3} /-->',
			),
			'members-only'   => array(
				__( 'Part for members', 'coop-credentials' ),
				__( 'Heading and text that only members of listed co-ops see.', 'coop-credentials' ),
				'<!-- wp:coop-credentials/member-gate {"rule":"any_listed_member"} -->' . self::heading( __( 'For members of co-ops', 'coop-credentials' ) )
				. self::paragraph( __( 'Write here what members find.', 'coop-credentials' ) ) . '<!-- /wp:coop-credentials/member-gate -->',
			),
			'till-page'      => array(
				__( 'Till page', 'coop-credentials' ),
				__( 'The till of the staff, on a page of its own.', 'coop-credentials' ),
				'<!-- wp:coop-credentials/redeem {"mode":"till","align":"wide"} /-->',
			),
		);
	}

	/**
	 * A heading block.
	 *
	 * @param string $text Plain text.
	 * @param bool   $wide As wide as the block below it.
	 */
	private static function heading( string $text, bool $wide = false ): string {
		return '<!-- wp:heading' . ( $wide ? ' {"align":"wide"}' : '' ) . ' --><h2 class="wp-block-heading' . ( $wide ? ' alignwide' : '' ) . '">' . Html::text( $text ) . '</h2><!-- /wp:heading -->';
	}

	/**
	 * A paragraph block.
	 *
	 * @param string $text Plain text.
	 */
	private static function paragraph( string $text ): string {
		return '<!-- wp:paragraph --><p>' . esc_html( $text ) . '</p><!-- /wp:paragraph -->';
	}
}
