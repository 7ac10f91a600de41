<?php
/**
 * What the browser tests of the sign-in block need beyond the demonstration site: pages with its forms, and a second
 * provider that comes and goes. Run as: php sign-in-block.php <wp-load.php> on|off
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

$sign_in = Plugin::instance()->sign_in;
$demo    = $sign_in->providers()->find( 'demo' );
if ( null === $demo ) {
	exit( 1 );
}
$on = 'on' === ( $argv[2] ?? '' );
$sign_in->providers()->save( $demo->with( array( 'show_in' => $on ? array( 'blocks', 'wp-login', 'profile' ) : array( 'blocks' ) ) ), $demo->hash );
if ( $on ) {
	$second = Provider::from_array(
		array(
			'slug'         => 'bakers',
			'label'        => 'Example Bakers Co-op',
			'order'        => 9,
			'issuer_scope' => '{"organisations":{"own":"https://bakers.example/"}}',
		) + $demo->to_array()
	);
	$sign_in->providers()->save( $second->with_sealed_secret( $sign_in->provider_secrets()->seal( 'bakers', 'none' ) ), $sign_in->providers()->find( 'bakers' )?->hash );
} else {
	$sign_in->providers()->delete( 'bakers' );
}
foreach ( array( 'card', 'button', 'menu' ) as $layout ) {
	$known = get_page_by_path( 'sign-in-' . $layout );
	wp_insert_post(
		array(
			'ID'           => $known instanceof WP_Post ? $known->ID : 0,
			'post_type'    => 'page',
			'post_status'  => $on ? 'publish' : 'trash',
			'post_name'    => 'sign-in-' . $layout,
			'post_title'   => 'Sign in: ' . $layout,
			'post_content' => '<!-- wp:coop-credentials/sign-in {"layout":"' . $layout . '"} /-->',
		)
	);
}
