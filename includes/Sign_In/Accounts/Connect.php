<?php
/**
 * Connects a credential with an account that may be somebody's.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Front\Same_Origin;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Cookies;
use CoopCredentials\Sign_In\Current_Visitor;
use CoopCredentials\Sign_In\Identity;
use CoopCredentials\Sign_In\Pages;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Return_Target;
use CoopCredentials\Sign_In\Visitor;

/**
 * `/coop-credentials/connect`: the state `link_required` of a visitor. The account is proved by its password or by a link
 * sent to its own address. Whoever is offered nothing sees the same page, whatever the reason.
 */
final class Connect {

	/** Told to the page the visitor comes back to: the sign-in block there says what happened. */
	public const DONE = 'connected';

	/**
	 * Builds the service.
	 *
	 * @param Link_Offers                $offers   What is offered to whom.
	 * @param Mail_Proof                 $mail     Proof by mail.
	 * @param Proof_Limits               $limits   Limits.
	 * @param Login                      $login    Into the account.
	 * @param Takeover                   $takeover What a mailed link ends.
	 * @param Account_Session_Repository $sessions Sessions.
	 * @param News                       $news     Actions.
	 * @param Current_Visitor            $visitor  Visitor.
	 * @param Cookies                    $cookies  Cookies.
	 * @param Connect_Page               $page     Pages.
	 * @param Router                     $router   Addresses.
	 * @param Audit_Log                  $audit    Audit log.
	 * @param Clock                      $clock    Time.
	 */
	public function __construct(
		private readonly Link_Offers $offers,
		private readonly Mail_Proof $mail,
		private readonly Proof_Limits $limits,
		private readonly Login $login,
		private readonly Takeover $takeover,
		private readonly Account_Session_Repository $sessions,
		private readonly News $news,
		private readonly Current_Visitor $visitor,
		private readonly Cookies $cookies,
		private readonly Connect_Page $page,
		private readonly Router $router,
		private readonly Audit_Log $audit,
		private readonly Clock $clock,
	) {
	}

	/**
	 * Answers the path.
	 *
	 * @param Front_Request $request Request.
	 */
	public function handle( Front_Request $request ): Page|Redirect {
		$visitor   = $this->visitor->get();
		$offer     = $this->offers->to( $visitor );
		$return_to = Return_Target::check( 'POST' === $request->method ? $request->post( 'return_to' ) : $request->query( 'return_to' ) );
		if ( null === $visitor || null === $offer ) {
			return $this->page->nothing( $return_to );
		}
		if ( 'POST' !== $request->method ) {
			$token = $request->query( 'proof' ) ?? '';

			return '' !== $token
				? $this->page->confirm( $offer[2]->label, $offer[1], $this->nonce(), $token, $return_to )
				: $this->page->ask( $offer[2]->label, $offer[1], $this->nonce(), $return_to );
		}

		return $this->post( $request, $visitor, $offer, $return_to );
	}

	/**
	 * Whether something is offered to this visitor, for blocks.
	 */
	public function is_offered(): bool {
		return null !== $this->offers->to( $this->visitor->get() );
	}

	/**
	 * A press on one of the buttons.
	 *
	 * @param Front_Request                      $request   Post.
	 * @param Visitor                            $visitor   Visitor.
	 * @param array{Identity,\WP_User,Provider}  $offer     What is offered.
	 * @param string                             $return_to Checked path.
	 */
	private function post( Front_Request $request, Visitor $visitor, array $offer, string $return_to ): Page|Redirect {
		list( $identity, $user, $provider ) = $offer;
		try {
			if ( Same_Origin::FOREIGN === Same_Origin::check() || ! hash_equals( $this->nonce(), $request->post( 'connect_nonce' ) ?? '' ) ) {
				throw new Problem( 'session_token_invalid', 403 );
			}
			$proof = $request->post( 'proof' ) ?? '';
			if ( 'mail' === $proof ) {
				$sent = $this->mail->send( $identity, $user, $provider->label, fn( string $token ): string => $this->router->url( 'connect', array( 'proof' => $token ) + array( 'return_to' => $return_to ) ) );

				return $sent ? $this->page->sent( $provider->label, $return_to ) : $this->page->ask( $provider->label, $user, $this->nonce(), $return_to, __( 'This site cannot send mail at the moment. Please use your password.', 'coop-credentials' ) );
			}
			$by = 'link' === $proof
				? ( $this->mail->accept( $request->post( 'token' ) ?? '', $identity, $user ) ? Linked_By::Mail : null )
				: ( $this->knows_password( $user, $request->post( 'password' ) ?? '' ) ? Linked_By::Password : null );
			if ( null === $by ) {
				throw new Problem( 'link_required', 409 );
			}

			return $this->connect( $visitor, $identity, $user, $provider, $by, $return_to );
		} catch ( Problem $problem ) {
			$this->audit->record(
				'identity_link',
				'refused',
				$problem->reason,
				array(
					'provider'     => $provider->slug,
					'identity_uid' => $identity->uid,
					'details'      => array( 'method' => 'link' === ( $request->post( 'proof' ) ?? '' ) ? 'mail' : 'password' ),
				)
			);

			return $this->page->refused( $provider->label, $user, $this->nonce(), $return_to, $problem, 'link' === ( $request->post( 'proof' ) ?? '' ) );
		}
	}

	/**
	 * Whether somebody knows the account's password. Asked as WordPress asks at login, so that whatever guards logins
	 * guards this too.
	 *
	 * @param \WP_User $user     Account.
	 * @param string   $password As typed.
	 * @throws Problem `rate_limited` (429).
	 */
	private function knows_password( \WP_User $user, #[\SensitiveParameter] string $password ): bool {
		$this->limits->hit( 'link_proof', $user->ID );
		$answer = '' !== $password ? wp_authenticate( $user->user_login, $password ) : null;

		return $answer instanceof \WP_User && $answer->ID === $user->ID;
	}

	/**
	 * The proof was right: logs the account in. Only a complete login makes the credential the account's: with a second
	 * factor in between it would otherwise open it, in other browsers, to whoever knows no more than the password. After a
	 * mailed link nobody who used the account before has a way in any more.
	 *
	 * @param Visitor   $visitor   Visitor.
	 * @param Identity  $identity  Identity.
	 * @param \WP_User  $user      Account.
	 * @param Provider  $provider  Provider.
	 * @param Linked_By $by        Proof.
	 * @param string    $return_to Checked path.
	 * @throws Problem `account_blocked`, `identity_conflict`, `identity_blocked`, `link_required`.
	 */
	private function connect( Visitor $visitor, Identity $identity, \WP_User $user, Provider $provider, Linked_By $by, string $return_to ): Redirect {
		$this->login->check( $user );
		if ( Linked_By::Mail === $by ) {
			$user = $this->takeover->of( $user, $identity );
		}
		$secret = (string) $this->cookies->session();
		$url    = add_query_arg( 'coop_reason', self::DONE, Return_Target::url( $return_to, null, true ) );
		$this->sessions->assign( $visitor->session_id, $user->ID, true, null, null, null, $this->clock->now(), $by );
		$this->visitor->forget();
		if ( $this->login->enter( $user, $provider->slug, $url, $secret ) ) {
			$this->news->signed_in( $identity->uid, $provider->slug, false, $user->ID, count( $identity->snapshot->memberships ) );
		}

		return new Redirect( $url, 303, Pages::private_headers() );
	}

	/**
	 * Value of the hidden field: only this visitor's session can have it.
	 */
	private function nonce(): string {
		return hash_hmac( 'sha256', 'coop-credentials-connect', (string) $this->cookies->session() );
	}
}
