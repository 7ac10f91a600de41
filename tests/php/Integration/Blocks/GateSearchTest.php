<?php
/**
 * A search is no oracle for what stands behind a gate.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Blocks;

use CoopCredentials\Kernel\Front\Privacy;
use CoopCredentials\Tests\Integration\Test_Case;

/**
 * Two gated posts, one closed as a whole, one with a gate inside; behind both stands "zanzibar", and a word of the title again.
 * Beside them stand open posts with the same words.
 */
final class GateSearchTest extends Test_Case {

	private const HIDDEN = '<!-- wp:paragraph --><p>The harvest supper is at zanzibar house.</p><!-- /wp:paragraph -->';

	private int $whole;
	private int $part;

	/** @var list<int> */
	private array $open = array();

	protected function set_up(): void {
		parent::set_up();
		$rule        = $this->plugin()->sign_in->rules()->create( 'Workers', '{"v":1,"when":{"path":["class"],"op":"eq","value":"worker"}}' )->uid;
		$gate        = '<!-- wp:coop-credentials/member-gate ' . serialize_block_attributes( array( 'rule' => $rule ) ) . ' -->' . self::HIDDEN . '<!-- /wp:coop-credentials/member-gate -->';
		$this->whole = $this->post( 'Harvest supper', self::HIDDEN, 'The zanzibar house is warm.', '2026-01-02' );
		update_post_meta( $this->whole, '_coop_credentials_gate', $rule );
		$this->part = $this->post( 'Harvest papers', '<!-- wp:paragraph --><p>Open words: lighthouse.</p><!-- /wp:paragraph -->' . $gate, 'Who brings the soup?', '2026-01-03' );
		wp_delete_post( 1, true ); // WordPress's own.
		$this->open = array(
			$this->post( 'Harvest songs', '<!-- wp:paragraph --><p>We sing.</p><!-- /wp:paragraph -->', '', '2026-01-04' ),
			$this->post( 'Harvest in zanzibar', '<!-- wp:paragraph --><p>A harvest far away.</p><!-- /wp:paragraph -->', '', '2026-01-05' ),
		);
		remove_action( 'template_redirect', 'redirect_canonical' ); // It ends the process.
		Privacy::reset();
	}

	protected function tear_down(): void {
		Privacy::reset();
		$_GET = array();
		parent::tear_down();
	}

	private function post( string $title, string $content, string $excerpt, string $day ): int {
		$id = wp_insert_post(
			wp_slash(
				array(
					'post_title'     => $title,
					'post_content'   => $content,
					'post_excerpt'   => $excerpt,
					'post_status'    => 'publish',
					'post_date'      => $day . ' 10:00:00',
					'comment_status' => 'open',
				)
			),
			true
		);
		self::assertIsInt( $id );
		return $id;
	}

	/**
	 * @param array<string, mixed> $asked Query.
	 *
	 * @return list<int> In the order found.
	 */
	private static function found( array $asked ): array {
		$query = new \WP_Query(
			$asked + array(
				'fields'    => 'ids',
				'post_type' => 'post',
			)
		);
		self::assertSame( count( $query->posts ), $query->found_posts, 'The count says what the list shows.' );
		return array_map( 'intval', $query->posts );
	}

	/** @return array<string, array{array<string, mixed>, list<string>}> */
	public static function searches(): array {
		return array(
			'a word behind the gates'                   => array( array( 's' => 'zanzibar' ), array( 'open 1' ) ),
			'a word of the titles'                      => array( array( 's' => 'harvest' ), array( 'open 1', 'open 0', 'part', 'whole' ) ),
			'a word of the titles, newest last'         => array(
				array(
					's'       => 'harvest',
					'orderby' => 'date',
					'order'   => 'ASC',
				),
				array( 'whole', 'part', 'open 0', 'open 1' ),
			),
			'title and hidden word'                     => array( array( 's' => 'harvest zanzibar' ), array( 'open 1' ) ),
			'without a word that only the hidden has'   => array( array( 's' => 'harvest -zanzibar' ), array( 'open 0', 'part', 'whole' ) ),
			'without a word of the title'               => array( array( 's' => 'harvest -supper' ), array( 'open 1', 'open 0', 'part' ) ),
			'without a word of the excerpt'             => array( array( 's' => 'harvest -soup' ), array( 'open 1', 'open 0', 'whole' ) ),
			'only what lacks a hidden word'             => array( array( 's' => '-zanzibar' ), array( 'open 0', 'part', 'whole' ) ),
			'the hidden sentence'                       => array( array( 's' => '"supper is at zanzibar"' ), array() ),
			'a sentence of title words in hidden order' => array(
				array(
					's'        => 'harvest supper is',
					'sentence' => '1',
				),
				array(),
			),
			'in the content only'                       => array(
				array(
					's'              => 'harvest',
					'search_columns' => array( 'post_content' ),
				),
				array( 'open 1' ),
			),
			'in the excerpt only'                       => array(
				array(
					's'              => 'soup',
					'search_columns' => array( 'post_excerpt' ),
				),
				array( 'part' ),
			),
			'a hidden word in the excerpt only'         => array(
				array(
					's'              => 'zanzibar',
					'search_columns' => array( 'post_excerpt' ),
				),
				array(),
			),
			'the whole title'                           => array(
				array(
					's'        => 'Harvest supper',
					'sentence' => '1',
					'exact'    => '1',
				),
				array( 'whole' ),
			),
		);
	}

	/**
	 * SIGN-F21
	 *
	 * @dataProvider searches
	 *
	 * @param array<string, mixed> $asked    Query.
	 * @param list<string>         $expected Names of the posts.
	 */
	public function test_SIGN_F21_a_search_answers_as_if_the_hidden_text_were_not_there( array $asked, array $expected ): void {
		$names = array(
			'whole'  => $this->whole,
			'part'   => $this->part,
			'open 0' => $this->open[0],
			'open 1' => $this->open[1],
		);
		$ids   = array_map( static fn ( string $name ): int => $names[ $name ], $expected );
		$this->act_as( 'anonymous' );
		self::assertSame( $ids, self::found( $asked ), 'Stranger' );
		$this->act_as( 'contributor' );
		self::assertSame( $ids, self::found( $asked ), 'Contributor' );

		// The hidden text makes no difference at all: with other text behind the gates the answer is the same.
		foreach ( array( $this->whole, $this->part ) as $id ) {
			wp_update_post( wp_slash( array( 'ID' => $id, 'post_content' => str_replace( array( 'zanzibar', 'harvest', 'supper' ), 'nothing', (string) get_post( $id )?->post_content ) ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		}
		self::assertSame( $ids, self::found( $asked ), 'With other text' );
	}

	/** SIGN-F21 */
	public function test_SIGN_F21_the_order_of_what_is_found_says_nothing_of_the_hidden_text(): void {
		// Seven words are more than WordPress weighs singly: it looks for the sentence in the text.
		$words = 'one two three four five six seven';
		$ids   = array();
		foreach ( array( '2026-02-01', '2026-02-02' ) as $number => $day ) {
			$ids[] = $this->post( 'Numbers', '<!-- wp:coop-credentials/member-gate {"rule":"any"} --><p>' . ( 0 === $number ? $words : 'other' ) . '</p><!-- /wp:coop-credentials/member-gate -->', 'seven six five four three two one', $day );
		}
		self::assertSame( array_reverse( $ids ), self::found( array( 's' => $words ) ), 'Newest first: both match alike.' );
		foreach ( $ids as $id ) {
			wp_update_post( wp_slash( array( 'ID' => $id, 'post_content' => 'Open: ' . ( $id === $ids[0] ? $words : 'other' ) ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		}
		self::assertSame( $ids, self::found( array( 's' => $words ) ), 'Open texts are weighed as ever.' );
	}

	/** SIGN-F21 */
	public function test_SIGN_F21_pages_of_results_and_their_counts_leave_out_what_is_not_found(): void {
		$query = new \WP_Query(
			array(
				's'              => 'harvest',
				'posts_per_page' => 3,
				'paged'          => 2,
				'post_type'      => 'post',
			)
		);
		self::assertSame( array( 4, 2, 1 ), array( $query->found_posts, (int) $query->max_num_pages, count( $query->posts ) ) );
		$query = new \WP_Query(
			array(
				's'              => 'harvest -zanzibar',
				'posts_per_page' => 2,
				'paged'          => 2,
				'post_type'      => 'post',
			)
		);
		self::assertSame( array( 3, 2, 1 ), array( $query->found_posts, (int) $query->max_num_pages, count( $query->posts ) ) );
		foreach ( array( '/wp/v2/search', '/wp/v2/posts' ) as $route ) {
			foreach ( array( 'zanzibar' => '1', 'harvest' => '4', 'harvest -zanzibar' => '3', 'supper house' => '0' ) as $words => $total ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
				$answer = $this->rest( 'GET', $route, array( 'search' => $words, 'per_page' => 1 ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
				self::assertSame( 200, $answer->get_status() );
				self::assertSame( $total, (string) $answer->get_headers()['X-WP-Total'], $route . ' ' . $words );
			}
		}
		$answer = $this->rest( 'GET', '/wp/v2/posts', array( 'search' => 'harvest', 'search_columns' => array( 'post_content' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( array( $this->open[1] ), array_column( $answer->get_data(), 'id' ) );
	}

	/** SIGN-F21 */
	public function test_SIGN_F21_searches_without_filters_find_no_gated_post(): void {
		$this->act_as( 'contributor' );
		foreach ( array( 'zanzibar' => array( 1 ), 'harvest' => array( 1, 0 ), 'harvest -zanzibar' => array( 0 ) ) as $words => $expected ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			$ids = array_map( fn ( int $number ): int => $this->open[ $number ], $expected );
			self::assertSame( $ids, array_map( 'intval', get_posts( array( 's' => $words, 'fields' => 'ids' ) ) ), $words ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			$both = array( $this->whole, $this->part, ...$this->open );
			self::assertSame( $ids, array_map( 'intval', get_posts( array( 's' => $words, 'include' => $both, 'fields' => 'ids', 'orderby' => 'date' ) ) ), $words ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		}
		self::assertSame( array(), get_posts( array( 's' => 'zanzibar', 'include' => array( $this->whole, $this->part ) ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		require_once ABSPATH . WPINC . '/class-wp-editor.php';
		$offered = \_WP_Editors::wp_link_query( array( 's' => 'zanzibar' ) );
		self::assertSame( array( $this->open[1] ), is_array( $offered ) ? array_column( $offered, 'ID' ) : array(), 'The dialogue for links' );
		self::assertCount( 4, get_posts( array( 'fields' => 'ids' ) ), 'A list that searches nothing is left alone.' );
	}

	/** SIGN-F21 */
	public function test_SIGN_F21_those_who_edit_what_others_wrote_search_everything(): void {
		$this->act_as( 'editor' );
		self::assertSame( array( $this->open[1], $this->part, $this->whole ), self::found( array( 's' => 'zanzibar' ) ) );
		self::assertCount( 3, get_posts( array( 's' => 'zanzibar' ) ) );
	}

	/** SIGN-F21 */
	public function test_SIGN_F21_comments_of_a_closed_post_are_found_by_nobody_else_and_not_counted(): void {
		foreach ( array( $this->whole, $this->open[0] ) as $id ) {
			wp_insert_comment( array( 'comment_post_ID' => $id, 'comment_content' => 'I liked the zanzibar soup', 'comment_approved' => 1 ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		}
		$answer = $this->rest( 'GET', '/wp/v2/comments', array( 'search' => 'zanzibar' ) );
		self::assertSame( array( $this->open[0] ), array_column( $answer->get_data(), 'post' ) );
		self::assertSame( '1', (string) $answer->get_headers()['X-WP-Total'] );
		self::assertCount( 1, get_comments( array( 'status' => 'approve' ) ), 'Nor are they in a list of all.' );
		self::assertCount( 1, get_comments( array( 'post_id' => $this->whole ) ), 'What is asked of one post is shown or hidden with it.' );
		$this->act_as( 'editor' );
		self::assertCount( 2, get_comments( array( 'search' => 'zanzibar' ) ) );
	}

	/** SIGN-F21 */
	public function test_SIGN_F21_lists_feeds_and_neighbours_of_a_page_hold_no_hidden_text(): void {
		$list = '<!-- wp:query {"query":{"postType":"post","perPage":9,"search":"%s","inherit":false}} --><div class="wp-block-query"><!-- wp:post-template --><!-- wp:post-title /--><!-- wp:post-excerpt /--><!-- wp:post-content /--><!-- /wp:post-template --></div><!-- /wp:query -->';
		self::assertSame( 1, substr_count( do_blocks( sprintf( $list, 'zanzibar' ) ), '</h2>' ), 'Query loop, by a hidden word' );
		$shown = do_blocks( sprintf( $list, 'supper' ) ) . do_blocks( sprintf( $list, 'papers' ) );
		self::assertSame( 2, substr_count( $shown, '</h2>' ), 'Query loop, by title' );
		$shown .= do_blocks( '<!-- wp:latest-posts {"displayPostContent":true,"displayPostContentRadio":"full_post"} /-->' );
		$shown .= do_blocks( '<!-- wp:latest-posts {"displayPostContent":true,"displayPostContentRadio":"excerpt"} /-->' );
		self::assertStringContainsString( 'Harvest supper', $shown );

		$GLOBALS['post'] = get_post( $this->open[0] ); // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- a page view.
		$neighbour       = get_previous_post();
		self::assertInstanceOf( \WP_Post::class, $neighbour );
		self::assertSame( $this->part, $neighbour->ID );
		$shown .= get_previous_post_link() . do_blocks( '<!-- wp:post-navigation-link {"type":"previous","showTitle":true} /-->' );
		self::assertStringContainsString( 'Harvest papers', get_previous_post_link() );
		self::assertStringNotContainsString( 'zanzibar house', $shown );

		foreach ( array( 'zanzibar' => 1, 'harvest' => 4, 'harvest -zanzibar' => 3 ) as $words => $items ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			$feed = $this->feed( $words );
			self::assertSame( $items, substr_count( $feed, '<item>' ), $words );
			self::assertStringNotContainsString( 'zanzibar house', $feed );
		}
	}

	/** The feed of a search as a reader fetches it. */
	private function feed( string $words ): string {
		$asked                   = 's=' . rawurlencode( $words ) . '&feed=rss2&post_type=post';
		$_SERVER['REQUEST_URI']  = '/?' . $asked;
		$GLOBALS['wp_query']     = new \WP_Query(); // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- a page view.
		$GLOBALS['wp_the_query'] = $GLOBALS['wp_query']; // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- a page view.
		wp_parse_str( $asked, $_GET );
		$GLOBALS['wp_query']->query( $asked );
		update_option( 'rss_use_excerpt', '0' );
		ob_start();
		do_action( 'template_redirect' ); // phpcs:ignore WordPress.NamingConventions -- core's.
		require ABSPATH . WPINC . '/feed-rss2.php';
		return (string) ob_get_clean();
	}

	/** SIGN-F21 */
	public function test_SIGN_F21_a_search_costs_no_query_more(): void {
		$count = fn (): int => count( $this->queries( static fn () => new \WP_Query( array( 's' => 'harvest', 'post_type' => 'post', 'cache_results' => false ) ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$count();
		$ours  = $count();
		remove_all_filters( 'posts_search' );
		self::assertSame( $count(), $ours );
	}
}
