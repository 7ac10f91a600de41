<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Problem;

/**
 * Reads what was typed or scanned, knowing this site's coupon addresses. Touches no table of the room.
 */
final class Code_Reader {
	public function __construct( private readonly Router $router, private readonly Throttle $throttle ) {}

	/**
	 * @param mixed  $input  Untrusted.
	 * @param string $person Actor scope; '' for a stranger.
	 * @throws Problem `code_format`, `code_checksum`, `foreign_code` (422), or 429 after sixty a minute.
	 */
	public function read( mixed $input, string $person ): Code {
		try {
			return Code::normalise( $input, $this->addresses() );
		} catch ( Problem $problem ) {
			$this->throttle->mistyped( $person );
			throw Refusals::problem( $problem->reason, $problem->data );
		}
	}

	/** Address of a coupon on this site. */
	public function address( Code $code ): string {
		return $this->router->url( Coupon_Page::ROUTE, array( 'code' => $code->plain ) );
	}

	/** The same for a QR: in capitals where that is safe. */
	public function qr_address( Code $code ): string {
		return Qr::capitals( $this->address( $code ), '/coop-credentials/coupon/' . $code->plain );
	}

	public function addresses(): Code_Addresses {
		$url = $this->router->url( Coupon_Page::ROUTE, array( 'code' => '0' ) );
		return new Code_Addresses( array( substr( $url, 0, -1 ) ) );
	}
}
