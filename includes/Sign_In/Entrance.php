<?php
/**
 * Makes the session.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Secrets;

/**
 * Steps 14 to 16 of the callback: memberships and `require`, identity, session. Everything before this changed nothing.
 */
final class Entrance {

	private const HINT_BYTES = 16384;

	/**
	 * Builds the entrance.
	 *
	 * @param Admission                  $admission  Memberships and `require`.
	 * @param Identity_Repository        $identities Identities.
	 * @param Visitor_Session_Repository $sessions   Sessions.
	 * @param Cookies                    $cookies    Cookies.
	 * @param Current_Visitor            $visitor    Visitor.
	 * @param Secrets                    $secrets    To seal the logout hint.
	 * @param Database                   $database   Unit of work.
	 * @param Audit_Log                  $audit      Audit log.
	 * @param Clock                      $clock      Time.
	 */
	public function __construct(
		private readonly Admission $admission,
		private readonly Identity_Repository $identities,
		private readonly Visitor_Session_Repository $sessions,
		private readonly Cookies $cookies,
		private readonly Current_Visitor $visitor,
		private readonly Secrets $secrets,
		private readonly Database $database,
		private readonly Audit_Log $audit,
		private readonly Clock $clock,
	) {
	}

	/**
	 * Lets somebody in.
	 *
	 * @param Provider    $provider    Provider.
	 * @param Verified    $verified    Verified answer.
	 * @param Transaction $transaction What was asked: intent `sign_in` or `link`, account and target.
	 * @return Redirect|null Where the browser goes instead of back to its page; null for the page.
	 * @throws Problem Reason of `require`, `identity_blocked`, or of the database.
	 */
	public function enter( Provider $provider, Verified $verified, Transaction $transaction ): ?Redirect {
		if ( Intent::Link->value === $transaction->intent ) {
			throw new Problem( 'parameter_invalid', 400 );
		}
		$scoped   = $this->admission->scope( $provider, $this->admission->map( $provider, $verified->claims, $verified->userinfo ) );
		$decision = $this->admission->admit( $provider, $scoped, $verified->claims, $verified->userinfo, $verified->auth );
		if ( ! $decision->is_allowed() ) {
			throw new Problem( $decision->reason, $decision->http_status, '', $decision->next_step );
		}

		$snapshot                  = new Snapshot( $scoped->memberships, $scoped->dropped );
		$secret                    = bin2hex( random_bytes( 32 ) );
		$old                       = $this->cookies->session();
		list( $identity, $is_new ) = $this->store( $provider, $verified, $snapshot, $secret );

		$this->cookies->open_session( $secret, $provider->number( 'session_absolute' ) );
		$this->end_old( $old );
		$this->visitor->forget();
		$this->audit->record(
			'sign_in',
			'ok',
			'',
			array(
				'provider'     => $provider->slug,
				'identity_uid' => $identity?->uid,
				'details'      => array(
					'memberships' => count( $scoped->memberships ),
					'new'         => $is_new,
				),
			)
		);

		/**
		 * Fires after a visitor signed in and the session is stored.
		 *
		 * @since 0.1.0
		 *
		 * @param string|null $identity_uid Uid of the identity; null for an ephemeral subject.
		 * @param string      $provider     Slug of the provider.
		 * @param bool        $is_new       Whether the identity was seen for the first time.
		 */
		do_action( 'coop_credentials_signed_in', $identity?->uid, $provider->slug, $is_new );

		return null;
	}

	/**
	 * Stores identity and session together.
	 *
	 * @param Provider $provider Provider.
	 * @param Verified $verified Verified answer.
	 * @param Snapshot $snapshot Memberships.
	 * @param string   $secret   Secret of the new session.
	 * @return array{Identity|null,bool} The identity, and whether it is new.
	 * @throws Problem `identity_blocked`.
	 */
	private function store( Provider $provider, Verified $verified, Snapshot $snapshot, #[\SensitiveParameter] string $secret ): array {
		$now  = $this->clock->now();
		$end  = $now->modify( '+' . $provider->number( 'session_absolute' ) . ' seconds' );
		$hint = null;
		if ( null !== $verified->id_token && 'rp_initiated' === $provider->text( 'logout' ) && strlen( $verified->id_token ) <= self::HINT_BYTES ) {
			$hint = $this->secrets->seal( $verified->id_token, 'id-token-hint' );
		}

		$identity = null;
		$is_new   = false;
		if ( ! $provider->is_ephemeral() ) {
			list( $identity, $is_new ) = $this->identities->remember(
				Identity::hash( $verified->issuer, $verified->subject, $verified->strategy ),
				$verified->issuer,
				'' === $verified->strategy ? $verified->subject : $verified->strategy . '=' . $verified->subject,
				$provider->slug,
				$snapshot,
				$now
			);
			if ( 'active' !== $identity->status ) {
				throw new Problem( 'identity_blocked', 403 );
			}
		}
		$this->database->transaction(
			fn(): int => $this->sessions->add( $secret, $identity?->id, $provider->slug, null === $identity ? $snapshot : null, $verified->auth, $verified->sid, $hint, $now, $end )
		);

		return array( $identity, $is_new );
	}

	/**
	 * Ends the session this browser had before: a planted cookie never becomes the new one.
	 *
	 * @param string|null $secret Secret of the old session.
	 */
	private function end_old( #[\SensitiveParameter] ?string $secret ): void {
		$session = null !== $secret ? $this->sessions->find( $secret ) : null;
		if ( null !== $session ) {
			$this->sessions->delete( $session->id );
		}
	}
}
