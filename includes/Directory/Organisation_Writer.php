<?php
/**
 * Edits of organisations.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Claims\Category;
use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Ulid;

/**
 * Creates, edits and removes single organisations. Every field remembers its owner: an importer never overwrites an
 * editor.
 */
final class Organisation_Writer {

	/** Decisions an editor may take; levels and badges are never among them. */
	public const EDITABLE_STATES = array( 'draft', 'listed', 'pending' );

	public function __construct(
		private readonly Database $db,
		private readonly Clock $clock,
		private readonly Organisation_Repository $organisations,
		private readonly Identifier_Repository $identifiers,
		private readonly Organisation_Rows $rows,
		private readonly Slugs $slugs,
		private readonly Standing_Service $standings,
		private readonly Trust_Policy_Repository $policies,
		private readonly Directory_Version $version,
		private readonly Audit_Log $audit
	) {}

	/**
	 * @param array<string, mixed> $input       Fields of Organisation_Fields::schema().
	 * @param list<Identifier>     $identifiers Of it.
	 * @param string               $state       One of EDITABLE_STATES.
	 * @param string               $owner       editor, contact or source:{slug}.
	 * @throws Problem With reason invalid_request (400), identifier_conflict (409).
	 */
	public function create( array $input, array $identifiers = array(), string $state = 'listed', string $owner = 'editor' ): Organisation {
		$fields = Organisation_Fields::clean( $input ) + array( 'category' => Category::Coop->value, 'precision' => 'exact', 'summary' => '' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		if ( '' === ( $fields['name'] ?? '' ) ) {
			throw new Problem( 'invalid_request', 400, __( 'A name is needed.', 'coop-credentials' ), null, array( 'params' => array( 'name' => __( 'A name is needed.', 'coop-credentials' ) ) ) );
		}
		$fields['owners'] = array_fill_keys( array_keys( $input ), $owner );
		$uid              = Ulid::generate();
		return $this->db->transaction(
			function () use ( $fields, $identifiers, $state, $uid ): Organisation {
				$this->refuse_conflicts( $identifiers, 0 );
				$now      = $this->clock->now();
				$policy   = $this->policies->current();
				$category = Category::from( (string) $fields['category'] ); // @phpstan-ignore cast.string (cleaned)
				$standing = ( new Standing_Rules( $policy, $category, array(), array() ) )->at( $now, State::from( $state ) );
				$slug     = $this->slugs->free( array( $uid => $this->rows->slug( (string) $fields['name'] ) ) )[ $uid ]; // @phpstan-ignore cast.string (cleaned)
				$row      = array( 'uid' => $uid, 'slug' => $slug ) + $this->rows->columns( $fields, $identifiers, $uid ) + Organisation_Rows::standing( $standing, $policy ) + array( 'version' => 1, 'created_at' => Database::datetime( $now ), 'updated_at' => Database::datetime( $now ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a row.
				$id       = $this->organisations->create( $row, Organisation_Rows::terms( $fields ) );
				foreach ( $identifiers as $identifier ) {
					$this->identifiers->add( $id, $identifier );
				}
				$this->version->raise();
				$this->announce( 'created', $uid );
				return $this->organisations->find_by_id( $id ) ?? throw new \LogicException( 'Just stored.' );
			}
		);
	}

	/**
	 * @param Organisation $organisation
	 * @param array<string, mixed>  $input       Fields that change.
	 * @param list<Identifier>|null $identifiers New complete set of public identifiers; null: unchanged.
	 * @param string|null           $state       One of EDITABLE_STATES; null: unchanged.
	 * @param string $owner
	 * @throws Problem With reason invalid_request (400), identifier_conflict (409), edit_conflict (409).
	 */
	public function update( Organisation $organisation, array $input, ?array $identifiers = null, ?string $state = null, string $owner = 'editor' ): Organisation {
		$clean = Organisation_Fields::clean( $input );
		return $this->db->transaction(
			function () use ( $organisation, $clean, $identifiers, $state, $owner ): Organisation {
				$before  = Organisation_Rows::fields( $organisation );
				$changes = array_filter( $clean, static fn( mixed $value, string $field ): bool => ( $before[ $field ] ?? null ) !== $value, ARRAY_FILTER_USE_BOTH );
				$present = $this->identifiers->of( $organisation->id );
				$all     = null === $identifiers ? $present : $this->replace_identifiers( $organisation, $present, $identifiers );
				if ( array() === $changes && $all === $present && null === $state ) {
					return $organisation; // Nothing changes, so no version is raised.
				}
				$fields           = $changes + $before;
				$fields['owners'] = array_fill_keys( array_keys( $changes ), $owner ) + (array) ( $before['owners'] ?? array() );
				$values           = $this->rows->columns( $fields, $all, $organisation->uid );
				if ( ! $this->organisations->save( $organisation, $values, Organisation_Rows::terms( $fields ), $this->clock->now() ) ) {
					throw new Problem( 'edit_conflict', 409, __( 'Somebody else changed this meanwhile. Reload and try again.', 'coop-credentials' ), 'reload' );
				}
				$fresh = $this->organisations->find_by_id( $organisation->id ) ?? throw new \LogicException( 'Just stored.' );
				$next  = $this->standings->refresh( $fresh, null === $state ? null : State::from( $state ), 'editor' )->next_change_at;
				$this->version->raise( $next );
				$this->announce( 'updated', $organisation->uid );
				return $this->organisations->find_by_id( $organisation->id ) ?? throw new \LogicException( 'Just stored.' );
			}
		);
	}

	/**
	 * Gives a new address; the former one answers 301 and is never given away.
	 *
	 * @throws Problem With reason slug_taken (409), invalid_request (400).
	 */
	public function move( Organisation $organisation, string $slug ): Organisation {
		if ( $slug === $organisation->slug ) {
			return $organisation;
		}
		if ( 1 !== preg_match( '/^[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?$/D', $slug ) ) {
			throw new Problem( 'invalid_request', 400, __( 'Use small letters, digits and hyphens.', 'coop-credentials' ), null, array( 'params' => array( 'slug' => __( 'Use small letters, digits and hyphens.', 'coop-credentials' ) ) ) );
		}
		return $this->db->transaction(
			function () use ( $organisation, $slug ): Organisation {
				if ( $this->slugs->free( array( 'x' => $slug ) )['x'] !== $slug ) {
					throw new Problem( 'slug_taken', 409, __( 'This address is in use, or was another entry\'s once.', 'coop-credentials' ) );
				}
				$former = Identifier::checked( Identifier::FORMER_SLUG, '', $organisation->slug );
				$this->identifiers->add( $organisation->id, $former );
				$this->organisations->save( $organisation, array( 'slug' => $slug ), null, $this->clock->now() );
				$this->version->raise();
				$this->announce( 'updated', $organisation->uid );
				return $this->organisations->find_by_id( $organisation->id ) ?? throw new \LogicException( 'Just stored.' );
			}
		);
	}

	/**
	 * The page answers 410 from now on; evidence and identifiers stay for the record.
	 */
	public function withdraw( Organisation $organisation, string $reason ): void {
		$this->db->transaction(
			function () use ( $organisation, $reason ): void {
				$this->standings->refresh( $organisation, State::Withdrawn, 'withdrawn' );
				$this->version->raise();
				$this->audit->record( 'organisation_withdrawn', 'ok', '', array( 'details' => array( 'organisation' => $organisation->uid, 'why' => $reason ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
				$this->announce( 'removed', $organisation->uid );
			}
		);
	}

	/**
	 * @param Organisation $organisation
	 * @param list<Identifier> $present Stored ones.
	 * @param list<Identifier> $wanted  New set of public ones; hidden and source ones stay.
	 * @return list<Identifier>
	 */
	private function replace_identifiers( Organisation $organisation, array $present, array $wanted ): array {
		$this->refuse_conflicts( $wanted, $organisation->id );
		$wanted_keys = array();
		foreach ( $wanted as $identifier ) {
			$wanted_keys[ $identifier->value_key() ] = $identifier;
		}
		$all = array();
		foreach ( $present as $identifier ) {
			$new = $wanted_keys[ $identifier->value_key() ] ?? null;
			if ( null === $new && $identifier->is_public() ) {
				$this->identifiers->remove( $organisation->id, $identifier );
				continue;
			}
			if ( null !== $new && $new->proven !== $identifier->proven ) {
				$this->identifiers->set_proven( $organisation->id, $new->scheme, $new->value, $new->proven );
			}
			$all[] = $new ?? $identifier;
			unset( $wanted_keys[ $identifier->value_key() ] );
		}
		foreach ( $wanted_keys as $identifier ) {
			$this->identifiers->add( $organisation->id, $identifier );
			$all[] = $identifier;
		}
		return $all == $present ? $present : $all; // phpcs:ignore Universal.Operators.StrictComparisons, WordPress.PHP.StrictComparisons.LooseComparison -- equal objects, not the same ones.
	}

	/**
	 * An identifier held by another organisation is never moved.
	 *
	 * @param list<Identifier> $identifiers Wanted.
	 * @param int $own
	 */
	private function refuse_conflicts( array $identifiers, int $own ): void {
		$keys = array_map( static fn( Identifier $identifier ): string => $identifier->value_key(), $identifiers );
		foreach ( $this->identifiers->by_keys( $keys ) as $row ) {
			if ( (int) $row['organisation_id'] !== $own ) {
				throw new Problem( 'identifier_conflict', 409, __( 'Another entry has this identifier.', 'coop-credentials' ), null, array( 'scheme' => (string) $row['scheme'], 'value' => (string) $row['value'] ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			}
		}
	}

	private function announce( string $what, string $uid ): void {
		$this->db->after_commit(
			static function () use ( $what, $uid ): void {
				/**
				 * Fires after an organisation was created, updated or removed (one action each).
				 *
				 * @since 0.1.0
				 *
				 * @param string $uid Organisation.
				 */
				do_action( 'coop_credentials_organisation_' . $what, $uid );
			}
		);
	}
}
