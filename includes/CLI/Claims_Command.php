<?php
declare( strict_types=1 );

namespace CoopCredentials\CLI;

use CoopCredentials\Claims\Auth_Context;
use CoopCredentials\Claims\Membership;
use CoopCredentials\Sign_In;

/**
 * Shows what this site would make of a provider's claims.
 */
final class Claims_Command {

	public function __construct( private readonly Sign_In\Services $sign_in, private readonly Console $console ) {
	}

	/**
	 * Maps claims from a file to memberships and decides, with the trace. Nothing is stored, nobody is signed in.
	 *
	 * ## OPTIONS
	 *
	 * --provider=<slug>
	 * : Whose claim map, scope and rule to use.
	 *
	 * --file=<file>
	 * : JSON object with the claims of an ID token, or with the keys id_token and userinfo.
	 *
	 * @param list<string>         $args    None.
	 * @param array<string, mixed> $options provider, file.
	 */
	public function explain( array $args, array $options ): void {
		$provider = $this->sign_in->providers()->find( Console::option( $options, 'provider' ) );
		if ( null === $provider ) {
			$this->console->fail( __( 'There is no such provider.', 'coop-credentials' ) );
		}
		$document = $this->document( Console::option( $options, 'file' ) );
		$id_token = $document->id_token ?? null;
		$userinfo = $document->userinfo ?? null;
		$id_token = $id_token instanceof \stdClass ? $id_token : $document;
		$userinfo = $userinfo instanceof \stdClass ? $userinfo : null;

		$admission = $this->sign_in->admission();
		$mapping   = $admission->map( $provider, $id_token, $userinfo );
		$scoped    = $admission->scope( $provider, $mapping );
		$decision  = $admission->decide( $provider, $scoped, $id_token, $userinfo, new Auth_Context( time() ) );
		$this->console->json(
			array(
				'memberships' => array_map( static fn( Membership $membership ): array => $membership->to_array(), $scoped->memberships ),
				'dropped'     => array_merge( $mapping->dropped, $scoped->dropped ),
				'mapping'     => $mapping->trace,
				'decision'    => $decision->to_array( true ),
			)
		);
	}

	private function document( string $file ): \stdClass {
		$text     = is_file( $file ) && is_readable( $file ) ? file_get_contents( $file, false, null, 0, 262144 ) : false; // phpcs:ignore WordPress.WP.AlternativeFunctions.file_get_contents_file_get_contents -- a local file named on the command line.
		$document = false === $text ? null : json_decode( $text, false, 32 );
		if ( ! $document instanceof \stdClass ) {
			$this->console->fail( __( 'The file cannot be read as a JSON object.', 'coop-credentials' ) );
		}
		return $document;
	}
}
