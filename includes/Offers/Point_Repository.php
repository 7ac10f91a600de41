<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Database;

/**
 * SQL of the table points.
 */
final class Point_Repository {
	public function __construct( private readonly Database $db ) {}

	public function find( string $uid ): ?Point {
		$row = $this->db->row( 'SELECT * FROM %i WHERE uid = %s', $this->table(), $uid );
		return null === $row ? null : Point::from_row( $row );
	}

	/**
	 * Points in use, by name: what a till may choose from.
	 *
	 * @return list<Point>
	 */
	public function active(): array {
		return array_map( array( Point::class, 'from_row' ), $this->db->rows( 'SELECT * FROM %i WHERE active = 1 ORDER BY name, id LIMIT 200', $this->table() ) );
	}

	/**
	 * @param int $page     From 1.
	 * @param int $per_page Rows.
	 * @return array{items: list<Point>, total: int}
	 */
	public function page( int $page, int $per_page ): array {
		return array(
			'items' => array_map( array( Point::class, 'from_row' ), $this->db->rows( 'SELECT * FROM %i ORDER BY name, id LIMIT %d OFFSET %d', $this->table(), $per_page, ( $page - 1 ) * $per_page ) ),
			'total' => (int) $this->db->value( 'SELECT COUNT(*) FROM %i', $this->table() ),
		);
	}

	/**
	 * @param array<string, mixed> $columns All that differ from the defaults.
	 */
	public function create( array $columns ): int {
		return $this->db->insert( 'points', $columns );
	}

	/**
	 * @param Point                $point   Which.
	 * @param array<string, mixed> $columns Changed ones.
	 */
	public function save( Point $point, array $columns ): void {
		$this->db->update( 'points', $columns, array( 'id' => $point->id ) );
	}

	/**
	 * Removes a point no ledger row names.
	 *
	 * @param Point $point Which.
	 * @return bool False: it was used.
	 */
	public function delete_unused( Point $point ): bool {
		return 1 === $this->db->execute(
			'DELETE FROM %i WHERE id = %d AND NOT EXISTS (SELECT 1 FROM %i r WHERE r.point_id = %d)',
			$this->table(),
			$point->id,
			$this->db->table( 'redemptions' ),
			$point->id
		);
	}

	private function table(): string {
		return $this->db->table( 'points' );
	}
}
