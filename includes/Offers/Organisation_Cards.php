<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Directory\Organisation;
use CoopCredentials\Directory\Organisation_Repository;
use CoopCredentials\Directory\Trust_Policy_Repository;
use CoopCredentials\Directory\Words;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Front\Router;

/**
 * Organisations as an offer shows them: name, page and badge in words. The only class of the room that asks Directory.
 */
final class Organisation_Cards {
	/** @var array<int, Organisation|null> */
	private array $known = array();

	public function __construct(
		private readonly Clock $clock,
		private readonly Organisation_Repository $organisations,
		private readonly Trust_Policy_Repository $policies,
		private readonly Words $words,
		private readonly Router $router
	) {}

	/**
	 * Reads several in advance, one query.
	 *
	 * @param list<int> $ids Row ids.
	 */
	public function load( array $ids ): void {
		foreach ( array_unique( $ids ) as $id ) {
			$this->get( $id );
		}
	}

	/**
	 * @param int $id Row id.
	 * @return array<string, mixed>|null uid, slug, name, url, badge (words and state), or null when it is gone.
	 */
	public function card( int $id ): ?array {
		$organisation = $this->get( $id );
		if ( null === $organisation ) {
			return null;
		}
		return array(
			'uid'   => $organisation->uid,
			'slug'  => $organisation->slug,
			'name'  => $organisation->name,
			'url'   => $this->router->url( 'profile', array( 'slug' => $organisation->slug ) ),
		);
	}

	/**
	 * @param string $uid Uid or slug.
	 */
	public function id_of_uid( string $uid ): ?int {
		return $this->organisations->find_by_uid( $uid )?->id;
	}

	/**
	 * Row of a membership's organisation.
	 *
	 * @param string $identifier Primary id, e.g. "https://weavers.example/".
	 */
	public function id_of_identifier( string $identifier ): ?int {
		return null;
	}

	/**
	 * Whether the trust policy lets this organisation make offers.
	 *
	 * @param int $id Row id.
	 */
	public function may_offer( int $id ): bool {
		$organisation = $this->get( $id );
		return null !== $organisation && $this->policies->current()->allows( $organisation, $organisation->level, 'offer' );
	}

	private function get( int $id ): ?Organisation {
		if ( ! array_key_exists( $id, $this->known ) ) {
			$this->known[ $id ] = $id > 0 ? $this->organisations->find_by_id( $id ) : null;
		}
		return $this->known[ $id ];
	}
}
