<?php
/**
 * Block coop-credentials/sign-in-chooser, a part of the sign-in block.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Sign_In\Chooser\Chooser;

defined( 'ABSPATH' ) || exit;

/**
 * "Find your co-op": a search form that works by itself, and with script a list under the field (ARIA APG, combobox with
 * list autocomplete). A block of its own only so that its script is loaded where there is something to choose.
 */
final class Sign_In_Chooser implements Block_Renderer {

	public const NAME = 'coop-credentials/sign-in-chooser';

	private const FIELD = 'coop_member';

	/**
	 * Takes what it shows.
	 *
	 * @param Chooser       $chooser Search.
	 * @param Sign_In_Block $sign_in Start forms.
	 */
	public function __construct( private readonly Chooser $chooser, private readonly Sign_In_Block $sign_in ) {}

	/**
	 * Markup of the block. The same for everyone: a page with an answer may be cached like any other.
	 *
	 * @param Attributes $attributes None.
	 */
	public function render( Attributes $attributes ): string {
		$providers = $this->sign_in->providers();
		if ( count( $providers ) < 2 ) {
			return '';
		}
		$id   = wp_unique_id( 'coop-chooser-' );
		$text = self::asked();
		$this->share_state();
		$hidden = array();
		wp_parse_str( (string) wp_parse_url( Html::current_path(), PHP_URL_QUERY ), $query );
		foreach ( $query as $name => $value ) {
			if ( is_string( $value ) ) {
				$hidden[ (string) $name ] = $value;
			}
		}
		$context = array(
			'id'      => $id,
			'text'    => $text,
			'open'    => false,
			'active'  => -1,
			'options' => array(),
			'said'    => '',
		);
		return '<div ' . get_block_wrapper_attributes(
			array(
				'class'               => 'coop-credentials-chooser',
				'id'                  => $id,
				'data-wp-interactive' => self::NAME,
			)
		) . ' ' . wp_interactivity_data_wp_context( $context ) . '>'
			. '<form role="search" method="get" action="' . esc_url( (string) strtok( Html::current_path(), '?' ) ) . '#' . esc_attr( $id ) . '">' . Html::hidden( $hidden )
			. '<label for="' . esc_attr( $id . '-text' ) . '">' . Html::text( __( 'Find your co-op', 'coop-credentials' ) ) . '</label><div>'
			. '<input type="search" id="' . esc_attr( $id . '-text' ) . '" name="' . self::FIELD . '" data-wp-bind--value="context.text" value="' . esc_attr( $text ) . '" minlength="2" maxlength="100" required autocomplete="off" spellcheck="false"'
			. ' data-wp-init="callbacks.init" ' . Html::LATE . '="callbacks.init" data-wp-bind--role="state.role" data-wp-bind--aria-autocomplete="state.autocomplete" data-wp-bind--aria-controls="state.list" data-wp-bind--aria-expanded="state.expanded" data-wp-bind--aria-activedescendant="state.activeId"'
			. ' data-wp-on--input="actions.type" data-wp-on--keydown="actions.key" data-wp-on--blur="actions.close">'
			. '<button type="submit" class="' . esc_attr( Html::button_class( 'outline' ) ) . '">' . Html::text( __( 'Search', 'coop-credentials' ) ) . '</button></div>'
			. '<ul role="listbox" id="' . esc_attr( $id . '-list' ) . '" aria-label="' . esc_attr__( 'Co-ops', 'coop-credentials' ) . '" hidden data-wp-bind--hidden="!context.open">'
			. '<template data-wp-each--option="context.options" data-wp-each-key="context.option.id"><li role="option" data-wp-bind--id="context.option.id" data-wp-bind--aria-selected="state.isActive" data-wp-on--pointerdown="actions.choose">'
			. '<b data-wp-text="context.option.name"></b><small data-wp-text="context.option.by"></small></li></template></ul>'
			. '<p role="status" data-wp-text="context.said"></p></form>'
			. '<form method="post" hidden>' . Html::hidden(
				array(
					'return_to' => Html::current_path(),
					'intent'    => 'sign_in',
				)
			) . '</form>' . ( '' === $text ? '' : $this->results( $text ) ) . '</div>';
	}

	/**
	 * What was searched for, answered by the server.
	 *
	 * @param string $text Text.
	 */
	private function results( string $text ): string {
		$found = $this->chooser->search( $text );
		if ( array() === $found ) {
			return '<p role="status">' . Html::text( __( 'No co-op with this name can confirm you here yet. Choose below who confirms you, or ask your co-op.', 'coop-credentials' ) ) . '</p>';
		}
		$html = '';
		foreach ( $found as $entry ) {
			$html .= '<li>' . $this->sign_in->row( $entry['provider'], $entry['name'], self::by( $entry ) ) . '</li>';
		}
		$count = count( array_unique( array_map( static fn( array $entry ): string => $entry['name'] . "\n" . $entry['place'], $found ) ) ); // Several may confirm one.
		/* translators: %s: number of co-ops. */
		$said = sprintf( _n( '%s co-op found', '%s co-ops found', $count, 'coop-credentials' ), number_format_i18n( $count ) );
		return '<p role="status">' . Html::text( $said ) . '</p><ul class="coop-credentials-providers">' . $html . '</ul>';
	}

	/**
	 * Where it is and who confirms.
	 *
	 * @param array{name:string,place:string,provider:string,label:string} $entry Of the chooser.
	 */
	private static function by( array $entry ): string {
		/* translators: %s: name of a sign-in provider. */
		$via = $entry['label'] === $entry['name'] ? '' : sprintf( __( 'confirmed by %s', 'coop-credentials' ), $entry['label'] );
		return implode( ' · ', array_filter( array( $entry['place'], $via ) ) );
	}

	/**
	 * State and words of the view module.
	 */
	private function share_state(): void {
		wp_interactivity_state(
			self::NAME,
			array(
				'role'         => null,
				'autocomplete' => null,
				'list'         => null,
				'expanded'     => null,
				'activeId'     => null,
				'isActive'     => null,
			)
		);
		wp_interactivity_config(
			self::NAME,
			array(
				'search' => add_query_arg( 'search', '', rest_url( 'coop-credentials/v1/sign-in/organisations' ) ) . '=',
				'words'  => array(
					/* translators: %s: name of a sign-in provider. */
					'by'   => Html::unbroken( __( 'confirmed by %s', 'coop-credentials' ) ),
					'some' => Html::unbroken( __( 'Co-ops found. Use the arrow keys.', 'coop-credentials' ) ),
					'none' => Html::unbroken( __( 'No co-op with this name can confirm you here yet.', 'coop-credentials' ) ),
				),
			)
		);
	}

	/**
	 * Text of the address. Brackets go: a directive prints it, and WordPress would run it as a shortcode.
	 */
	private static function asked(): string {
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- a public search.
		$text = isset( $_GET[ self::FIELD ] ) && is_string( $_GET[ self::FIELD ] ) ? sanitize_text_field( wp_unslash( $_GET[ self::FIELD ] ) ) : '';
		return mb_substr( str_replace( array( '[', ']' ), ' ', $text ), 0, 100 );
	}
}
