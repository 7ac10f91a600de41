<?php
/**
 * SQL of sources.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Database;

/**
 * Lists from which the directory is filled.
 */
final class Source_Repository {

	public function __construct( private readonly Database $db ) {}

	public function find( string $slug ): ?Source {
		return $this->by_slugs( array( $slug ) )[0] ?? null;
	}

	public function find_by_id( int $id ): ?Source {
		$row = $this->db->row( 'SELECT * FROM %i WHERE id = %d', $this->db->table( 'sources' ), $id );
		return null === $row ? null : Source::from_row( $row );
	}

	/**
	 * @param list<string> $slugs Wanted.
	 * @return list<Source>
	 */
	public function by_slugs( array $slugs ): array {
		if ( array() === $slugs ) {
			return array();
		}
		$marks = implode( ',', array_fill( 0, count( $slugs ), '%s' ) );
		return array_map( array( Source::class, 'from_row' ), $this->db->rows( "SELECT * FROM %i WHERE slug IN ( $marks ) ORDER BY priority, slug", $this->db->table( 'sources' ), ...$slugs ) );
	}

	/**
	 * @return list<Source>
	 */
	public function all(): array {
		return array_map( array( Source::class, 'from_row' ), $this->db->rows( 'SELECT * FROM %i ORDER BY title LIMIT 500', $this->db->table( 'sources' ) ) );
	}

	/**
	 * @param array<string, mixed> $fields Of Source::schema(), all but those with defaults given.
	 */
	public function save( array $fields ): Source {
		$slug   = (string) $fields['slug']; // @phpstan-ignore cast.string (validated)
		$values = array(
			'title'       => $fields['title'] ?? $slug,
			'kind'        => $fields['kind'] ?? 'csv',
			'url'         => $fields['url'] ?? null,
			'mode'        => $fields['mode'] ?? 'add',
			'licence'     => $fields['licence'] ?? '',
			'attribution' => $fields['attribution'] ?? '',
			'priority'    => $fields['priority'] ?? 100,
			'mapping'     => (string) wp_json_encode( (object) ( $fields['mapping'] ?? array() ) ),
		);
		$found  = $this->find( $slug );
		if ( null === $found ) {
			$this->db->insert( 'sources', array( 'slug' => $slug, 'fail_count' => 0 ) + $values ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		} else {
			$this->db->update( 'sources', $values, array( 'id' => $found->id ) );
		}
		return $this->find( $slug ) ?? throw new \LogicException( 'Just stored.' );
	}

	public function finished( int $id, \DateTimeImmutable $at ): void {
		$this->db->update( 'sources', array( 'last_good_at' => Database::datetime( $at ), 'fail_count' => 0 ), array( 'id' => $id ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
	}
}
