<?php
declare( strict_types=1 );

namespace CoopCredentials\CLI;

use CoopCredentials\Kernel\Problem;
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
	 * : How to print it.
	 * ---
	 * default: table
	 * options:
	 *   - table
	 *   - csv
	 *   - json
	 * ---
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
				'from'    => $provider->from_network ? 'network' : 'site',
				'kind'    => $provider->text( 'kind' ),
				'issuer'  => $provider->text( 'issuer' ),
				'enabled' => $provider->enabled() ? 'yes' : 'no',
				'secret'  => $secrets->source( $provider ),
				'missing' => implode( ', ', $secrets->missing( $provider ) ),
			),
			$this->sign_in->providers()->all()
		);
		$this->console->table( $rows, array( 'slug', 'label', 'from', 'kind', 'issuer', 'enabled', 'secret', 'missing' ), Console::format( $options ) );
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
	 * : How to print it.
	 * ---
	 * default: table
	 * options:
	 *   - table
	 *   - csv
	 *   - json
	 * ---
	 *
	 * @param list<string>         $args    slug.
	 * @param array<string, mixed> $options format.
	 */
	public function test( array $args, array $options ): void {
		$provider = $this->sign_in->providers()->find( $args[0] ?? '' );
		if ( null === $provider ) {
			$this->console->fail( __( 'There is no such provider.', 'coop-credentials' ) );
		}
		$checks = $this->sign_in->setup()->test()->run( $provider );
		$this->console->table( $checks, array( 'status', 'label', 'detail', 'remedy' ), Console::format( $options ) );
		if ( in_array( 'fail', array_column( $checks, 'status' ), true ) ) {
			$this->console->fail_silently();
		}
	}

	/**
	 * Switches a provider of the network on for this site (with --url=<site>).
	 *
	 * ## OPTIONS
	 *
	 * <slug>
	 * : Short name of the provider.
	 *
	 * [--off]
	 * : Switches it off.
	 *
	 * @subcommand network-switch
	 *
	 * @param list<string>         $args    slug.
	 * @param array<string, mixed> $options off.
	 */
	public function network_switch( array $args, array $options ): void {
		$this->needs_network();
		$provider = $this->sign_in->providers()->find( $args[0] ?? '' );
		if ( null === $provider || ! $provider->from_network ) {
			$this->console->fail( __( 'There is no such provider.', 'coop-credentials' ) );
		}
		$on = ! isset( $options['off'] );
		$this->attempt( fn(): Provider => $this->sign_in->multisite()->site_switch()->turn( $provider, $on ) );
		$this->console->success( $on ? __( 'Switched on.', 'coop-credentials' ) : __( 'Switched off.', 'coop-credentials' ) );
	}

	/**
	 * Lists the providers that the network defines for its sites. Shows no secret.
	 *
	 * ## OPTIONS
	 *
	 * [--format=<format>]
	 * : How to print it.
	 * ---
	 * default: table
	 * options:
	 *   - table
	 *   - csv
	 *   - json
	 * ---
	 *
	 * @subcommand network-list
	 *
	 * @param list<string>         $args    None.
	 * @param array<string, mixed> $options format.
	 */
	public function network_list( array $args, array $options ): void {
		$this->needs_network();
		$secrets = $this->sign_in->provider_secrets();
		$rows    = array_map(
			static fn( Provider $provider ): array => array(
				'slug'    => $provider->slug,
				'label'   => $provider->label,
				'issuer'  => $provider->text( 'issuer' ),
				'enabled' => $provider->enabled() ? 'yes' : 'no',
				'secret'  => $secrets->source( $provider ),
			),
			$this->sign_in->multisite()->providers()->all()
		);
		$this->console->table( $rows, array( 'slug', 'label', 'issuer', 'enabled', 'secret' ), Console::format( $options ) );
	}

	/**
	 * Defines a provider for all sites of the network, or changes it. Each site then switches it on for itself.
	 *
	 * ## OPTIONS
	 *
	 * <file>
	 * : JSON object with the fields of a provider; `slug` names it. `secret` may be in it, or in the environment.
	 *
	 * @subcommand network-add
	 *
	 * @param list<string>         $args    file.
	 * @param array<string, mixed> $options None.
	 */
	public function network_add( array $args, array $options ): void {
		$this->needs_network();
		$file   = $args[0] ?? '';
		$text   = is_file( $file ) && is_readable( $file ) ? file_get_contents( $file, false, null, 0, 262144 ) : false; // phpcs:ignore WordPress.WP.AlternativeFunctions.file_get_contents_file_get_contents -- a local file named on the command line.
		$object = false === $text ? null : json_decode( $text, false, 32 );
		$slug   = $object->slug ?? null;
		if ( ! $object instanceof \stdClass || ! is_string( $slug ) ) {
			$this->console->fail( __( 'The file cannot be read as a JSON object.', 'coop-credentials' ) );
		}
		$given = array();
		foreach ( get_object_vars( $object ) as $name => $value ) {
			// A document stays as it is: in an array an empty object would become a list.
			$given[ $name ] = in_array( $name, array( 'claim_map', 'issuer_scope' ), true ) ? $value : json_decode( (string) wp_json_encode( $value ), true );
		}
		$secret = is_string( $given['secret'] ?? null ) ? $given['secret'] : null;
		$known  = $this->sign_in->multisite()->providers()->find( $slug );
		$editor = $this->sign_in->multisite()->editor();
		$this->attempt( static fn(): Provider => null === $known ? $editor->create( $given, $secret ) : $editor->change( $known->slug, $given, $secret, null ) );
		$this->console->success( __( 'Stored for the network.', 'coop-credentials' ) );
	}

	/**
	 * Removes a provider of the network from all sites.
	 *
	 * ## OPTIONS
	 *
	 * <slug>
	 * : Short name of the provider.
	 *
	 * [--yes]
	 * : Does not ask.
	 *
	 * @subcommand network-remove
	 *
	 * @param list<string>         $args    slug.
	 * @param array<string, mixed> $options yes.
	 */
	public function network_remove( array $args, array $options ): void {
		$this->needs_network();
		$slug = $args[0] ?? '';
		/* translators: %s: short name of a provider. */
		$this->console->confirm( sprintf( __( 'Remove provider %s from all sites?', 'coop-credentials' ), $slug ), $options );
		$this->attempt( fn() => $this->sign_in->multisite()->editor()->remove( $slug ) );
		$this->console->success( __( 'Removed.', 'coop-credentials' ) );
	}

	/**
	 * Lists the addresses of every site at a provider of the network, for the provider's administrator.
	 *
	 * ## OPTIONS
	 *
	 * <slug>
	 * : Short name of the provider.
	 *
	 * [--page=<page>]
	 * : A hundred sites a page, from 1.
	 *
	 * [--format=<format>]
	 * : How to print it.
	 * ---
	 * default: table
	 * options:
	 *   - table
	 *   - csv
	 *   - json
	 * ---
	 *
	 * @subcommand network-sites
	 *
	 * @param list<string>         $args    slug.
	 * @param array<string, mixed> $options page, format.
	 */
	public function network_sites( array $args, array $options ): void {
		$this->needs_network();
		$found = $this->sign_in->multisite()->sites()->of( $args[0] ?? '', max( 1, (int) Console::option( $options, 'page', '1' ) ), 100 );
		$rows  = array_map( static fn( array $site ): array => array( 'enabled' => $site['enabled'] ? 'yes' : 'no' ) + $site, $found['items'] );
		$this->console->table( $rows, array( 'site', 'home', 'enabled', 'redirect_uri', 'post_logout_redirect_uri', 'backchannel_logout_uri' ), Console::format( $options ) );
	}

	/** Ends the program on a single site. */
	private function needs_network(): void {
		if ( ! is_multisite() ) {
			$this->console->fail( __( 'This is not a network of sites.', 'coop-credentials' ) );
		}
	}

	/**
	 * Ends the program with the words of a refusal.
	 *
	 * @param callable(): mixed $work What is tried.
	 */
	private function attempt( callable $work ): void {
		try {
			$work();
		} catch ( Problem $problem ) {
			$this->console->fail( $problem->reason . ': ' . $problem->getMessage() );
		}
	}
}
