<?php
/**
 * An empty directory.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Knows no organisation; every id stands for itself.
 */
final class No_Facts implements Organisation_Facts {

	/**
	 * Knows nothing.
	 */
	public function primary_id( string $organisation_id ): ?string {
		return null;
	}

	/**
	 * Knows nothing.
	 */
	public function facts( string $organisation_id ): ?Facts {
		return null;
	}
}
