<?php
/**
 * Builds the protocol room.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\OpenID;

use CoopCredentials\Kernel\Services as Kernel;

/**
 * Every object of this room, built on first use.
 */
final class Services {

	/** @var Budgeted_Http|null */
	private ?Budgeted_Http $http = null;

	/** @var Document_Cache|null */
	private ?Document_Cache $cache = null;

	/** @var Documents|null */
	private ?Documents $documents = null;

	/** @var Discovery|null */
	private ?Discovery $discovery = null;

	/** @var Key_Set|null */
	private ?Key_Set $keys = null;

	/** @var Signature_Check|null */
	private ?Signature_Check $signature = null;

	/**
	 * Builds the services.
	 *
	 * @param Kernel $kernel The room below.
	 */
	public function __construct( private readonly Kernel $kernel ) {
	}

	/**
	 * Outbound requests under one budget.
	 */
	public function http(): Budgeted_Http {
		return $this->http ??= new Budgeted_Http( $this->kernel->http() );
	}

	/**
	 * Kept documents.
	 */
	public function cache(): Document_Cache {
		return $this->cache ??= new Option_Document_Cache( $this->kernel->options() );
	}

	/**
	 * Cached reading.
	 */
	public function documents(): Documents {
		return $this->documents ??= new Documents( $this->http(), $this->kernel->clock(), $this->cache() );
	}

	/**
	 * Which addresses may be used.
	 */
	public function endpoint(): Endpoint {
		return new Endpoint( $this->kernel->allowed_hosts()->is_insecure( ... ) );
	}

	/**
	 * Metadata. A changed endpoint is written to the audit log, where the owner is alerted from.
	 */
	public function discovery(): Discovery {
		return $this->discovery ??= new Discovery(
			$this->documents(),
			$this->endpoint(),
			function ( Client $client, array $changed ): void {
				$this->kernel->audit_log()->record(
					'provider_endpoint_changed',
					'ok',
					'',
					array(
						'provider' => $client->slug,
						'details'  => array( 'changed' => implode( ' ', array_keys( $changed ) ) ),
					)
				);
			},
			fn( string $url ) => $this->kernel->allowed_hosts()->allow( $url )
		);
	}

	/**
	 * Keys.
	 */
	public function key_set(): Key_Set {
		return $this->keys ??= new Key_Set( $this->documents() );
	}

	/**
	 * Signature check.
	 */
	public function signature(): Signature_Check {
		return $this->signature ??= new Jwt_Signature_Check();
	}

	/**
	 * Code exchange.
	 */
	public function token_client(): Token_Client {
		return new Token_Client( $this->http() );
	}

	/**
	 * Checks that ID tokens and logout tokens share.
	 */
	private function signed_token_reader(): Signed_Token_Reader {
		return new Signed_Token_Reader( $this->key_set(), $this->signature() );
	}

	/**
	 * ID tokens.
	 */
	public function id_token_verifier(): Id_Token_Verifier {
		return new Id_Token_Verifier( $this->signed_token_reader(), $this->kernel->clock() );
	}

	/**
	 * Logout tokens.
	 */
	public function logout_token_verifier(): Logout_Token_Verifier {
		return new Logout_Token_Verifier( $this->signed_token_reader(), $this->kernel->clock() );
	}

	/**
	 * Userinfo.
	 */
	public function userinfo(): Userinfo {
		return new Userinfo( $this->http() );
	}
}
