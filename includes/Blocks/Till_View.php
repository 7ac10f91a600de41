<?php
/**
 * Markup of a till.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

defined( 'ABSPATH' ) || exit;

/**
 * Point, operator and connection on top; the field; the result, which stays until the next scan.
 */
final class Till_View {

	/**
	 * Takes what the head of a till tells.
	 *
	 * @param Till_Points $points  Count of the day.
	 * @param Preview     $preview Editor's preview.
	 */
	public function __construct( private readonly Till_Points $points, private readonly Preview $preview ) {}

	/**
	 * Markup of the till.
	 *
	 * @param list<array{uid:string,name:string,organisation:string}> $points Points to choose from.
	 * @param array{uid:string,name:string,organisation:string}       $chosen Point in use.
	 * @param Form_Result|null                                        $result Result of a form post.
	 * @param bool                                                    $online Whether an order number is asked for.
	 */
	public function render( array $points, array $chosen, ?Form_Result $result, bool $online ): string {
		$this->share_state( $chosen, $result );
		return '<div class="coop-credentials-till">' . $this->head( $chosen ) . '<div class="coop-credentials-work coop-credentials-stack">' . $this->form( $points, $chosen, $result, $online )
			. '<ol data-wp-bind--hidden="!state.logged" aria-label="' . esc_attr__( 'Last results', 'coop-credentials' ) . '"><template data-wp-each="state.log"><li data-wp-text="context.item"></li></template></ol></div>'
			. $this->result( $result ) . '</div>'
			. '<p class="screen-reader-text" role="status" data-wp-text="state.polite"></p><p class="screen-reader-text" role="alert" data-wp-text="state.assertive"></p>';
	}

	/**
	 * Point, operator, connection in words, count of the day.
	 *
	 * @param array{uid:string,name:string,organisation:string} $chosen Point in use.
	 */
	private function head( array $chosen ): string {
		$user  = wp_get_current_user();
		$place = '' === $chosen['organisation'] ? $chosen['name'] : $chosen['organisation'] . ' · ' . $chosen['name'];
		return '<header><b>' . Html::name( $place ) . '</b><b><span class="is-dot" aria-hidden="true" data-wp-class--is-off="state.offline" data-wp-text="state.dot">●</span> <span data-wp-text="state.connection"></span></b><small>'
			. Html::name( $user->display_name ) . '</small><small data-wp-text="state.today"></small></header>';
	}

	/**
	 * The field, and what an offer needs besides.
	 *
	 * @param list<array{uid:string,name:string,organisation:string}> $points Points to choose from.
	 * @param array{uid:string,name:string,organisation:string}       $chosen Point in use.
	 * @param Form_Result|null                                        $result Result of a form post.
	 * @param bool                                                    $online Whether an order number is asked for.
	 */
	private function form( array $points, array $chosen, ?Form_Result $result, bool $online ): string {
		$id = wp_unique_id( 'coop-credentials-code-' );
		// Without a value unless there is one: the view module leaves a field without it alone.
		$again  = null !== $result && 'field' === $result->tone && '' !== $result->code;
		$key    = null !== $result && '' !== $result->key && array() !== $result->needs ? $result->key : wp_generate_uuid4();
		$choice = '';
		$places = array_unique( array_column( $points, 'organisation' ) );
		foreach ( count( $points ) > 1 ? $points : array() as $point ) {
			$choice .= '<option value="' . esc_attr( $point['uid'] ) . '"' . selected( $point['uid'], $chosen['uid'], false ) . '>' . Html::text( count( $places ) > 1 && '' !== $point['organisation'] ? $point['name'] . ' · ' . $point['organisation'] : $point['name'] ) . '</option>';
		}
		$choice = '' === $choice ? '<input type="hidden" name="point" value="' . esc_attr( $chosen['uid'] ) . '">'
			: '<label>' . Html::text( __( 'Till or door', 'coop-credentials' ) ) . '<select name="point" data-wp-on--change="actions.point">' . $choice . '</select></label>';
		return '<form class="coop-credentials-stack" method="post" action="' . esc_url( Html::current_path() ) . '" data-wp-on--submit="actions.submit">'
			. Html::hidden(
				array(
					'coop_credentials_action' => 'redeem',
					'idempotency_key'         => $key,
					'currency'                => null === $result ? '' : $result->currency,
				)
			) . $choice
			. '<label for="' . esc_attr( $id ) . '">' . Html::text( __( 'Scan or type the code', 'coop-credentials' ) ) . '</label>'
			. '<p id="' . esc_attr( $id ) . '-error" data-wp-bind--hidden="!state.problem"><b data-wp-text="state.problem"></b></p>'
			. '<input id="' . esc_attr( $id ) . '" name="code" dir="ltr" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="256" required'
			. ( $this->preview->is_on() ? '' : ' autofocus' ) . ( $again ? ' value="' . esc_attr( $result->code ) . '"' : '' ) . ' aria-describedby="' . esc_attr( $id ) . '-error"'
			. ' data-wp-bind--aria-invalid="state.invalid" data-wp-on--input="actions.typed" data-wp-on--keydown="actions.tab">'
			. '<label data-wp-bind--hidden="!state.needs.amount">' . Html::text( __( 'How much is the bill?', 'coop-credentials' ) ) . '<input name="amount" dir="ltr" inputmode="decimal" autocomplete="off"></label>'
			. '<label data-wp-bind--hidden="!state.needs.order_ref">' . Html::text( __( 'Order number', 'coop-credentials' ) ) . '<input name="order_ref" dir="ltr" autocomplete="off" maxlength="64"></label>'
			. '<label data-wp-bind--hidden="!state.needs.id_seen"><span><input type="checkbox" name="confirm" value="id_seen"> ' . Html::text( __( 'I have seen a proof of the name', 'coop-credentials' ) ) . '</span></label>'
			. '<label data-wp-bind--hidden="!state.needs.ready"><span><input type="checkbox" name="ready" value="ready"> ' . Html::text( __( 'Everything is ready', 'coop-credentials' ) ) . '</span></label>'
			. '<button type="submit" class="coop-credentials-big">' . Html::text( $online ? __( 'Use the code', 'coop-credentials' ) : __( 'Check code', 'coop-credentials' ) ) . '</button></form>';
	}

	/**
	 * The result, empty and hidden until there is one.
	 *
	 * @param Form_Result|null $result Result of a form post.
	 */
	private function result( ?Form_Result $result ): string {
		unset( $result );
		// In forced colours the ground loses its colour: the edge in the colour of the text keeps the shape.
		$edge = 'stroke="currentColor" stroke-width="4"';
		return '<section class="coop-credentials-result" aria-label="' . esc_attr__( 'Result', 'coop-credentials' ) . '" data-wp-bind--hidden="!state.tone" data-wp-bind--data-tone="state.tone" data-wp-bind--data-reason="state.reason"><div>'
			. self::shape( 'ok', '<circle cx="50" cy="50" r="48" fill="#fff" ' . $edge . '/><path d="m28 52 15 15 30-33" stroke="#0b6b3a"/>' )
			. self::shape( 'no', '<path d="M30 2h40l28 28v40L70 98H30L2 70V30z" fill="#fff" ' . $edge . '/><path d="m33 33 34 34m0-34L33 67" stroke="#a8181b"/>' )
			. self::shape( 'am', '<path d="M50 4 97 94H3z" fill="#1d1a10" ' . $edge . '/><path d="M50 36v30m0 8v9" stroke="#ffc83d"/>' )
			. self::shape( 'wait', '<circle cx="50" cy="50" r="42" stroke="#5b6269" stroke-width="7"/><path class="coop-credentials-turn" d="M80 80a42 42 0 0 1-60 0" stroke="#14171a" stroke-width="7"/>' )
			. '<h2 data-wp-text="state.word"></h2><b data-wp-text="state.what" data-wp-bind--hidden="!state.what"></b><p data-wp-text="state.detail" data-wp-bind--hidden="!state.detail"></p></div><div>'
			. '<a class="coop-credentials-big" href="' . esc_url( Html::current_path() ) . '" data-wp-on--click="actions.next" data-wp-text="state.nextLabel"></a>'
			. '<button type="button" class="coop-credentials-big" data-wp-bind--hidden="!state.undo" data-wp-on--click="actions.undo">' . Html::text( __( 'Undo', 'coop-credentials' ) ) . '</button></div></section>';
	}

	/**
	 * Shapes differ, not only colours: disc, octagon, triangle, ring.
	 *
	 * @param string $tone ok, no, am or wait.
	 * @param string $body Paths.
	 */
	private static function shape( string $tone, string $body ): string {
		return '<span aria-hidden="true" data-wp-bind--hidden="!state.show.' . $tone . '"><svg viewBox="0 0 100 100" fill="none" stroke-width="11" focusable="false">' . $body . '</svg></span>';
	}

	/**
	 * State and words of the view module. The nonce is printed into private pages only.
	 *
	 * @param array{uid:string,name:string,organisation:string} $chosen Point in use.
	 * @param Form_Result|null                                  $result Result of a form post.
	 */
	private function share_state( array $chosen, ?Form_Result $result ): void {
		$shown = null !== $result && in_array( $result->tone, array( 'ok', 'no', 'am' ), true );
		$words = self::words();
		$count = $this->preview->is_on() ? 14 : $this->points->today();
		wp_interactivity_state(
			Redeem_Block::NAME,
			array(
				'tone'       => $shown ? $result->tone : '',
				'show'       => $shown ? array( $result->tone => true ) : array( 'none' => true ),
				'word'       => $shown ? Html::unbroken( $result->word ) : '',
				'what'       => $shown ? Html::unbroken( $result->what ) : '',
				'detail'     => $shown ? Html::unbroken( $result->detail ) : '',
				'reason'     => null === $result ? '' : $result->reason,
				'problem'    => null !== $result && 'field' === $result->tone ? Html::unbroken( $result->what ) : '',
				'invalid'    => null !== $result && 'field' === $result->tone ? 'true' : 'false',
				'needs'      => null === $result ? array( 'none' => true ) : array_fill_keys( $result->needs, true ) + array( 'none' => true ),
				'undo'       => '',
				'nextLabel'  => $words['next'],
				'connection' => $words['online'],
				'dot'        => '●',
				'offline'    => false,
				'count'      => $count,
				/* translators: %s: number of codes used today. */
				'today'      => sprintf( $words['today'], number_format_i18n( $count ) ),
				'log'        => array(),
				'logged'     => false,
				'polite'     => '',
				'assertive'  => '',
			)
		);
		wp_interactivity_config(
			Redeem_Block::NAME,
			array(
				'rest'   => rest_url( 'coop-credentials/v1/' ),
				'coupon' => home_url( '/coop-credentials/coupon/' ),
				'nonce'  => $this->preview->is_on() ? '' : wp_create_nonce( 'wp_rest' ),
				'words'  => $words,
			)
		);
	}

	/**
	 * Words of the till.
	 *
	 * @return array<string,string>
	 */
	public static function words(): array {
		return array(
			'online'    => __( 'Online', 'coop-credentials' ),
			'offline'   => __( 'No connection', 'coop-credentials' ),
			/* translators: %s: number of codes used today. */
			'today'     => __( '%s today', 'coop-credentials' ),
			'next'      => __( 'Scan next', 'coop-credentials' ),
			'checking'  => __( 'Checking', 'coop-credentials' ),
			/* translators: %s: last four characters of a code. */
			'ends'      => __( 'Code ends in %s', 'coop-credentials' ),
			'again'     => __( 'No need to scan again.', 'coop-credentials' ),
			'accepted'  => __( 'Accepted', 'coop-credentials' ),
			'refused'   => __( 'Not accepted', 'coop-credentials' ),
			'look'      => __( 'Please look', 'coop-credentials' ),
			'wait'      => __( 'Please wait', 'coop-credentials' ),
			'unchecked' => __( 'The code was not looked at.', 'coop-credentials' ),
			'more'      => __( 'One more thing', 'coop-credentials' ),
			'noAnswer'  => __( 'No answer yet', 'coop-credentials' ),
			'asking'    => __( 'Asking again', 'coop-credentials' ),
			'twice'     => __( 'It cannot count twice. Wait, or go on and look at the list later.', 'coop-credentials' ),
			'goOn'      => __( 'Go on', 'coop-credentials' ),
			'undone'    => __( 'Undone', 'coop-credentials' ),
			'works'     => __( 'The code works again.', 'coop-credentials' ),
			/* translators: 1: number of this use, 2: uses allowed. */
			'use'       => __( 'Use %1$s of %2$s', 'coop-credentials' ),
			/* translators: %s: amount of money. */
			'off'       => __( '%s off the bill', 'coop-credentials' ),
			'otherCode' => __( 'Ask the customer for another code.', 'coop-credentials' ),
			'login'     => __( 'Your log-in has ended. Load this page again.', 'coop-credentials' ),
		);
	}
}
