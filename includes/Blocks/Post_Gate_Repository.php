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
	 * Condition of a search in which a gated post is weighed by its open columns alone: the title of one that is closed as a
	 * whole, title and excerpt of one with a gate inside.
	 *
	 * @param string                               $search   Condition for all other posts, beginning with AND.
	 * @param list<array{term:string,out:bool}>    $terms    Terms, each of which must stand in the post or, `out`, must not.
	 * @param list<string>                         $columns  Columns that are searched.
	 * @param bool                                 $is_exact Whether a term is the whole column.
	 * @param bool                                 $is_open  Whether posts with a password are left out.
	 */
	public function search_condition( string $search, array $terms, array $columns, bool $is_exact, bool $is_open ): string {
		$posts  = $this->database->wpdb->posts;
		$closed = $this->is_closed();
		$inside = $this->has_gate();
		$open   = $is_open ? " AND {$posts}.post_password = ''" : '';
		$title  = $this->matches( $terms, array_intersect( $columns, array( 'post_title' ) ), $is_exact ) . $open;
		$short  = $this->matches( $terms, array_intersect( $columns, array( 'post_title', 'post_excerpt' ) ), $is_exact ) . $open;
		return " AND ( ( {$closed} AND {$title} ) OR ( NOT {$closed} AND {$inside} AND {$short} ) OR ( NOT {$closed} AND NOT {$inside} AND ( 1 = 1 {$search} ) ) )";
	}

	/**
	 * Order of a search in which gated posts come after those whose text holds the sentence.
	 *
	 * @param string $order WordPress's weight of a post, 1 to 6; from 4 on it depends on the text.
	 */
	public function search_order( string $order ): string {
		return "(CASE WHEN {$order} > 3 AND ( " . $this->is_closed() . ' OR ' . $this->has_gate() . " ) THEN 6 ELSE {$order} END)";
	}

	/**
	 * All gated posts.
	 *
	 * @return list<int>
	 */
	public function gated(): array {
		return array_map(
			'intval',
			$this->database->column(
				'SELECT post_id FROM %i WHERE meta_key = %s AND meta_value <> %s UNION SELECT ID FROM %i WHERE post_content LIKE %s AND post_type <> %s',
				$this->database->wpdb->postmeta,
				Post_Gate::META,
				'',
				$this->database->wpdb->posts,
				'%' . $this->database->wpdb->esc_like( self::BLOCK ) . '%',
				'revision'
			)
		);
	}

	/**
	 * Condition of a list in which files are: none of those that belong to a closed post, but one's own.
	 *
	 * @param int $user_id Account that looks; 0 for nobody.
	 */
	public function files_condition( int $user_id ): string {
		$posts = $this->database->wpdb->posts;
		return "( {$posts}.post_type <> 'attachment' OR {$posts}.post_parent NOT IN " . $this->closed_posts() . ( $user_id > 0 ? " OR {$posts}.post_author = {$user_id}" : '' ) . ' )';
	}

	/**
	 * Condition of a query for comments: none of those that stand under a closed post.
	 */
	public function comments_condition(): string {
		return "{$this->database->wpdb->comments}.comment_post_ID NOT IN " . $this->closed_posts();
	}

	/**
	 * Condition: closed as a whole.
	 */
	private function is_closed(): string {
		return "( {$this->database->wpdb->posts}.ID IN " . $this->closed_posts() . ' )';
	}

	/**
	 * The posts that are closed as a whole, as a subquery that does not depend on the row.
	 */
	private function closed_posts(): string {
		$wpdb = $this->database->wpdb;
		return (string) $wpdb->prepare( '( SELECT post_id FROM %i WHERE meta_key = %s AND meta_value <> %s )', $wpdb->postmeta, Post_Gate::META, '' );
	}

	/**
	 * Condition: a gate inside.
	 */
	private function has_gate(): string {
		$wpdb = $this->database->wpdb;
		return (string) $wpdb->prepare( '( %i.post_content LIKE %s )', $wpdb->posts, '%' . $wpdb->esc_like( self::BLOCK ) . '%' );
	}

	/**
	 * Condition: these columns hold what is wanted and nothing that is not.
	 *
	 * @param list<array{term:string,out:bool}> $terms    Terms.
	 * @param array<string>                     $columns  Columns; none finds nothing.
	 * @param bool                              $is_exact Whether a term is the whole column.
	 */
	private function matches( array $terms, array $columns, bool $is_exact ): string {
		if ( array() === $columns ) {
			return '1 = 0';
		}
		$wpdb = $this->database->wpdb;
		$each = array();
		foreach ( $terms as $term ) {
			$like  = $is_exact ? $wpdb->esc_like( $term['term'] ) : '%' . $wpdb->esc_like( $term['term'] ) . '%';
			$parts = array();
			foreach ( $columns as $column ) {
				$parts[] = ( $term['out'] ? 'NOT ' : '' ) . $wpdb->prepare( '%i.%i LIKE %s', $wpdb->posts, $column, $like );
			}
			$each[] = '( ' . implode( $term['out'] ? ' AND ' : ' OR ', $parts ) . ' )';
		}
		return implode( ' AND ', $each );
	}
}
