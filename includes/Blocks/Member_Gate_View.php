<?php
/**
 * A closed gate in words.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Claims\Decision;
use CoopCredentials\Sign_In\Decider;
use CoopCredentials\Sign_In\Flow\Demand;
use CoopCredentials\Sign_In\Flow\Intent_Form;
use CoopCredentials\Sign_In\Intent;
use CoopCredentials\Sign_In\Rule_Repository;
use CoopCredentials\Sign_In\Visitor;

defined( 'ABSPATH' ) || exit;

/**
 * Says for whom the part is, why it stays closed, and the one thing that helps. What a rule looks at is never shown, only
 * its title.
 */
final class Member_Gate_View {

	/**
	 * Takes what it shows.
	 *
	 * @param Rule_Repository $rules   Titles of rules.
	 * @param Decider         $decider Words for the visitor.
	 * @param Sign_In_Block   $sign_in Start forms.
	 * @param Intent_Form     $forms   Forms of a step-up.
	 */
	public function __construct(
		private readonly Rule_Repository $rules,
		private readonly Decider $decider,
		private readonly Sign_In_Block $sign_in,
		private readonly Intent_Form $forms,
	) {}

	/**
	 * Whether there is such a rule.
	 *
	 * @param string $rule Rule or template.
	 */
	public function knows( string $rule ): bool {
		return '' !== $rule && null !== $this->rules->find( $rule );
	}

	/**
	 * The same for everyone. Signed-in visitors find a link to the page that is theirs alone; it needs no script.
	 *
	 * @param string $rule    Rule.
	 * @param string $heading Own heading, '' for ours.
	 * @param int    $level   Heading level.
	 * @param bool   $private Whether the page is private already: then nobody is signed in.
	 */
	public function signed_out( string $rule, string $heading, int $level, bool $private ): string {
		if ( ! $this->knows( $rule ) ) {
			return $this->note( 'plain', $rule, $heading, __( 'Signing in does not open it. Please tell the site’s team.', 'coop-credentials' ), '', $level );
		}
		$forms = $this->sign_in_forms( $rule );
		$url   = esc_url( Html::private_url( self::id( $rule ) ) );
		// The address is a visitor's: it must never be part of a format.
		$open = static fn( string $name, string $text ): string => '<a class="no-prefetch ' . esc_attr( $name ) . '" rel="nofollow" href="' . $url . '">' . Html::text( $text ) . '</a>';
		$out  = $private ? $forms : '<div class="coop-credentials-row" data-wp-bind--hidden="state.signedIn">' . $forms . $open( 'coop-credentials-link', __( 'I am signed in already', 'coop-credentials' ) ) . '</div>'
			. '<div class="coop-credentials-row" data-wp-bind--hidden="!state.signedIn" hidden>' . $open( Html::button_class(), __( 'Open this part', 'coop-credentials' ) ) . '</div>';
		return $this->note( 'plain', $rule, $heading, __( 'Sign in with your co-op to see it.', 'coop-credentials' ), $out, $level );
	}

	/**
	 * For a visitor the rule does not let in.
	 *
	 * @param string   $rule     Rule.
	 * @param string   $heading  Own heading, '' for ours.
	 * @param int      $level    Heading level.
	 * @param Decision $decision Decision.
	 * @param Visitor  $visitor  Visitor.
	 */
	public function refused( string $rule, string $heading, int $level, Decision $decision, Visitor $visitor ): string {
		return $this->note( 'warn', $rule, $heading, $this->decider->sentence( $decision ), $this->help( $rule, $decision, $visitor ), $level );
	}

	/**
	 * A sample of a refusal, for the editor.
	 *
	 * @param string $rule    Rule.
	 * @param string $heading Own heading, '' for ours.
	 * @param int    $level   Heading level.
	 */
	public function sample_refusal( string $rule, string $heading, int $level ): string {
		return $this->note( 'warn', $rule, $heading, __( 'Your membership has ended.', 'coop-credentials' ), '', $level );
	}

	/**
	 * Plain words where there can be no form, with the address of the page.
	 *
	 * @param string $rule Rule.
	 */
	public function in_feed( string $rule ): string {
		return '<p>' . Html::text( $this->for_whom( $rule ) ) . ' <a href="' . esc_url( (string) get_permalink() ) . '">' . Html::text( __( 'Read it on the site', 'coop-credentials' ) ) . '</a></p>';
	}

	/**
	 * Id of the element a visitor comes back to.
	 *
	 * @param string $rule Rule.
	 */
	public static function id( string $rule ): string {
		return 'coop-gate-' . $rule;
	}

	/**
	 * What helps.
	 *
	 * @param string   $rule     Rule.
	 * @param Decision $decision Decision.
	 * @param Visitor  $visitor  Visitor.
	 */
	private function help( string $rule, Decision $decision, Visitor $visitor ): string {
		$step = $this->decider->next_step( $decision );
		/* translators: %s: name of a co-op. */
		$confirm = sprintf( __( 'Confirm with %s', 'coop-credentials' ), $visitor->provider_label );
		$again   = fn( string $label ): string => $this->sign_in->form( $visitor->provider, Html::text( $label ), Html::button_class(), self::fields( $rule ) + array( 'renew' => '1' ) );
		$html    = match ( $step['action'] ?? '' ) {
			'step_up'                                  => $this->sign_in->form( $visitor->provider, Html::text( $confirm ), Html::button_class(), $this->forms->fields( Intent::Step_Up, $visitor->provider, Html::current_path(), Demand::of( $decision->step_up() ), self::action( $rule ) ), Intent::Step_Up->value ),
			'sign_in_again', 'renew'                   => $again( $confirm ),
			'renew_membership', 'contact_organisation' => $again( __( 'Check my membership again', 'coop-credentials' ) ),
			'sign_in'                                  => $this->sign_in_forms( $rule ),
			default                                    => '',
		};
		return $html . ( Decider::is_of_membership( $decision->reason ) ? $this->sign_in->start( __( 'Use another co-op', 'coop-credentials' ), self::fields( $rule ) + array( 'another' => '1' ), '' === $html ? 'primary' : 'outline' ) : '' );
	}

	/**
	 * One button; with several providers it opens a choice.
	 *
	 * @param string $rule Rule.
	 */
	private function sign_in_forms( string $rule ): string {
		return $this->sign_in->way_in( self::fields( $rule ) );
	}

	/**
	 * A notice.
	 *
	 * @param string $tone    Tone.
	 * @param string $rule    Rule.
	 * @param string $heading Own heading.
	 * @param string $text    Plain text.
	 * @param string $actions Escaped markup.
	 * @param int    $level   Heading level.
	 */
	private function note( string $tone, string $rule, string $heading, string $text, string $actions, int $level ): string {
		$whom = $this->for_whom( $rule );
		return Html::note( $tone, '' === $heading ? $whom : $heading, ( '' === $heading ? '' : '<p>' . Html::text( $whom ) . '</p>' ) . '<p>' . Html::text( $text ) . '</p>', $actions, '', $level );
	}

	/**
	 * For whom the part is: the title of its rule.
	 *
	 * @param string $rule Rule.
	 */
	private function for_whom( string $rule ): string {
		$title = '' === $rule ? '' : (string) $this->rules->find( $rule )?->title;
		/* translators: %s: title of a rule, for example "Our own active members". */
		return '' === $title ? __( 'This part is closed at the moment', 'coop-credentials' ) : sprintf( __( 'For: %s', 'coop-credentials' ), $title );
	}

	/**
	 * Fields of a form that leads back to the gate.
	 *
	 * @param string $rule Rule.
	 *
	 * @return array<string,string>
	 */
	private static function fields( string $rule ): array {
		return '' === $rule ? array() : array( 'action' => self::action( $rule ) );
	}

	/**
	 * What the visitor was about to do.
	 *
	 * @param string $rule Rule.
	 */
	private static function action( string $rule ): string {
		return 'gate:' . $rule;
	}
}
