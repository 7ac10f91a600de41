<?php
/**
 * Where small documents are kept.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * JSON documents by name, each replaced only by who has read the version it replaces.
 */
interface Document_Store {

	/**
	 * Always from the database: a stale copy must never decide.
	 *
	 * @param string $name Name.
	 */
	public function read( string $name ): ?Stored_Option;

	/**
	 * @param string               $name  Name.
	 * @param array<string, mixed> $value Document.
	 * @return bool False when one of that name exists.
	 */
	public function create( string $name, array $value ): bool;

	/**
	 * @param string               $name          Name.
	 * @param array<string, mixed> $value         New document.
	 * @param string               $expected_hash Of the version the change is based on.
	 * @return bool False when another version is stored.
	 */
	public function replace( string $name, array $value, string $expected_hash ): bool;

	/**
	 * @param string $name Name.
	 * @return bool False when there was none.
	 */
	public function delete( string $name ): bool;

	/**
	 * Names in order.
	 *
	 * @param string $prefix Beginning, ASCII.
	 * @return list<string>
	 */
	public function names( string $prefix ): array;
}
