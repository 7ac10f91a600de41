<?php
/**
 * Finds gated posts.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Kernel\Database;

defined( 'ABSPATH' ) || exit;

/**
 * Statements over WordPress's own posts: which use a rule, and how a search leaves out what it must not find.
 */
final class Post_Gate_Repository {

	/** Begins every gate in stored content. */
	private const BLOCK = '<!-- wp:coop-credentials/member-gate';

	/**
	 * Takes the database.
	 *
	 * @param Database $database Database.
	 */
	public function __construct( private readonly Database $database ) {}

	/**
	 * Posts that are closed by a rule as a whole.
	 *
	 * @param string $rule_uid Rule.
	 * @param int    $limit    Rows.
	 *
	 * @return list<int>
	 */
	public function posts_closed_by( string $rule_uid, int $limit ): array {
		return array_map(
			'intval',
			$this->database->column(
				'SELECT DISTINCT m.post_id FROM %i m INNER JOIN %i p ON p.ID = m.post_id WHERE m.meta_key = %s AND m.meta_value = %s AND p.post_status <> %s AND p.post_type <> %s ORDER BY m.post_id LIMIT %d',
				$this->database->wpdb->postmeta,
				$this->database->wpdb->posts,
				Post_Gate::META,
				$rule_uid,
				'trash',
				'revision',
				$limit
			)
		);
	}

	/**
	 * Posts, patterns and templates whose content holds a gate with a rule.
	 *
	 * @param string $rule_uid Rule.
	 * @param int    $limit    Rows.
	 *
	 * @return list<int>
	 */
	public function posts_with_gate( string $rule_uid, int $limit ): array {
		return array_map(
			'intval',
			$this->database->column(
				'SELECT ID FROM %i WHERE post_content LIKE %s AND post_content LIKE %s AND post_type <> %s AND post_status NOT IN ( %s, %s ) ORDER BY ID LIMIT %d',
				$this->database->wpdb->posts,
				'%' . $this->database->wpdb->esc_like( self::BLOCK ) . '%',
				'%' . $this->database->wpdb->esc_like( '"rule":"' . $rule_uid . '"' ) . '%',
				'revision',
				'trash',
				'auto-draft',
				$limit
			)
		);
	}

	/**
	 * Condition of a search: what stands behind a gate is found by nobody. A post that is closed as a whole is found by its
	 * title, one with a gate inside by title and excerpt.
	 *
	 * @param list<string> $terms Terms of the search, each of which WordPress wants somewhere in the post.
	 */
	public function search_condition( array $terms ): string {
		$wpdb  = $this->database->wpdb;
		$title = array();
		$short = array();
		foreach ( $terms as $term ) {
			$out     = str_starts_with( $term, '-' );
			$like    = '%' . $wpdb->esc_like( $term ) . '%';
			$title[] = $out ? '1 = 1' : $wpdb->prepare( 'p.post_title LIKE %s', $like );
			$short[] = $out ? '1 = 1' : $wpdb->prepare( '( p.post_title LIKE %s OR p.post_excerpt LIKE %s )', $like, $like );
		}

		return $this->database->wpdb->remove_placeholder_escape(
			" AND ( {$wpdb->posts}.ID NOT IN ( SELECT m.post_id FROM {$wpdb->postmeta} m INNER JOIN {$wpdb->posts} p ON p.ID = m.post_id WHERE "
			. $wpdb->prepare( 'm.meta_key = %s AND m.meta_value <> %s', Post_Gate::META, '' ) . ' AND NOT ( ' . implode( ' AND ', $title ) . ' ) ) )'
			. " AND ( {$wpdb->posts}.ID NOT IN ( SELECT p.ID FROM {$wpdb->posts} p WHERE " . $wpdb->prepare( 'p.post_content LIKE %s', '%' . $wpdb->esc_like( self::BLOCK ) . '%' ) . ' AND NOT ( ' . implode( ' AND ', $short ) . ' ) ) )'
		);
	}
}
