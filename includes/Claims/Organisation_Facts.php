<?php
/**
 * The directory, as this room needs it.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Implemented by the Directory.
 */
interface Organisation_Facts {

	/**
	 * The one id of the organisation that an id belongs to, following proven identifiers only.
	 *
	 * @param string $organisation_id Canonical id (`Organisation_Id::canonical()`).
	 * @return string|null Null: the directory does not know the id; it then stands for itself.
	 */
	public function primary_id( string $organisation_id ): ?string;

	/**
	 * The facts of an organisation.
	 *
	 * @param string $organisation_id Primary id.
	 * @return Facts|null Null: not known.
	 */
	public function facts( string $organisation_id ): ?Facts;
}
