<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Kernel\Option_Repository;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Ulid;

/**
 * The site's fixed random id: the audience in holder keys. It survives a change of the site's address.
 */
final class Site_Audience {
	private const OPTION = 'coop_credentials_site_audience';

	private ?string $id = null;

	public function __construct( private readonly Option_Repository $options ) {}

	/**
	 * Made once, at the first claim.
	 *
	 * @throws Problem `storage_failed` when it can neither be read nor stored.
	 */
	public function id(): string {
		if ( null !== $this->id ) {
			return $this->id;
		}
		$stored = $this->options->read( self::OPTION );
		if ( null === $stored ) {
			// Of two first claims one loses here and reads the other's id.
			$this->options->create( self::OPTION, array( 'id' => Ulid::generate() ) );
			$stored = $this->options->read( self::OPTION );
		}
		$id = null === $stored ? null : ( $stored->value['id'] ?? null );
		if ( ! is_string( $id ) || '' === $id ) {
			throw new Problem( 'storage_failed', 503 );
		}
		$this->id = $id;
		return $this->id;
	}
}
