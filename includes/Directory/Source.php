<?php
/**
 * Where data comes from.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Database;

/**
 * A list somebody publishes, with licence and attribution, and how its columns are read.
 */
final class Source {

	/**
	 * @param int                     $id           Row; 0 before it is stored.
	 * @param string                  $slug         Unique.
	 * @param string                  $title        Public.
	 * @param string                  $kind         csv.
	 * @param string|null             $url          Where it is published; a query may hold a signature.
	 * @param string                  $mode         add or snapshot.
	 * @param string                  $licence      Public.
	 * @param string                  $attribution  Public.
	 * @param int                     $priority     Lower numbers win over higher ones.
	 * @param array<string, mixed>    $mapping      category, coops_uk (bool), registration_issuer, columns.
	 * @param \DateTimeImmutable|null $last_good_at Last finished run.
	 */
	public function __construct(
		public readonly int $id,
		public readonly string $slug,
		public readonly string $title,
		public readonly string $kind,
		public readonly ?string $url,
		public readonly string $mode,
		public readonly string $licence,
		public readonly string $attribution,
		public readonly int $priority,
		public readonly array $mapping,
		public readonly ?\DateTimeImmutable $last_good_at
	) {}

	/**
	 * @return array<string, array<string, mixed>> JSON schema of what may be written.
	 */
	public static function schema(): array {
		return array(
			'slug'        => array( 'type' => 'string', 'pattern' => '^[a-z0-9-]{1,64}$' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'title'       => array( 'type' => 'string', 'minLength' => 1, 'maxLength' => 200 ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'kind'        => array( 'type' => 'string', 'enum' => array( 'csv' ), 'default' => 'csv' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'url'         => array( 'type' => array( 'string', 'null' ), 'maxLength' => 2000, 'pattern' => '^https://' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'mode'        => array( 'type' => 'string', 'enum' => array( 'add', 'snapshot' ), 'default' => 'add' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'licence'     => array( 'type' => 'string', 'maxLength' => 200, 'default' => '' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'attribution' => array( 'type' => 'string', 'maxLength' => 1000, 'default' => '' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'priority'    => array( 'type' => 'integer', 'minimum' => 0, 'maximum' => 1000, 'default' => 100 ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'mapping'     => array(
				'type'                 => 'object',
				'properties'           => array(
					'category'            => array( 'type' => 'string', 'maxLength' => 24 ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
					'coops_uk'            => array( 'type' => 'boolean' ),
					'registration_issuer' => array( 'type' => 'string', 'pattern' => '^[A-Z]{2}(-[A-Z0-9]{1,16}){1,3}$' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
					'columns'             => array( 'type' => 'object', 'additionalProperties' => array( 'type' => 'string', 'maxLength' => 64 ) ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
				),
				'additionalProperties' => false,
				'default'              => array(),
			),
		);
	}

	/**
	 * @param array<string, string|null> $row Of the table sources.
	 */
	public static function from_row( array $row ): self {
		$mapping = json_decode( (string) $row['mapping'], true, 8 );
		return new self( (int) $row['id'], (string) $row['slug'], (string) $row['title'], (string) $row['kind'], $row['url'], (string) $row['mode'], (string) $row['licence'], (string) $row['attribution'], (int) $row['priority'], is_array( $mapping ) ? $mapping : array(), Database::instant( $row['last_good_at'] ) );
	}

	/**
	 * Without query: signatures of addresses never leave the site.
	 */
	public function public_url(): ?string {
		return null === $this->url ? null : explode( '#', explode( '?', $this->url, 2 )[0], 2 )[0];
	}

	/**
	 * @return array<string, mixed> For the admin; signatures masked.
	 */
	public function to_array(): array {
		return array(
			'slug'         => $this->slug,
			'title'        => $this->title,
			'kind'         => $this->kind,
			'url'          => $this->public_url(),
			'mode'         => $this->mode,
			'licence'      => $this->licence,
			'attribution'  => $this->attribution,
			'priority'     => $this->priority,
			'mapping'      => (object) $this->mapping,
			'last_good_at' => $this->last_good_at?->format( 'Y-m-d\TH:i:s\Z' ),
		);
	}
}
