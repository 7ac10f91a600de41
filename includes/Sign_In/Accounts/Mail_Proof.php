<?php
/**
 * Links in mails.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Accounts;

use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Inbox;
use CoopCredentials\Kernel\Mailer;
use CoopCredentials\Kernel\Secrets;
use CoopCredentials\Sign_In\Identity;

/**
 * A link that proves its reader has the account's mailbox. It fits one identity and one account, works once, for half an
 * hour, and only in the browser that signed in: a stranger's identity is not linked because somebody clicked.
 */
final class Mail_Proof {

	private const SECONDS = 1800;
	private const PURPOSE = 'link-mail';

	/**
	 * Builds the proof.
	 *
	 * @param Secrets      $secrets Site key.
	 * @param Inbox        $inbox   Links that were used.
	 * @param Mailer       $mailer  Mail.
	 * @param Proof_Limits $limits  Limits.
	 * @param Clock        $clock   Time.
	 */
	public function __construct(
		private readonly Secrets $secrets,
		private readonly Inbox $inbox,
		private readonly Mailer $mailer,
		private readonly Proof_Limits $limits,
		private readonly Clock $clock,
	) {
	}

	/**
	 * Sends a link to the account's own address.
	 *
	 * @param Identity                        $identity Identity.
	 * @param \WP_User                        $user     Account.
	 * @param string                          $provider Provider's label.
	 * @param \Closure( string ): string      $url      Address of a link with this token.
	 * @return bool False when the site cannot send.
	 * @throws \CoopCredentials\Kernel\Problem `rate_limited` (429).
	 */
	public function send( Identity $identity, \WP_User $user, string $provider, \Closure $url ): bool {
		$this->limits->hit( 'link_mail', $user->ID );
		$body  = $this->clock->now()->getTimestamp() . '-' . bin2hex( random_bytes( 16 ) );
		$token = $body . '-' . $this->mac( $body, $identity, $user );
		$site  = wp_specialchars_decode( (string) get_option( 'blogname' ), ENT_QUOTES );

		return $this->mailer->send(
			$user->user_email,
			/* translators: %s: name of the site. */
			sprintf( __( 'Connect your account at %s', 'coop-credentials' ), $site ),
			implode(
				"\n\n",
				array(
					/* translators: 1: name of the sign-in provider, 2: name of the site. */
					sprintf( __( 'Somebody signed in with %1$s at %2$s and says that your account there is theirs.', 'coop-credentials' ), $provider, $site ),
					Connect_Page::account( $user ),
					Connect_Page::takeover(),
					__( 'If it was you, open this link in the browser you signed in with. It works once, for 30 minutes:', 'coop-credentials' ),
					$url( $token ),
					__( 'If it was not you, do nothing. Nothing changes.', 'coop-credentials' ),
				)
			)
		);
	}

	/**
	 * Whether a token is right and was not used yet. Uses it up.
	 *
	 * @param string   $token    As it stood in the link.
	 * @param Identity $identity Identity of this visitor.
	 * @param \WP_User $user     Account.
	 * @throws \CoopCredentials\Kernel\Problem `rate_limited` (429).
	 */
	public function accept( string $token, Identity $identity, \WP_User $user ): bool {
		$this->limits->hit( 'link_token', $identity->uid );
		$this->limits->hit( 'link_proof', $user->ID );
		if ( 1 !== preg_match( '/\A((\d{9,11})-[0-9a-f]{32})-([0-9a-f]{64})\z/', $token, $found ) ) {
			return false;
		}
		$age = $this->clock->now()->getTimestamp() - (int) $found[2];
		if ( ! hash_equals( $this->mac( $found[1], $identity, $user ), $found[3] ) || $age < 0 || $age > self::SECONDS ) {
			return false;
		}

		return $this->inbox->remember( 'link_mail', $token, 2 * self::SECONDS );
	}

	/**
	 * Ties a token to an identity, an account and its address: a link sent to an old address is worth nothing.
	 *
	 * @param string   $body     Time and random part.
	 * @param Identity $identity Identity.
	 * @param \WP_User $user     Account.
	 */
	private function mac( string $body, Identity $identity, \WP_User $user ): string {
		return $this->secrets->hmac( self::PURPOSE, implode( '|', array( $body, $identity->uid, (string) $user->ID, strtolower( $user->user_email ) ) ) );
	}
}
