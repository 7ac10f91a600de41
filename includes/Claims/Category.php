<?php
/**
 * What an organisation is.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * The eight categories. A label always names the category, never just "verified".
 */
enum Category: string {

	case Coop                = 'coop';
	case Association         = 'coop_association';
	case Controlled          = 'coop_controlled';
	case Serving             = 'coop_serving';
	case Mutual              = 'mutual';
	case DemocraticWorkplace = 'democratic_workplace';
	case SseEnterprise       = 'sse_enterprise';
	case Informal            = 'informal';

	/**
	 * Reads a category, a .coop register code or an old short kind, each matched exactly; anything else is none.
	 */
	public static function from_wire( string $word ): ?self {
		return self::tryFrom( $word ) ?? match ( $word ) {
			'COOP'              => self::Coop,
			'CA', 'association' => self::Association,
			'CC', 'controlled'  => self::Controlled,
			'CS', 'support'     => self::Serving,
			'sse'               => self::SseEnterprise,
			default             => null,
		};
	}
}
