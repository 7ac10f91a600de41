<?php
/**
 * A person's records as a file.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Own_Data;

use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Personal_Data_Source;

/**
 * Everything every room holds about an owner, as the privacy exporter tells it, and the credentials as they count today.
 */
final class Export {

	private const MOST_PAGES = 40;

	/**
	 * Builds the export.
	 *
	 * @param Credentials                              $credentials Credentials.
	 * @param Clock                                    $clock       Time.
	 * @param (\Closure(): list<Personal_Data_Source>) $sources     Personal data of every room.
	 */
	public function __construct(
		private readonly Credentials $credentials,
		private readonly Clock $clock,
		private readonly \Closure $sources,
	) {
	}

	/**
	 * The records.
	 *
	 * @param Owner $owner Owner.
	 * @return array<string,mixed>
	 */
	public function of( Owner $owner ): array {
		$groups = array();
		foreach ( array() === $owner->identities ? array() : ( $this->sources )() as $source ) {
			$items = $this->items( $source, $owner );
			if ( array() !== $items ) {
				$groups[] = array(
					'group' => $source->group(),
					'label' => $source->label(),
					'items' => $items,
				);
			}
		}

		return array(
			'site'        => home_url( '/' ),
			'exported_at' => $this->clock->now()->format( 'Y-m-d\TH:i:s\Z' ),
			'credentials' => $this->credentials->of( $owner ),
			'records'     => $groups,
		);
	}

	/**
	 * The same as a file's text.
	 *
	 * @param Owner $owner Owner.
	 */
	public function json( Owner $owner ): string {
		return (string) wp_json_encode( $this->of( $owner ), JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE );
	}

	/**
	 * All pages of one room.
	 *
	 * @param Personal_Data_Source $source Room.
	 * @param Owner                $owner  Owner.
	 * @return list<array<string,string>>
	 */
	private function items( Personal_Data_Source $source, Owner $owner ): array {
		$items = array();
		for ( $page = 1; $page <= self::MOST_PAGES; $page++ ) {
			$answer = $source->export( $owner->person(), $page );
			foreach ( $answer['items'] as $item ) {
				$items[] = array( 'id' => $item['id'] ) + array_column( $item['data'], 'value', 'name' );
			}
			if ( $answer['done'] ) {
				break;
			}
		}

		return $items;
	}
}
