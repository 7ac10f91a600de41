<?php
/**
 * What the provider's people need to know of this site.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Setup;

use CoopCredentials\Claims\Claim_Map;
use CoopCredentials\Claims\Path;
use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Admission;
use CoopCredentials\Sign_In\Flow\Departure;
use CoopCredentials\Sign_In\Provider;

/**
 * One block to send: in words, and as client metadata (RFC 7591 §2; OpenID Connect RP-Initiated Logout 1.0 §3,
 * Back-Channel Logout 1.0 §2.2). Nothing in it is secret.
 */
final class Registration {

	/** Claims asked for where the map has no paths of its own. */
	private const USUAL = array( 'coop_id', 'coop_name', 'coop_class', 'coop_roles', 'coop_status', 'coop_valid_until', 'coop_assurance' );

	/**
	 * Builds the block.
	 *
	 * @param Admission $admission How claims are read.
	 * @param Router    $router    Addresses.
	 * @param (\Closure(string): array{items:list<array{redirect_uri:string,post_logout_redirect_uri:string,backchannel_logout_uri:string}>,total:int})|null $sites Addresses of the sites of a network, where the provider is the network's; those of this site without it.
	 */
	public function __construct(
		private readonly Admission $admission,
		private readonly Router $router,
		private readonly ?\Closure $sites = null,
	) {
	}

	/**
	 * Both forms.
	 *
	 * @param Provider $provider Provider.
	 * @return array{text:string,client:array<string,mixed>}
	 */
	public function of( Provider $provider ): array {
		$sites  = null !== $this->sites ? ( $this->sites )( $provider->slug ) : array(
			'items' => array( $this->own( $provider ) ),
			'total' => 1,
		);
		$client = $this->client( $provider, $sites['items'] );

		return array(
			'text'   => $this->text( $provider, $client, $sites['items'], $sites['total'] ),
			'client' => $client,
		);
	}

	/**
	 * Addresses of this site.
	 *
	 * @param Provider $provider Provider.
	 * @return array{redirect_uri:string,post_logout_redirect_uri:string,backchannel_logout_uri:string}
	 */
	private function own( Provider $provider ): array {
		return array(
			'redirect_uri'             => $this->router->url( 'callback', array( 'provider' => $provider->slug ) ),
			'post_logout_redirect_uri' => $this->router->url( 'sign_out' ),
			'backchannel_logout_uri'   => $this->router->url( 'backchannel_logout', array( 'provider' => $provider->slug ) ),
		);
	}

	/**
	 * Client metadata. They know one address for sign-out by the provider only.
	 *
	 * @param Provider $provider Provider.
	 * @param list<array{redirect_uri:string,post_logout_redirect_uri:string,backchannel_logout_uri:string}> $sites Addresses.
	 * @return array<string,mixed>
	 */
	private function client( Provider $provider, array $sites ): array {
		$oidc   = 'oidc' === $provider->text( 'kind' );
		$client = array(
			'client_name'                => wp_specialchars_decode( wp_strip_all_tags( get_bloginfo( 'name' ) ), ENT_QUOTES ),
			'client_uri'                 => home_url( '/' ),
			'application_type'           => 'web',
			'redirect_uris'              => array_column( $sites, 'redirect_uri' ),
			'response_types'             => array( 'code' ),
			'grant_types'                => 'refresh' === $provider->text( 'recheck' ) ? array( 'authorization_code', 'refresh_token' ) : array( 'authorization_code' ),
			'token_endpoint_auth_method' => $provider->text( 'client_auth' ),
			'scope'                      => implode( ' ', array_unique( array_merge( $oidc ? array( 'openid' ) : array(), Departure::scopes( $provider ) ) ) ),
		);
		if ( $oidc ) {
			$client['id_token_signed_response_alg'] = $provider->items( 'algorithms' )[0] ?? 'RS256';
			$client['post_logout_redirect_uris']    = array_column( $sites, 'post_logout_redirect_uri' );
		}
		if ( $provider->flag( 'backchannel' ) ) {
			$client['backchannel_logout_uri']              = $sites[0]['backchannel_logout_uri'] ?? '';
			$client['backchannel_logout_session_required'] = true;
		}

		return array_filter( $client, static fn( mixed $value ): bool => '' !== $value );
	}

	/**
	 * The words around it.
	 *
	 * @param Provider            $provider Provider.
	 * @param array<string,mixed> $client   Client metadata.
	 * @param list<array{redirect_uri:string,post_logout_redirect_uri:string,backchannel_logout_uri:string}> $sites Addresses.
	 * @param int                 $total    How many sites there are.
	 */
	private function text( Provider $provider, array $client, array $sites, int $total ): string {
		$map   = $this->map_of( $provider );
		$oidc  = 'oidc' === $provider->text( 'kind' );
		$one   = static function ( string $name ) use ( $client ): string {
			$value = $client[ $name ] ?? '';
			return is_array( $value ) ? implode( ' ', array_filter( $value, 'is_string' ) ) : ( is_string( $value ) ? $value : '' );
		};
		$lines = array(
			/* translators: 1: name of the site, 2: its address. */
			sprintf( __( 'We would like your members to sign in at %1$s (%2$s) with the account they have with you. Please register our site as a client.', 'coop-credentials' ), $one( 'client_name' ), $one( 'client_uri' ) ),
			'',
			$oidc
				? __( 'Protocol: OpenID Connect, authorization code flow with PKCE (S256)', 'coop-credentials' )
				: __( 'Protocol: OAuth 2, authorization code flow with PKCE (S256), then user info', 'coop-credentials' ),
		);
		$many  = count( $sites ) > 1;
		/* translators: %s: an address. */
		$lines[] = $many ? self::listed( __( 'Return addresses (redirect URIs), exactly these, one for each of our sites:', 'coop-credentials' ), $sites, 'redirect_uri' ) : sprintf( __( 'Return address (redirect URI), exactly: %s', 'coop-credentials' ), $one( 'redirect_uris' ) );
		if ( $oidc ) {
			/* translators: %s: an address. */
			$lines[] = $many ? self::listed( __( 'Addresses after sign-out (post-logout redirect URIs):', 'coop-credentials' ), $sites, 'post_logout_redirect_uri' ) : sprintf( __( 'Address after sign-out (post-logout redirect URI): %s', 'coop-credentials' ), $one( 'post_logout_redirect_uris' ) );
		}
		if ( isset( $client['backchannel_logout_uri'] ) ) {
			$lines[] = $many
				? self::listed( __( 'Addresses for sign-out by you (back-channel logout URIs), as many of them as you can call; please say which session (backchannel_logout_session_required: true):', 'coop-credentials' ), $sites, 'backchannel_logout_uri' )
				/* translators: %s: an address. */
				: sprintf( __( 'Address for sign-out by you (back-channel logout URI): %s – please say which session (backchannel_logout_session_required: true)', 'coop-credentials' ), $one( 'backchannel_logout_uri' ) );
		}
		if ( $total > count( $sites ) ) {
			/* translators: %d: number of sites. */
			$lines[] = sprintf( _n( 'The addresses of %d more site follow.', 'The addresses of %d more sites follow.', $total - count( $sites ), 'coop-credentials' ), $total - count( $sites ) );
		}
		if ( '' !== $one( 'scope' ) ) {
			/* translators: %s: scopes. */
			$lines[] = sprintf( __( 'Scopes we ask for: %s', 'coop-credentials' ), $one( 'scope' ) );
		}
		/* translators: %s: a method, e.g. client_secret_basic. */
		$lines[] = sprintf( __( 'How our site identifies itself (client authentication): %s', 'coop-credentials' ), $one( 'token_endpoint_auth_method' ) );
		if ( $oidc ) {
			/* translators: %s: list of algorithms. */
			$lines[] = sprintf( __( 'Signatures we accept (ID token): %s', 'coop-credentials' ), implode( ', ', $provider->items( 'algorithms' ) ) );
		}
		/* translators: %s: list of claims. */
		$lines[] = sprintf( __( 'What we would like to know about people (claims): %s. Nothing else is kept.', 'coop-credentials' ), implode( ', ', self::claims( $provider, $map ) ) );
		if ( null !== $map?->list ) {
			/* translators: %s: name of a claim. */
			$lines[] = sprintf( __( 'For people with several memberships: a list %s, with one object for each membership and the same names in it.', 'coop-credentials' ), self::words( $map->list ) );
		}
		$lines[] = '';
		$lines[] = match ( true ) {
			! $oidc                                      => __( 'Please send us: the addresses for authorization, token and user info, the client ID, and the client secret by a safe way.', 'coop-credentials' ),
			'none' === $provider->text( 'client_auth' ) => __( 'Please send us: your issuer (the address before /.well-known/openid-configuration) and the client ID.', 'coop-credentials' ),
			default                                      => __( 'Please send us: your issuer (the address before /.well-known/openid-configuration), the client ID, and the client secret by a safe way.', 'coop-credentials' ),
		};

		return implode( "\n", $lines );
	}

	/**
	 * Addresses of several sites, one a line.
	 *
	 * @param string                     $words Words above them.
	 * @param list<array<string,mixed>> $sites Sites.
	 * @param string                     $which Which address.
	 */
	private static function listed( string $words, array $sites, string $which ): string {
		return $words . "\n- " . implode( "\n- ", array_filter( array_column( $sites, $which ), 'is_string' ) );
	}

	/**
	 * The claim map; null where it cannot be read.
	 *
	 * @param Provider $provider Provider.
	 */
	private function map_of( Provider $provider ): ?Claim_Map {
		try {
			return $this->admission->claim_map( $provider );
		} catch ( Problem ) {
			return null;
		}
	}

	/**
	 * Claims the site reads.
	 *
	 * @param Provider       $provider Provider.
	 * @param Claim_Map|null $map      Its claim map.
	 * @return list<string>
	 */
	private static function claims( Provider $provider, ?Claim_Map $map ): array {
		$names = array( 'oidc' === $provider->text( 'kind' ) || in_array( $provider->text( 'subject' ), array( 'stable', 'ephemeral' ), true ) ? 'sub' : substr( $provider->text( 'subject' ), 6 ) );
		$names = array_merge( $names, null === $map ? self::USUAL : self::of_map( $map ) );
		if ( 'none' !== $provider->text( 'email' ) ) {
			array_push( $names, 'email', 'email_verified' );
		}

		return array_values( array_unique( $names ) );
	}

	/**
	 * First path of each field.
	 *
	 * @param Claim_Map $map Map.
	 * @return list<string>
	 */
	private static function of_map( Claim_Map $map ): array {
		$names = array();
		foreach ( $map->fields as $field ) {
			if ( ! $field->off && array() !== $field->paths ) {
				$names[] = self::words( $field->paths[0] );
			}
		}

		return array() === $names ? self::USUAL : $names;
	}

	/**
	 * A path with dots between its steps, for people.
	 *
	 * @param Path $path Path.
	 */
	private static function words( Path $path ): string {
		return implode( '.', array_map( static fn( string|int|null $step ): string => null === $step ? '*' : (string) $step, $path->steps ) );
	}
}
