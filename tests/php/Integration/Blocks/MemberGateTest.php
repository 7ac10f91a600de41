<?php
/**
 * Gates around parts of pages and around whole posts, with a visitor who really signed in.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Blocks;

use CoopCredentials\Kernel\Front\Privacy;
use CoopCredentials\Tests\Integration\Sign_In\Sign_In_Case;

/**
 * Weavers' workers are let in; what stands behind a gate is the word "zanzibar" everywhere.
 */
final class MemberGateTest extends Sign_In_Case {

	private const WORKER   = array(
		'sub'         => 'ada',
		'coop_id'     => 'https://weavers.example/',
		'coop_class'  => 'worker',
		'coop_status' => 'active',
	);
	private const INVESTOR = array( 'coop_class' => 'investor' ) + self::WORKER;

	private string $rule;

	protected function set_up(): void {
		parent::set_up();
		$this->rule = $this->services()->rules()->create( 'Workers of a co-op', '{"v":1,"when":{"path":["class"],"op":"eq","value":"worker"}}' )->uid;
		remove_action( 'template_redirect', 'redirect_canonical' ); // It ends the process.
		Privacy::reset();
	}

	protected function tear_down(): void {
		Privacy::reset();
		$_COOKIE = array();
		$_GET    = array();
		parent::tear_down();
	}

	private static function gate( string $rule, string $inside = '<!-- wp:paragraph --><p>Meet at zanzibar. [coop_unknown]</p><!-- /wp:paragraph -->' ): string {
		return '<!-- wp:coop-credentials/member-gate ' . serialize_block_attributes( array( 'rule' => $rule ) ) . ' -->' . $inside . '<!-- /wp:coop-credentials/member-gate -->';
	}

	/** @param array<string, mixed> $values More fields. */
	private function post( string $content, array $values = array() ): int {
		$id = wp_insert_post( wp_slash( $values + array( 'post_title' => 'Meeting', 'post_content' => $content, 'post_status' => 'publish', 'comment_status' => 'open' ) ), true ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertIsInt( $id );
		return $id;
	}

	private function closed_post(): int {
		$id = $this->post( '<!-- wp:paragraph --><p>Meet at zanzibar.</p><!-- /wp:paragraph -->', array( 'post_excerpt' => 'Where? At zanzibar.' ) );
		update_post_meta( $id, '_coop_credentials_gate', $this->rule );
		return $id;
	}

	/** @param array<string, mixed> $claims Claims. */
	private function enter( array $claims = self::WORKER ): void {
		$this->hostile->person( $claims );
		$this->sign_in( array( 'renew' => '1' ) );
		$this->services()->current_visitor()->forget();
	}

	/** The page as the theme would show it: query, template_redirect, content. */
	private function visit( int $id, string $more = '' ): string {
		Privacy::reset();
		$_SERVER['REQUEST_URI'] = '/?p=' . $id . $more;
		wp_parse_str( 'p=' . $id . $more, $_GET );
		$GLOBALS['wp_query']     = new \WP_Query(); // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- a page view.
		$GLOBALS['wp_the_query'] = $GLOBALS['wp_query']; // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- a page view.
		$GLOBALS['wp_query']->query( 'p=' . $id . $more );
		ob_start();
		do_action( 'template_redirect' ); // phpcs:ignore WordPress.NamingConventions -- core's.
		ob_end_clean();
		$GLOBALS['wp_query']->the_post();
		$html = (string) apply_filters( 'the_content', get_the_content() ); // phpcs:ignore WordPress.NamingConventions -- core's.
		return str_replace( array( "\u{2060}", ' class="wp-block-paragraph"' ), '', $html );
	}

	public function test_signed_out_everybody_gets_the_same_closed_gate_on_a_public_page(): void {
		$id     = $this->post( '<p>Open.</p>' . self::gate( $this->rule ) );
		$first  = $this->visit( $id );
		$second = $this->visit( $id );
		self::assertFalse( Privacy::is_private() );
		self::assertSame( str_replace( ' id="coop-gate-' . $this->rule . '"', '', $first ), $second );
		self::assertStringNotContainsString( 'zanzibar', $first );
		self::assertStringContainsString( 'For: Workers of a co-op', wp_strip_all_tags( $first ) );
		self::assertStringContainsString( '/coop-credentials/sign-in/hostile', $first );
		self::assertStringContainsString( 'name="action" value="gate:' . $this->rule . '"', $first );
		self::assertStringContainsString( 'coop_credentials_private=1#coop-gate-' . $this->rule, $first, 'The way that needs no script.' );
		self::assertStringContainsString( 'data-wp-init="callbacks.load"', $first );
	}

	public function test_an_address_with_signs_of_a_format_is_only_an_address(): void {
		$id = $this->post( self::gate( $this->rule ) );
		foreach ( array( '&x=%25', '&x=%2Fz', '&x=%25s%251$n', '&utm=a%20b' ) as $more ) {
			$page = $this->visit( $id, $more );
			self::assertStringContainsString( 'Sign in with your co-op to see it.', html_entity_decode( str_replace( "\u{2060}", '', $page ) ), $more );
			self::assertSame( 1, preg_match( '/<a class="[^"]*" rel="nofollow" href="([^"]*&#038;coop_credentials_private=1)/', $page, $link ) );
			wp_parse_str( (string) wp_parse_url( wp_specialchars_decode( $link[1] ), PHP_URL_QUERY ), $kept );
			wp_parse_str( 'p=' . $id . $more . '&coop_credentials_private=1', $asked );
			self::assertSame( $asked, $kept, 'The link leads back to the same address.' );
		}
	}

	public function test_a_member_reads_it_on_a_page_that_no_cache_keeps(): void {
		$id = $this->post( '<p>Open.</p>' . self::gate( $this->rule ) );
		$this->enter();
		$html = $this->visit( $id );
		self::assertTrue( Privacy::is_private() );
		self::assertStringContainsString( 'zanzibar', $html );
		self::assertStringContainsString( '[coop_unknown]', $html, 'What the author wrote is untouched.' );
		self::assertStringNotContainsString( 'For: Workers', $html );
		self::assertStringContainsString( '<p>Meet', $html, 'No class of the gate on the first block inside.' );
	}

	public function test_a_refused_visitor_reads_why_and_what_helps(): void {
		$id = $this->post( self::gate( $this->rule ) );
		$this->enter( self::INVESTOR );
		$html = $this->visit( $id );
		self::assertStringNotContainsString( 'zanzibar', $html );
		self::assertStringContainsString( 'This is not for your membership.', $html );
		self::assertStringContainsString( 'For: Workers of a co-op', wp_strip_all_tags( $html ) );
		self::assertStringContainsString( 'name="another" value="1"', $html, 'Somebody with two memberships has a way on.' );
		self::assertStringContainsString( 'value="gate:' . $this->rule . '"', $html, 'And comes back here.' );

		$this->enter( array( 'coop_status' => 'suspended' ) + self::WORKER );
		$html = $this->visit( $id );
		self::assertStringContainsString( 'Check my membership again', $html );
		self::assertStringContainsString( 'name="renew" value="1"', $html );
		self::assertStringContainsString( 'name="another" value="1"', $html );

		$this->enter( self::INVESTOR );
		$step = $this->services()->rules()->create( 'Just confirmed', '{"v":1,"when":{"path":["class"],"op":"eq","value":"investor"},"auth":{"acr_any":["urn:coop:acr:9"]}}' )->uid;
		$html = $this->visit( $this->post( self::gate( $step ) ) );
		self::assertStringContainsString( 'value="step_up"', $html );
		self::assertStringContainsString( 'name="acr_any" value="urn:coop:acr:9"', $html );
		self::assertStringContainsString( 'Confirm with Example Co', $html );
	}

	public function test_a_deny_rule_keeps_its_members_out_and_the_unknown_too(): void {
		$deny = $this->services()->rules()->create( 'All but investors', '{"v":1,"when":{"not":{"path":["class"],"op":"eq","value":"investor"}}}' )->uid;
		$id   = $this->post( self::gate( $deny ) );
		$this->enter();
		self::assertStringContainsString( 'zanzibar', $this->visit( $id ) );
		$this->enter( self::INVESTOR );
		self::assertStringNotContainsString( 'zanzibar', $this->visit( $id ) );
		$this->enter( array( 'coop_class' => null ) + self::WORKER );
		self::assertStringNotContainsString( 'zanzibar', $this->visit( $id ), 'What is not known is no.' );
	}

	public function test_no_rule_an_unknown_rule_and_a_broken_rule_close_the_gate_for_everyone(): void {
		$this->enter();
		foreach ( array( '', 'none', str_repeat( '0', 26 ), '"><script>alert(1)</script>' ) as $rule ) {
			$html = $this->visit( $this->post( self::gate( $rule ) ) );
			self::assertStringNotContainsString( 'zanzibar', $html, $rule );
			self::assertStringNotContainsString( '<script>alert', $html );
		}
		$_COOKIE = array();
		$this->services()->current_visitor()->forget();
		$html = $this->visit( $this->post( self::gate( str_repeat( '0', 26 ) ) ) );
		self::assertStringContainsString( 'Signing in does not open it.', $html );
		self::assertStringNotContainsString( '<form', $html, 'Nobody is sent to sign in for nothing.' );
	}

	/** SIGN-F21 */
	public function test_SIGN_F21_what_is_behind_a_gate_is_in_no_feed_rest_answer_search_excerpt_or_other_page(): void {
		$part  = $this->post( '<!-- wp:paragraph --><p>Open text.</p><!-- /wp:paragraph -->' . self::gate( $this->rule ) );
		$whole = $this->closed_post();
		$this->enter(); // A member whose own page shows both.
		self::assertStringContainsString( 'zanzibar', $this->visit( $part ) );
		self::assertStringContainsString( 'zanzibar', $this->visit( $whole ) );
		self::assertTrue( Privacy::is_private() );

		foreach ( array( $part, $whole ) as $id ) {
			Privacy::reset();
			$rest = $this->rest( 'GET', '/wp/v2/posts/' . $id )->get_data();
			self::assertStringNotContainsString( 'zanzibar', (string) wp_json_encode( $rest ), 'REST' );
			self::assertArrayNotHasKey( 'coop_credentials_gate', $rest );
			self::assertStringNotContainsString( 'zanzibar', get_the_excerpt( $id ), 'Excerpt' );
			self::assertStringNotContainsString( 'zanzibar', (string) wp_json_encode( get_oembed_response_data( $id, 600 ) ), 'oEmbed' );
			foreach ( array( '&feed=rss2', '&embed=true' ) as $more ) {
				self::assertStringNotContainsString( 'zanzibar', $this->visit( $id, $more . '&coop_credentials_private=1' ), $more );
			}
			foreach ( array( 'the_content_feed', 'the_excerpt_rss' ) as $filter ) {
				$GLOBALS['wp_query']->is_feed = true;
				self::assertStringNotContainsString( 'zanzibar', apply_filters( $filter, 'the_content_feed' === $filter ? apply_filters( 'the_content', get_the_content( null, false, $id ) ) : get_the_excerpt( $id ), 'rss2' ), $filter ); // phpcs:ignore WordPress.NamingConventions -- core's.
			}
		}
		Privacy::reset();
		$GLOBALS['wp_query'] = new \WP_Query(); // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- a page view.
		foreach ( array( 'ids', '' ) as $fields ) {
			self::assertSame( array(), ( new \WP_Query( array( 's' => 'zanzibar', 'fields' => $fields ) ) )->posts, 'Search' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			self::assertCount( 2, ( new \WP_Query( array( 's' => 'meeting', 'fields' => $fields ) ) )->posts, 'Its title is found.' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		}
		self::assertSame( array(), $this->rest( 'GET', '/wp/v2/search', array( 'search' => 'zanzibar' ) )->get_data() );
		self::assertSame( array(), $this->rest( 'GET', '/wp/v2/posts', array( 'search' => 'zanzibar' ) )->get_data() );
		$latest = do_blocks( '<!-- wp:latest-posts {"displayPostContent":true,"displayPostContentRadio":"full_post"} /-->' );
		self::assertStringNotContainsString( 'zanzibar', $latest, 'Latest posts' );

		$cookies = $_COOKIE;
		$_COOKIE = array();
		$this->services()->current_visitor()->forget();
		foreach ( array( $part, $whole ) as $id ) {
			self::assertStringNotContainsString( 'zanzibar', $this->visit( $id ), 'The next person' );
			self::assertFalse( Privacy::is_private() );
		}
		$_COOKIE = $cookies;
	}

	public function test_the_stored_text_of_the_page_shown_has_empty_gates_and_saving_that_copy_loses_nothing(): void {
		$full = '<!-- wp:paragraph --><p>Open text.</p><!-- /wp:paragraph -->' . "\n\n" . '<!-- wp:group --><div class="wp-block-group">' . self::gate( $this->rule ) . '</div><!-- /wp:group -->';
		$id   = $this->post( $full );
		$this->visit( $id );
		$shown = get_queried_object();
		self::assertInstanceOf( \WP_Post::class, $shown );
		self::assertStringNotContainsString( 'zanzibar', $shown->post_content );
		self::assertStringContainsString( 'Open text.', $shown->post_content );
		wp_update_post( wp_slash( (array) $shown ) );
		clean_post_cache( $id );
		self::assertSame( $full, get_post( $id )?->post_content );
	}

	public function test_a_refused_visitors_private_page_has_empty_gates_too(): void {
		$id = $this->post( self::gate( $this->rule ) );
		$this->enter( self::INVESTOR );
		$this->visit( $id );
		self::assertTrue( Privacy::is_private() );
		self::assertStringNotContainsString( 'zanzibar', (string) get_queried_object()?->post_content );
		$this->enter();
		$this->visit( $id );
		self::assertStringContainsString( 'zanzibar', (string) get_queried_object()?->post_content );
	}

	public function test_an_editor_reads_closed_posts_only_in_pages_that_no_cache_keeps(): void {
		$id = $this->closed_post();
		$this->act_as( 'editor' );
		$this->visit( $id );
		self::assertTrue( Privacy::is_private() );
		self::assertFalse( post_password_required( $id ) );
		Privacy::reset();
		self::assertTrue( post_password_required( $id ), 'A list on a public page.' );
		$GLOBALS['wp_query'] = new \WP_Query(); // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- a page view.
		$GLOBALS['wp_query']->query( 'post_type=post' );
		do_action( 'template_redirect' ); // phpcs:ignore WordPress.NamingConventions -- core's.
		self::assertTrue( Privacy::is_private(), 'An archive with a closed post, for its editor.' );
	}

	public function test_a_whole_post_closes_its_comments_and_opens_for_its_editor(): void {
		$id      = $this->closed_post();
		$comment = wp_insert_comment( array( 'comment_post_ID' => $id, 'comment_content' => 'I liked zanzibar', 'comment_approved' => 1 ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$html    = $this->visit( $id );
		self::assertStringNotContainsString( 'zanzibar', $html );
		self::assertStringContainsString( 'For: Workers of a co-op', wp_strip_all_tags( $html ) );
		self::assertSame( preg_match_all( '/<p[\s>]/', $html ), substr_count( $html, '</p>' ), 'No paragraphs are put into its markup.' );
		self::assertSame( 1, substr_count( $html, 'id="coop-gate-' . $this->rule . '"' ) );
		self::assertFalse( comments_open( $id ) );
		self::assertTrue( post_password_required( $id ) );
		self::assertStringNotContainsString( 'zanzibar', get_comment_excerpt( (int) $comment ) );
		self::assertSame( array(), apply_filters( 'comments_array', array( get_comment( (int) $comment ) ), $id ) ); // phpcs:ignore WordPress.NamingConventions -- core's.
		self::assertSame( 401, $this->rest( 'GET', '/wp/v2/comments/' . $comment )->get_status() );

		$this->act_as( 'editor' );
		self::assertStringContainsString( 'zanzibar', $this->visit( $id ) );
		self::assertTrue( Privacy::is_private(), 'An editor reads what is closed to others.' );
		$edit = $this->rest( 'GET', '/wp/v2/posts/' . $id, array( 'context' => 'edit' ) )->get_data();
		self::assertSame( $this->rule, $edit['coop_credentials_gate'] );
		self::assertStringContainsString( 'zanzibar', $edit['content']['raw'] );
	}

	public function test_only_those_who_may_choose_rules_close_and_open_posts(): void {
		$author = $this->act_as( 'author' );
		$id     = $this->post( 'Text.', array( 'post_author' => $author?->ID ) );
		$route  = '/wp/v2/posts/' . $id;
		self::assertSame( 200, $this->rest( 'POST', $route, array( 'coop_credentials_gate' => $this->rule ) )->get_status() );
		self::assertSame( $this->rule, get_post_meta( $id, '_coop_credentials_gate', true ) );
		self::assertSame( 400, $this->rest( 'POST', $route, array( 'coop_credentials_gate' => 'no_such_rule' ) )->get_status() );
		self::assertSame( $this->rule, get_post_meta( $id, '_coop_credentials_gate', true ), 'An unknown rule changes nothing.' );

		$contributor = $this->act_as( 'contributor' );
		$draft       = $this->post( 'Text.', array( 'post_author' => $contributor?->ID, 'post_status' => 'draft' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$refused     = $this->rest( 'POST', '/wp/v2/posts/' . $draft, array( 'coop_credentials_gate' => $this->rule ) );
		self::assertSame( 403, $refused->get_status() );
		self::assertSame( '', get_post_meta( $draft, '_coop_credentials_gate', true ) );
		self::assertSame( 200, $this->rest( 'POST', '/wp/v2/posts/' . $draft, array( 'title' => 'New', 'coop_credentials_gate' => '' ) )->get_status() ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertFalse( current_user_can( 'edit_post_meta', $draft, '_coop_credentials_gate' ) );
		update_post_meta( $draft, '_coop_credentials_gate', '<b>' );
		self::assertSame( 'none', get_post_meta( $draft, '_coop_credentials_gate', true ), 'What is no uid closes.' );
	}

	public function test_the_list_of_rules_shows_titles_only_to_those_who_choose(): void {
		$this->act_as( 'author' );
		$list = $this->rest( 'GET', 'rules', array( 'per_page' => 100 ) );
		self::assertSame( 200, $list->get_status() );
		self::assertSame( array( 'uid', 'title', 'is_template', 'is_valid' ), array_keys( $list->get_data()[0] ) );
		self::assertArrayNotHasKey( 'rule', $this->rest( 'GET', 'rules/' . $this->rule )->get_data() );
		$this->act_as( 'contributor' );
		$this->assert_problem( 'not_permitted', 403, $this->rest( 'GET', 'rules' ) );
	}

	public function test_a_gate_records_its_first_decision_of_a_session_without_values(): void {
		$id = $this->post( self::gate( $this->rule ) );
		$this->enter();
		$this->visit( $id );
		$this->visit( $id );
		$audit = $this->plugin->kernel->audit_log();
		$found = array_values( array_filter( $audit->query( array( 'event' => 'rule_decision' ), 1, 20 )['items'], static fn ( array $row ): bool => 'gate' === ( $row['details']['use'] ?? '' ) ) );
		self::assertCount( 1, $found );
		self::assertSame( array( 'allow', 'post:' . $id, $this->rule, 1 ), array( $found[0]['outcome'], $found[0]['details']['target'], $found[0]['details']['rule_uid'], $found[0]['details']['version'] ) );
		self::assertStringNotContainsString( 'worker', (string) wp_json_encode( $found ) );
	}

	public function test_a_rule_in_use_names_its_places_and_is_not_removed(): void {
		$part  = $this->post( self::gate( $this->rule ), array( 'post_title' => 'Board papers' ) );
		$whole = $this->closed_post();
		$this->act_as( 'administrator' );
		$data = $this->assert_problem( 'rule_in_use', 409, $this->rest( 'DELETE', 'rules/' . $this->rule ) );
		self::assertSame( array( 'post_gate', 'gate' ), array_column( $data['places'], 'type' ) );
		self::assertStringContainsString( 'Board papers', $data['places'][1]['label'] );
		self::assertStringContainsString( 'post=' . $whole, $data['places'][0]['url'] );
		wp_delete_post( $part, true );
		delete_post_meta( $whole, '_coop_credentials_gate' );
		self::assertSame( 200, $this->rest( 'DELETE', 'rules/' . $this->rule )->get_status() );
	}

	/** SIGN-F20 */
	public function test_SIGN_F20_claims_in_bindings_are_text_and_only_on_private_pages(): void {
		$this->enter( array( 'coop_name' => '</script><script>alert(1)</script><b>Weavers</b>' ) + self::WORKER );
		$block = static fn ( string $key ): string => '<!-- wp:paragraph {"metadata":{"bindings":{"content":{"source":"coop-credentials/member","args":{"key":"' . $key . '"}}}}} --><p>Dear member</p><!-- /wp:paragraph -->';
		$id    = $this->post( $block( 'organisation_name' ) );
		self::assertStringContainsString( '<p>Dear member</p>', $this->visit( $id ), 'A public page keeps the author’s text.' );
		$html = $this->visit( $id, '&coop_credentials_private=1' );
		self::assertStringNotContainsString( '<script>', $html );
		self::assertStringNotContainsString( '<b>', $html );
		self::assertStringContainsString( 'Weavers', $html );
		self::assertStringContainsString( '<p>worker</p>', $this->visit( $this->post( $block( 'class' ) ), '&coop_credentials_private=1' ) );
		foreach ( array( 'member_ref', 'email', 'sub', 'subject', 'issuer', '' ) as $key ) {
			self::assertStringContainsString( '<p>Dear member</p>', $this->visit( $this->post( $block( $key ) ), '&coop_credentials_private=1' ), $key );
		}
		$link = '<!-- wp:button {"metadata":{"bindings":{"url":{"source":"coop-credentials/member","args":{"key":"organisation_name"}}}}} --><div class="wp-block-button"><a class="wp-block-button__link wp-element-button" href="/x">Go</a></div><!-- /wp:button -->';
		self::assertStringContainsString( 'href="/x"', $this->visit( $this->post( $link ), '&coop_credentials_private=1' ), 'No address comes from a claim.' );
		$_COOKIE = array();
		$this->services()->current_visitor()->forget();
		self::assertStringContainsString( '<p>Dear member</p>', $this->visit( $id, '&coop_credentials_private=1' ) );
	}

	/** SIGN-F20 */
	public function test_SIGN_F20_claims_are_neither_shortcodes_nor_captions_with_markup(): void {
		add_shortcode( 'probe', static fn (): string => 'shortcode-ran' );
		$this->enter( array( 'coop_name' => 'Weavers [probe a=1] <b data-wp-init="x">and</b> [probe]' ) + self::WORKER );
		$bound = static fn ( string $attribute ): string => '{"metadata":{"bindings":{"' . $attribute . '":{"source":"coop-credentials/member","args":{"key":"organisation_name"}}}}}';
		$image = static fn ( string $attribute ): string => '<!-- wp:image ' . $bound( $attribute ) . ' --><figure class="wp-block-image"><img src="/x.png" alt=""/><figcaption class="wp-element-caption">Here</figcaption></figure><!-- /wp:image -->';
		$id    = $this->post(
			'<!-- wp:paragraph ' . $bound( 'content' ) . ' --><p>Dear member</p><!-- /wp:paragraph -->' . $image( 'caption' ) . $image( 'alt' ) . $image( 'title' )
			. '<!-- wp:coop-credentials/sign-in {"variation":"card","signedIn":"status"} /--><!-- wp:coop-credentials/sign-in {"variation":"menu"} /--><!-- wp:coop-credentials/my-credentials /-->'
		);
		$html  = $this->visit( $id, '&coop_credentials_private=1' );
		remove_shortcode( 'probe' );
		self::assertGreaterThan( 2, substr_count( $html, 'Weavers' ) );
		self::assertStringNotContainsString( 'shortcode-ran', $html );
		self::assertStringNotContainsString( '<b data-wp', $html );
	}

	/** SIGN-F20 */
	public function test_SIGN_F20_markup_in_every_attribute_and_title_stays_text(): void {
		$evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
		$rule = $this->services()->rules()->create( $evil, '{"v":1,"when":{"path":["class"],"op":"eq","value":"nobody"}}' )->uid;
		$html = '';
		foreach ( array( $rule, $evil ) as $uid ) {
			$html .= $this->visit( $this->post( '<!-- wp:coop-credentials/member-gate ' . serialize_block_attributes( array( 'rule' => $uid, 'heading' => $evil, 'headingLevel' => $evil, 'anchor' => $evil, 'className' => $evil ) ) . ' --><p>zanzibar</p><!-- /wp:coop-credentials/member-gate -->' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		}
		$this->enter( array( 'coop_name' => $evil ) + self::INVESTOR );
		$html .= $this->visit( $this->post( self::gate( $rule ) ) );
		self::assertStringNotContainsString( '<script>', $html );
		self::assertStringNotContainsString( '<img', $html );
		self::assertStringNotContainsString( 'zanzibar', $html );
	}

	public function test_the_editor_previews_the_closed_states_and_a_gate_without_a_rule(): void {
		$this->act_as( 'editor' );
		$shown = fn ( string $state, string $rule ): string => wp_strip_all_tags( (string) ( $this->rest( 'POST', '/wp/v2/block-renderer/coop-credentials/member-gate?context=edit&coop_preview=' . $state, array( 'attributes' => array( 'rule' => $rule ) ) )->get_data()['rendered'] ?? '' ) );
		self::assertStringContainsString( 'Sign in with your co', $shown( 'signed_out', $this->rule ) );
		self::assertStringContainsString( 'Your membership has ended.', $shown( 'refused', $this->rule ) );
		self::assertStringContainsString( 'no rule is chosen', $shown( 'signed_out', '' ) );
	}
}
