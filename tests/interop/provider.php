<?php
/**
 * Writes the provider record of the interoperability run, as the settings screen would.
 *
 * Arguments: wp-load.php, issuer, client id, client secret.
 */

declare( strict_types=1 );

use CoopCredentials\Plugin;
use CoopCredentials\Sign_In\Provider;

$_SERVER += array(
	'HTTP_HOST'       => 'localhost',
	'REQUEST_URI'     => '/',
	'REQUEST_METHOD'  => 'GET',
	'SERVER_PROTOCOL' => 'HTTP/1.1',
);
require $argv[1];

( static function ( string $issuer, string $id, string $secret ): void {
	$sign_in  = Plugin::instance()->sign_in;
	$provider = Provider::from_array(
		array(
			'slug'          => 'second',
			'label'         => 'Second Federation',
			'enabled'       => true,
			'issuer'        => $issuer,
			'discovery_url' => $issuer . '/.well-known/openid-configuration',
			'client_id'     => $id,
			'issuer_scope'  => '{"organisations":{"any":true},"max_assurance":2}',
			'require'       => 'any_identity',
			'logout'        => 'rp_initiated',
			'backchannel'   => true,
		)
	);
	$sign_in->providers()->save( $provider->with_sealed_secret( $sign_in->provider_secrets()->seal( 'second', $secret ) ), $sign_in->providers()->find( 'second' )?->hash );
	$saved = $sign_in->providers()->find( 'second' );
	if ( null === $saved ) {
		throw new RuntimeException( 'The provider was not saved.' );
	}
	$failed = false;
	foreach ( $sign_in->setup()->test()->run( $saved ) as $check ) {
		$failed = $failed || 'fail' === $check['status'];
		echo "  {$check['status']}\t{$check['label']}: {$check['detail']}\n";
	}
	if ( $failed ) {
		exit( 1 );
	}
} )( $argv[2], $argv[3], $argv[4] );
