<?php
/**
 * What core makes of a gated text: pages, excerpts, footnotes, pictures.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Blocks;

use CoopCredentials\Kernel\Front\Privacy;
use CoopCredentials\Tests\Integration\Test_Case;

/**
 * What stands behind the gates is the word "zanzibar" everywhere.
 */
final class GateTextTest extends Test_Case {

	private string $rule;

	protected function set_up(): void {
		parent::set_up();
		$this->rule = $this->plugin()->sign_in->rules()->create( 'Workers', '{"v":1,"when":{"path":["class"],"op":"eq","value":"worker"}}' )->uid;
		wp_delete_post( 1, true ); // WordPress's own.
		$this->act_as( 'anonymous' );
		$GLOBALS['wp_query'] = new \WP_Query(); // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- a page view.
		Privacy::reset();
	}

	protected function tear_down(): void {
		Privacy::reset();
		parent::tear_down();
	}

	private function gate( string $inside ): string {
		return '<!-- wp:coop-credentials/member-gate ' . serialize_block_attributes( array( 'rule' => $this->rule ) ) . ' -->' . $inside . '<!-- /wp:coop-credentials/member-gate -->';
	}

	private function post( string $content, string $type = 'post', string $title = 'Meeting' ): int {
		$id = wp_insert_post(
			wp_slash(
				array(
					'post_title'   => $title,
					'post_content' => $content,
					'post_status'  => 'publish',
					'post_type'    => $type,
				)
			),
			true
		);
		self::assertIsInt( $id );
		return $id;
	}

	/** @return array<string, array{string}> What stands in the gate. */
	public static function divisions(): array {
		$words = '<!-- wp:paragraph --><p>At zanzibar house.</p><!-- /wp:paragraph -->';
		$more  = '<!-- wp:more --><!--more--><!-- /wp:more -->';
		$page  = '<!-- wp:nextpage --><!--nextpage--><!-- /wp:nextpage -->';
		$group = static fn( string $inside ): string => '<!-- wp:group --><div class="wp-block-group">' . $inside . '</div><!-- /wp:group -->';
		return array(
			'more in a group'      => array( $group( $words . $more . $words ) ),
			'more in classic text' => array( "<!-- wp:freeform --><p>At zanzibar house.</p>\n<!--more-->\n<p>zanzibar</p><!-- /wp:freeform -->" ),
			'more in the gate'     => array( $words . $more . $words ),
			'pages in a group'     => array( $group( $words . $page . $words ) ),
			'pages, deeper'        => array( $group( $group( $words . "\n" . $page . "\n" . $words ) . $words ) ),
		);
	}

	/**
	 * SIGN-F21
	 *
	 * @dataProvider divisions
	 */
	public function test_SIGN_F21_a_division_inside_a_gate_opens_nothing( string $inside ): void {
		$id = $this->post( '<!-- wp:paragraph --><p>Open text.</p><!-- /wp:paragraph -->' . $this->gate( $inside ) );
		self::assertStringContainsString( 'Open text.', get_the_excerpt( $id ) );
		$shown  = get_the_excerpt( $id ) . wp_json_encode( get_oembed_response_data( $id, 600 ) );
		$shown .= wp_json_encode( $this->rest( 'GET', '/wp/v2/posts' )->get_data() ) . wp_json_encode( $this->rest( 'GET', '/wp/v2/posts/' . $id )->get_data() );
		foreach ( array( 1, 2, 3 ) as $page ) {
			set_query_var( 'page', $page );
			$shown .= do_blocks( '<!-- wp:query {"query":{"postType":"post","perPage":9,"inherit":false}} --><div class="wp-block-query"><!-- wp:post-template --><!-- wp:post-title /--><!-- wp:post-excerpt /--><!-- wp:post-content /--><!-- /wp:post-template --></div><!-- /wp:query -->' );
		}
		set_query_var( 'page', 0 );
		self::assertStringContainsString( 'Open text.', $shown );
		self::assertStringNotContainsString( 'zanzibar', $shown );
	}

	public function test_divisions_outside_gates_stay_as_core_makes_them(): void {
		$id = $this->post( "<p>First.</p>\n<!-- wp:nextpage -->\n<!--nextpage-->\n<!-- /wp:nextpage -->\n<p>Second.</p>" . $this->gate( '<p>zanzibar</p>' ) );
		$this->assertPages( array( 'First.', 'Second.' ), $id );
		$id = $this->post( '<!--nextpage--><p>First.</p><!--nextpage--><p>Second.</p>' . $this->gate( '<p>zanzibar</p>' ) );
		$this->assertPages( array( 'First.', 'Second.' ), $id );
	}

	/** @param list<string> $expected Words of each page. */
	private function assertPages( array $expected, int $id ): void {
		$parts = ( new \WP_Query() )->generate_postdata( get_post( $id ) );
		self::assertIsArray( $parts );
		self::assertCount( count( $expected ), $parts['pages'] );
		foreach ( $expected as $number => $words ) {
			self::assertStringContainsString( $words, $parts['pages'][ $number ] );
			self::assertStringNotContainsString( 'zanzibar', $parts['pages'][ $number ] );
		}
	}

	/** A text with two footnotes, the first of which is inside the gate. */
	private function with_notes( bool $is_gated ): int {
		$mark = static fn( string $id, int $number ): string => '<!-- wp:paragraph --><p>Text<sup data-fn="' . $id . '" class="fn"><a href="#' . $id . '" id="' . $id . '-link">' . $number . '</a></sup></p><!-- /wp:paragraph -->';
		$id   = $this->post( ( $is_gated ? $this->gate( $mark( 'note-a', 1 ) ) : $mark( 'note-a', 1 ) ) . $mark( 'note-b', 2 ) . '<!-- wp:footnotes /-->' );
		update_post_meta( $id, 'footnotes', wp_slash( '[{"id":"note-a","content":"Ask at zanzibar."},{"id":"note-b","content":"An open note."}]' ) );
		return $id;
	}

	/** Everything that prints notes of a post. */
	private function shown( int $id ): string {
		$GLOBALS['post'] = get_post( $id ); // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- a page view.
		$shown           = do_blocks( (string) get_post( $id )?->post_content );
		$shown          .= wp_json_encode( $this->rest( 'GET', '/wp/v2/posts/' . $id )->get_data() ) . wp_json_encode( $this->rest( 'GET', '/wp/v2/posts' )->get_data() );
		$shown          .= do_blocks( '<!-- wp:query {"query":{"postType":"post","perPage":9,"inherit":false}} --><div class="wp-block-query"><!-- wp:post-template --><!-- wp:post-title /--><!-- wp:footnotes /--><!-- wp:post-content /--><!-- wp:paragraph {"metadata":{"bindings":{"content":{"source":"core/post-meta","args":{"key":"footnotes"}}}}} --><p>x</p><!-- /wp:paragraph --><!-- /wp:post-template --></div><!-- /wp:query -->' );
		return $shown . apply_filters( 'the_content_feed', apply_filters( 'the_content', get_the_content( null, false, $id ) ), 'rss2' ); // phpcs:ignore WordPress.NamingConventions -- core's.
	}

	/** SIGN-F21 */
	public function test_SIGN_F21_footnotes_of_a_hidden_text_are_hidden_with_it(): void {
		$open = $this->with_notes( false );
		self::assertStringContainsString( 'zanzibar', $this->shown( $open ) );
		self::assertStringNotContainsString( 'value="', do_blocks( '<!-- wp:footnotes /-->' ) );
		update_post_meta( $open, '_coop_credentials_gate', $this->rule );
		$shown = $this->shown( $open );
		self::assertStringNotContainsString( 'zanzibar', $shown );
		self::assertStringNotContainsString( 'An open note.', $shown );
		wp_delete_post( $open, true );

		$part  = $this->with_notes( true );
		$shown = $this->shown( $part );
		self::assertStringNotContainsString( 'zanzibar', $shown );
		self::assertStringContainsString( 'An open note.', $shown );
		$list = do_blocks( '<!-- wp:footnotes /-->' );
		self::assertMatchesRegularExpression( '/<li (value="2" id="note-b"|id="note-b" value="2")/', $list, 'The note keeps the number of its mark.' );
		self::assertStringContainsString( 'zanzibar', (string) get_post_meta( $part, 'footnotes', true ), 'What is stored stays whole.' );

		$this->act_as( 'editor' );
		$answer = $this->rest( 'GET', '/wp/v2/posts/' . $part, array( 'context' => 'edit' ) )->get_data();
		self::assertStringContainsString( 'zanzibar', $answer['meta']['footnotes'], 'The editor loses nothing.' );
	}

	/** SIGN-F21 */
	public function test_SIGN_F21_lists_take_no_picture_out_of_a_hidden_text(): void {
		$list  = '<!-- wp:query {"query":{"postType":"post","perPage":9,"inherit":false}} --><div class="wp-block-query"><!-- wp:post-template --><!-- wp:post-featured-image {"useFirstImageFromPost":true} /--><!-- /wp:post-template --></div><!-- /wp:query -->';
		$image = static fn( string $alt ): string => '<!-- wp:image --><figure class="wp-block-image"><img src="https://example.org/' . $alt . '.png" alt="' . $alt . '"/></figure><!-- /wp:image -->';
		$id    = $this->post( $image( 'zanzibar' ) );
		self::assertStringContainsString( 'zanzibar', do_blocks( $list ) );
		update_post_meta( $id, '_coop_credentials_gate', $this->rule );
		self::assertStringNotContainsString( 'zanzibar', do_blocks( $list ) );
		wp_delete_post( $id, true );

		$id = $this->post( $this->gate( $image( 'zanzibar' ) ) . $image( 'lighthouse' ) );
		self::assertStringNotContainsString( 'zanzibar', do_blocks( $list ) );
		wp_delete_post( $id, true );
		$this->post( $image( 'lighthouse' ) . $this->gate( $image( 'zanzibar' ) ) );
		self::assertStringContainsString( 'lighthouse.png', do_blocks( $list ) );
		self::assertStringNotContainsString( 'zanzibar', do_blocks( $list ) );
	}

	/** SIGN-F21 */
	public function test_SIGN_F21_patterns_are_not_read_letter_by_letter(): void {
		$this->post( $this->gate( '<!-- wp:paragraph --><p>At zanzibar house.</p><!-- /wp:paragraph -->' ), 'wp_block', 'Pattern' );
		foreach ( array( 'anonymous', 'contributor' ) as $role ) {
			$this->act_as( $role );
			$totals = array();
			foreach ( array( 'pattern -zanzibar', 'pattern -zanzibas', 'pattern zanzibar', 'pattern zanzibas' ) as $words ) {
				$totals[] = (string) ( $this->rest( 'GET', '/wp/v2/blocks', array( 'search' => $words ) )->get_headers()['X-WP-Total'] ?? '' );
			}
			self::assertSame( $totals[0], $totals[1], $role );
			self::assertSame( $totals[2], $totals[3], $role );
		}
	}

	public function test_what_stands_in_place_of_a_closed_post_still_answers_to_its_store(): void {
		$id = $this->post( '<!-- wp:paragraph --><p>At zanzibar house.</p><!-- /wp:paragraph -->' );
		update_post_meta( $id, '_coop_credentials_gate', $this->rule );
		$html = (string) apply_filters( 'the_content', get_the_content( null, false, $id ) ); // phpcs:ignore WordPress.NamingConventions -- core's.
		self::assertStringContainsString( 'data-wp-interactive="coop-credentials/sign-in"', $html );
		self::assertSame( 1, substr_count( $html, 'id="coop-gate-' . $this->rule . '"' ) );
		self::assertStringNotContainsString( '<p></p>', $html );
		self::assertStringNotContainsString( 'zanzibar', $html );
	}
}
