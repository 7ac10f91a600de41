<?php
/**
 * Markup of people's own records.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Kernel\Front\Icons;

defined( 'ABSPATH' ) || exit;

/**
 * Credentials, history and rights of the visitor in plain words.
 */
final class My_Credentials_View {

	/**
	 * Takes the start forms.
	 *
	 * @param Sign_In_Block $sign_in Start forms.
	 * @param History_Words $words   Words of the history.
	 */
	public function __construct( private readonly Sign_In_Block $sign_in, private readonly History_Words $words ) {}

	/**
	 * What a form has just done.
	 *
	 * @param int $level Heading level.
	 */
	public function done( int $level ): string {
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- only chooses one of our own sentences.
		$word  = isset( $_GET['coop_done'] ) && is_string( $_GET['coop_done'] ) ? sanitize_key( wp_unslash( $_GET['coop_done'] ) ) : '';
		$texts = array(
			'disconnected'   => array( __( 'Disconnected', 'coop-credentials' ), __( 'What this site knew from that credential is removed.', 'coop-credentials' ) ),
			'forgotten'      => array( __( 'Everything about you is removed', 'coop-credentials' ), __( 'You are signed out.', 'coop-credentials' ) ),
			'forgotten_kept' => array( __( 'Everything about you is removed', 'coop-credentials' ), __( 'That a coupon was taken is kept without a name until its offer has ended, so that nobody takes it twice. You are signed out.', 'coop-credentials' ) ),
		);
		return isset( $texts[ $word ] ) ? Html::note( 'ok', $texts[ $word ][0], '<p>' . Html::text( $texts[ $word ][1] ) . '</p>', '<a href="' . esc_url( home_url( '/' ) ) . '">' . Html::text( __( 'To the home page', 'coop-credentials' ) ) . '</a>', 'role="status"', $level ) : '';
	}

	/**
	 * Who vouches for what, and until when.
	 *
	 * @param list<array<string,mixed>> $credentials Of the sign-in room.
	 * @param list<string>              $labels      Titles of rules that are met.
	 * @param int                       $level       Heading level.
	 */
	public function credentials( array $credentials, array $labels, int $level ): string {
		if ( array() === $credentials ) {
			return Html::note( 'plain', __( 'No credential is connected', 'coop-credentials' ), '<p>' . Html::text( __( 'This site knows nothing about you from a co-op.', 'coop-credentials' ) ) . '</p>', '', '', $level );
		}
		$html = '';
		foreach ( $credentials as $credential ) {
			$html .= $this->credential( $credential, $level );
		}
		if ( array() !== $labels ) {
			$items = implode( '', array_map( static fn ( string $label ): string => '<li>' . Icons::disc( 'ok' ) . ' <span>' . Html::text( $label ) . '</span></li>', $labels ) );
			$html .= '<section><h' . $level . '>' . Html::text( __( 'Open to you here', 'coop-credentials' ) ) . '</h' . $level . '><ul class="coop-credentials-known">' . $items . '</ul></section>';
		}
		return $html;
	}

	/**
	 * One page of what happened.
	 *
	 * @param list<array<string,mixed>> $items    Rows.
	 * @param int                       $total    Of all pages.
	 * @param int                       $page     From 1.
	 * @param int                       $per_page Rows a page.
	 * @param int                       $level    Heading level.
	 */
	public function history( array $items, int $total, int $page, int $per_page, int $level ): string {
		$heading = '<h' . $level . ' id="coop-history">' . Html::text( __( 'What happened in the last 90 days', 'coop-credentials' ) ) . '</h' . $level . '>';
		if ( array() === $items ) {
			return '<section aria-labelledby="coop-history">' . $heading . '<p>' . Html::text( __( 'Nothing yet.', 'coop-credentials' ) ) . '</p></section>';
		}
		$titles = array(
			'at'       => __( 'When', 'coop-credentials' ),
			'event'    => __( 'What', 'coop-credentials' ),
			'provider' => __( 'Credential', 'coop-credentials' ),
			'for'      => __( 'For', 'coop-credentials' ),
			'result'   => __( 'Result', 'coop-credentials' ),
		);
		$rows   = array_map( $this->cells( ... ), $items );
		if ( '' === implode( '', array_column( $rows, 'for' ) ) ) {
			unset( $titles['for'] );
		}
		$head = '';
		foreach ( $titles as $title ) {
			$head .= '<th scope="col" role="columnheader">' . Html::text( $title ) . '</th>';
		}
		$body = '';
		foreach ( $rows as $cells ) {
			$body .= '<tr role="row">';
			foreach ( $titles as $key => $title ) {
				$body .= '<td role="cell" data-title="' . esc_attr( $title ) . '"' . ( '' === $cells[ $key ] ? ' data-none>–' : '>' . $cells[ $key ] ) . '</td>';
			}
			$body .= '</tr>';
		}
		return '<section aria-labelledby="coop-history">' . $heading . '<table class="coop-credentials-history" role="table" aria-labelledby="coop-history"><thead role="rowgroup"><tr role="row">' . $head . '</tr></thead><tbody role="rowgroup">' . $body . '</tbody></table>'
			. self::pages( $total, $page, $per_page ) . '</section>';
	}

	/**
	 * One row of the history.
	 *
	 * @param array<string,mixed> $item Of the sign-in room.
	 *
	 * @return array{at:string,event:string,provider:string,for:string,result:string} Escaped.
	 */
	private function cells( array $item ): array {
		$use     = Html::string( $item, 'use' );
		$good    = in_array( Html::string( $item, 'outcome' ), array( 'ok', 'allow' ), true );
		$message = Html::string( $item, 'message' );
		$reason  = Html::string( $item, 'reason' );
		$result  = match ( true ) {
			$good                                           => __( 'Done', 'coop-credentials' ),
			'' !== $message                                 => $message,
			'waiting' === Html::string( $item, 'outcome' ) => __( 'Log-in to follow', 'coop-credentials' ),
			default                                         => __( 'Not done', 'coop-credentials' ),
		};
		return array(
			'at'       => '<time datetime="' . esc_attr( Html::string( $item, 'at' ) ) . '">' . Html::text( Html::date( Html::string( $item, 'at' ), true ) ) . '</time>',
			'event'    => Html::text( $this->words->event( Html::string( $item, 'event' ), $use ) ),
			'provider' => Html::name( is_array( $item['provider'] ?? null ) ? Html::string( $item['provider'], 'label' ) : '' ),
			'for'      => Html::text( implode( ' · ', array_filter( array( $this->words->target( $use, Html::string( $item, 'target' ) ), Html::string( $item, 'organisation' ) ) ) ) ),
			'result'   => Icons::svg( $good ? 'check' : 'info', 20 ) . '&nbsp;' . Html::text( $result ) . ( ! $good && '' !== $reason ? ' <small dir="ltr">' . esc_html( $reason ) . '</small>' : '' ),
		);
	}

	/**
	 * What the visitor may do about it.
	 *
	 * @param int $level Heading level.
	 */
	public function rights( int $level ): string {
		return '<section class="coop-credentials-rights"><h' . $level . '>' . Html::text( __( 'Your data', 'coop-credentials' ) ) . '</h' . $level . '><p>'
			. Html::text( __( 'We keep who confirmed you, the memberships you see above, and when. No name, no password. Entries nobody uses for 24 months are deleted.', 'coop-credentials' ) ) . '</p><div class="coop-credentials-row">'
			. self::form( 'export', __( 'Download my records', 'coop-credentials' ), Html::button_class( 'outline' ) )
			. self::form( 'forget', __( 'Forget me', 'coop-credentials' ), Html::button_class( 'link' ) ) . $this->sign_in->sign_out() . '</div></section>';
	}

	/**
	 * One credential.
	 *
	 * @param array<string,mixed> $credential Of the sign-in room.
	 * @param int                 $level      Heading level.
	 */
	private function credential( array $credential, int $level ): string {
		$provider    = is_array( $credential['provider'] ?? null ) ? $credential['provider'] : array();
		$label       = Html::string( $provider, 'label' );
		$memberships = '';
		foreach ( is_array( $credential['memberships'] ?? null ) ? $credential['memberships'] : array() as $membership ) {
			$memberships .= is_array( $membership ) ? $this->membership( $membership ) : '';
		}
		$at      = Html::string( $credential, 'memberships_at' );
		$dates   = array(
			__( 'Memberships last checked', 'coop-credentials' ) => self::ago( $at ),
			__( 'Known here since', 'coop-credentials' ) => Html::date( Html::string( $credential, 'since' ) ),
			__( 'Last used', 'coop-credentials' )        => Html::date( Html::string( $credential, 'last_used' ), true ),
			__( 'Confirmed by', 'coop-credentials' )     => (string) wp_parse_url( Html::string( $credential, 'issuer' ), PHP_URL_HOST ),
		);
		$uid     = Html::string( $credential, 'uid' );
		$actions = '';
		if ( true === ( $provider['enabled'] ?? false ) ) {
			/* translators: %s: name of a co-op. */
			$actions .= $this->sign_in->form( Html::string( $provider, 'slug' ), Html::text( sprintf( __( 'Confirm again with %s', 'coop-credentials' ), $label ) ), Html::button_class( 'outline' ), array( 'renew' => '1' ) );
		}
		$actions .= match ( true ) {
			'' === $uid                              => '',
			true === ( $credential['last_way_in'] ?? false ) => '<a class="no-prefetch" href="' . esc_url( admin_url( 'profile.php#coop-credentials' ) ) . '">' . Html::text( __( 'Disconnect on the profile page', 'coop-credentials' ) ) . '</a>',
			default                                  => self::form( 'disconnect', __( 'Disconnect', 'coop-credentials' ), Html::button_class( 'link' ), array( 'identity' => $uid ) ),
		};
		$message = Html::string( $credential, 'message' );
		return '<section class="coop-credentials-box coop-credentials-stack"><h' . $level . '>' . Html::name( $label ) . '</h' . $level . '>'
			. ( true === ( $credential['current'] ?? false ) ? '<p>' . Html::text( __( 'You are signed in with this credential.', 'coop-credentials' ) ) . '</p>' : '' )
			. ( '' === $memberships ? '<p>' . Html::text( __( 'It confirmed no membership.', 'coop-credentials' ) ) . '</p>' : '<ul class="coop-credentials-known">' . $memberships . '</ul>' )
			. ( '' === $message ? '' : '<p>' . Icons::svg( 'info', 20 ) . ' ' . Html::text( $message ) . '</p>' )
			. ( true === ( $credential['stale'] ?? false ) ? '<p>' . Icons::svg( 'clock', 20 ) . ' ' . Html::text( __( 'This is older than a day. Some offers ask for a fresh confirmation.', 'coop-credentials' ) ) . '</p>' : '' )
			. self::facts( $dates ) . '<div class="coop-credentials-row">' . $actions . '</div></section>';
	}

	/**
	 * One membership: what, whether it counts, until when.
	 *
	 * @param array<mixed> $membership Of a credential.
	 */
	private function membership( array $membership ): string {
		$words  = Visitor_View::status_words();
		$counts = true === ( $membership['member'] ?? null );
		$name   = Html::name( Html::string( $membership, 'organisation_name' ) );
		$url    = Html::string( $membership, 'organisation_url' );
		$status = Html::string( $membership, 'status' );
		$roles  = array_filter( is_array( $membership['roles'] ?? null ) ? $membership['roles'] : array(), 'is_string' );
		$until  = Html::last_day( Html::string( $membership, 'valid_until' ) );
		$facts  = array(
			// A date that has passed says more than the word the co-op sent before it did.
			__( 'Membership', 'coop-credentials' )   => ! $counts && 'active' === $status ? __( 'No longer in force', 'coop-credentials' ) : $words[ $status ] ?? __( 'Not said', 'coop-credentials' ),
			__( 'Kind', 'coop-credentials' )         => Membership_Words::of_class( Html::string( $membership, 'class' ) ),
			__( 'Roles', 'coop-credentials' )        => implode( ', ', array_map( Membership_Words::of_role( ... ), $roles ) ),
			__( 'Member since', 'coop-credentials' ) => Html::date( Html::string( $membership, 'since' ) ),
			$counts || '' === $until ? __( 'Valid until', 'coop-credentials' ) : __( 'End of the membership', 'coop-credentials' ) => '' === $until ? __( 'No end was given', 'coop-credentials' ) : $until,
		);
		return '<li>' . Icons::disc( $counts ? 'ok' : 'warn' ) . '<div><b>' . ( '' === $url ? $name : '<a href="' . esc_url( $url ) . '">' . $name . '</a>' ) . '</b>' . self::facts( $facts ) . '</div></li>';
	}

	/**
	 * Names and values, without empty ones.
	 *
	 * @param array<string,string> $facts Plain text.
	 */
	private static function facts( array $facts ): string {
		$html = '';
		foreach ( $facts as $name => $value ) {
			$html .= '' === $value ? '' : '<dt>' . Html::text( $name ) . '</dt><dd>' . Html::name( $value ) . '</dd>';
		}
		return '<dl>' . $html . '</dl>';
	}

	/**
	 * A time and how long ago that is.
	 *
	 * @param string $at ISO 8601.
	 */
	private static function ago( string $at ): string {
		$time = strtotime( $at );
		return false === $time ? '' : sprintf(
			/* translators: 1: date and time, 2: a length of time such as "2 hours". */
			__( '%1$s (%2$s ago)', 'coop-credentials' ),
			Html::date( $at, true ),
			human_time_diff( $time )
		);
	}

	/**
	 * A form of one button that posts to the page itself.
	 *
	 * @param string               $action Action.
	 * @param string               $label  Plain text.
	 * @param string               $css    Classes of the button.
	 * @param array<string,string> $fields Further fields.
	 */
	private static function form( string $action, string $label, string $css, array $fields = array() ): string {
		return '<form method="post" action="' . esc_url( Html::current_path() ) . '">' . Html::hidden( array( Form_Actions::FIELD => $action ) + $fields )
			. '<button type="submit" class="' . esc_attr( $css ) . '">' . Html::text( $label ) . '</button></form>';
	}

	/**
	 * Links to the pages before and after.
	 *
	 * @param int $total    Rows.
	 * @param int $page     From 1.
	 * @param int $per_page Rows a page.
	 */
	private static function pages( int $total, int $page, int $per_page ): string {
		$links = '';
		foreach ( array( $page - 1 => __( 'Newer', 'coop-credentials' ), $page + 1 => __( 'Older', 'coop-credentials' ) ) as $to => $label ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			if ( $to >= 1 && ( $to - 1 ) * $per_page < $total ) {
				$links .= '<a class="no-prefetch" rel="nofollow" href="' . esc_url( add_query_arg( 'coop_history', (string) $to, Html::private_url() ) . '#coop-history' ) . '">' . Html::text( $label ) . '</a>';
			}
		}
		return '' === $links ? '' : '<nav class="coop-credentials-row" aria-label="' . esc_attr__( 'Pages of the history', 'coop-credentials' ) . '">' . $links . '</nav>';
	}
}
