<?php
/**
 * The result of trying a provider out.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Flow;

use CoopCredentials\Kernel\Front\Markup;
use CoopCredentials\Kernel\Ulid;
use CoopCredentials\Sign_In\Page_Forms;
use CoopCredentials\Sign_In\Provider_Remedies;
use CoopCredentials\Sign_In\Reasons;

/**
 * In words for the owner; the values as they came fold out below, for whoever looks after the provider.
 *
 * @phpstan-import-type Report from Round_Trip
 */
final class Round_Trip_Page {

	/**
	 * The content of the page.
	 *
	 * @param array<array-key,mixed> $report Result.
	 * @phpstan-param Report         $report
	 */
	public static function content( array $report ): string {
		return Page_Forms::body(
			self::verdict( $report )
			. self::memberships( $report['memberships'] )
			. self::dropped( $report['dropped'] )
			. self::folded(
				array(
					__( 'What the rule of this provider says', 'coop-credentials' ) => $report['decision'],
					__( 'ID token (values are shortened)', 'coop-credentials' ) => $report['id_token'],
					__( 'Userinfo (values are shortened)', 'coop-credentials' ) => $report['userinfo'],
				)
			)
			. '<p>' . self::back( $report['provider'], '' ) . '</p>'
		);
	}

	/**
	 * A test that did not come to an end.
	 *
	 * @param string $slug   Provider.
	 * @param string $label  Its name.
	 * @param string $reason Known reason.
	 * @param string $number Number of the request in the log, as it came; what is none is left out.
	 */
	public static function failed( string $slug, string $label, string $reason, string $number ): string {
		$is_number = Ulid::is_valid( $number );
		$links     = self::back( $slug, Markup::button_class() )
			. ( $is_number ? '<a href="' . esc_url( admin_url( 'admin.php?page=coop-credentials-settings&screen=log&s=' . rawurlencode( $number ) ) ) . '">' . esc_html__( 'See it in the log', 'coop-credentials' ) . '</a>' : '' );

		return Page_Forms::body(
			Markup::note(
				'no',
				__( 'The sign-in did not work', 'coop-credentials' ),
				'<p>' . Markup::text( self::remedy( $reason ) ) . '</p>'
				/* translators: %s: what a visitor reads. */
				. '<p>' . Markup::text( sprintf( __( 'A visitor reads: “%s”', 'coop-credentials' ), Reasons::text( $reason, $label ) ) ) . '</p>'
				. '<p>' . esc_html__( 'Reason code:', 'coop-credentials' ) . ' <code dir="ltr">' . esc_html( $reason ) . '</code></p>',
				$links,
				'role="alert" tabindex="-1" autofocus',
				2
			)
		);
	}

	/**
	 * The way back to the settings.
	 *
	 * @param string $slug  Provider.
	 * @param string $classes Classes of the link.
	 */
	private static function back( string $slug, string $classes ): string {
		return '<a' . ( '' === $classes ? '' : ' class="' . esc_attr( $classes ) . '"' ) . ' href="' . esc_url( admin_url( 'admin.php?page=coop-credentials-sign-in&item=' . rawurlencode( $slug ) ) ) . '">' . esc_html__( 'Back to the provider', 'coop-credentials' ) . '</a>';
	}

	/**
	 * What an owner can do.
	 *
	 * @param string $reason Known reason.
	 */
	private static function remedy( string $reason ): string {
		return match ( $reason ) {
			'token_refused'    => __( 'The provider did not accept what this site sent for the code. Most often the client ID or the client secret is wrong, or the way the client shows who it is differs from what the provider’s people set up.', 'coop-credentials' ),
			'provider_denied'  => __( 'The provider sent you back without signing you in. Either you stopped there, or it does not let this client in.', 'coop-credentials' ),
			'id_token_missing' => __( 'The provider sent no ID token. It has to know the scope “openid” for this client; if it does not speak OpenID Connect, choose the preset for plain OAuth 2.', 'coop-credentials' ),
			'id_token_alg'     => __( 'The provider signs with an algorithm you do not allow here. Ask which one it uses.', 'coop-credentials' ),
			'id_token_time'    => __( 'The clocks of this site and of the provider differ. Ask both hosts to set theirs.', 'coop-credentials' ),
			'echo_mismatch', 'id_token_sub' => __( 'What the provider stated does not fit the settings of this provider. The log says which value it is about.', 'coop-credentials' ),
			'provider_changed' => __( 'The settings were changed while you were away. Try it out once more.', 'coop-credentials' ),
			default            => Provider_Remedies::text( $reason ),
		};
	}

	/**
	 * The result in a sentence.
	 *
	 * @param array<array-key,mixed> $report Result.
	 * @phpstan-param Report         $report
	 */
	private static function verdict( array $report ): string {
		$is_member = array() !== array_filter( array_column( $report['memberships'], 'member' ) );
		$heading   = match ( true ) {
			! $report['allowed'] => __( 'This person would not be let in', 'coop-credentials' ),
			! $is_member         => __( 'This person would be let in, but not as a member', 'coop-credentials' ),
			default              => __( 'This person would be let in', 'coop-credentials' ),
		};
		$subject = match ( $report['subject'] ) {
			'first' => __( 'Sign in a second time as the same person, within a day: then this page says whether the provider recognises people. Only a fingerprint is kept for that.', 'coop-credentials' ),
			'same'  => __( 'The provider stated the same subject as at your last try. If its people confirm that it is of one person only and never changes, choose “By the subject the provider states” in the settings: then members can have accounts, and offers can count per person.', 'coop-credentials' ),
			'other' => __( 'The provider stated another subject than at your last try. If you were the same person both times, it does not recognise people: leave “Not at all” in the settings.', 'coop-credentials' ),
			default => '',
		};

		return Markup::note(
			$report['allowed'] && $is_member ? 'ok' : 'warn',
			$heading,
			( '' === $report['sentence'] ? '' : '<p>' . Markup::text( $report['sentence'] ) . '</p>' )
			. '<p>' . esc_html__( 'Everything the protocol asks was in order. Nothing was stored and nobody was signed in.', 'coop-credentials' ) . '</p>',
			'',
			'',
			2
		) . ( '' === $subject ? '' : '<p>' . Markup::text( $subject ) . '</p>' );
	}

	/**
	 * The memberships as the site would keep them.
	 *
	 * @param list<array<string,mixed>> $memberships Values by field.
	 */
	private static function memberships( array $memberships ): string {
		$html = '<h2>' . esc_html__( 'Memberships the site sees', 'coop-credentials' ) . '</h2>';
		if ( array() === $memberships ) {
			return $html . '<p>' . esc_html__( 'None: for this site the person is nobody’s member.', 'coop-credentials' ) . '</p>';
		}
		foreach ( $memberships as $membership ) {
			$list = '';
			foreach ( self::labels() as $field => $label ) {
				$value = $membership[ $field ] ?? null;
				if ( null !== $value ) {
					$list .= '<dt>' . Markup::text( $label ) . '</dt><dd><bdi>' . Markup::text( self::value( $value ) ) . '</bdi></dd>';
				}
			}
			$html .= '<dl style="display:grid;grid-template-columns:fit-content(50%) 1fr;gap:.25em 1.5em">' . $list . '</dl>';
		}

		return $html;
	}

	/**
	 * What the claim map and the scope of the provider left out, and why.
	 *
	 * @param list<array{name: string, reason: string}> $dropped Co-ops and reasons.
	 */
	private static function dropped( array $dropped ): string {
		$list = '';
		foreach ( $dropped as $one ) {
			$list .= '<li>' . ( '' === $one['name'] ? '' : '<b><bdi>' . Markup::text( $one['name'] ) . '</bdi></b>: ' ) . Markup::text( self::why( $one['reason'] ) ) . ' <code>' . esc_html( $one['reason'] ) . '</code></li>';
		}

		return '' === $list ? '' : '<h2>' . esc_html__( 'What was left out, and why', 'coop-credentials' ) . '</h2><ul>' . $list . '</ul>';
	}

	/**
	 * Values as they came.
	 *
	 * @param array<string,mixed> $parts By heading.
	 */
	private static function folded( array $parts ): string {
		$html = '';
		foreach ( $parts as $heading => $value ) {
			$html .= '<details><summary>' . esc_html( $heading ) . '</summary>' . (
				null === $value
					? '<p>' . esc_html__( 'Nothing.', 'coop-credentials' ) . '</p>'
					: '<pre tabindex="0" dir="ltr" style="overflow:auto">' . esc_html( (string) wp_json_encode( $value, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE ) ) . '</pre>'
			) . '</details>';
		}

		return $html;
	}

	/**
	 * Names of the fields worth telling.
	 *
	 * @return array<string,string>
	 */
	private static function labels(): array {
		return array(
			'organisation_name' => __( 'Name of the co-op', 'coop-credentials' ),
			'organisation_id'   => __( 'Co-op', 'coop-credentials' ),
			'member'            => __( 'Is a member today', 'coop-credentials' ),
			'status'            => __( 'Status of the membership', 'coop-credentials' ),
			'class'             => __( 'Class of member', 'coop-credentials' ),
			'roles'             => __( 'Roles', 'coop-credentials' ),
			'since'             => __( 'Member since', 'coop-credentials' ),
			'valid_until'       => __( 'Membership valid until', 'coop-credentials' ),
			'assurance'         => __( 'How sure the provider is', 'coop-credentials' ),
			'verified_at'       => __( 'Membership last checked', 'coop-credentials' ),
		);
	}

	/**
	 * A value for people.
	 *
	 * @param mixed $value String, number, truth or list of strings.
	 */
	private static function value( mixed $value ): string {
		return match ( true ) {
			true === $value     => __( 'Yes', 'coop-credentials' ),
			false === $value    => __( 'No', 'coop-credentials' ),
			is_array( $value )  => implode( ', ', array_filter( $value, 'is_string' ) ),
			is_scalar( $value ) => (string) $value,
			default             => '',
		};
	}

	/**
	 * Why a membership was left out.
	 *
	 * @param string $reason Of the claim map or the scope.
	 */
	private static function why( string $reason ): string {
		return match ( $reason ) {
			'issuer_scope'            => __( 'This provider may not vouch for members of that co-op. Add the co-op under “Who may enter” if it should.', 'coop-credentials' ),
			'organisation_denied'     => __( 'This co-op is excluded at the provider.', 'coop-credentials' ),
			'organisation_unresolved' => __( 'It does not say which co-op by its address.', 'coop-credentials' ),
			'verified_time_future'    => __( 'The time of the check lies in the future.', 'coop-credentials' ),
			'not_an_object'           => __( 'It is no membership.', 'coop-credentials' ),
			default                   => __( 'It could not be used.', 'coop-credentials' ),
		};
	}
}
