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
use CoopCredentials\OpenID\Client;
use CoopCredentials\OpenID\Discovery;
use CoopCredentials\OpenID\Endpoint;
use CoopCredentials\OpenID\Json;
use CoopCredentials\OpenID\Key_Set;
use CoopCredentials\OpenID\Metadata;
use CoopCredentials\OpenID\Signature_Check;
use CoopCredentials\Sign_In\Flow\Asked_Claims;
use CoopCredentials\Sign_In\Flow\Demand;
use CoopCredentials\Sign_In\Flow\Departure;
use CoopCredentials\Sign_In\Setup\Client_Checks;
use CoopCredentials\Sign_In\Setup\Own_Address;
use CoopCredentials\Sign_In\Setup\Test_Report;

/**
 * Every check short of a login. Each gives ok, warn or fail, and when it is not ok, what to do about it.
 */
final class Provider_Test {

	private Test_Report $report;

	/**
	 * Builds the test.
	 *
	 * @param Provider_Secrets $secrets   Secrets.
	 * @param Discovery        $discovery Metadata.
	 * @param Key_Set          $keys      Keys.
	 * @param Client_Checks    $checks    Whether the provider knows this site.
	 * @param Asked_Claims     $asked     What it is asked for.
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
		private readonly Client_Checks $checks,
		private readonly Asked_Claims $asked,
		private readonly Signature_Check $signature,
		private readonly Endpoint $endpoint,
		private readonly Http $http,
		private readonly Router $router,
		private readonly Clock $clock,
	) {
		$this->report = new Test_Report();
	}

	/**
	 * Runs all checks.
	 *
	 * @param Provider $provider Provider.
	 * @param array{site:int,name:string,redirect_uri:string,backchannel_logout_uri:string} ...$sites Sites of a network whose addresses are tried; none for those of this site.
	 * @return list<array{id:string,status:string,label:string,detail:string,remedy:string}>
	 */
	public function run( Provider $provider, array ...$sites ): array {
		$this->report = new Test_Report();
		$this->vouched( $provider );
		$this->secret( $provider );
		try {
			$client = $this->secrets->draft( $provider );
		} catch ( Problem ) {
			return $this->report->lines(); // The unreadable secret has been told.
		}
		$callback = $sites[0]['redirect_uri'] ?? $this->router->url( 'callback', array( 'provider' => $provider->slug ) );
		$metadata = $this->metadata( $client );
		$is_known = false;
		if ( null !== $metadata ) {
			$this->issuer( $client, $metadata );
			$this->addresses( $client, $metadata );
			$this->algorithms( $client, $metadata );
			$this->key_set( $client, $metadata );
			$is_known = $this->checks->authentication( $this->report, $client, $metadata, $callback );
			$this->claims( $provider, $metadata );
			$this->logout( $provider, $metadata );
			$this->backchannel( $provider, $metadata );
		}
		if ( array() === $sites ) {
			$this->site( $provider, $client, $is_known ? $metadata : null, $callback, $this->router->url( 'backchannel_logout', array( 'provider' => $provider->slug ) ) );
		}
		foreach ( $sites as $site ) {
			$this->report->about( $site['site'], $site['name'] );
			$this->site( $provider, $client, $is_known ? $metadata : null, $site['redirect_uri'], $site['backchannel_logout_uri'] );
		}

		return $this->report->lines();
	}

	/**
	 * The addresses of one site: at the provider, and from outside.
	 *
	 * @param Provider      $provider    Provider.
	 * @param Client        $client      Client.
	 * @param Metadata|null $metadata    Metadata; null when it is not worth asking the provider.
	 * @param string        $callback    Return address.
	 * @param string        $backchannel Address for sign-out by the provider.
	 */
	private function site( Provider $provider, Client $client, ?Metadata $metadata, string $callback, string $backchannel ): void {
		$own = new Own_Address( $this->http );
		if ( null !== $metadata ) {
			$this->checks->return_address( $this->report, $client, $metadata, $callback, Departure::scopes( $provider ), $provider->map( 'extra_parameters' ) );
		}
		$own->check( $this->report, 'callback', __( 'Return address of this site', 'coop-credentials' ), $callback, 'prefetch', 503 );
		if ( $provider->flag( 'backchannel' ) ) {
			$own->check( $this->report, 'backchannel_address', __( 'Address for sign-out by the provider', 'coop-credentials' ), $backchannel, '', 405 );
		}
	}

	/**
	 * Whose members it may vouch for: a sign-in without any works, and helps nobody.
	 *
	 * @param Provider $provider Provider.
	 */
	private function vouched( Provider $provider ): void {
		if ( ! $provider->vouches() ) {
			$this->report->add( 'scope', 'warn', __( 'Members', 'coop-credentials' ), __( 'Whoever signs in is nobody’s member yet.', 'coop-credentials' ), __( 'Say whose members this provider may vouch for, under “Who may enter”.', 'coop-credentials' ) );
		}
	}

	/**
	 * Where the secret comes from.
	 *
	 * @param Provider $provider Provider.
	 */
	private function secret( Provider $provider ): void {
		$label = __( 'Secret', 'coop-credentials' );
		$name  = $this->secrets->constant_name( $provider );
		if ( 'none' === $provider->text( 'client_auth' ) ) {
			$this->report->add( 'secret', 'ok', $label, __( 'None is used.', 'coop-credentials' ) );
			return;
		}
		try {
			$this->secrets->secret( $provider );
		} catch ( Problem $problem ) {
			$this->report->add( 'secret', 'fail', $label, '', Provider_Remedies::text( $problem->reason ) );
			return;
		}
		if ( 'none' !== $this->secrets->source( $provider ) && $this->secrets->is_too_short( $provider ) ) {
			$this->report->add( 'secret', 'fail', $label, __( 'It is too short.', 'coop-credentials' ), Provider_Remedies::text( 'secret_too_short' ) );
			return;
		}
		match ( $this->secrets->source( $provider ) ) {
			/* translators: %s: name of a constant or environment variable. */
			'environment' => $this->report->add( 'secret', 'ok', $label, sprintf( __( 'Comes from the server’s settings: %s', 'coop-credentials' ), $name ) ),
			/* translators: %s: name of a constant. */
			'option'      => $this->report->add( 'secret', 'warn', $label, __( 'Stored sealed in the database.', 'coop-credentials' ), sprintf( __( 'Safer: put it into wp-config.php as %s and remove it here.', 'coop-credentials' ), $name ) ),
			default       => $this->report->add( 'secret', 'fail', $label, __( 'There is none.', 'coop-credentials' ), __( 'Enter the client secret the provider gave you.', 'coop-credentials' ) ),
		};
	}

	/**
	 * Reads the metadata, and the provider's clock with it.
	 *
	 * @param Client $client Client.
	 */
	private function metadata( Client $client ): ?Metadata {
		$label = __( 'Metadata', 'coop-credentials' );
		if ( 'oidc' === $client->kind && '' === $client->issuer ) {
			$this->report->add( 'issuer', 'fail', __( 'Issuer', 'coop-credentials' ), __( 'There is none.', 'coop-credentials' ), __( 'Enter the issuer the provider’s people sent back: an address that begins with https.', 'coop-credentials' ) );
			return null;
		}
		if ( null !== $client->typed ) {
			$this->report->add( 'metadata', 'ok', $label, __( 'Addresses are typed by hand.', 'coop-credentials' ) );
			try {
				$this->discovery->read_now( $client );
			} catch ( Problem ) {
				return $client->typed; // What is wrong with an address is told below.
			}
			return $client->typed;
		}
		try {
			$this->discovery->read_now( $client );
		} catch ( Problem $problem ) {
			if ( ! in_array( $problem->reason, array( 'issuer_mismatch', 'metadata_unusable', 'endpoint_insecure' ), true ) || ! $this->endpoint->is_acceptable( $client->discovery_url ) ) {
				$this->report->add( 'metadata', 'fail', $label, $problem->reason, Provider_Remedies::text( $problem->reason, $problem->data ) );
				return null;
			}
		}
		try {
			$response = $this->http->request( new Http_Request( 'GET', $client->discovery_url, array( 'Accept' => 'application/json' ), null, 262144 ) );
		} catch ( Problem $problem ) {
			$this->report->add( 'metadata', 'fail', $label, $problem->reason, Provider_Remedies::text( 'metadata_unreadable' ) );
			return null;
		}
		$document = Json::object( $response->body );
		if ( null === $document ) {
			$this->report->add( 'metadata', 'fail', $label, '', Provider_Remedies::text( 'metadata_unreadable' ) );
			return null;
		}
		$this->report->add( 'metadata', 'ok', $label, $client->discovery_url );
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
			$this->report->add( 'clock', 'warn', $label, '', __( 'The provider does not tell its time. If answers are refused for their time, compare both clocks.', 'coop-credentials' ) );
			return;
		}
		$skew = abs( $there - $this->clock->now()->getTimestamp() );
		/* translators: %d: number of seconds. */
		$detail = sprintf( _n( '%d second apart', '%d seconds apart', $skew, 'coop-credentials' ), $skew );
		match ( true ) {
			$skew <= 10 => $this->report->add( 'clock', 'ok', $label, $detail ),
			$skew <= 60 => $this->report->add( 'clock', 'warn', $label, $detail, __( 'Let this server set its clock from the network (NTP).', 'coop-credentials' ) ),
			default     => $this->report->add( 'clock', 'fail', $label, $detail, __( 'Answers will be refused. Let this server set its clock from the network (NTP).', 'coop-credentials' ) ),
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
		$this->report->add(
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
			array() !== $insecure => $this->report->add( 'https', 'fail', $label, implode( ', ', $insecure ), Provider_Remedies::text( 'endpoint_insecure' ) ),
			array() !== $plain    => $this->report->add( 'https', 'warn', $label, implode( ', ', array_keys( $plain ) ), __( 'Plain http is accepted only in this development environment.', 'coop-credentials' ) ),
			default               => $this->report->add( 'https', 'ok', $label, __( 'All use https.', 'coop-credentials' ) ),
		};

		$missing = array_diff( array( 'authorization_endpoint', 'token_endpoint' ), array_keys( $metadata->endpoints() ) );
		$this->report->add(
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
		$this->report->add(
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
			$this->report->add( 'keys', 'fail', $label, $problem->reason, Provider_Remedies::text( $problem->reason ) );
			return;
		}
		$text = array();
		foreach ( $counts as $algorithm => $count ) {
			$text[] = $algorithm . ': ' . $count;
		}
		$this->report->add( 'keys', array() === $counts ? 'fail' : 'ok', $label, implode( ', ', $text ), array() === $counts ? __( 'None of the keys fits an algorithm you allow here. Ask the provider which one it signs with.', 'coop-credentials' ) : '' );
	}

	/**
	 * Whether the claims the rules read can be asked for by name.
	 *
	 * @param Provider $provider Provider.
	 * @param Metadata $metadata Metadata.
	 */
	private function claims( Provider $provider, Metadata $metadata ): void {
		try {
			$asked = $this->asked->of( $provider, $metadata, new Demand() );
		} catch ( Problem ) {
			return; // The claim map cannot be read; saving it says why.
		}
		if ( 'too_long' === $asked?->notice ) {
			$this->report->add( 'claims', 'warn', __( 'Claims asked for', 'coop-credentials' ), '', __( 'The rules of this site read so many claims that asking for each by name would be too long. Ask the provider’s people to send them with the scopes, or remove rules that are not used.', 'coop-credentials' ) );
		}
	}

	/**
	 * Logout at the provider, when it is wanted.
	 *
	 * @param Provider $provider Provider.
	 * @param Metadata $metadata Metadata.
	 */
	private function logout( Provider $provider, Metadata $metadata ): void {
		if ( 'rp_initiated' === $provider->text( 'logout' ) && null === $metadata->end_session_endpoint ) {
			$this->report->add( 'logout', 'warn', __( 'Sign-out', 'coop-credentials' ), '', __( 'The provider offers no logout of its own. Visitors are signed out of this site only.', 'coop-credentials' ) );
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
			$this->report->add( 'backchannel', 'warn', $label, '', __( 'The provider does not say that it can sign people out here. Ask its team, or switch this off.', 'coop-credentials' ) );
		} elseif ( ! $metadata->backchannel_sid && 'stable' !== $provider->text( 'subject' ) ) {
			$this->report->add( 'backchannel', 'warn', $label, '', __( 'The provider does not say which session is over, and with the chosen subject its word names nobody. Ask its team to send the session (sid).', 'coop-credentials' ) );
		} else {
			$this->report->add( 'backchannel', 'ok', $label, __( 'The provider can sign people out here.', 'coop-credentials' ) );
		}
	}
}
