<?php
/**
 * What a sign-in came to, in words.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Claims\Context;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Front\Icons;
use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Sign_In\Accounts\Connect;
use CoopCredentials\Sign_In\Page_Forms;
use CoopCredentials\Sign_In\Reasons;
use CoopCredentials\Sign_In\Visitor;

defined( 'ABSPATH' ) || exit;

/**
 * The notice of the sign-in block: signed in, signed in without a membership that counts, or not signed in and why.
 */
final class Sign_In_Note {

	/**
	 * Takes the visitor of private pages.
	 *
	 * @param Visitor_View $visitor Visitor.
	 * @param Clock        $clock   Time.
	 * @param Router       $router  Addresses.
	 * @param Connect      $connect Whether an account may be the visitor's.
	 * @param Preview      $preview Editor's preview.
	 */
	public function __construct(
		private readonly Visitor_View $visitor,
		private readonly Clock $clock,
		private readonly Router $router,
		private readonly Connect $connect,
		private readonly Preview $preview,
	) {}

	/**
	 * Texts after a sign-in that did not end well. Cacheable: the reason in the address is one of a closed set of words.
	 *
	 * @param array{again?:string,retry?:string,confirm?:string,connect?:string,another?:string} $steps Escaped forms and links: start again, try again, prove again who the visitor is, connect an account, use another membership.
	 * @param string $provider Name of the provider in question, or empty.
	 */
	public function of_request( array $steps, string $provider = '' ): string {
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- only chooses one of our own sentences.
		$reason = isset( $_GET['coop_reason'] ) && is_string( $_GET['coop_reason'] ) ? sanitize_key( wp_unslash( $_GET['coop_reason'] ) ) : '';
		if ( $this->preview->is( 'refused' ) ) {
			$reason = 'rule_not_met'; // The commonest refusal, in its own words.
		}
		if ( 'signed_out' === $reason ) {
			return Html::note( 'plain', __( 'You have been signed out', 'coop-credentials' ), '', '', 'role="status"' );
		}
		if ( Connect::DONE === $reason && is_user_logged_in() ) {
			return Html::note( 'ok', __( 'Your credential is connected', 'coop-credentials' ), '<p>' . Html::text( __( 'From now on it signs you in to your account here.', 'coop-credentials' ) ) . '</p>', '', 'role="status"' );
		}
		if ( ! Reasons::is_known( $reason ) ) {
			return '';
		}
		$provider = '' === $provider ? __( 'your co-op', 'coop-credentials' ) : $provider;
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- shown as text, for the site's team.
		$request = isset( $_GET['coop_request'] ) && is_string( $_GET['coop_request'] ) ? sanitize_text_field( wp_unslash( $_GET['coop_request'] ) ) : '';
		$body    = '<p>' . Html::text( Reasons::why( $reason, $provider ) ) . '</p>' . Page_Forms::number( $reason, $request );
		$step    = match ( Reasons::group( $reason ) ) {
			'confirm'  => 'confirm',
			'link'     => 'connect',
			'asks_for' => 'another',
			'later'    => 'retry',
			default    => 'again',
		};
		return Html::note( Reasons::note_tone( $reason ), self::capital( Reasons::heading( $reason, $provider ) ), $body, $steps[ $step ] ?? '', 'role="alert" tabindex="-1" autofocus' );
	}

	/**
	 * The signed-in notice; its words come from the shared state.
	 *
	 * @param string $actions Escaped links and forms.
	 * @param string $again   Escaped form that confirms again.
	 * @param string $others  Escaped forms of all providers, for a membership that does not count.
	 */
	public function signed_in( string $actions, string $again, string $others ): string {
		return '<div class="coop-credentials-note is-ok" data-wp-class--is-ok="state.ok" data-wp-class--is-warn="!state.ok">'
			. '<span data-wp-bind--hidden="!state.ok">' . Icons::disc( 'ok' ) . '</span><span data-wp-bind--hidden="state.ok">' . Icons::disc( 'warn' ) . '</span>'
			. '<div><h3 data-wp-text="state.heading"></h3><p data-wp-text="state.message" data-wp-bind--hidden="!state.message"></p>'
			. '<dl data-wp-bind--hidden="!state.organisation">'
			. '<dt>' . Html::text( __( 'Co-op', 'coop-credentials' ) ) . '</dt><dd data-wp-text="state.organisation"></dd>'
			. '<dt>' . Html::text( __( 'Membership', 'coop-credentials' ) ) . '</dt><dd data-wp-text="state.status"></dd>'
			. '<dt>' . Html::text( __( 'Last checked', 'coop-credentials' ) ) . '</dt><dd data-wp-text="state.confirmed"></dd>'
			. '<dt data-wp-bind--hidden="!state.until">' . Html::text( __( 'Valid until', 'coop-credentials' ) ) . '</dt><dd data-wp-bind--hidden="!state.until" data-wp-text="state.until"></dd></dl>'
			. $again . '<div class="coop-credentials-row">' . $actions . '</div><details data-wp-bind--hidden="state.ok"><summary class="coop-credentials-link">' . Html::text( __( 'Use another co-op', 'coop-credentials' ) ) . '</summary>' . $others . '</details></div></div>';
	}

	/**
	 * State of the shared store, filled only on private pages and in the editor.
	 */
	public function share_state(): void {
		wp_interactivity_config(
			Sign_In_Block::NAME,
			array(
				'me'     => rest_url( 'coop-credentials/v1/me' ),
				'meWith' => add_query_arg( 'offers', '', rest_url( 'coop-credentials/v1/me' ) ) . '=',
			)
		);
		wp_interactivity_state( Sign_In_Block::NAME, $this->state() );
	}

	/**
	 * Values of the notice.
	 *
	 * @return array<string,mixed>
	 */
	private function state(): array {
		$empty = array(
			'signedIn'     => false,
			'ok'           => true,
			'heading'      => '',
			'short'        => '',
			'message'      => '',
			'organisation' => '',
			'status'       => '',
			'confirmed'    => '',
			'until'        => '',
			'again'        => '',
			'start'        => '',
			'connect'      => false,
		);
		if ( $this->preview->is( 'member' ) ) {
			$organisation = __( 'Example Co-op', 'coop-credentials' );
			return array(
				'signedIn'     => true,
				/* translators: %s: name of a co-op. */
				'heading'      => sprintf( __( 'Signed in with %s', 'coop-credentials' ), $organisation ),
				/* translators: %s: name of a co-op. */
				'short'        => sprintf( __( 'Member of %s', 'coop-credentials' ), $organisation ),
				'organisation' => $organisation,
				'status'       => Visitor_View::status_words()['active'],
				'confirmed'    => Html::date( $this->clock->now()->format( 'c' ) ),
				'until'        => Html::date( $this->clock->now()->modify( '+1 year' )->format( 'Y-m-d' ) ),
			) + $empty;
		}
		$visitor = $this->visitor->get();
		return null === $visitor ? $empty : $this->of_visitor( $visitor ) + $empty;
	}

	/**
	 * Values for a signed-in visitor; also what `GET me` hands to the page as `display`.
	 *
	 * @param Visitor $visitor Visitor.
	 *
	 * @return array<string,mixed>
	 */
	public function of_visitor( Visitor $visitor ): array {
		$now        = $this->clock->now()->getTimestamp();
		$membership = Visitor_View::first( $visitor->memberships, $now );
		$member     = true === $membership?->member_at( $now );
		$stale      = $now - $visitor->memberships_at > Context::CLAIMING;
		$until      = Html::last_day( $membership?->valid_until );
		$words      = Visitor_View::status_words();
		/* translators: %s: name of a co-op. */
		$heading = sprintf( __( 'Signed in with %s', 'coop-credentials' ), $visitor->provider_label );
		if ( null !== $membership && '' !== $until && $membership->has_ended( $now ) ) {
			/* translators: %s: date. */
			$heading = sprintf( __( 'Your membership ended on %s', 'coop-credentials' ), $until );
		}
		$message = match ( true ) {
			null === $membership => __( 'Your co-op did not confirm a membership. Offers for members stay closed until it does.', 'coop-credentials' ),
			! $member            => __( 'You are signed in. Offers for members are closed to you until your co-op confirms your membership again.', 'coop-credentials' ),
			$stale               => __( 'Your membership was confirmed more than a day ago. Some offers ask for a fresh confirmation.', 'coop-credentials' ),
			default              => '',
		};
		return array_map(
			static fn ( string|bool $value ): string|bool => is_string( $value ) ? Html::unbroken( $value ) : $value,
			array(
				'signedIn'     => true,
				'ok'           => $member && ! $stale,
				'heading'      => $heading,
				/* translators: %s: name of a co-op. */
				'short'        => $member ? sprintf( __( 'Member of %s', 'coop-credentials' ), $membership->organisation_name ?? $membership->organisation_id ) : $heading,
				'message'      => $message,
				'organisation' => $membership->organisation_name ?? $membership->organisation_id ?? '',
				// A date that has passed says more than the word the co-op sent before it did.
				'status'       => null !== $membership && ! $member && 'active' === $membership->status ? __( 'No longer in force', 'coop-credentials' ) : $words[ (string) $membership?->status ] ?? $words['pending'],
				'confirmed'    => Html::date( '@' . $visitor->memberships_at, true ),
				'until'        => $until,
				/* translators: %s: name of a co-op. */
				'again'        => $member && ! $stale ? '' : sprintf( __( 'Confirm again with %s', 'coop-credentials' ), $visitor->provider_label ),
			)
		) + array(
			'start'   => $this->router->url( 'sign_in', array( 'provider' => $visitor->provider ) ),
			'connect' => $this->connect->is_offered(),
		);
	}

	/**
	 * Adds the words of the notice to `GET me`, so that a cached page says the same as a private one.
	 *
	 * @param mixed $answer  Answer so far.
	 * @param mixed $visitor Visitor; null for a stranger.
	 */
	public function add_to_me( mixed $answer, mixed $visitor ): mixed {
		return is_array( $answer ) && $visitor instanceof Visitor ? $answer + array( 'display' => $this->of_visitor( $visitor ) ) : $answer;
	}

	/**
	 * A heading begins with a capital.
	 *
	 * @param string $text Plain text.
	 */
	private static function capital( string $text ): string {
		return mb_strtoupper( mb_substr( $text, 0, 1 ) ) . mb_substr( $text, 1 );
	}
}
