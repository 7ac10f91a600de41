<?php
/**
 * Trying a provider out.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Flow;

use CoopCredentials\Claims\Decision;
use CoopCredentials\Claims\Mapping;
use CoopCredentials\Claims\Membership;
use CoopCredentials\Claims\Scoped;
use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Secrets;
use CoopCredentials\Sign_In\Admission;
use CoopCredentials\Sign_In\Decider;
use CoopCredentials\Sign_In\Pages;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Reasons;
use CoopCredentials\Sign_In\Verified;

/**
 * A whole sign-in whose answer is only shown: what came, what the site makes of it, and what the provider's rule says. No
 * identity, session or membership comes of it. As no page is shown at an address with a code, the result waits sealed for
 * the account that asked, for ten minutes and for one look.
 *
 * Where people are not told apart, a keyed fingerprint of the subject is kept for a day, to say after a second try whether
 * the provider states a lasting one.
 *
 * @phpstan-type Report array{provider: string, decision: array<string, mixed>, memberships: list<array<string, mixed>>, dropped: list<array{name: string, reason: string}>, id_token: array<string, mixed>, userinfo: array<string, mixed>|null, allowed: bool, sentence: string, subject: string}
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
		$mapping  = $this->admission->map( $provider, $verified->claims, $verified->userinfo );
		$scoped   = $this->admission->scope( $provider, $mapping );
		$decision = $this->admission->decide( $provider, $scoped, $verified->claims, $verified->userinfo, $verified->auth );
		$report   = self::report( $provider, $verified, $scoped, $decision ) + array(
			'allowed'  => $decision->is_allowed(),
			'dropped'  => self::left_out( $mapping, $scoped ),
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
	 * The page with the result; it is shown once. A test that failed has none: its reason stands in the address.
	 *
	 * @param string $slug   Provider.
	 * @param string $label  Its name.
	 * @param string $reason Why it failed, as it came.
	 * @param string $number Number of the request in the log, as it came.
	 */
	public function page( string $slug, string $label, string $reason = '', string $number = '' ): Page {
		$sealed = get_transient( self::name() );
		delete_transient( self::name() );
		try {
			$report = is_string( $sealed ) ? json_decode( $this->secrets->open( $sealed, self::name() ), true ) : null;
		} catch ( Problem ) {
			$report = null;
		}
		/* translators: %s: name of the sign-in provider. */
		$title = sprintf( __( 'Sign-in with %s, tried out', 'coop-credentials' ), $label );
		if ( Reasons::is_known( $reason ) ) {
			return new Page( $title, Round_Trip_Page::failed( $slug, $label, $reason, $number ) );
		}
		if ( ! is_array( $report ) || ( $report['provider'] ?? '' ) !== $slug ) {
			return new Page( $title, '<p>' . esc_html__( 'There is no result to show. It is shown once, right after the test.', 'coop-credentials' ) . '</p>' );
		}
		/** @var Report $report Sealed by `finish()`. */

		return new Page( $title, Round_Trip_Page::content( $report ) );
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
			'id_token'    => Mask::claims( $verified->claims ),
			'userinfo'    => null !== $verified->userinfo ? Mask::claims( $verified->userinfo ) : null,
		);
	}

	/**
	 * What was left out, with the co-op where the answer names one: what the map left out comes first and names none.
	 *
	 * @param Mapping $mapping Memberships as mapped.
	 * @param Scoped  $scoped  Memberships left.
	 * @return list<array{name: string, reason: string}>
	 */
	private static function left_out( Mapping $mapping, Scoped $scoped ): array {
		$out = array();
		foreach ( $scoped->dropped as $at => $one ) {
			$membership = $at < count( $mapping->dropped ) ? null : $mapping->memberships[ $one['index'] ] ?? null;
			$out[]      = array(
				'name'   => $membership->organisation_name ?? $membership->organisation_id ?? '',
				'reason' => $one['reason'],
			);
		}

		return $out;
	}

	/**
	 * Where the result of the logged-in account waits.
	 */
	private static function name(): string {
		return 'coop_credentials_round_trip_' . get_current_user_id();
	}
}
