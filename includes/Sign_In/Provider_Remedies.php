<?php
/**
 * What an owner can do about a provider that does not work.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

/**
 * One remedy in words for each reason.
 */
final class Provider_Remedies {

	/**
	 * What happened and what to do.
	 *
	 * @param string              $reason Reason.
	 * @param array<string,mixed> $data   Facts of the problem.
	 */
	public static function text( string $reason, array $data = array() ): string {
		return match ( $reason ) {
			'metadata_unreadable' => isset( $data['address'] ) ? sprintf(
				/* translators: %s: an address. */
				__( 'No metadata document answers at %s. Compare the issuer with what the provider’s people wrote, or ask them for the discovery address.', 'coop-credentials' ),
				self::scalar( $data['address'] )
			) : __( 'The discovery address does not answer with a metadata document. Open it in a browser: it has to show JSON.', 'coop-credentials' ),
			'metadata_unusable'   => __( 'The metadata does not offer what sign-in needs: endpoints, keys, and a signature algorithm you allow here.', 'coop-credentials' ),
			'endpoint_insecure'   => __( 'Every address has to begin with https://. If yours begins with http://, ask the provider’s people for the one with https.', 'coop-credentials' ),
			'host_not_allowed'    => __( 'This address leads to a private network or redirects. Use the provider’s public address.', 'coop-credentials' ),
			'issuer_mismatch'     => sprintf(
				/* translators: 1: issuer the metadata states, 2: issuer configured here. */
				__( 'The metadata names the issuer %1$s, but %2$s is expected here. Copy the issuer exactly, with or without its last slash.', 'coop-credentials' ),
				self::scalar( $data['seen'] ?? '' ),
				self::scalar( $data['expected'] ?? '' )
			),
			'keys_unavailable'    => __( 'The keys cannot be read. Try again; if it stays, ask the provider whether its key address works.', 'coop-credentials' ),
			'provider_paused'     => __( 'The provider failed several times and is left alone for a minute. Try again then.', 'coop-credentials' ),
			'secret_unreadable'   => __( 'The stored secret cannot be read with this site’s key. Enter it again.', 'coop-credentials' ),
			'secret_too_short'    => __( 'HS256 signs with the client secret, so it has to be at least 32 characters long. Better: choose RS256 or ES256, if the provider offers it.', 'coop-credentials' ),
			'provider_incomplete' => __( 'Something is missing before visitors can use this provider.', 'coop-credentials' ),
			default               => __( 'This did not work. The reason is in the log.', 'coop-credentials' ),
		};
	}

	/**
	 * The field of the record that has to be looked at; null when there is none in particular.
	 *
	 * @param string              $reason Reason.
	 * @param array<string,mixed> $data   Facts of the problem.
	 * @param string              $kind   Kind of provider.
	 */
	public static function field( string $reason, array $data, string $kind ): ?string {
		$typed   = 'oauth2' === $kind;
		$address = $typed ? 'token_endpoint' : 'discovery_url';
		$named   = self::scalar( $data['endpoint'] ?? '' );

		return match ( $reason ) {
			'issuer_mismatch'     => 'issuer',
			'metadata_unusable'   => isset( $data['algorithms'] ) ? 'algorithms' : $address,
			'endpoint_insecure'   => 'issuer' === $named || ( $typed && '' !== $named ) ? $named : $address,
			'metadata_unreadable', 'host_not_allowed' => $address,
			'secret_unreadable'   => 'secret',
			default               => null,
		};
	}

	/**
	 * A value as text.
	 *
	 * @param mixed $value Value.
	 */
	private static function scalar( mixed $value ): string {
		return is_scalar( $value ) ? (string) $value : '';
	}
}
