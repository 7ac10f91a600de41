<?php
/**
 * Who may change what.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Setup;

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Identity_Repository;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Provider_Secrets;

/**
 * Whoever says where answers come from can sign in as anybody the answers may name. Managing providers can be handed to
 * people who administer nothing else, so what decides that asks for more: `manage_options`, and where the accounts or the
 * secrets of a whole network are at stake, `manage_network_options`. The command line has no account and may.
 */
final class Authority {

	/** What answers are believed by. */
	private const CONNECTION = array( 'kind', 'issuer', 'discovery_url', 'authorization_endpoint', 'token_endpoint', 'userinfo_endpoint' );

	/**
	 * Builds the check.
	 *
	 * @param Provider_Secrets    $secrets    Where secrets come from.
	 * @param Identity_Repository $identities People known here.
	 */
	public function __construct(
		private readonly Provider_Secrets $secrets,
		private readonly Identity_Repository $identities,
	) {
	}

	/**
	 * Refuses what the current account may not decide.
	 *
	 * @param Provider|null $before Record before; null for a new one.
	 * @param Provider      $after  Record that would be saved.
	 * @throws Problem `not_permitted` (403) with the fields in `params`.
	 */
	public function check( ?Provider $before, Provider $after ): void {
		if ( ( defined( 'WP_CLI' ) && WP_CLI ) || $this->is_owner() ) {
			return;
		}
		$text    = is_multisite()
			? __( 'Only somebody who manages the network may change this.', 'coop-credentials' )
			: __( 'Only an administrator may change this: it decides who is let in as whom.', 'coop-credentials' );
		$changed = array_values( array_filter( self::CONNECTION, static fn( string $field ): bool => $after->text( $field ) !== ( $before?->text( $field ) ?? ( 'kind' === $field ? $after->text( $field ) : '' ) ) ) );
		$refused = array();
		if ( $after->flag( 'allow_privileged' ) && ( true !== $before?->flag( 'allow_privileged' ) || array() !== $changed ) ) {
			$refused[] = 'allow_privileged';
		}
		$moved = array_filter( $changed, static fn( string $field ): bool => '' !== ( $before?->text( $field ) ?? '' ) );
		if ( ! current_user_can( 'manage_options' ) && ( array() !== $moved || null !== $before?->sealed_secret ) ) {
			array_push( $refused, ...$changed );
		}
		if ( array() !== $changed && 'environment' === $this->secrets->source( $after ) ) {
			array_push( $refused, ...$changed );
		}
		if ( $after->text( 'issuer' ) !== ( $before?->text( 'issuer' ) ?? '' ) && $this->identities->knows_issuer( $after->text( 'issuer' ) ) ) {
			$refused[] = 'issuer'; // These people were vouched for by another record.
		}
		if ( array() !== $refused ) {
			throw new Problem( 'not_permitted', 403, $text, null, array( 'params' => array_fill_keys( array_unique( $refused ), $text ) ) );
		}
	}

	/**
	 * Whether somebody answers for all accounts that one login reaches.
	 */
	private function is_owner(): bool {
		return current_user_can( is_multisite() ? 'manage_network_options' : 'manage_options' );
	}
}
