<?php
/**
 * Privacy duties of a room.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * Exporter, eraser and inventory of one room's tables; Admin lists them. At most 500 rows a page.
 */
interface Personal_Data_Source {

	/**
	 * Stable id of the export group.
	 */
	public function group(): string;

	/**
	 * Translated name of the group.
	 */
	public function label(): string;

	/**
	 * Every column of the room's tables: "table.column" => what for, how long, how exported, how erased.
	 *
	 * @return array<string, array{0: string, 1: string, 2: string, 3: string}>
	 */
	public function columns(): array;

	/**
	 * @return array{items: list<array{id: string, data: list<array{name: string, value: string}>}>, done: bool}
	 */
	public function export( Person $person, int $page ): array;

	/**
	 * @return array{removed: int, retained: int, messages: list<string>, done: bool}
	 */
	public function erase( Person $person, int $page ): array;
}
