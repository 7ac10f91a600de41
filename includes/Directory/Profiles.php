<?php
/**
 * Profiles of organisations.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Problem;

/**
 * Gathers what everybody may know: fields, identifiers, evidence with dates, where the data is from.
 */
final class Profiles {

	/** Further public fields, in the order of the answer. */
	private const FIELDS = array( 'other_names', 'description', 'mission', 'links', 'street', 'scope', 'territory', 'sectors', 'qualifiers', 'legal_form', 'life_status', 'founded', 'closed', 'members', 'member_of', 'parent', 'languages' );

	/** @var array<string, Profile> */
	private array $known = array();

	public function __construct(
		private readonly Organisation_Repository $organisations,
		private readonly Identifier_Repository $identifiers,
		private readonly Evidence_Repository $evidence,
		private readonly Source_Repository $sources,
		private readonly Standing_Service $standings,
		private readonly Trust_Policy_Repository $policies,
		private readonly Public_Item $items,
		private readonly Words $words,
		private readonly Clock $clock
	) {}

	/**
	 * @throws Problem With reason organisation_not_found (404) or organisation_removed (410).
	 */
	public function by_slug( string $slug ): Profile {
		$slug = strtolower( $slug );
		if ( isset( $this->known[ $slug ] ) ) {
			return $this->known[ $slug ];
		}
		if ( 1 !== preg_match( '/^[a-z0-9-]{1,100}$/D', $slug ) ) {
			throw self::not_found();
		}
		list( $organisation, $moved ) = $this->find( $slug );

		$this->known[ $slug ] = $this->profile( $organisation, $moved ? $organisation->slug : null );
		return $this->known[ $slug ];
	}

	/**
	 * @return array{0: Organisation, 1: bool} The organisation, and whether it is known by a former slug or by its uid.
	 */
	private function find( string $slug ): array {
		$this->standings->refresh_due();
		$organisation = $this->organisations->find_by_slug( $slug );
		$moved        = false;
		if ( null === $organisation ) {
			$holder       = $this->identifiers->holder( Identifier::checked( Identifier::FORMER_SLUG, '', $slug ) );
			$organisation = null === $holder ? null : $this->organisations->find_by_id( $holder );
			$moved        = true;
		}
		if ( null === $organisation && 26 === strlen( $slug ) ) {
			$organisation = $this->organisations->find_by_uid( strtoupper( $slug ) ); // For those who keep what never changes.
		}
		if ( null === $organisation || State::Draft === $organisation->state ) {
			throw self::not_found();
		}
		if ( State::Withdrawn === $organisation->state ) {
			throw new Problem( 'organisation_removed', 410, __( 'This entry was removed.', 'coop-credentials' ), 'directory' );
		}
		if ( ! $organisation->listed && State::Revoked !== $organisation->state ) {
			throw self::not_found(); // The policy does not list this category.
		}
		return array( $organisation, $moved );
	}

	/**
	 * @throws Problem With reason organisation_not_found (404) or organisation_removed (410).
	 */
	public function by_uid( string $uid ): Profile {
		$organisation = $this->organisations->find_by_uid( $uid );
		return $this->by_slug( null === $organisation ? '' : $organisation->slug );
	}

	private function profile( Organisation $organisation, ?string $redirect ): Profile {
		$now         = $this->clock->now();
		$identifiers = $this->identifiers->of( $organisation->id );
		$records     = $this->evidence->of( $organisation->id );
		$state       = $organisation->state_under( $this->policies->current(), $now );
		$item        = $this->items->of( $organisation );
		$data        = $item + array(
			'legal_name'  => $organisation->legal_name,
			'postcode'    => $organisation->postcode,
			'structure'   => $organisation->structure,
			'state_words' => $this->words->state( $state, $organisation->category, $organisation->verified_until ),
			'level_words' => $this->words->level( $item['level'], $organisation->badge_facts ), // @phpstan-ignore argument.type (Public_Item gives an integer)
		);
		foreach ( self::FIELDS as $field ) {
			$data[ $field ] = $organisation->data[ $field ] ?? null;
		}
		$shown = $organisation->data['public_contact'] ?? array();
		foreach ( Organisation_Fields::HIDDEN as $field ) {
			$data[ $field ] = is_array( $shown ) && in_array( $field, $shown, true ) ? ( $organisation->hidden[ $field ] ?? null ) : null;
		}
		$data['identifiers'] = $this->identifiers( $identifiers );
		$data['evidence']    = $this->records( $organisation, $records, $identifiers, $now );
		$data['provenance']  = $this->provenance( $identifiers );
		return new Profile( $organisation, $data, $redirect );
	}

	/**
	 * @param list<Identifier> $identifiers All.
	 * @return list<array{scheme: string, label: string, issuer: string, value: string, proven: bool}>
	 */
	private function identifiers( array $identifiers ): array {
		$public = array();
		foreach ( $identifiers as $identifier ) {
			if ( $identifier->is_public() ) {
				$public[] = array(
					'scheme' => $identifier->scheme,
					'label'  => $this->words->scheme( $identifier->scheme ),
					'issuer' => $identifier->issuer,
					'value'  => $identifier->value,
					'proven' => $identifier->proven,
				);
			}
		}
		return $public;
	}

	/**
	 * Confirmed records with what became of them. Pending and failed checks are nobody else's business.
	 *
	 * @param Organisation $organisation
	 * @param list<Evidence>   $records     All.
	 * @param list<Identifier> $identifiers All.
	 * @param \DateTimeImmutable $now
	 * @return list<array<string, mixed>>
	 */
	private function records( Organisation $organisation, array $records, array $identifiers, \DateTimeImmutable $now ): array {
		$present = array_map( static fn( Identifier $identifier ): string => $identifier->scheme . ' ' . $identifier->value, $identifiers );
		$later   = array();
		foreach ( $records as $record ) {
			if ( null !== $record->supersedes_id ) {
				$later[ $record->supersedes_id ] = $record;
			}
		}
		$public = array();
		foreach ( $records as $record ) {
			if ( 'confirmed' !== $record->result ) {
				continue;
			}
			$next   = $later[ $record->id ] ?? null;
			$gone   = null !== $record->subject_scheme && ! in_array( $record->subject_scheme . ' ' . $record->subject_value, $present, true );
			$status = match ( true ) {
				null !== $next && 'revoked' === $next->result => 'revoked',
				null !== $next, $gone                         => 'replaced',
				$record->counts_at( $now )                    => 'valid',
				default                                       => 'ended',
			};
			$ended = null === $next ? $record->valid_until : $next->checked_at;

			$public[] = array(
				'uid'           => $record->uid,
				'kind'          => $record->kind->value,
				'words'         => $this->words->kind( $record->kind ),
				'level'         => $record->kind->level(),
				'method'        => $record->method,
				'issuer'        => $record->issuer,
				'reference_url' => $record->reference_url,
				'subject'       => null === $record->subject_scheme ? null : array( 'scheme' => $record->subject_scheme, 'value' => (string) $record->subject_value ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
				'checked_at'    => $record->checked_at->format( 'Y-m-d' ),
				'valid_until'   => $ended?->format( 'Y-m-d' ),
				'status'        => $status,
				'decides'       => ( $organisation->badge_facts['evidence'] ?? '' ) === $record->uid && $organisation->state_under( $this->policies->current(), $now )->has_badge(),
				'note'          => $record->note,
			);
		}
		return $public;
	}

	/**
	 * @param list<Identifier> $identifiers All.
	 * @return list<array{title: string, licence: string, attribution: string, url: string|null, updated_at: string|null}>
	 */
	private function provenance( array $identifiers ): array {
		$slugs = array();
		foreach ( $identifiers as $identifier ) {
			if ( Identifier::SOURCE === $identifier->scheme ) {
				$slugs[] = $identifier->issuer;
			}
		}
		$from = array();
		foreach ( $this->sources->by_slugs( array_values( array_unique( $slugs ) ) ) as $source ) {
			$from[] = array(
				'title'       => $source->title,
				'licence'     => $source->licence,
				'attribution' => $source->attribution,
				'url'         => $source->public_url(),
				'updated_at'  => $source->last_good_at?->format( 'Y-m-d' ),
			);
		}
		return $from;
	}

	private static function not_found(): Problem {
		return new Problem( 'organisation_not_found', 404, __( 'There is no such entry.', 'coop-credentials' ), 'directory' );
	}
}
