<?php
declare( strict_types=1 );

namespace CoopCredentials\CLI;

use CoopCredentials\Sign_In;
use CoopCredentials\Sign_In\Provider;

/**
 * Looks at the providers of this site.
 */
final class Provider_Command {

	public function __construct( private readonly Sign_In\Services $sign_in, private readonly Console $console ) {
	}

	/**
	 * Lists the providers. Shows no secret.
	 *
	 * ## OPTIONS
	 *
	 * [--format=<format>]
	 * : table, csv or json.
	 *
	 * @param list<string>         $args    None.
	 * @param array<string, mixed> $options format.
	 */
	public function list( array $args, array $options ): void {
		$secrets = $this->sign_in->provider_secrets();
		$rows    = array_map(
			static fn( Provider $provider ): array => array(
				'slug'    => $provider->slug,
				'label'   => $provider->label,
				'kind'    => $provider->text( 'kind' ),
				'issuer'  => $provider->text( 'issuer' ),
				'enabled' => $provider->enabled() ? 'yes' : 'no',
				'secret'  => $secrets->source( $provider ),
				'missing' => implode( ', ', $secrets->missing( $provider ) ),
			),
			$this->sign_in->providers()->all()
		);
		$this->console->table( $rows, array( 'slug', 'label', 'kind', 'issuer', 'enabled', 'secret', 'missing' ), Console::format( $options ) );
	}

	/**
	 * Tests a provider: everything short of a log-in. Ends with 1 when something stops sign-in.
	 *
	 * ## OPTIONS
	 *
	 * <slug>
	 * : Short name of the provider.
	 *
	 * [--format=<format>]
	 * : table, csv or json.
	 *
	 * @param list<string>         $args    slug.
	 * @param array<string, mixed> $options format.
	 */
	public function test( array $args, array $options ): void {
		$provider = $this->sign_in->providers()->find( $args[0] ?? '' );
		if ( null === $provider ) {
			$this->console->fail( __( 'There is no such provider.', 'coop-credentials' ) );
		}
		$checks = $this->sign_in->provider_test()->run( $provider );
		$this->console->table( $checks, array( 'status', 'label', 'detail', 'remedy' ), Console::format( $options ) );
		if ( in_array( 'fail', array_column( $checks, 'status' ), true ) ) {
			$this->console->fail_silently();
		}
	}
}
