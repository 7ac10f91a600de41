<?php
/**
 * Peer B5: an identity kept as user meta.
 */

declare( strict_types=1 );

namespace CoopCredentials\Benchmark\Peers;

/**
 * How sign-in plugins commonly find an account: one meta row a user holds the subject, and WordPress is asked for the
 * user with that key and value. Done as well as WordPress allows: one user wanted, no counting, no caches filled.
 */
final class Usermeta_Identity {

	public const KEY = 'peer_subject_identity';

	/**
	 * Account of a subject.
	 *
	 * @param string $subject Subject.
	 * @return int User id, 0 for none.
	 */
	public static function find( string $subject ): int {
		$found = new \WP_User_Query(
			array(
				'meta_key'    => self::KEY, // phpcs:ignore WordPress.DB.SlowDBQuery.slow_db_query_meta_key -- this is what is measured.
				'meta_value'  => $subject, // phpcs:ignore WordPress.DB.SlowDBQuery.slow_db_query_meta_value -- this is what is measured.
				'number'      => 1,
				'fields'      => 'ID',
				'count_total' => false,
				'blog_id'     => 0,
				'orderby'     => 'ID',
			)
		);
		$ids   = $found->get_results();

		return (int) ( $ids[0] ?? 0 );
	}
}
