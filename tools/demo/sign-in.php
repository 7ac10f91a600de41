<?php
/**
 * The way in of the demonstration site: one provider, `demo`. Made once, and led to the present address of the
 * demonstration provider at every start.
 *
 * Values: arguments (issuer, client id, client secret), else COOP_DEMO_ISSUER, COOP_DEMO_CLIENT_ID, COOP_DEMO_CLIENT_SECRET.
 * Run by tools/provision.php, or on its own: php tools/demo/sign-in.php <path of wp-load.php>.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Plugin;

if ( ! defined( 'ABSPATH' ) ) {
	if ( 'cli' !== PHP_SAPI || ! isset( $argv[1] ) || ! is_file( $argv[1] ) ) {
		fwrite( STDERR, "Usage: php tools/demo/sign-in.php <path of wp-load.php>\n" );
		exit( 1 );
	}
	$_SERVER += array(
		'HTTP_HOST'       => 'localhost',
		'REQUEST_URI'     => '/',
		'REQUEST_METHOD'  => 'GET',
		'SERVER_PROTOCOL' => 'HTTP/1.1',
	);
	require $argv[1];
	$argv = array( __FILE__ );
}

( static function ( array $arguments ): void {
	$value  = static fn ( int $index, string $name ): string => (string) ( $arguments[ $index ] ?? '' ) ?: (string) getenv( $name );
	$issuer = $value( 1, 'COOP_DEMO_ISSUER' );
	$id     = $value( 2, 'COOP_DEMO_CLIENT_ID' );
	$secret = $value( 3, 'COOP_DEMO_CLIENT_SECRET' );
	if ( '' === $issuer || '' === $id || '' === $secret ) {
		fwrite( STDERR, "Sign-in: COOP_DEMO_ISSUER, COOP_DEMO_CLIENT_ID and COOP_DEMO_CLIENT_SECRET are needed.\n" );
		exit( 1 );
	}

	$sign_in = Plugin::instance()->sign_in;
	$values  = array(
		'label'         => 'Example Federation',
		'enabled'       => true,
		'issuer'        => $issuer,
		'discovery_url' => $issuer . '/.well-known/openid-configuration',
		'client_id'     => $id,
		'extra_scopes'  => array( 'coop' ),
		// A federation vouches for the members of any of its co-ops.
		'issuer_scope'  => '{"organisations":{"any":true},"max_assurance":2}',
		// Everybody may sign in; what a membership opens is decided where it is used.
		'require'       => 'any_identity',
		'logout'        => 'rp_initiated',
		'backchannel'   => true,
	);

	try {
		// The provider may not be up yet while the site is prepared, so the record is written first and read later.
		$known    = $sign_in->providers()->find( 'demo' );
		$provider = null === $known
			? \CoopCredentials\Sign_In\Provider::from_array( array( 'slug' => 'demo' ) + $values )
			: $known->with( array_intersect_key( $values, array_flip( array( 'issuer', 'discovery_url', 'client_id' ) ) ) );
		$sealed   = $sign_in->provider_secrets()->seal( 'demo', $secret );
		$sign_in->providers()->save( $provider->with_sealed_secret( $sealed ), $known?->hash );
	} catch ( Problem $problem ) {
		fwrite( STDERR, "Sign-in: {$problem->reason} {$problem->getMessage()}\n" );
		exit( 1 );
	}
	echo 'Sign-in: ' . ( null === $known ? 'made the provider' : 'brought up to date the provider' ) . " demo ($issuer).\n";
} )( $GLOBALS['argv'] ?? array() );
