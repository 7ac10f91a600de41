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
use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Secrets;
use CoopCredentials\Sign_In\Accounts\Account_Plan;
use CoopCredentials\Sign_In\Accounts\Arrival;
use CoopCredentials\Sign_In\Accounts\Confirmed_Email;
use CoopCredentials\Sign_In\Accounts\Linked_By;
use CoopCredentials\Sign_In\Accounts\Login_Mark;
use CoopCredentials\Sign_In\Accounts\Policy;
use CoopCredentials\Sign_In\Accounts\Services as Accounts;
use CoopCredentials\Sign_In\Flow\Last_Word;
use CoopCredentials\Sign_In\Flow\Renewal;
use CoopCredentials\Sign_In\Flow\Untold;
use CoopCredentials\Sign_In\Logout\WordPress_Sessions;

/**
 * Steps 14 to 16 of the callback: memberships and `require`, identity and account, session. Everything before this changed
 * nothing, and nothing in here is stored before every refusal that can be known has been, but for what the provider now says
 * about somebody it has vouched for before.
 */
final class Entrance {

	private const HINT_BYTES = 16384;

	/**
	 * Builds the entrance.
	 *
	 * @param Admission                  $admission  Memberships and `require`.
	 * @param Identity_Repository        $identities Identities.
	 * @param Visitor_Session_Repository $sessions   Sessions.
	 * @param Accounts                   $accounts   Accounts.
	 * @param Last_Word                  $last_word  Answers about people who are not let in.
	 * @param Untold                     $untold     What nobody has heard of yet.
	 * @param Renewal                    $renewal    Keeps refresh tokens.
	 * @param Cookies                    $cookies    Cookies.
	 * @param Current_Visitor            $visitor    Visitor.
	 * @param Secrets                    $secrets    To seal the logout hint.
	 * @param Router                     $router     Addresses.
	 * @param Database                   $database   Unit of work.
	 * @param Audit_Log                  $audit      Audit log.
	 * @param Clock                      $clock      Time.
	 */
	public function __construct(
		private readonly Admission $admission,
		private readonly Identity_Repository $identities,
		private readonly Visitor_Session_Repository $sessions,
		private readonly Accounts $accounts,
		private readonly Last_Word $last_word,
		private readonly Untold $untold,
		private readonly Renewal $renewal,
		private readonly Cookies $cookies,
		private readonly Current_Visitor $visitor,
		private readonly Secrets $secrets,
		private readonly Router $router,
		private readonly Database $database,
		private readonly Audit_Log $audit,
		private readonly Clock $clock,
	) {
	}

	/**
	 * Lets somebody in. With a second factor the request may end in here, with that plugin's form.
	 *
	 * @param Provider    $provider    Provider.
	 * @param Verified    $verified    Verified answer.
	 * @param Transaction $transaction What was asked: intent `sign_in` or `link`, account and target.
	 * @return Redirect|null Where the browser goes instead of back to its page; null for the page.
	 * @throws Problem Reason of `require`, of the account policy ({@see Policy}), `account_blocked`, or of the database.
	 */
	public function enter( Provider $provider, Verified $verified, Transaction $transaction ): ?Redirect {
		$scoped   = $this->admission->memberships( $provider, $verified );
		$decision = $this->admission->admit( $provider, $scoped, $verified->claims, $verified->userinfo, $verified->auth );
		$refusal  = $decision->is_allowed() ? null : new Problem( $decision->reason, $decision->http_status, '', $decision->next_step );
		$snapshot = new Snapshot( $scoped->memberships, $scoped->dropped );
		if ( $provider->is_ephemeral() ) {
			null === $refusal || throw $refusal;
			$this->open( $provider, $verified, $snapshot, null, false, new Account_Plan( Arrival::Visitor ), '' );
			return null;
		}

		$email = Confirmed_Email::of( $provider, $verified );
		$known = $this->identities->find_by_hash( self::key( $verified ) );
		try {
			null === $refusal || throw $refusal;
			$plan = $this->plan( $provider, $known, $transaction, $email );
			if ( Arrival::Link === $plan->arrival && null !== $plan->user ) {
				$this->accounts->password_proof()->require( $plan->user );
			}
			if ( Arrival::Enter === $plan->arrival && null !== $plan->user ) {
				$this->accounts->login()->check( $plan->user );
			} elseif ( null !== $plan->user ) {
				$this->accounts->login()->allow( $plan->user );
			}
		} catch ( Problem $problem ) {
			null === $refusal ? $this->last_word->keep( $provider, $known, $snapshot ) : $this->last_word->refuse( $provider, $known, $snapshot, $decision );
			throw $problem;
		}

		list( $identity, $is_new ) = $this->identities->remember(
			self::key( $verified ),
			$verified->issuer,
			'' === $verified->strategy ? $verified->subject : $verified->strategy . '=' . $verified->subject,
			$provider->slug,
			$snapshot,
			$email,
			$this->clock->now(),
			$known
		);
		$this->untold->note( $identity->uid, $provider->slug );
		if ( null !== $identity->user_id && null === Policy::owner( $identity ) ) {
			$this->accounts->links()->unlink( $identity, 'account_gone' );
			$identity = $this->identities->find( $identity->id ) ?? $identity;
		}
		$changed = null === $known ? ! $is_new : $known->user_id !== $identity->user_id || $known->status !== $identity->status;
		if ( $changed ) {
			$plan = $this->replan( $provider, $identity, $transaction, $email, $plan ); // A twin was here meanwhile.
		}

		return $this->carry_out( $plan, $provider, $verified, $snapshot, $identity, $is_new, $email, $transaction );
	}

	/**
	 * Decides about the account.
	 *
	 * @param Provider      $provider    Provider.
	 * @param Identity|null $identity    Identity, if known.
	 * @param Transaction   $transaction Transaction.
	 * @param string|null   $email       Confirmed address.
	 * @throws Problem See {@see Policy}.
	 */
	private function plan( Provider $provider, ?Identity $identity, Transaction $transaction, ?string $email ): Account_Plan {
		$logged_in = is_user_logged_in() ? wp_get_current_user() : null;
		if ( Intent::Link->value === $transaction->intent ) {
			return $this->accounts->policy()->link( $provider, $identity, $logged_in ?? throw new Problem( 'account_changed', 400 ) );
		}

		return $this->accounts->policy()->sign_in( $provider, $identity, $logged_in, $email );
	}

	/**
	 * Decides again about an identity that changed while we looked.
	 *
	 * @param Provider     $provider    Provider.
	 * @param Identity     $identity    Identity as it is now.
	 * @param Transaction  $transaction Transaction.
	 * @param string|null  $email       Confirmed address.
	 * @param Account_Plan $before      What was planned.
	 * @throws Problem See {@see Policy}, `account_blocked`.
	 */
	private function replan( Provider $provider, Identity $identity, Transaction $transaction, ?string $email, Account_Plan $before ): Account_Plan {
		$plan = $this->plan( $provider, $identity, $transaction, $email );
		if ( Arrival::Enter === $plan->arrival && null !== $plan->user && Arrival::Enter !== $before->arrival ) {
			$this->accounts->login()->check( $plan->user );
		}

		return $plan;
	}

	/**
	 * Does what was decided.
	 *
	 * @param Account_Plan $plan        Plan.
	 * @param Provider     $provider    Provider.
	 * @param Verified     $verified    Verified answer.
	 * @param Snapshot     $snapshot    Memberships.
	 * @param Identity     $identity    Identity, stored.
	 * @param bool         $is_new      Whether it is new.
	 * @param string|null  $email       Confirmed address.
	 * @param Transaction  $transaction Transaction.
	 */
	private function carry_out( Account_Plan $plan, Provider $provider, Verified $verified, Snapshot $snapshot, Identity $identity, bool $is_new, ?string $email, Transaction $transaction ): ?Redirect {
		if ( Arrival::Create === $plan->arrival ) {
			$user = get_userdata( $this->accounts->creator()->account( $identity, $provider, $verified, $email ) );
			if ( false === $user ) {
				throw new Problem( 'storage_failed', 503 );
			}
			$this->accounts->login()->check( $user );
			$plan = new Account_Plan( Arrival::Enter, $user );
		}
		if ( Arrival::Link === $plan->arrival && null !== $plan->user ) {
			$this->accounts->links()->link( $identity, $plan->user->ID, $provider->slug, Linked_By::Owner );
		}
		$this->open( $provider, $verified, $snapshot, $identity, $is_new, $plan, Return_Target::url( $transaction->return_to, $transaction->action, Arrival::Enter === $plan->arrival ? true : null ) );

		return Arrival::Offer !== $plan->arrival ? null : new Redirect(
			$this->router->url( 'connect', array( 'return_to' => $transaction->return_to ) + ( null !== $transaction->action ? array( 'action' => $transaction->action ) : array() ) ),
			303,
			Pages::private_headers()
		);
	}

	/**
	 * Opens the session, and the account's.
	 *
	 * @param Provider      $provider Provider.
	 * @param Verified      $verified Verified answer.
	 * @param Snapshot      $snapshot Memberships.
	 * @param Identity|null $identity Identity.
	 * @param bool          $is_new   Whether it is new.
	 * @param Account_Plan  $plan     Plan.
	 * @param string        $url      Where an account's login goes on.
	 */
	private function open( Provider $provider, Verified $verified, Snapshot $snapshot, ?Identity $identity, bool $is_new, Account_Plan $plan, string $url ): void {
		$secret = bin2hex( random_bytes( 32 ) );
		$old    = $this->cookies->session();
		$waits  = Arrival::Enter === $plan->arrival;
		$opener = $waits || null === $plan->user ? null : $this->opener( $plan->user->ID );
		$this->store( $provider, $verified, null === $identity ? $snapshot : null, $identity, $secret, $plan->user?->ID, $waits, $opener );
		$this->cookies->open_session( $secret, $provider->number( 'session_absolute' ) );
		$this->end_old( $old, null !== $opener && $opener->identity_id === $identity?->id ? $opener->wp_session_hash : null );
		$this->visitor->forget();
		if ( $waits && null !== $plan->user && ! $this->log_in( $plan->user, $provider, $identity, $url, $secret ) ) {
			return;
		}
		$this->untold->told( $identity?->uid );
		$this->accounts->news()->signed_in( $identity?->uid, $provider->slug, $is_new, $plan->user?->ID, count( $snapshot->memberships ) );
	}

	/**
	 * Logs the account in.
	 *
	 * @param \WP_User      $user     Account.
	 * @param Provider      $provider Provider.
	 * @param Identity|null $identity Identity.
	 * @param string        $url      Where to go afterwards.
	 * @param string        $secret   Secret of the waiting session.
	 * @return bool Whether the login is complete.
	 */
	private function log_in( \WP_User $user, Provider $provider, ?Identity $identity, string $url, #[\SensitiveParameter] string $secret ): bool {
		$this->audit->record(
			'sign_in',
			'waiting',
			'',
			array(
				'provider'     => $provider->slug,
				'identity_uid' => $identity?->uid,
				'user_id'      => $user->ID,
			)
		);

		return $this->accounts->login()->enter( $user, $provider->slug, $url, $secret );
	}

	/**
	 * Stores the session with all that belongs to it, at once: a second factor may end the request before anything else.
	 *
	 * @param Provider      $provider Provider.
	 * @param Verified      $verified Verified answer.
	 * @param Snapshot|null $snapshot Memberships of an ephemeral subject.
	 * @param Identity|null $identity Identity.
	 * @param string        $secret   Secret of the new session.
	 * @param int|null      $user_id  Account.
	 * @param bool          $waits    Whether it waits for the account's login cookie.
	 * @param Visitor_Session|null $opener The session that opened the present login of the account.
	 */
	private function store( Provider $provider, Verified $verified, ?Snapshot $snapshot, ?Identity $identity, #[\SensitiveParameter] string $secret, ?int $user_id, bool $waits, ?Visitor_Session $opener ): void {
		$now  = $this->clock->now();
		$end  = $now->modify( '+' . $provider->number( 'session_absolute' ) . ' seconds' );
		$hint = null;
		if ( null !== $verified->id_token && 'rp_initiated' === $provider->text( 'logout' ) && strlen( $verified->id_token ) <= self::HINT_BYTES ) {
			$hint = $this->secrets->seal( $verified->id_token, 'id-token-hint' );
		}
		$this->database->transaction(
			function () use ( $provider, $verified, $snapshot, $identity, $secret, $user_id, $waits, $opener, $hint, $now, $end ): void {
				$id = $this->sessions->add( $secret, $identity?->id, $provider->slug, $snapshot, $verified->auth, $verified->sid, $hint, $now, $end );
				$this->renewal->keep( $verified, $secret );
				if ( null !== $user_id ) {
					$this->accounts->sessions()->assign( $id, $user_id, $waits, $opener?->wp_session_hash, $opener?->login_until, $waits ? null : Login_Mark::of( $user_id, wp_get_session_token() ), $now );
				}
			}
		);
	}

	/**
	 * The session that opened the present login of an account, if one did: whoever ends the new one ends that login too.
	 *
	 * @param int $user_id Account.
	 */
	private function opener( int $user_id ): ?Visitor_Session {
		$token = get_current_user_id() === $user_id ? wp_get_session_token() : '';
		$found = '' !== $token ? $this->sessions->of_login( $user_id, WordPress_Sessions::verifier( $token ) ) : array();

		return array() === $found ? null : $found[ count( $found ) - 1 ];
	}

	/**
	 * The key of the identity. An empty part finds nobody.
	 *
	 * @param Verified $verified Verified answer.
	 * @throws Problem `id_token_iss`, `id_token_sub` (401).
	 */
	private static function key( Verified $verified ): string {
		if ( '' === $verified->issuer || '' === $verified->subject ) {
			throw new Problem( '' === $verified->issuer ? 'id_token_iss' : 'id_token_sub', 401 );
		}

		return Identity::hash( $verified->issuer, $verified->subject, $verified->strategy );
	}

	/**
	 * Ends the session this browser had before: a planted cookie never becomes the new one. If it opened a login that the new
	 * session does not take over, it stays as the record of that: else a second credential would cut the login off from the
	 * first one's logout.
	 *
	 * @param string|null $secret Secret of the old session.
	 * @param string|null $taken  Hash of the login that the new session of the same identity has taken over.
	 */
	private function end_old( #[\SensitiveParameter] ?string $secret, ?string $taken ): void {
		$session = null !== $secret ? $this->sessions->find( $secret ) : null;
		if ( null === $session ) {
			return;
		}
		if ( null !== $taken && $taken === $session->wp_session_hash ) {
			$this->sessions->delete( $session->id );
		} else {
			$this->sessions->retire( $session, $this->clock->now() );
		}
	}
}
