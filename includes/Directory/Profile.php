<?php
/**
 * A profile.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

/**
 * One organisation with everything public, or the address it has moved to.
 */
final class Profile {

	/**
	 * @param Organisation         $organisation  As stored.
	 * @param array<string, mixed> $data          Answer of GET directory/{slug}.
	 * @param string|null          $redirect_slug New slug, when an older one was asked for.
	 */
	public function __construct( public readonly Organisation $organisation, private readonly array $data, public readonly ?string $redirect_slug = null ) {}

	/**
	 * @return array<string, mixed>
	 */
	public function to_array(): array {
		return $this->data;
	}
}
