<?php
/**
 * Must-use plugin of the browser tests: keeps the mails the site would send, one JSON object a line, in mails.jsonl beside
 * the site's folder, and has the second factor of tests/fixtures ask whoever was told to use one.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

add_filter(
	'pre_wp_mail',
	static function ( $answer, array $mail ) {
		file_put_contents(
			dirname( ABSPATH ) . '/mails.jsonl',
			wp_json_encode( array_intersect_key( $mail, array_flip( array( 'to', 'subject', 'message' ) ) ) ) . "\n",
			FILE_APPEND | LOCK_EX
		);
		return $answer;
	},
	1,
	2
);

require_once WP_PLUGIN_DIR . '/coop-credentials/tests/fixtures/plugins/second-factor/second-factor.php';
Coop_Test_Second_Factor::hook();
add_action( 'login_form_validate_2fa', array( Coop_Test_Second_Factor::class, 'answer' ) );
