<?php
/**
 * P11: the callback of a known person on sites of 2, 10,000 and 100,000 accounts, beside a look-up by user meta.
 *
 * Provider latency is that of a process on the same computer. The ratio of largest to smallest site is gated (1.3); the
 * peer's correctness is asserted before anything is measured.
 */

declare( strict_types=1 );

namespace CoopCredentials\Benchmark;

use CoopCredentials\Benchmark\Peers\Usermeta_Identity;
use CoopCredentials\Plugin;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Tests\Integration\Sign_In\Hostile_Provider;

return static function ( int $warm, int $rounds ): Report {
	$sizes   = array( 2, 10000, 100000 );
	$hostile = Hostile_Provider::running();
	$hostile->misbehave( 'honest' );
	putenv( 'COOP_CREDENTIALS_INSECURE_HOSTS=' . substr( $hostile->issuer, 7 ) );
	add_filter( 'coop_credentials_sign_in_limit', static fn (): array => array( 1000000, 600 ) );
	update_option( 'permalink_structure', '/%postname%/' );
	$sign_in  = Plugin::instance()->sign_in;
	$provider = Provider::from_array(
		array(
			'slug'          => 'hostile',
			'label'         => 'Example Co-op',
			'enabled'       => true,
			'issuer'        => $hostile->issuer,
			'discovery_url' => $hostile->issuer . '/.well-known/openid-configuration',
			'client_id'     => $hostile->client_id,
			'issuer_scope'  => '{"organisations":{"any":true},"max_assurance":2}',
			'accounts'      => 'create',
		)
	);
	$sign_in->providers()->save( $provider->with_sealed_secret( $sign_in->provider_secrets()->seal( 'hostile', $hostile->client_secret ) ), null );

	$browser = new Browser( $hostile );
	$sides   = array();
	$pick    = static fn ( int $size ): string => People::subject( mt_rand( 1, $size ) );
	$drop    = array();
	foreach ( $sizes as $size ) {
		$name   = 'coop_bench_' . getmypid() . '_' . $size;
		$drop[] = $name;
		People::populate( $name, $size, $hostile->issuer );
		People::visit( $name );
		if ( 2 !== Usermeta_Identity::find( People::subject( 1 ) ) || 0 !== Usermeta_Identity::find( 'nobody' ) ) {
			throw new \RuntimeException( 'The peer does not find whom it should.' );
		}
		$sides[ "callback, $size accounts" ]  = array(
			static function () use ( $name, $size, $browser, $pick ): string {
				People::visit( $name );
				return $browser->go( $pick( $size ) );
			},
			static fn ( string $query ) => $browser->come_back( $query ),
		);
		$sides[ "user meta, $size accounts" ] = array(
			static function () use ( $name, $size, $pick ): string {
				People::visit( $name );
				return $pick( $size );
			},
			static function ( string $subject ): void {
				if ( Usermeta_Identity::find( $subject ) < 2 ) {
					throw new \RuntimeException( 'The peer lost somebody.' );
				}
			},
		);
	}

	try {
		$samples = Samples::take( $sides, $warm, $rounds );
		$report  = new Report( 'P11', 'Callback of a known person', $samples );
		$report->compare( 'callback, 100000 accounts', 'callback, 2 accounts', 1.3 );
		$report->compare( 'callback, 10000 accounts', 'callback, 2 accounts', 1.3 );
		$report->compare( 'user meta, 100000 accounts', 'user meta, 2 accounts' );
		$report->compare( 'user meta, 100000 accounts', 'callback, 100000 accounts' );
	} finally {
		foreach ( $drop as $name ) {
			Plugin::instance()->kernel->database()->wpdb->query( "DROP DATABASE IF EXISTS `$name`" );
		}
	}

	return $report;
};
