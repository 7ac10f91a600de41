<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Problem;

/**
 * Which web addresses lead to coupons: this site's own and those of known partners.
 */
final class Code_Addresses {
	/**
	 * @param list<string> $own      Addresses up to where the code begins, e.g. "https://shop.example/coop-credentials/coupon/".
	 * @param list<string> $partners The same of partner sites.
	 */
	public function __construct( private readonly array $own, private readonly array $partners = array() ) {}

	/**
	 * True when the text names a scheme: "https:", "javascript:", "tel:" …
	 *
	 * @param string $text Untrusted.
	 */
	public static function looks_like_address( string $text ): bool {
		return 1 === preg_match( '/^[ \t\n\x0B\f\r]*[A-Za-z][A-Za-z0-9+.\-]*:/', $text );
	}

	/**
	 * The part of an own coupon address that holds the code.
	 *
	 * @param string $address Untrusted.
	 * @return string|null Null when the address is nobody's.
	 * @throws Problem `foreign_code` (422) for a partner's address.
	 */
	public function code_part( string $address ): ?string {
		$found = self::behind( $address, $this->own );
		if ( null !== $found ) {
			return $found;
		}
		if ( null !== self::behind( $address, $this->partners ) ) {
			throw new Problem( 'foreign_code', 422, '', 'go_there' );
		}
		return null;
	}

	/**
	 * What follows one of the prefixes; scheme http or https, host and path compared without case, no user info.
	 *
	 * @param string       $address  Untrusted.
	 * @param list<string> $prefixes Known addresses.
	 */
	private static function behind( string $address, array $prefixes ): ?string {
		$address = trim( $address );
		if ( 1 !== preg_match( '#^https?://(.*)$#is', $address, $parts ) ) {
			return null;
		}
		$rest = $parts[1];
		foreach ( $prefixes as $prefix ) {
			$known = (string) preg_replace( '#^https?://#i', '', $prefix );
			if ( '' !== $known && 0 === strncasecmp( $rest, $known, strlen( $known ) ) ) {
				return substr( $rest, strlen( $known ), strcspn( $rest, '/?#&', strlen( $known ) ) );
			}
		}
		return null;
	}
}
