<?php
/**
 * Sends answers.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel\Front;

/**
 * Headers and bodies; never ends the request itself.
 */
final class Responder {

	public static function send( Redirect|Plain $answer, bool $head_only = false ): void {
		Privacy::mark_private();
		if ( $answer instanceof Redirect ) {
			self::headers( $answer->headers + array( 'Cache-Control' => 'private, no-store' ) );
			$host = $answer->external ? wp_parse_url( $answer->url, PHP_URL_HOST ) : null;
			if ( is_string( $host ) ) {
				$allow = static fn( array $hosts ): array => array_merge( $hosts, array( $host ) );
				add_filter( 'allowed_redirect_hosts', $allow ); // For this one redirect.
			}
			wp_safe_redirect( $answer->url, $answer->status, 'Co-op Credentials' );
			return;
		}
		status_header( $answer->status );
		self::headers( array( 'Content-Type' => $answer->content_type ) + $answer->headers + array( 'Cache-Control' => 'private, no-store', 'X-Content-Type-Options' => 'nosniff', 'X-Robots-Tag' => 'noindex' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		if ( ! $head_only ) {
			echo $answer->body; // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- whoever made the answer escaped it for its content type.
		}
	}

	public static function send_page_headers( Page $page ): void {
		status_header( $page->status );
		if ( $page->private ) {
			Privacy::mark_private();
		}
		$usual = $page->noindex ? array( 'X-Robots-Tag' => 'noindex' ) : array();
		self::headers( $page->headers + $usual + ( $page->private ? array( 'Cache-Control' => 'private, no-store', 'Referrer-Policy' => 'same-origin' ) : array() ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
	}

	/**
	 * @param array<string, string> $headers Name => value.
	 */
	private static function headers( array $headers ): void {
		if ( headers_sent() ) {
			return;
		}
		foreach ( $headers as $name => $value ) {
			header( $name . ': ' . (string) preg_replace( '/[\r\n]+/', ' ', $value ) );
		}
	}
}
