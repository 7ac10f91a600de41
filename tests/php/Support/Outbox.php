<?php
/**
 * Mail that tests caught.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Support;

/**
 * Catches every wp_mail() of a test process; nothing is ever sent.
 */
final class Outbox {

	/** @var list<array<string, mixed>> Arguments of wp_mail(), oldest first. */
	public static array $mails = array();

	/**
	 * @param mixed                $answer Answer of an earlier filter.
	 * @param array<string, mixed> $mail   Arguments of wp_mail().
	 */
	public static function catch_mail( mixed $answer, array $mail = array() ): bool {
		unset( $answer );
		self::$mails[] = $mail;
		return true;
	}
}
