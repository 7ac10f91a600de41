<?php
/**
 * Who comments behind a gate, and which files lie there, is in no list.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Blocks;

use CoopCredentials\Tests\Integration\Test_Case;

/**
 * A post that is closed as a whole, and an open one; each with a comment and a picture.
 */
final class GateListsTest extends Test_Case {

	private int $closed;
	private int $open;

	/** @var array<int, int> Post → its picture. */
	private array $files = array();

	private int $author;

	protected function set_up(): void {
		parent::set_up();
		$rule         = $this->plugin()->sign_in->rules()->create( 'Workers', '{"v":1,"when":{"path":["class"],"op":"eq","value":"worker"}}' )->uid;
		$this->author = (int) $this->act_as( 'author' )?->ID;
		wp_delete_post( 1, true ); // WordPress's own.
		$this->closed = $this->post( 'Board papers', 'Rosa' );
		$this->open   = $this->post( 'Market day', 'Carl' );
		update_post_meta( $this->closed, '_coop_credentials_gate', $rule );
		wp_set_current_user( 0 );
	}

	private function post( string $title, string $commenter ): int {
		$id                 = wp_insert_post( array( 'post_title' => $title, 'post_content' => 'Text.', 'post_status' => 'publish', 'post_author' => $this->author ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->files[ $id ] = (int) wp_insert_attachment( array( 'post_title' => $title . ' picture', 'post_mime_type' => 'image/png', 'post_status' => 'inherit', 'post_author' => $this->author ), 'picture.png', $id ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		wp_insert_comment( array( 'comment_post_ID' => $id, 'comment_author' => $commenter, 'comment_content' => 'I agree.', 'comment_approved' => 1 ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		return $id;
	}

	/** @return list<string> Names in WordPress's list of latest comments, in the feed of all comments, and in REST. */
	private function commenters(): array {
		$feed = new \WP_Query();
		$feed->query( 'feed=comments-rss2' );
		self::assertTrue( $feed->is_comment_feed() );
		return array_map(
			static fn ( string $text ): string => implode( ' ', array_filter( array( 'Carl', 'Rosa' ), static fn ( string $name ): bool => str_contains( $text, $name ) ) ),
			array(
				do_blocks( '<!-- wp:latest-comments /-->' ),
				implode( ' ', wp_list_pluck( (array) $feed->comments, 'comment_author' ) ),
				implode( ' ', wp_list_pluck( $this->rest( 'GET', '/wp/v2/comments' )->get_data(), 'author_name' ) ),
			)
		);
	}

	/** @return list<int> Files that REST lists. */
	private function listed(): array {
		$found = wp_list_pluck( $this->rest( 'GET', '/wp/v2/media' )->get_data(), 'id' );
		sort( $found );
		return $found;
	}

	public function test_who_commented_a_closed_post_is_in_no_list(): void {
		self::assertSame( array( 'Carl', 'Carl', 'Carl' ), $this->commenters() );
		$post = new \WP_Query();
		$post->query( array( 'p' => $this->closed, 'feed' => 'rss2', 'withcomments' => 1 ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( array(), wp_list_pluck( (array) $post->comments, 'comment_author' ), 'Nor in its own feed.' );
		delete_post_meta( $this->closed, '_coop_credentials_gate' );
		self::assertSame( array( 'Carl Rosa', 'Carl Rosa', 'Carl Rosa' ), $this->commenters() );
	}

	/** Its title and text, and its page, are behind the gate of the post; the file itself is not. */
	public function test_a_file_of_a_closed_post_is_not_told_about_by_its_number(): void {
		$open   = $this->files[ $this->open ];
		$closed = $this->files[ $this->closed ];
		$answer = fn ( int $id ): array => array( $this->rest( 'GET', '/wp/v2/media/' . $id )->get_status(), $this->rest( 'GET', '/wp/v2/media/' . $id )->get_data()['code'] ?? '' );
		self::assertSame( array( 200, '' ), $answer( $open ) );
		self::assertSame( $answer( 999999 ), $answer( $closed ) );
		self::assertSame( array( false, true ), array( post_password_required( $open ), post_password_required( $closed ) ) );

		$this->act_as( 'subscriber' );
		self::assertSame( array( 404, 'rest_post_invalid_id' ), $answer( $closed ) );
		wp_set_current_user( $this->author );
		self::assertSame( array( 200, '' ), $answer( $closed ), 'One’s own.' );
		$this->act_as( 'editor' );
		self::assertSame( array( 200, '' ), $answer( $closed ) );
		wp_set_current_user( 0 );
		wp_update_post( array( 'ID' => $closed, 'post_parent' => 0 ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( array( 200, '' ), $answer( $closed ), 'Taken off the post.' );
	}

	public function test_files_of_a_closed_post_are_in_no_list(): void {
		$open   = $this->files[ $this->open ];
		$closed = $this->files[ $this->closed ];
		self::assertSame( array( $open ), $this->listed() );
		$found = new \WP_Query( array( 'post_type' => 'attachment', 'post_status' => 'inherit', 's' => 'picture', 'fields' => 'ids' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( array( $open ), $found->posts );

		$this->act_as( 'subscriber' );
		self::assertSame( array( $open ), $this->listed() );

		wp_set_current_user( $this->author );
		self::assertSame( array( $closed, $open ), $this->listed(), 'One has one’s own files.' );

		$this->act_as( 'editor' );
		self::assertSame( array( $closed, $open ), $this->listed() );
	}
}
