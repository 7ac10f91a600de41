<?php
/**
 * Pages that use a rule.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Sign_In\Rule_Place;
use CoopCredentials\Sign_In\Rule_Places;

defined( 'ABSPATH' ) || exit;

/**
 * Posts closed as a whole, and posts, patterns and templates with a gate inside.
 */
final class Post_Gate_Places implements Rule_Places {

	/**
	 * Takes the posts.
	 *
	 * @param Post_Gate_Repository $posts Posts.
	 */
	public function __construct( private readonly Post_Gate_Repository $posts ) {}

	/**
	 * Where pages use a rule.
	 *
	 * @param string $rule_uid Rule or template.
	 *
	 * @return list<Rule_Place>
	 */
	public function places( string $rule_uid ): array {
		$found = array();
		foreach ( $this->posts->posts_closed_by( $rule_uid, self::MOST ) as $id ) {
			/* translators: %s: title of a page. */
			$found[] = new Rule_Place( 'post_gate', sprintf( __( 'The whole of “%s”', 'coop-credentials' ), self::title( $id ) ), (string) get_edit_post_link( $id, 'raw' ) );
		}
		foreach ( $this->posts->posts_with_gate( $rule_uid, self::MOST ) as $id ) {
			/* translators: %s: title of a page. */
			$found[] = new Rule_Place( 'gate', sprintf( __( 'A part of “%s”', 'coop-credentials' ), self::title( $id ) ), (string) get_edit_post_link( $id, 'raw' ) );
		}
		return array_slice( $found, 0, self::MOST );
	}

	/**
	 * Title of a post, never empty.
	 *
	 * @param int $id Post.
	 */
	private static function title( int $id ): string {
		$post  = get_post( $id );
		$title = null === $post ? '' : wp_strip_all_tags( $post->post_title );
		return '' === $title ? '#' . $id : $title;
	}
}
