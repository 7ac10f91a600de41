<?php
/**
 * State of an offer's stub.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Sign_In\Decider;

defined( 'ABSPATH' ) || exit;

/**
 * Turns what the offers room says about one visitor and one offer into what the stub shows. `src/lib/offer-state.ts` does
 * the same in the browser; tests/fixtures/offer-states.json keeps the two equal.
 */
final class Offer_States {

	/**
	 * Stub of an offer nobody can take now, whoever looks.
	 *
	 * @param string $availability available, sold_out, ended or paused.
	 *
	 * @return array<string,mixed>|null
	 */
	public static function of_availability( string $availability ): ?array {
		$reason = array(
			'sold_out' => 'offer_limit_reached',
			'ended'    => 'offer_ended',
			'paused'   => 'offer_paused',
		)[ $availability ] ?? null;
		return null === $reason ? null : self::note( $reason, '' );
	}

	/**
	 * Stub for a visitor.
	 *
	 * @param array<mixed> $entry   `outcome`, `reason`, `message`, `next_step`, `coupon` as in `GET me`.
	 * @param bool         $focused Whether the visitor came back from signing in for this offer.
	 *
	 * @return array<string,mixed>
	 */
	public static function of_entry( array $entry, bool $focused = false ): array {
		$coupon = is_array( $entry['coupon'] ?? null ) ? $entry['coupon'] : array();
		$status = Html::string( $coupon, 'status' );
		if ( in_array( $status, array( 'issued', 'held' ), true ) ) {
			return self::state( 'mine', array( 'tail' => Html::string( $coupon, 'tail' ) ) );
		}
		if ( 'allow' === Html::string( $entry, 'outcome' ) ) {
			return self::state( 'claim', array( 'now' => $focused ) );
		}
		$step   = is_array( $entry['next_step'] ?? null ) ? $entry['next_step'] : array();
		$reason = 'redeemed' === $status ? 'used' : Html::string( $entry, 'reason' );
		return self::note(
			$reason,
			Html::string( $entry, 'message' ),
			in_array( Html::string( $step, 'action' ), array( 'contact_organisation', 'apply' ), true ) ? '' : Html::string( $step, 'label' ),
			Decider::is_of_membership( $reason )
		);
	}

	/**
	 * Headings of the reasons.
	 *
	 * @return array<string,string>
	 */
	public static function headings(): array {
		return array(
			'used'                 => __( 'Used', 'coop-credentials' ),
			'offer_limit_reached'  => __( 'All are taken', 'coop-credentials' ),
			'budget_exhausted'     => __( 'All are taken', 'coop-credentials' ),
			'offer_ended'          => __( 'This offer has ended', 'coop-credentials' ),
			'offer_revoked'        => __( 'This offer has ended', 'coop-credentials' ),
			'offer_paused'         => __( 'Paused by the co-op', 'coop-credentials' ),
			'holder_limit_reached' => __( 'You had yours', 'coop-credentials' ),
			'membership_expired'   => __( 'Your membership has ended', 'coop-credentials' ),
			'no_membership'        => __( 'No membership confirmed', 'coop-credentials' ),
			'membership_stale'     => __( 'Please confirm your membership again', 'coop-credentials' ),
			'credential_stale'     => __( 'Please confirm your membership again', 'coop-credentials' ),
			'step_up_required'     => __( 'Please confirm that it is you', 'coop-credentials' ),
			'not_signed_in'        => __( 'You are signed out', 'coop-credentials' ),
			'rate_limited'         => __( 'Please wait a moment', 'coop-credentials' ),
			'no_answer'            => __( 'We got no answer', 'coop-credentials' ),
			''                     => __( 'Not for your membership', 'coop-credentials' ),
		);
	}

	/**
	 * Texts of the reasons that are the same for everyone.
	 *
	 * @return array<string,string>
	 */
	public static function texts(): array {
		return array(
			'offer_limit_reached' => __( 'Look at the other offers of this page.', 'coop-credentials' ),
			'offer_ended'         => __( 'Look at the other offers of this page.', 'coop-credentials' ),
			'step_up_required'    => __( 'After that you come back to this offer.', 'coop-credentials' ),
			'offer_paused'        => __( 'A code you have is kept. It works again when the co-op goes on.', 'coop-credentials' ),
			'not_signed_in'       => __( 'Sign in again to get this coupon.', 'coop-credentials' ),
			'no_answer'           => __( 'Press again. You get one code, never two.', 'coop-credentials' ),
		);
	}

	/**
	 * A stub that says something.
	 *
	 * @param string $reason Stable code.
	 * @param string $text   What the offers room says; our own text wins.
	 * @param string $step   Words of a button that signs in again; empty: none.
	 * @param bool   $other  Whether a membership of another co-op could help.
	 *
	 * @return array<string,mixed>
	 */
	public static function note( string $reason, string $text, string $step = '', bool $other = false ): array {
		$headings = self::headings();
		return self::state(
			'note',
			array(
				'heading' => Html::unbroken( $headings[ $reason ] ?? $headings[''] ),
				'text'    => Html::unbroken( self::texts()[ $reason ] ?? $text ),
				'step'    => $step,
				'other'   => $other,
			)
		);
	}

	/**
	 * Context of a stub.
	 *
	 * @param string              $name  out, claim, note or mine.
	 * @param array<string,mixed> $extra Values of this state.
	 *
	 * @return array<string,mixed>
	 */
	public static function state( string $name, array $extra = array() ): array {
		return $extra + array(
			'is'      => array( $name => true ),
			'now'     => false,
			'busy'    => false,
			'heading' => '',
			'text'    => '',
			'step'    => '',
			'other'   => false,
			'tail'    => '',
			'code'    => '',
			'qr'      => null,
			'expires' => '',
			'retry'   => false,
		);
	}
}
