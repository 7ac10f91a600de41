<?php
/**
 * What a visitor can count on.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

/**
 * Said before the first press, wherever that is. Asks the database nothing.
 */
final class Promises {

	/**
	 * Builds the promises.
	 *
	 * @param Provider_Repository $providers Providers.
	 */
	public function __construct( private readonly Provider_Repository $providers ) {
	}

	/**
	 * The three sentences for a choice of providers: the address is promised for all of them or not at all.
	 *
	 * @param string ...$slugs Providers.
	 * @return array<string,string> Name of an icon → plain text.
	 */
	public function of( string ...$slugs ): array {
		$asks = array_filter( $this->providers->digest(), static fn( array $entry ): bool => $entry['email'] && in_array( $entry['slug'], $slugs, true ) );

		return array(
			'done'  => __( 'Your co-op tells this site that you are a member, and until when.', 'coop-credentials' ),
			'none'  => array() === $asks
				? __( 'It does not tell us your password, e-mail or address.', 'coop-credentials' )
				: __( 'It does not tell us your password or where you live. It may tell us your e-mail address, for your account here.', 'coop-credentials' ),
			'trash' => __( 'You can see and remove what we store at any time.', 'coop-credentials' ),
		);
	}
}
