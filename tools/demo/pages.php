<?php
/**
 * Pages of the demonstration site, made once and brought up to date after that.
 *
 * Run by a script that has loaded WordPress, or on its own: php tools/demo/pages.php <path of wp-load.php>.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

use CoopCredentials\Plugin;

if ( ! defined( 'ABSPATH' ) ) {
	if ( 'cli' !== PHP_SAPI || ! isset( $argv[1] ) || ! is_file( $argv[1] ) ) {
		fwrite( STDERR, "Usage: php tools/demo/pages.php <path of wp-load.php>\n" ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- the terminal.
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
	$heading = static fn ( string $text ): string => '<!-- wp:heading {"align":"wide","style":{"spacing":{"margin":{"top":"var:preset|spacing|60"}}}} --><h2 class="wp-block-heading alignwide" style="margin-top:var(--wp--preset--spacing--60)">' . esc_html( $text ) . '</h2><!-- /wp:heading -->';
	$title   = static fn ( string $text ): string => '<!-- wp:heading {"level":1,"align":"wide","style":{"spacing":{"margin":{"top":"var:preset|spacing|50"}}}} --><h1 class="wp-block-heading alignwide" style="margin-top:var(--wp--preset--spacing--50)">' . esc_html( $text ) . '</h1><!-- /wp:heading -->';
	$lead    = static fn ( string $text ): string => '<!-- wp:paragraph --><p>' . esc_html( $text ) . '</p><!-- /wp:paragraph -->';
	$pages   = array(
		'home'           => array(
			'home',
			'Home',
			'<!-- wp:columns {"align":"wide","style":{"spacing":{"margin":{"top":"var:preset|spacing|50"},"blockGap":{"left":"var:preset|spacing|60"}}}} --><div class="wp-block-columns alignwide" style="margin-top:var(--wp--preset--spacing--50)"><!-- wp:column {"verticalAlignment":"center"} --><div class="wp-block-column is-vertically-aligned-center">'
				. '<!-- wp:heading {"level":1} --><h1 class="wp-block-heading">Your co-' . "\u{2060}" . 'op opens doors here</h1><!-- /wp:heading -->'
				. $lead( 'Sign in with the co-op you belong to, and use what its neighbours offer you. Nobody asks for a new password.' )
				. '</div><!-- /wp:column --><!-- wp:column --><div class="wp-block-column"><!-- wp:coop-credentials/sign-in {"layout":"card"} /--></div><!-- /wp:column --></div><!-- /wp:columns -->'
				. $heading( 'For members of co-ops' ) . '<!-- wp:coop-credentials/offers {"align":"wide","perPage":6} /-->'
				. $heading( 'Find a co-op' ) . '<!-- wp:coop-credentials/co-op-directory {"align":"wide"} /-->',
		),
		'offers'         => array( 'offers', 'Offers', $title( 'Offers' ) . '<!-- wp:coop-credentials/offers {"align":"wide","perPage":12,"showFilters":true,"headingLevel":2} /-->' ),
		'my_coupons'     => array( 'my-coupons', 'My coupons', '<!-- wp:coop-credentials/my-coupons /-->' ),
		'my_credentials' => array( 'my-credentials', 'My credentials', '<!-- wp:coop-credentials/my-credentials /-->' ),
		'till'           => array( 'till', 'Till', $title( 'Till' ) . '<!-- wp:coop-credentials/redeem {"mode":"till","align":"wide"} /-->' ),
	);
	$ids     = array();

	// What somebody has changed by hand is theirs: only pages as we left them are brought up to date.
	$print     = static fn ( WP_Post $post ): string => hash( 'sha256', $post->post_title . "\n" . $post->post_content );
	$is_edited = static fn ( WP_Post $post ): bool => get_post_meta( $post->ID, '_coop_demo', true ) !== $print( $post );
	$remember  = static function ( int $id ) use ( $print ): void {
		$post = get_post( $id );
		if ( $post instanceof WP_Post ) {
			update_post_meta( $id, '_coop_demo', $print( $post ) );
		}
	};
	foreach ( $pages as $name => list( $slug, $name_of_page, $content ) ) {
		$found = get_page_by_path( $slug );
		if ( $found instanceof WP_Post && $is_edited( $found ) ) {
			$ids[ $name ] = $found->ID;
			continue;
		}
		$ids[ $name ] = (int) wp_insert_post(
			wp_slash(
				array(
					'ID'           => $found instanceof WP_Post ? $found->ID : 0,
					'post_type'    => 'page',
					'post_status'  => 'publish',
					'post_name'    => $slug,
					'post_title'   => $name_of_page,
					'post_content' => $content,
				)
			)
		);
		if ( str_contains( $content, '<h1' ) ) {
			update_post_meta( $ids[ $name ], '_wp_page_template', 'page-no-title' );
		}
		$remember( $ids[ $name ] );
	}
	update_option( 'show_on_front', 'page' );
	update_option( 'page_on_front', $ids['home'] );

	$kernel   = Plugin::instance()->kernel;
	$settings = $kernel->settings();
	$known    = $settings->get( 'pages', array() );
	$settings->set( 'pages', array_merge( is_array( $known ) ? $known : array(), $ids ) );

	// One menu: the theme takes the newest navigation post where its header names none.
	$link  = static fn ( string $label, string $url ): string => '<!-- wp:navigation-link ' . wp_json_encode(
		array(
			'label'          => $label,
			'url'            => $url,
			'kind'           => 'custom',
			'isTopLevelLink' => true,
		)
	) . ' /-->';
	$base  = $settings->get( 'directory_base', 'co-ops' );
	$menu  = $link( 'Find a co-op', home_url( '/' . ( is_string( $base ) ? $base : 'co-ops' ) . '/' ) ) . $link( 'Offers', (string) get_permalink( $ids['offers'] ) ) . $link( 'My coupons', (string) get_permalink( $ids['my_coupons'] ) );
	$found = get_posts(
		array(
			'post_type'   => 'wp_navigation',
			'post_status' => 'publish',
			'numberposts' => 1,
		)
	);
	if ( ! isset( $found[0] ) || ! get_post_meta( $found[0]->ID, '_coop_demo', true ) || ! $is_edited( $found[0] ) ) {
		$remember(
			(int) wp_insert_post(
				wp_slash(
					array(
						'ID'           => isset( $found[0] ) ? $found[0]->ID : 0,
						'post_type'    => 'wp_navigation',
						'post_status'  => 'publish',
						'post_title'   => 'Navigation',
						'post_content' => $menu,
					)
				)
			)
		);
	}
	foreach ( array( 'sample-page', 'privacy-policy' ) as $slug ) {
		$page = get_page_by_path( $slug );
		if ( $page instanceof WP_Post ) {
			wp_delete_post( $page->ID, true );
		}
	}
	echo 'Pages: ' . esc_html( implode( ', ', array_keys( $ids ) ) ) . "\n";
} )();
