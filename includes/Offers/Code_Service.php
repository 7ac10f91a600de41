<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Secrets;

/**
 * Codes from the site key: derived, never stored; looked up by keyed hash under every live key version.
 */
final class Code_Service {
	private const PURPOSE_CODE   = 'coupon-code';
	private const PURPOSE_LOOKUP = 'coupon-lookup';
	private const PURPOSE_HOLDER = 'coupon-holder';
	private const PURPOSE_IDEM   = 'coupon-idempotency';
	private const PURPOSE_ORDER  = 'coupon-order';

	public function __construct( private readonly Secrets $secrets, private readonly Site_Audience $audience ) {}

	/** Version of the key that new codes are made with. */
	public function current_version(): int {
		return $this->secrets->current_version();
	}

	/**
	 * The code of a coupon.
	 *
	 * @param string $coupon_uid ULID.
	 * @param int    $version    Key version it was made with.
	 * @param int    $attempt    `code_try`: 0 unless a hash collided.
	 */
	public function derive( string $coupon_uid, int $version, int $attempt ): Code {
		$message = implode( '|', array( 'code', (string) $version, $coupon_uid, (string) $attempt ) );
		return Code::from_digest( hex2bin( $this->secrets->hmac( self::PURPOSE_CODE, $message, $version ) ) ?: '' );
	}

	/**
	 * What is stored of a code.
	 *
	 * @param Code $code    Which.
	 * @param int  $version Key version.
	 * @return string 64 lower hex.
	 */
	public function lookup_hash( Code $code, int $version ): string {
		return $this->secrets->hmac( self::PURPOSE_LOOKUP, $code->plain, $version );
	}

	/**
	 * Hashes to look for: one for each live key version, at most three.
	 *
	 * @param Code $code Which.
	 * @return non-empty-list<string>
	 */
	public function lookup_hashes( Code $code ): array {
		$versions = array_slice( $this->secrets->live_versions(), 0, 3 );
		$versions = array() === $versions ? array( $this->secrets->current_version() ) : $versions;
		return array_map( fn ( int $version ): string => $this->lookup_hash( $code, $version ), array_values( $versions ) );
	}

	/**
	 * The key of a holder's slots: never rotates, says nothing about the person without the site key.
	 *
	 * @param string $issuer  Provider's issuer.
	 * @param string $subject Its subject.
	 * @return string 64 lower hex.
	 */
	public function holder_key( string $issuer, string $subject ): string {
		return $this->secrets->hmac( self::PURPOSE_HOLDER, self::joined( array( $this->audience->id(), $issuer, $subject ) ) );
	}

	/**
	 * @param string $scope Actor scope, e.g. "user:12".
	 * @param string $key   As sent by the client.
	 * @return string 64 lower hex.
	 */
	public function idempotency_key( string $scope, string $key ): string {
		return $this->secrets->hmac( self::PURPOSE_IDEM, self::joined( array( $scope, $key ) ) );
	}

	/**
	 * The key of an order. A number says nothing without who gave it: every shop may have a "1001".
	 *
	 * @param string $numbered_by Whose numbers count, from {@see Situation::orders_numbered_by()}.
	 * @param string $order_ref   The reference itself.
	 * @return string 64 lower hex.
	 */
	public function order_key( string $numbered_by, string $order_ref ): string {
		return $this->secrets->hmac( self::PURPOSE_ORDER, self::joined( array( $numbered_by, $order_ref ) ) );
	}

	/**
	 * Parts with their lengths, so that no two lists give the same message.
	 *
	 * @param list<string> $parts Any text.
	 */
	private static function joined( array $parts ): string {
		return implode( '', array_map( static fn ( string $part ): string => strlen( $part ) . ':' . $part . ';', $parts ) );
	}
}
