<?php
declare( strict_types=1 );

namespace CoopCredentials\CLI;

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In;

/**
 * Shows what this site would make of a provider's claims.
 */
final class Claims_Command {

	public function __construct( private readonly Sign_In\Services $sign_in, private readonly Console $console ) {
	}

	/**
	 * Maps claims from a file to memberships and decides a rule on them, as the dry run of the rule editor does: mapping,
	 * memberships, trace, the visitor's sentence, and what the provider would be asked for. Nothing is stored, nobody is
	 * signed in.
	 *
	 * ## OPTIONS
	 *
	 * --provider=<slug>
	 * : Whose claim map and scope to use.
	 *
	 * [--claims=<file>]
	 * : JSON object with the claims of an ID token, or with the keys id_token and userinfo. An @ before the name is allowed.
	 *
	 * [--file=<file>]
	 * : The same.
	 *
	 * [--rule=<uid>]
	 * : Rule or template to decide; without it the one that lets people in with this provider.
	 *
	 * [--format=<format>]
	 * : Always json.
	 *
	 * @param list<string>         $args    None.
	 * @param array<string, mixed> $options provider, claims or file, rule.
	 */
	public function explain( array $args, array $options ): void {
		$provider = $this->sign_in->providers()->find( Console::option( $options, 'provider' ) );
		if ( null === $provider ) {
			$this->console->fail( __( 'There is no such provider.', 'coop-credentials' ) );
		}
		$named    = Console::option( $options, 'rule' );
		$run      = $this->sign_in->rules_in_use()->dry_run();
		$rule     = $run->stored( '' === $named ? $provider->text( 'require' ) : $named );
		$document = $this->document( ltrim( Console::option( $options, 'claims', Console::option( $options, 'file' ) ), '@' ) );
		if ( null === $rule && '' !== $named ) {
			$this->console->fail( __( 'There is no such rule.', 'coop-credentials' ) );
		}
		$id_token = $document->id_token ?? null;
		$userinfo = $document->userinfo ?? null;
		$asked    = array(
			'now'       => null,
			'use'       => '' === $named ? 'sign_in' : '',
			'signed_in' => true,
		);
		try {
			$this->console->json( $run->on_claims( $rule, $id_token instanceof \stdClass ? $id_token : $document, $provider->slug, '', $asked, $userinfo instanceof \stdClass ? $userinfo : null, true ) );
		} catch ( Problem $problem ) {
			$this->console->fail( $problem->getMessage() );
		}
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
