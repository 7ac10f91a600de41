<?php
/**
 * Offers, tills and the till's account of the demonstration site. Made once; what exists is left alone.
 *
 * Run by a script that has loaded WordPress, or on its own: php tools/demo/offers.php <path of wp-load.php>.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Ulid;
use CoopCredentials\Plugin;

if ( ! defined( 'ABSPATH' ) ) {
	if ( 'cli' !== PHP_SAPI || ! isset( $argv[1] ) || ! is_file( $argv[1] ) ) {
		fwrite( STDERR, "Usage: php tools/demo/offers.php <path of wp-load.php>\n" ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- the terminal.
		exit( 1 );
	}
	$_SERVER += array(
		'HTTP_HOST'       => 'localhost',
		'REQUEST_URI'     => '/',
		'REQUEST_METHOD'  => 'GET',
		'SERVER_PROTOCOL' => 'HTTP/1.1',
	);
	require $argv[1];
}

( static function (): void {
	$plugin = Plugin::instance();
	$find   = static fn ( string $id ) => $plugin->directory->facts()->organisation( $id );
	$who    = array(
		'harbour' => $find( 'https://harbour.example/' ),
		'bakers'  => $find( 'https://bakers.example/' ),
		'growers' => $find( 'https://growers.example/' ),
	);
	if ( null === $who['harbour'] ) {
		echo "Offers: no demonstration co-ops yet; run tools/demo/directory.php first.\n";
		return;
	}

	// A rule of the site's own, beside the built-in ones.
	$rules  = $plugin->sign_in->rules();
	$worker = '';
	foreach ( $rules->all() as $rule ) {
		$worker = 'Members of worker co-ops' === $rule->title ? $rule->uid : $worker;
	}
	if ( '' === $worker ) {
		$worker = $rules->create( 'Members of worker co-ops', '{"v":1,"when":{"all":[{"path":["policy"],"op":"contains","value":"listed"},{"path":["class"],"op":"eq","value":"worker"}]}}' )->uid;
	}

	$year   = (int) gmdate( 'Y' ) + 1;
	$listed = 'any_listed_member';
	$event  = gmdate( 'Y-m-d', time() + 40 * DAY_IN_SECONDS );
	$offers = array(
		// Newest first on the page: the last one here is the first card.
		array(
			'bakers',
			'ended',
			array(
				'kind'       => 'free_item',
				'title'      => 'A free poster with any loaf',
				'value_kind' => 'none',
				'value'      => 0,
				'audience'   => $listed,
				'text'       => 'While the printer still smells of ink.',
			),
		),
		array(
			'harbour',
			'paused',
			array(
				'kind'        => 'discount',
				'title'       => '15 % off bicycle repairs',
				'value_kind'  => 'percent',
				'value'       => 1500,
				'currency'    => 'GBP',
				'audience'    => $listed,
				'ends_at'     => "$year-12-31",
				'valid_until' => "$year-12-31",
				'text'        => 'Labour only, parts at the usual price.',
			),
		),
		array(
			'growers',
			'active',
			array(
				'kind'            => 'discount',
				'title'           => '£5 off your first vegetable box',
				'value_kind'      => 'amount',
				'value'           => 500,
				'currency'        => 'GBP',
				'min_spend_minor' => 1500,
				'audience'        => $listed,
				'ends_at'         => "$year-06-30",
				'valid_until'     => "$year-06-30",
				'text'            => 'Grown within twenty miles, picked the day before.',
			),
		),
		array(
			'bakers',
			'active',
			array(
				'kind'             => 'member_price',
				'title'            => 'Bakery lunch for £6',
				'value_kind'       => 'price',
				'value'            => 600,
				'currency'         => 'GBP',
				'audience'         => $worker,
				'per_holder_limit' => 2,
				'ends_at'          => "$year-12-31",
				'valid_until'      => "$year-12-31",
				'text'             => 'Soup, bread and a cup of tea, Monday to Friday.',
			),
		),
		array(
			'harbour',
			'active',
			array(
				'kind'        => 'pass',
				'title'       => 'Harbour night for co-op members',
				'value_kind'  => 'none',
				'value'       => 0,
				'audience'    => $listed,
				'max_claims'  => 240,
				'ends_at'     => $event,
				'valid_until' => $event,
				'event'       => array(
					'starts_at' => $event . 'T19:30:00Z',
					'venue'     => 'Harbour Hall',
				),
				'text'        => 'Music, food, and people who own what they work in.',
			),
		),
		array(
			'harbour',
			'active',
			array(
				'kind'            => 'free_item',
				'title'           => 'A free coffee with any cake',
				'value_kind'      => 'none',
				'value'           => 0,
				'audience'        => $listed,
				'uses_per_coupon' => 3,
				'ends_at'         => "$year-12-31",
				'valid_until'     => "$year-12-31",
				'text'            => 'At the harbour bar, three times.',
			),
		),
		array(
			'harbour',
			'active',
			array(
				'kind'        => 'discount',
				'title'       => '10 % off everything in the shop',
				'value_kind'  => 'percent',
				'value'       => 1000,
				'currency'    => 'GBP',
				'audience'    => $listed,
				'max_claims'  => 200,
				'ends_at'     => "$year-11-30",
				'valid_until' => "$year-11-30",
				'text'        => 'Not with other offers.',
			),
		),
	);
	$known  = array();
	foreach ( $plugin->offers->offer_repository()->page( '', '', 'id', true, 1, 100 )['items'] as $offer ) {
		$known[ $offer->title ] = true;
	}
	$made = 0;
	foreach ( $offers as list( $name, $status, $fields ) ) {
		if ( isset( $known[ $fields['title'] ] ) || null === $who[ $name ] ) {
			continue;
		}
		try {
			$editor = $plugin->offers->offer_editor();
			$offer  = $editor->create( $fields + array( 'organisation_uid' => $who[ $name ]->uid ) );
			$editor->save( $offer->uid, array( 'status' => 'active' ) );
			if ( 'active' !== $status ) {
				$editor->save( $offer->uid, array( 'status' => $status ) );
			}
			++$made;
		} catch ( Problem $problem ) {
			echo esc_html( "Offer \"{$fields['title']}\": {$problem->reason} " . wp_json_encode( $problem->data ) ) . "\n";
		}
	}

	$tills = array();
	foreach ( $plugin->offers->point_repository()->active() as $point ) {
		$tills[ $point->name ] = true;
	}
	$now = gmdate( 'Y-m-d H:i:s' );
	foreach ( array(
		'Bar'            => 'harbour',
		'Shop'           => 'harbour',
		'Bakery counter' => 'bakers',
		'Market stall'   => 'growers',
	) as $till => $name ) {
		if ( ! isset( $tills[ $till ] ) && null !== $who[ $name ] ) {
			$plugin->offers->point_repository()->create(
				array(
					'uid'             => Ulid::generate(),
					'organisation_id' => $who[ $name ]->id,
					'name'            => $till,
					'kind'            => 'till',
					'created_at'      => $now,
					'updated_at'      => $now,
				)
			);
		}
	}

	if ( false === get_user_by( 'login', 'till' ) ) {
		wp_insert_user(
			array(
				'user_login'   => 'till',
				'user_pass'    => 'till',
				'user_email'   => 'till@harbour.example',
				'display_name' => 'Sam',
				'role'         => \CoopCredentials\Kernel\Capabilities::TILL_ROLE,
			)
		);
	}
	echo 'Offers: ' . (int) $made . " new\n";
} )();
