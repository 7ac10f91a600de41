<?php
/**
 * From a co-op's name to the provider that can confirm its members.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Chooser;

use CoopCredentials\Claims\Issuer_Scope;
use CoopCredentials\Directory\Directory_Search;
use CoopCredentials\Directory\Identifier;
use CoopCredentials\Directory\Identifier_Repository;
use CoopCredentials\Directory\Organisation;
use CoopCredentials\Directory\Organisation_Repository;
use CoopCredentials\Directory\Search_Query;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Ulid;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Provider_Repository;

/**
 * Visitors know their co-op, not what a provider is. Searches the listed organisations and tells, by the issuer scopes,
 * which provider may speak for each. A bounded number of queries, whatever the size of the directory.
 */
final class Chooser {

	private const MOST     = 8;
	private const SHORTEST = 2;
	private const LONGEST  = 100;

	/**
	 * Builds the chooser.
	 *
	 * @param Provider_Repository     $providers     Providers.
	 * @param Identifier_Repository   $identifiers   Ids of organisations.
	 * @param Organisation_Repository $organisations Organisations.
	 * @param Directory_Search        $search        Text search.
	 */
	public function __construct(
		private readonly Provider_Repository $providers,
		private readonly Identifier_Repository $identifiers,
		private readonly Organisation_Repository $organisations,
		private readonly Directory_Search $search,
	) {
	}

	/**
	 * Organisations by name, each with a provider that may confirm its members. Those a provider names come before those
	 * a provider may speak for because it may speak for any.
	 *
	 * @param string $text What the visitor typed.
	 * @return list<array{name:string,place:string,provider:string,label:string}>
	 */
	public function search( string $text ): array {
		$text = trim( mb_substr( $text, 0, self::LONGEST ) );
		if ( mb_strlen( $text ) < self::SHORTEST || ! mb_check_encoding( $text, 'UTF-8' ) ) {
			return array();
		}
		$found = array();
		$any   = array();
		foreach ( $this->shown() as $provider ) {
			$scope = $provider->scope();
			if ( null === $scope->organisations ) {
				$any[] = array( $provider, $scope );
				continue;
			}
			foreach ( $this->named( $scope ) as $organisation ) {
				if ( self::fits( $organisation, $text ) ) {
					$found[ $organisation->uid . ' ' . $provider->slug ] = self::entry( $organisation, $provider );
				}
			}
		}
		if ( array() !== $any && count( $found ) < self::MOST ) {
			$organisations = $this->listed( $text );
			$known         = $this->denied( $organisations );
			foreach ( $organisations as $organisation ) {
				foreach ( $any as list( $provider, $scope ) ) {
					if ( array() === array_intersect( $known[ $organisation->id ] ?? array(), $scope->deny ) ) {
						$found[ $organisation->uid . ' ' . $provider->slug ] ??= self::entry( $organisation, $provider );
					}
				}
			}
		}

		return array_slice( array_values( $found ), 0, self::MOST );
	}

	/**
	 * Providers that blocks may show, in the owner's order.
	 *
	 * @return list<Provider>
	 */
	private function shown(): array {
		return array_values( array_filter( $this->providers->enabled(), static fn( Provider $provider ): bool => in_array( 'blocks', $provider->items( 'show_in' ), true ) ) );
	}

	/**
	 * Listed organisations a scope names, by proven identifiers only.
	 *
	 * @param Issuer_Scope $scope Scope.
	 * @return list<Organisation>
	 */
	private function named( Issuer_Scope $scope ): array {
		$keys = array();
		$uids = array();
		foreach ( array_diff( $scope->organisations ?? array(), $scope->deny ) as $id ) {
			if ( str_starts_with( $id, 'local:' ) ) {
				$uids[] = strtoupper( substr( $id, 6 ) );
				continue;
			}
			$identifier = Identifier::from_claim_id( $id );
			if ( null !== $identifier ) {
				$keys[] = $identifier->value_key();
			}
		}
		$rows = array() === $keys ? array() : array_filter( $this->identifiers->by_keys( $keys ), static fn( array $row ): bool => '1' === (string) $row['proven'] );
		$list = array() === $rows ? array() : $this->organisations->by_ids( array_map( 'intval', array_column( $rows, 'organisation_id' ) ) );
		$uids = array_values( array_filter( $uids, Ulid::is_valid( ... ) ) );

		return self::only_listed( array_merge( array_values( $list ), array() === $uids ? array() : array_values( $this->organisations->find_many( $uids ) ) ) );
	}

	/**
	 * Listed organisations by text.
	 *
	 * @param string $text Text.
	 * @return list<Organisation>
	 */
	private function listed( string $text ): array {
		try {
			$result = $this->search->search(
				Search_Query::from_array(
					array(
						'search'   => $text,
						'per_page' => self::MOST,
					)
				),
				false
			);
		} catch ( Problem ) {
			return array(); // A text the search cannot take finds nothing.
		}
		$uids  = array_values( array_filter( array_column( $result->items, 'uid' ), 'is_string' ) );
		$known = array() === $uids ? array() : $this->organisations->find_many( $uids );

		return self::only_listed( array_values( array_filter( array_map( static fn( string $uid ): ?Organisation => $known[ $uid ] ?? null, $uids ) ) ) );
	}

	/**
	 * All ids by which a scope could refuse an organisation.
	 *
	 * @param list<Organisation> $organisations Organisations.
	 * @return array<int,list<string>> By row.
	 */
	private function denied( array $organisations ): array {
		$ids = array();
		foreach ( $organisations as $organisation ) {
			$ids[ $organisation->id ] = array( 'local:' . strtolower( $organisation->uid ) );
		}
		foreach ( array() === $ids ? array() : $this->identifiers->of_many( array_keys( $ids ) ) as $row => $identifiers ) {
			foreach ( $identifiers as $identifier ) {
				$id = $identifier->claim_id();
				if ( null !== $id ) {
					$ids[ $row ][] = $id;
				}
			}
		}

		return $ids;
	}

	/**
	 * Those the public directory shows.
	 *
	 * @param list<Organisation> $organisations Organisations.
	 * @return list<Organisation>
	 */
	private static function only_listed( array $organisations ): array {
		return array_values( array_filter( $organisations, static fn( Organisation $organisation ): bool => $organisation->listed ) );
	}

	/**
	 * Whether every word typed begins a word of the name or place.
	 *
	 * @param Organisation $organisation Organisation.
	 * @param string       $text         Text.
	 */
	private static function fits( Organisation $organisation, string $text ): bool {
		$words = self::words( $organisation->name . ' ' . (string) $organisation->locality );
		foreach ( self::words( $text ) as $wanted ) {
			if ( array() === array_filter( $words, static fn( string $word ): bool => str_starts_with( $word, $wanted ) ) ) {
				return false;
			}
		}

		return true;
	}

	/**
	 * Words in lower case and without accents.
	 *
	 * @param string $text Text.
	 * @return list<string>
	 */
	private static function words( string $text ): array {
		$words = preg_split( '/[^\p{L}\p{N}]+/u', mb_strtolower( remove_accents( $text ) ), -1, PREG_SPLIT_NO_EMPTY );

		return false === $words ? array() : $words;
	}

	/**
	 * One answer.
	 *
	 * @param Organisation $organisation Organisation.
	 * @param Provider     $provider     Provider.
	 * @return array{name:string,place:string,provider:string,label:string}
	 */
	private static function entry( Organisation $organisation, Provider $provider ): array {
		return array(
			'name'     => $organisation->name,
			'place'    => (string) $organisation->locality,
			'provider' => $provider->slug,
			'label'    => $provider->label,
		);
	}
}
