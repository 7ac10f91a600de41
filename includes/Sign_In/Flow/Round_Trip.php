<?php
/**
 * Trying a provider out.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Flow;

use CoopCredentials\Claims\Decision;
use CoopCredentials\Claims\Membership;
use CoopCredentials\Claims\Scoped;
use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Front\Markup;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Secrets;
use CoopCredentials\Sign_In\Admission;
use CoopCredentials\Sign_In\Decider;
use CoopCredentials\Sign_In\Page_Forms;
use CoopCredentials\Sign_In\Pages;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Verified;

/**
 * A whole sign-in whose answer is only shown: what came, what the site makes of it, and what the provider's rule says. No
 * identity, session or membership comes of it. As no page is shown at an address with a code, the result waits sealed for
 * the account that asked, for ten minutes and for one look.
 *
 * Where people are not told apart, a keyed fingerprint of the subject is kept for a day, to say after a second try whether
 * the provider states a lasting one.
 */
final class Round_Trip {

	/** Value of the query argument `show`. */
	public const QUERY = 'round_trip';

	private const KEEP    = 600;
	private const COMPARE = DAY_IN_SECONDS;
	private const PURPOSE = 'round-trip-subject';

	/**
	 * Builds the round trip.
	 *
	 * @param Admission $admission Memberships and `require`.
	 * @param Decider   $decider   The visitor's sentence.
	 * @param Secrets   $secrets   Seals the result.
	 * @param Router    $router    Addresses.
	 * @param Audit_Log $audit     Audit log.
	 */
	public function __construct(
		private readonly Admission $admission,
		private readonly Decider $decider,
		private readonly Secrets $secrets,
		private readonly Router $router,
		private readonly Audit_Log $audit,
	) {
	}

	/**
	 * Takes the answer.
	 *
	 * @param Provider $provider Provider.
	 * @param Verified $verified Verified answer.
	 * @throws Problem `provider_incomplete` when the claim map cannot be read.
	 */
	public function finish( Provider $provider, Verified $verified ): Redirect {
		$scoped   = $this->admission->memberships( $provider, $verified );
		$decision = $this->admission->decide( $provider, $scoped, $verified->claims, $verified->userinfo, $verified->auth );
		$report   = self::report( $provider, $verified, $scoped, $decision ) + array(
			'allowed'  => $decision->is_allowed(),
			'sentence' => $this->decider->sentence( $decision ),
			'subject'  => $this->compare( $provider, $verified ),
		);
		set_transient( self::name(), $this->secrets->seal( (string) wp_json_encode( $report ), self::name() ), self::KEEP );
		$this->audit->record(
			'provider_round_trip',
			'ok',
			'',
			array(
				'provider' => $provider->slug,
				'actor_id' => get_current_user_id(),
			)
		);

		return new Redirect(
			$this->router->url(
				'sign_in',
				array(
					'provider' => $provider->slug,
					'show'     => self::QUERY,
				)
			),
			303,
			Pages::private_headers()
		);
	}

	/**
	 * The page with the result; it is shown once.
	 *
	 * @param string $slug  Provider.
	 * @param string $label Its name.
	 */
	public function page( string $slug, string $label ): Page {
		$sealed = get_transient( self::name() );
		delete_transient( self::name() );
		try {
			$report = is_string( $sealed ) ? json_decode( $this->secrets->open( $sealed, self::name() ), true ) : null;
		} catch ( Problem ) {
			$report = null;
		}
		/* translators: %s: name of the sign-in provider. */
		$title = sprintf( __( 'Sign-in with %s, tried out', 'coop-credentials' ), $label );
		if ( ! is_array( $report ) || ( $report['provider'] ?? '' ) !== $slug ) {
			return new Page( $title, '<p>' . esc_html__( 'There is no result to show. It is shown once, right after the test.', 'coop-credentials' ) . '</p>' );
		}
		$content = self::verdict( $report );
		foreach (
			array(
				'decision'    => __( 'What the rule of this provider says', 'coop-credentials' ),
				'memberships' => __( 'Memberships the site sees', 'coop-credentials' ),
				'dropped'     => __( 'What was left out, and why', 'coop-credentials' ),
				'id_token'    => __( 'ID token (values are shortened)', 'coop-credentials' ),
				'userinfo'    => __( 'Userinfo (values are shortened)', 'coop-credentials' ),
			) as $part => $heading
		) {
			$value    = $report[ $part ] ?? null;
			$content .= '<h2>' . esc_html( $heading ) . '</h2>';
			$content .= null === $value || array() === $value
				? '<p>' . esc_html__( 'Nothing.', 'coop-credentials' ) . '</p>'
				: '<pre tabindex="0" dir="ltr" style="overflow:auto">' . esc_html( (string) wp_json_encode( $value, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE ) ) . '</pre>';
		}

		return new Page( $title, Page_Forms::body( $content ) );
	}

	/**
	 * The result in words.
	 *
	 * @param array<array-key,mixed> $report Report.
	 */
	private static function verdict( array $report ): string {
		$is_in    = true === ( $report['allowed'] ?? null );
		$sentence = is_string( $report['sentence'] ?? null ) ? $report['sentence'] : '';
		$subject  = match ( $report['subject'] ?? '' ) {
			'first' => __( 'Sign in a second time as the same person, within a day: then this page says whether the provider recognises people. Only a fingerprint is kept for that.', 'coop-credentials' ),
			'same'  => __( 'The provider stated the same subject as at your last try. If its people confirm that it is of one person only and never changes, choose “By the subject the provider states” in the settings: then members can have accounts, and offers can count per person.', 'coop-credentials' ),
			'other' => __( 'The provider stated another subject than at your last try. If you were the same person both times, it does not recognise people: leave “Not at all” in the settings.', 'coop-credentials' ),
			default => '',
		};

		return Markup::note(
			$is_in ? 'ok' : 'warn',
			$is_in ? __( 'This person would be let in', 'coop-credentials' ) : __( 'This person would not be let in', 'coop-credentials' ),
			( '' === $sentence ? '' : '<p>' . Markup::text( $sentence ) . '</p>' )
			. '<p>' . esc_html__( 'Everything the protocol asks was in order. Nothing was stored and nobody was signed in.', 'coop-credentials' ) . '</p>',
			'',
			'',
			2
		) . ( '' === $subject ? '' : '<p>' . Markup::text( $subject ) . '</p>' );
	}

	/**
	 * Whether the subject is that of the last try; '' where people are told apart already.
	 *
	 * @param Provider $provider Provider.
	 * @param Verified $verified Verified answer.
	 */
	private function compare( Provider $provider, Verified $verified ): string {
		if ( ! $provider->is_ephemeral() ) {
			return '';
		}
		$name   = self::name() . '_' . $provider->slug;
		$before = get_transient( $name );
		$now    = $this->secrets->hmac( self::PURPOSE, $verified->issuer . '|' . $verified->subject );
		set_transient( $name, $now, self::COMPARE );

		return match ( true ) {
			! is_string( $before )        => 'first',
			hash_equals( $before, $now ) => 'same',
			default                       => 'other',
		};
	}

	/**
	 * What is shown.
	 *
	 * @param Provider $provider Provider.
	 * @param Verified $verified Verified answer.
	 * @param Scoped   $scoped   Memberships.
	 * @param Decision $decision Decision of `require`.
	 * @return array<string,mixed>
	 */
	private static function report( Provider $provider, Verified $verified, Scoped $scoped, Decision $decision ): array {
		return array(
			'provider'    => $provider->slug,
			'decision'    => $decision->to_array( true ),
			'memberships' => array_map( static fn( Membership $membership ): array => $membership->to_array(), $scoped->memberships ),
			'dropped'     => $scoped->dropped,
			'id_token'    => Mask::claims( $verified->claims ),
			'userinfo'    => null !== $verified->userinfo ? Mask::claims( $verified->userinfo ) : null,
		);
	}

	/**
	 * Where the result of the logged-in account waits.
	 */
	private static function name(): string {
		return 'coop_credentials_round_trip_' . get_current_user_id();
	}
}
