<?php
/**
 * Mail.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * Plain text mails through WordPress. Keeps no address.
 */
final class Mailer {

	/**
	 * @param string $to      One address.
	 * @param string $subject One line.
	 * @param string $text    Plain text.
	 * @return bool False when the address is none or the site cannot send.
	 */
	public function send( string $to, string $subject, string $text ): bool {
		if ( ! is_email( $to ) || 1 === preg_match( '/[\r\n,;]/', $to ) ) {
			return false;
		}
		$subject = trim( (string) preg_replace( '/[\x00-\x1F\x7F]+/', ' ', $subject ) );
		return wp_mail( $to, $subject, $text, array( 'Content-Type: text/plain; charset=UTF-8' ) );
	}
}
