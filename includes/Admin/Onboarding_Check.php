<?php
declare( strict_types=1 );

namespace CoopCredentials\Admin;

/**
 * One line of the checklist, as the admin app draws it.
 *
 * @phpstan-type Check array{id: string, state: string, title: string, detail: string, code: string, remedy: array<string, string>|null}
 */
final class Onboarding_Check {

	/**
	 * @param string                     $id     Stable name.
	 * @param string                     $state  One of ok, attention, todo, no.
	 * @param string                     $title  What is.
	 * @param string                     $detail What it means or what to do.
	 * @param string                     $code   Address, command or constant behind the detail.
	 * @param array<string, string>|null $remedy Button.
	 * @return Check
	 */
	public static function line( string $id, string $state, string $title, string $detail, string $code = '', ?array $remedy = null ): array {
		return array(
			'id'     => $id,
			'state'  => $state,
			'title'  => $title,
			'detail' => $detail,
			'code'   => $code,
			'remedy' => $remedy,
		);
	}

	/**
	 * A button that leads to a screen of the app.
	 *
	 * @return array<string, string>
	 */
	public static function link( string $label, string $room, string $screen = '', string $item = '' ): array {
		return array_filter(
			array(
				'label'  => $label,
				'room'   => $room,
				'screen' => $screen,
				'item'   => $item,
			)
		);
	}

	/**
	 * A button that leads to another page, in a tab of its own.
	 *
	 * @return array<string, string>
	 */
	public static function page( string $label, string $url ): array {
		return array(
			'label' => $label,
			'url'   => $url,
		);
	}

	/**
	 * A button that does something at once.
	 *
	 * @return array<string, string>
	 */
	public static function action( string $label, string $action, string $item = '' ): array {
		return array_filter(
			array(
				'label'  => $label,
				'action' => $action,
				'item'   => $item,
			)
		);
	}
}
