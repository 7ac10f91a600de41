<?php
/**
 * Block coop-credentials/member-gate.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

defined( 'ABSPATH' ) || exit;

/**
 * Shows what stands inside it to those its rule lets in, on private pages only. Closed, it is the same for everyone who is
 * not signed in, and what is inside is not even rendered.
 */
final class Member_Gate_Block implements Block_Renderer {

	public const NAME = 'coop-credentials/member-gate';

	/**
	 * Rules whose element has its id on this page.
	 *
	 * @var array<string,true>
	 */
	private array $named = array();

	/**
	 * Takes what it shows.
	 *
	 * @param Member_Gate_Decisions $decisions Decisions.
	 * @param Member_Gate_View      $view      Words of a closed gate.
	 * @param Sign_In_Note          $note      State of the store the sign-in forms share.
	 * @param Preview               $preview   Editor's preview.
	 */
	public function __construct(
		private readonly Member_Gate_Decisions $decisions,
		private readonly Member_Gate_View $view,
		private readonly Sign_In_Note $note,
		private readonly Preview $preview,
	) {}

	/**
	 * Markup of the closed gate; '' when it is open.
	 *
	 * @param Attributes $attributes `rule`, `heading`, `headingLevel`.
	 */
	public function render( Attributes $attributes ): string {
		$rule    = self::rule( $attributes );
		$heading = $attributes->text( 'heading', '', 120 );
		$level   = $attributes->number( 'headingLevel', array( 3, 2, 4 ) );
		if ( $this->preview->is_on() ) {
			return $this->preview( $rule, $heading, $level );
		}
		if ( is_feed() ) {
			return $this->view->in_feed( $rule );
		}
		$decision = $this->decisions->decide( $rule, 'post:' . (int) get_the_ID() );
		if ( null !== $decision && $decision->is_allowed() ) {
			return '';
		}
		$visitor = $this->decisions->visitor();
		return $this->wrap( $rule, null === $decision || null === $visitor ? $this->view->signed_out( $rule, $heading, $level, null !== $decision ) : $this->view->refused( $rule, $heading, $level, $decision, $visitor ) );
	}

	/**
	 * Markup of the open gate: the blocks inside, rendered now and not before.
	 *
	 * @param Attributes $attributes As for render().
	 * @param \WP_Block  $block      The gate with its inner blocks.
	 */
	public function open( Attributes $attributes, \WP_Block $block ): string {
		$inside = $block->parsed_block;
		// A name no block has: else the supports of the gate would be applied to the first block inside.
		$inside['blockName'] = 'core/null';
		$html                = ( new \WP_Block( $inside, $block->context ) )->render( array( 'dynamic' => false ) );
		return '<div ' . get_block_wrapper_attributes( $this->id( self::rule( $attributes ) ) ) . '>' . $html . '</div>';
	}

	/**
	 * The editor's view of a closed gate.
	 *
	 * @param string $rule    Rule.
	 * @param string $heading Own heading.
	 * @param int    $level   Heading level.
	 */
	private function preview( string $rule, string $heading, int $level ): string {
		if ( ! $this->view->knows( $rule ) ) {
			return $this->preview->hint( __( 'Member gate: no rule is chosen', 'coop-credentials' ), __( 'It stays closed for everyone until one is.', 'coop-credentials' ) );
		}
		return $this->wrap( $rule, $this->preview->is( 'refused' ) ? $this->view->sample_refusal( $rule, $heading, $level ) : $this->view->signed_out( $rule, $heading, $level, false ) );
	}

	/**
	 * The outer element of a closed gate.
	 *
	 * @param string $rule Rule.
	 * @param string $html Escaped markup.
	 */
	private function wrap( string $rule, string $html ): string {
		$this->note->share_state();
		return '<div ' . get_block_wrapper_attributes(
			array(
				'class'               => 'coop-credentials is-closed',
				'data-wp-interactive' => Sign_In_Block::NAME,
				'data-wp-init'        => 'callbacks.load',
				Html::LATE            => 'callbacks.load',
			) + $this->id( $rule )
		) . '>' . $html . '</div>';
	}

	/**
	 * The id a visitor comes back to, once a page.
	 *
	 * @param string $rule Rule.
	 *
	 * @return array<string,string>
	 */
	private function id( string $rule ): array {
		if ( '' === $rule || isset( $this->named[ $rule ] ) ) {
			return array();
		}
		$this->named[ $rule ] = true;
		return array( 'id' => Member_Gate_View::id( $rule ) );
	}

	/**
	 * Uid of the rule.
	 *
	 * @param Attributes $attributes Attributes.
	 */
	private static function rule( Attributes $attributes ): string {
		$rule = $attributes->id( 'rule' );
		return 1 === preg_match( Post_Gate::RULE, $rule ) ? $rule : '';
	}
}
