<?php
/**
 * Pages of the browser tests of gates: one with a gate inside, one that is closed as a whole. Run as:
 * php member-gate.php <wp-load.php>
 */

declare( strict_types=1 );

use CoopCredentials\Plugin;

$_SERVER += array(
	'HTTP_HOST'       => 'localhost',
	'REQUEST_URI'     => '/',
	'REQUEST_METHOD'  => 'GET',
	'SERVER_PROTOCOL' => 'HTTP/1.1',
);
require $argv[1];

$rules = Plugin::instance()->sign_in->rules();
$rule  = $rules->create( 'Worker members', '{"v":1,"when":{"path":["class"],"op":"eq","value":"worker"}}' )->uid;
$text  = '<!-- wp:paragraph --><p>The meeting is in the boat house.</p><!-- /wp:paragraph -->';
foreach ( array( 'part' => '<!-- wp:paragraph --><p>Everybody may read this.</p><!-- /wp:paragraph --><!-- wp:coop-credentials/member-gate {"rule":"' . $rule . '"} -->' . $text . '<!-- /wp:coop-credentials/member-gate -->', 'whole' => $text ) as $name => $content ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
	$known = get_page_by_path( 'gate-' . $name );
	$id    = wp_insert_post(
		wp_slash(
			array(
				'ID'           => $known instanceof WP_Post ? $known->ID : 0,
				'post_type'    => 'page',
				'post_status'  => 'publish',
				'post_name'    => 'gate-' . $name,
				'post_title'   => 'Gate: ' . $name,
				'post_content' => $content,
			)
		)
	);
	update_post_meta( $id, '_coop_credentials_gate', 'whole' === $name ? $rule : '' );
}
