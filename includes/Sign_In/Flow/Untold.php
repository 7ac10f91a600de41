<?php
/**
 * What nobody has heard of yet.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Flow;

/**
 * Between storing what a provider says about somebody and telling it, WordPress logs people in and out, and any other plugin
 * may end the request there: one that leads elsewhere, a second factor that is never answered. Roles and coupons would then
 * go on resting on the memberships of before. So what is stored is noted here, and told when the request ends, however it
 * ends, if nothing told it earlier.
 */
final class Untold {

	/** @var array<string, string> Provider of each identity, by uid. */
	private array $waiting = array();

	/**
	 * Memberships of an identity were stored.
	 *
	 * @param string $identity_uid Identity.
	 * @param string $provider     Slug.
	 */
	public function note( string $identity_uid, string $provider ): void {
		$this->waiting[ $identity_uid ] = $provider;
	}

	/**
	 * It is being told.
	 *
	 * @param string|null $identity_uid Identity.
	 */
	public function told( ?string $identity_uid ): void {
		unset( $this->waiting[ $identity_uid ?? '' ] );
	}

	/**
	 * Tells what is left.
	 */
	public function tell(): void {
		while ( array() !== $this->waiting ) {
			$uid      = (string) array_key_first( $this->waiting );
			$provider = $this->waiting[ $uid ];
			$this->told( $uid );
			/** This action is documented in includes/Sign_In/Flow/Step_Up.php */
			do_action( 'coop_credentials_memberships_renewed', $uid, $provider, 'interrupted' );
		}
	}
}
