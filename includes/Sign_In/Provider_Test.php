<?php
/**
 * Tests a provider's settings.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Http;
use CoopCredentials\Kernel\Http_Request;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\OpenID\Base64_Url;
use CoopCredentials\OpenID\Client;
use CoopCredentials\OpenID\Discovery;
use CoopCredentials\OpenID\Endpoint;
use CoopCredentials\OpenID\Json;
use CoopCredentials\OpenID\Key_Set;
use CoopCredentials\OpenID\Metadata;
use CoopCredentials\OpenID\Signature_Check;
use CoopCredentials\OpenID\Token_Client;

/**
 * Every check short of a login. Each gives ok, warn or fail, and when it is not ok, what to do about it.
 */
final class Provider_Test {

	/** @var list<array{id:string,status:string,label:string,detail:string,remedy:string}> */
	private array $checks = array();

	/**
	 * Builds the test.
	 *
	 * @param Provider_Secrets $secrets   Secrets.
	 * @param Discovery        $discovery Metadata.
	 * @param Key_Set          $keys      Keys.
	 * @param Token_Client     $tokens    To try the client authentication.
	 * @param Signature_Check  $signature Whether signatures can be checked.
	 * @param Endpoint         $endpoint  Which addresses may be used.
	 * @param Http             $http      Outbound requests.
	 * @param Router           $router    Addresses.
	 * @param Clock            $clock     Time.
	 */
	public function __construct(
		private readonly Provider_Secrets $secrets,
		private readonly Discovery $discovery,
		private readonly Key_Set $keys,
		private readonly Token_Client $tokens,
		private readonly Signature_Check $signature,
		private readonly Endpoint $endpoint,
		private readonly Http $http,
		private readonly Router $router,
		private readonly Clock $clock,
	) {
	}

	/**
	 * Runs all checks.
	 *
	 * @param Provider $provider Provider.
	 * @return list<array{id:string,status:string,label:string,detail:string,remedy:string}>
	 */
	public function run( Provider $provider ): array {
		$this->checks = array();
		$this->secret( $provider );
		try {
			$client = $this->secrets->draft( $provider );
		} catch ( Problem ) {
			return $this->checks; // The unreadable secret has been told.
		}
		$metadata = $this->metadata( $client );
		if ( null !== $metadata ) {
			$this->issuer( $client, $metadata );
			$this->addresses( $client, $metadata );
			$this->algorithms( $client, $metadata );
			$this->key_set( $client, $metadata );
			$this->client_auth( $client, $metadata );
			$this->logout( $provider, $metadata );
			$this->backchannel( $provider, $metadata );
		}
		$this->address( 'callback', __( 'Return address', 'coop-credentials' ), $this->router->url( 'callback', array( 'provider' => $provider->slug ) ), 'prefetch', 503 );
		if ( $provider->flag( 'backchannel' ) ) {
			$this->address( 'backchannel_address', __( 'Address for sign-out by the provider', 'coop-credentials' ), $this->router->url( 'backchannel_logout', array( 'provider' => $provider->slug ) ), '', 405 );
		}

		return $this->checks;
	}

	/**
	 * Where the secret comes from.
	 *
	 * @param Provider $provider Provider.
	 */
	private function secret( Provider $provider ): void {
		$label = __( 'Secret', 'coop-credentials' );
		$name  = Provider_Secrets::constant_name( $provider->slug );
		if ( 'none' === $provider->text( 'client_auth' ) ) {
			$this->add( 'secret', 'ok', $label, __( 'None is used.', 'coop-credentials' ) );
			return;
		}
		try {
			$this->secrets->secret( $provider );
		} catch ( Problem $problem ) {
			$this->add( 'secret', 'fail', $label, '', Provider_Remedies::text( $problem->reason ) );
			return;
		}
		match ( $this->secrets->source( $provider ) ) {
			'environment' => $this->add( 'secret', 'ok', $label, __( 'Comes from the environment or wp-config.php.', 'coop-credentials' ) ),
			/* translators: %s: name of a constant. */
			'option'      => $this->add( 'secret', 'warn', $label, __( 'Stored sealed in the database.', 'coop-credentials' ), sprintf( __( 'Safer: put it into wp-config.php as %s and remove it here.', 'coop-credentials' ), $name ) ),
			default       => $this->add( 'secret', 'fail', $label, __( 'There is none.', 'coop-credentials' ), __( 'Enter the client secret the provider gave you.', 'coop-credentials' ) ),
		};
	}

	/**
	 * Reads the metadata, and the provider's clock with it.
	 *
	 * @param Client $client Client.
	 */
	private function metadata( Client $client ): ?Metadata {
		$label = __( 'Metadata', 'coop-credentials' );
		if ( null !== $client->typed ) {
			$this->add( 'metadata', 'ok', $label, __( 'Addresses are typed by hand.', 'coop-credentials' ) );
			return $client->typed;
		}
		try {
			$this->discovery->read_now( $client );
		} catch ( Problem $problem ) {
			if ( ! in_array( $problem->reason, array( 'issuer_mismatch', 'metadata_unusable', 'endpoint_insecure' ), true ) || ! $this->endpoint->is_acceptable( $client->discovery_url ) ) {
				$this->add( 'metadata', 'fail', $label, $problem->reason, Provider_Remedies::text( $problem->reason, $problem->data ) );
				return null;
			}
		}
		try {
			$response = $this->http->request( new Http_Request( 'GET', $client->discovery_url, array( 'Accept' => 'application/json' ), null, 262144 ) );
		} catch ( Problem $problem ) {
			$this->add( 'metadata', 'fail', $label, $problem->reason, Provider_Remedies::text( 'metadata_unreadable' ) );
			return null;
		}
		$document = Json::object( $response->body );
		if ( null === $document ) {
			$this->add( 'metadata', 'fail', $label, '', Provider_Remedies::text( 'metadata_unreadable' ) );
			return null;
		}
		$this->add( 'metadata', 'ok', $label, $client->discovery_url );
		$this->clock_skew( $response->headers['date'] ?? '' );

		return Metadata::from_document( $document );
	}

	/**
	 * The two clocks.
	 *
	 * @param string $date `Date` header of the provider.
	 */
	private function clock_skew( string $date ): void {
		$label = __( 'Clock', 'coop-credentials' );
		$there = '' !== $date ? strtotime( $date ) : false;
		if ( false === $there ) {
			$this->add( 'clock', 'warn', $label, '', __( 'The provider does not tell its time. If answers are refused for their time, compare both clocks.', 'coop-credentials' ) );
			return;
		}
		$skew = abs( $there - $this->clock->now()->getTimestamp() );
		/* translators: %d: number of seconds. */
		$detail = sprintf( _n( '%d second apart', '%d seconds apart', $skew, 'coop-credentials' ), $skew );
		match ( true ) {
			$skew <= 10 => $this->add( 'clock', 'ok', $label, $detail ),
			$skew <= 60 => $this->add( 'clock', 'warn', $label, $detail, __( 'Let this server set its clock from the network (NTP).', 'coop-credentials' ) ),
			default     => $this->add( 'clock', 'fail', $label, $detail, __( 'Answers will be refused. Let this server set its clock from the network (NTP).', 'coop-credentials' ) ),
		};
	}

	/**
	 * Both issuers.
	 *
	 * @param Client   $client   Client.
	 * @param Metadata $metadata Metadata.
	 */
	private function issuer( Client $client, Metadata $metadata ): void {
		$same = $metadata->issuer === $client->issuer;
		$this->add(
			'issuer',
			$same ? 'ok' : 'fail',
			__( 'Issuer', 'coop-credentials' ),
			/* translators: 1: issuer the metadata states, 2: issuer configured here. */
			$same ? $client->issuer : sprintf( __( 'there: %1$s, here: %2$s', 'coop-credentials' ), $metadata->issuer, $client->issuer ),
			$same ? '' : Provider_Remedies::text(
				'issuer_mismatch',
				array(
					'seen'     => $metadata->issuer,
					'expected' => $client->issuer,
				)
			)
		);
	}

	/**
	 * The addresses: there, and over https.
	 *
	 * @param Client   $client   Client.
	 * @param Metadata $metadata Metadata.
	 */
	private function addresses( Client $client, Metadata $metadata ): void {
		$all      = array( 'issuer' => $client->issuer ) + $metadata->endpoints();
		$insecure = array_keys( array_filter( $all, fn( string $url ): bool => ! $this->endpoint->is_acceptable( $url ) ) );
		$plain    = array_filter( $all, static fn( string $url ): bool => str_starts_with( strtolower( $url ), 'http:' ) );
		$label    = __( 'Encrypted addresses', 'coop-credentials' );
		match ( true ) {
			array() !== $insecure => $this->add( 'https', 'fail', $label, implode( ', ', $insecure ), Provider_Remedies::text( 'endpoint_insecure' ) ),
			array() !== $plain    => $this->add( 'https', 'warn', $label, implode( ', ', array_keys( $plain ) ), __( 'Plain http is accepted only in this development environment.', 'coop-credentials' ) ),
			default               => $this->add( 'https', 'ok', $label, __( 'All use https.', 'coop-credentials' ) ),
		};

		$missing = array_diff( array( 'authorization_endpoint', 'token_endpoint' ), array_keys( $metadata->endpoints() ) );
		$this->add(
			'endpoints',
			array() === $missing ? ( null === $metadata->userinfo_endpoint ? 'warn' : 'ok' ) : 'fail',
			__( 'Endpoints', 'coop-credentials' ),
			array() === $missing ? implode( ', ', array_keys( $metadata->endpoints() ) ) : implode( ', ', $missing ),
			array() !== $missing ? Provider_Remedies::text( 'metadata_unusable' ) : ( null === $metadata->userinfo_endpoint ? __( 'There is no userinfo: the ID token itself has to carry the memberships.', 'coop-credentials' ) : '' )
		);
	}

	/**
	 * Signature algorithms and PKCE.
	 *
	 * @param Client   $client   Client.
	 * @param Metadata $metadata Metadata.
	 */
	private function algorithms( Client $client, Metadata $metadata ): void {
		if ( 'oidc' !== $client->kind ) {
			return;
		}
		$common = array_intersect( $client->algorithms, $metadata->algorithms );
		$good   = array() === $metadata->algorithms || array() !== $common;
		$this->add(
			'algorithms',
			! $this->signature->is_available() || ! $good ? 'fail' : ( array() === $metadata->challenge_methods ? 'warn' : 'ok' ),
			__( 'Signatures', 'coop-credentials' ),
			implode( ', ', $good ? $common : $metadata->algorithms ),
			match ( true ) {
				! $this->signature->is_available() => __( 'A part of the plugin is missing. Install it again from its zip file.', 'coop-credentials' ),
				/* translators: %s: list of algorithm names. */
				! $good                            => sprintf( __( 'The provider signs with %s. Allow one of them here, best RS256 or ES256.', 'coop-credentials' ), implode( ', ', $metadata->algorithms ) ),
				array() === $metadata->challenge_methods => __( 'The provider does not say that it checks PKCE. It is sent anyway.', 'coop-credentials' ),
				default                            => '',
			}
		);
	}

	/**
	 * Keys.
	 *
	 * @param Client   $client   Client.
	 * @param Metadata $metadata Metadata.
	 */
	private function key_set( Client $client, Metadata $metadata ): void {
		if ( 'oidc' !== $client->kind || array( 'HS256' ) === $client->algorithms ) {
			return;
		}
		$label = __( 'Keys', 'coop-credentials' );
		try {
			$counts = array_filter( $this->keys->count_now( $client, $metadata ) );
		} catch ( Problem $problem ) {
			$this->add( 'keys', 'fail', $label, $problem->reason, Provider_Remedies::text( $problem->reason ) );
			return;
		}
		$text = array();
		foreach ( $counts as $algorithm => $count ) {
			$text[] = $algorithm . ': ' . $count;
		}
		$this->add( 'keys', array() === $counts ? 'fail' : 'ok', $label, implode( ', ', $text ), array() === $counts ? __( 'None of the keys fits an algorithm you allow here. Ask the provider which one it signs with.', 'coop-credentials' ) : '' );
	}

	/**
	 * Client authentication, tried with a code that cannot exist: a provider that knows us says so (`invalid_grant`),
	 * one that does not says `invalid_client` (RFC 6749 §5.2).
	 *
	 * @param Client   $client   Client.
	 * @param Metadata $metadata Metadata.
	 */
	private function client_auth( Client $client, Metadata $metadata ): void {
		$label = __( 'Client authentication', 'coop-credentials' );
		if ( '' === $client->client_id || ( 'none' !== $client->client_auth && '' === $client->secret() ) ) {
			$this->add( 'client_auth', 'fail', $label, '', __( 'Enter the client ID and the secret the provider gave you.', 'coop-credentials' ) );
			return;
		}
		if ( array() !== $metadata->client_auth && ! in_array( $client->client_auth, $metadata->client_auth, true ) ) {
			/* translators: %s: list of method names. */
			$this->add( 'client_auth', 'fail', $label, $client->client_auth, sprintf( __( 'The provider offers %s. Choose one of them.', 'coop-credentials' ), implode( ', ', $metadata->client_auth ) ) );
			return;
		}
		try {
			$this->tokens->exchange( $client, $metadata, Base64_Url::encode( random_bytes( 24 ) ), Base64_Url::encode( random_bytes( 32 ) ), $this->router->url( 'callback', array( 'provider' => $client->slug ) ) );
			$error = '';
		} catch ( Problem $problem ) {
			$error = 'token_refused' === $problem->reason && is_string( $problem->data['error'] ?? null ) ? $problem->data['error'] : $problem->reason;
		}
		match ( $error ) {
			'invalid_grant'  => $this->add( 'client_auth', 'ok', $label, __( 'The provider knows this client.', 'coop-credentials' ) ),
			'invalid_client', 'unauthorized_client' => $this->add( 'client_auth', 'fail', $label, $error, __( 'The provider does not accept this client ID with this secret. Copy both again.', 'coop-credentials' ) ),
			default          => $this->add( 'client_auth', 'warn', $label, $error, __( 'It could not be tried without a login. If sign-in fails, compare client ID and secret first.', 'coop-credentials' ) ),
		};
	}

	/**
	 * Logout at the provider, when it is wanted.
	 *
	 * @param Provider $provider Provider.
	 * @param Metadata $metadata Metadata.
	 */
	private function logout( Provider $provider, Metadata $metadata ): void {
		if ( 'rp_initiated' === $provider->text( 'logout' ) && null === $metadata->end_session_endpoint ) {
			$this->add( 'logout', 'warn', __( 'Sign-out', 'coop-credentials' ), '', __( 'The provider offers no logout of its own. Visitors are signed out of this site only.', 'coop-credentials' ) );
		}
	}

	/**
	 * Logout by the provider, when it is allowed.
	 *
	 * @param Provider $provider Provider.
	 * @param Metadata $metadata Metadata.
	 */
	private function backchannel( Provider $provider, Metadata $metadata ): void {
		$label = __( 'Sign-out by the provider', 'coop-credentials' );
		if ( ! $provider->flag( 'backchannel' ) ) {
			return;
		}
		if ( ! $metadata->backchannel_logout ) {
			$this->add( 'backchannel', 'warn', $label, '', __( 'The provider does not say that it can sign people out here. Ask its team, or switch this off.', 'coop-credentials' ) );
		} elseif ( ! $metadata->backchannel_sid && 'stable' !== $provider->text( 'subject' ) ) {
			$this->add( 'backchannel', 'warn', $label, '', __( 'The provider does not say which session is over, and with the chosen subject its word names nobody. Ask its team to send the session (sid).', 'coop-credentials' ) );
		} else {
			$this->add( 'backchannel', 'ok', $label, __( 'The provider can sign people out here.', 'coop-credentials' ) );
		}
	}

	/**
	 * One of our own addresses, as the outside sees it. What is asked changes nothing and has an answer only we give.
	 *
	 * @param string $id      Check.
	 * @param string $label   What is checked.
	 * @param string $url     Address.
	 * @param string $purpose `Sec-Purpose` sent along, '' for none.
	 * @param int    $status  Our answer to a GET.
	 */
	private function address( string $id, string $label, string $url, string $purpose, int $status ): void {
		if ( str_contains( $url, '?' ) ) {
			$this->add( $id, 'warn', $label, $url, __( 'Some providers refuse an address with a question mark. Choose another permalink structure than “Plain”.', 'coop-credentials' ) );
			return;
		}
		try {
			$this->http->request( new Http_Request( 'GET', $url, '' === $purpose ? array() : array( 'Sec-Purpose' => $purpose ), null, 65536, 3.0, array( $status ), false ) );
			$this->add( $id, 'ok', $label, $url );
		} catch ( Problem $problem ) {
			$seen = is_int( $problem->data['status_code'] ?? null ) ? $problem->data['status_code'] : 0;
			$this->add(
				$id,
				'warn',
				$label,
				$url,
				$seen > 0
					/* translators: %d: HTTP status. */
					? sprintf( __( 'It answered with status %d instead of ours. A cache, redirect or security plugin may stand in front of it.', 'coop-credentials' ), $seen )
					: __( 'This server could not call its own address. Open it in a browser: it has to lead to a page of this site.', 'coop-credentials' )
			);
		}
	}

	/**
	 * Adds a result.
	 *
	 * @param string $id     Check.
	 * @param string $status `ok`, `warn` or `fail`.
	 * @param string $label  What was checked.
	 * @param string $detail What was seen.
	 * @param string $remedy What to do.
	 */
	private function add( string $id, string $status, string $label, string $detail, string $remedy = '' ): void {
		$this->checks[] = array(
			'id'     => $id,
			'status' => $status,
			'label'  => $label,
			'detail' => substr( $detail, 0, 600 ),
			'remedy' => $remedy,
		);
	}
}
